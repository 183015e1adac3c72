"""The tables of a corpus, and whether a file is one.

    containers 1-* members 1-* sources 1-* sightings *-1 documents 1-1 texts

A container is a file of a dump; a member one text in it; a source one page of that text; a
sighting says that a source shows a document. What a document shows (`derived`) is worked out
from its sightings, so `documents` is narrow and often written, `texts` wide and written once.

Each row has a hash of what it says (`HASHED`); that of a text is kept by its document. `meta` has
the XOR of the hashes of each table: triggers of the writer's connection, or `derived`, note what
changes it, and a commit writes it down.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from .errors import DamagedError, OlderError, OutdatedError, SouwenError
from .files import open_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .database import Database

FILE_NAME = "corpus.sqlite3"
#: "swen" in ASCII: tells a corpus from any other SQLite file.
APPLICATION_ID = 0x7377656E
#: Goes up whenever the tables change.
SCHEMA_VERSION = 2
#: The one of before, without hashes, which `migrate` brings up to date.
OLDER_VERSION = 1

#: The columns of each table that the hash of its row is over, in this order. The numbers that rows
#: are given when they are inserted are left out, so that the hash can be inserted with them.
HASHED = {
    "containers": ("key", "digest", "versions", "encoding_forced", "added_at"),
    "members": ("container_id", "key", "text", "form", "encoding", "digest", "versions"),
    "sources": ("member_id", "number", "key"),
    "documents": (
        *("number", "id", "kind", "title_key", "published", "channel", "url", "flags", "article"),
        *("retired", "seq", "arrived", "first_seq", "shown_seq", "shown", "shown_xor", "text_hash"),
    ),
    "sightings": ("source_id", "position", "document", "published", "channel", "url", "ref"),
    "purged": ("id", "seq"),
    "blocked": ("id", "blocked_at"),
}
#: The tables whose rows as a whole are hashed in `meta`.
COUNTED = tuple(table for table in HASHED if table != "sightings")
# Where an SQLite file has its `user_version`.
_HEAD, _VERSION_AT = 100, slice(60, 64)
_WIDE = "text"  # a column of bytes, which is hashed by its digest
_BY_TRIGGERS = tuple(table for table in COUNTED if table != "documents")


def xor_key(table: str) -> str:
    """Return the key under which `meta` has the XOR of the hashes of a table."""
    return f"xor of {table}"


_TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    # digest: of the whole file; NULL while something of it is not taken in, or not taken out.
    # encoding_forced: what the user said it is in.
    """CREATE TABLE containers (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        digest TEXT,
        versions TEXT NOT NULL,
        encoding_forced TEXT,
        added_at TEXT NOT NULL,
        hash INTEGER)""",
    # text: decoded, then UTF-8, then zlib; empty where it is not kept.
    """CREATE TABLE members (
        id INTEGER PRIMARY KEY,
        container_id INTEGER NOT NULL REFERENCES containers(id),
        key TEXT NOT NULL,
        text BLOB NOT NULL,
        form TEXT NOT NULL,
        encoding TEXT NOT NULL,
        digest TEXT NOT NULL,
        versions TEXT NOT NULL,
        hash INTEGER,
        UNIQUE (container_id, key))""",
    # The key is not unique: the file `a#1` and the first page of the file `a` share theirs.
    """CREATE TABLE sources (
        id INTEGER PRIMARY KEY,
        member_id INTEGER NOT NULL REFERENCES members(id),
        number INTEGER NOT NULL,
        key TEXT NOT NULL,
        hash INTEGER,
        UNIQUE (member_id, number))""",
    "CREATE INDEX sources_by_key ON sources(key)",
    # title_key: 64 bits of a hash of the title's identity form, NULL for none: it is in two
    # indexes, and a title is long. article: the id of a snippet's full article. seq: the place of
    # the latest change in the log of changes; 0 only inside the transaction that makes the row.
    # arrived: when it first came, in UTC. first_seq: the change that it came with. shown_seq: the
    # change since which these sources show it, NULL until the command ends that changes them.
    # shown, shown_xor: number of its sightings, and XOR of their hashes. text_hash: of `texts`.
    """CREATE TABLE documents (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind IN ('article', 'snippet')),
        title_key INTEGER,
        published TEXT,
        channel TEXT,
        url TEXT,
        flags TEXT NOT NULL,
        article TEXT,
        retired INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        arrived TEXT,
        first_seq INTEGER NOT NULL DEFAULT 0,
        shown_seq INTEGER,
        shown INTEGER NOT NULL DEFAULT 0,
        shown_xor INTEGER NOT NULL DEFAULT 0,
        text_hash INTEGER,
        hash INTEGER)""",
    "CREATE INDEX documents_by_seq ON documents(seq)",
    "CREATE INDEX documents_by_shown ON documents(shown_seq)",
    """CREATE INDEX articles_by_title ON documents(title_key, id)
        WHERE kind = 'article' AND retired = 0""",
    """CREATE INDEX snippets_by_title ON documents(title_key, published, channel)
        WHERE kind = 'snippet' AND retired = 0""",
    """CREATE TABLE texts (
        document INTEGER PRIMARY KEY REFERENCES documents(number),
        title TEXT NOT NULL,
        body TEXT NOT NULL)""",
    # The document is in the key, because a page that changed shows the old and the new document
    # at one position until it is agreed that the old one goes.
    """CREATE TABLE sightings (
        source_id INTEGER NOT NULL REFERENCES sources(id),
        position INTEGER NOT NULL,
        document INTEGER NOT NULL REFERENCES documents(number),
        published TEXT,
        channel TEXT,
        url TEXT,
        ref TEXT,
        hash INTEGER,
        PRIMARY KEY (source_id, position, document)) WITHOUT ROWID""",
    "CREATE INDEX sightings_by_date ON sightings(document, published)",
    """CREATE INDEX sightings_by_channel ON sightings(document, published, channel)
        WHERE channel IS NOT NULL""",
    "CREATE INDEX sightings_by_url ON sightings(document, published, url) WHERE url IS NOT NULL",
    # What is left of a purged document: an index that did not hear of its end has to.
    "CREATE TABLE purged (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash INTEGER) WITHOUT ROWID",
    "CREATE INDEX purged_by_seq ON purged(seq)",
    # Documents that are never to come in again.
    """CREATE TABLE blocked (id TEXT PRIMARY KEY, blocked_at TEXT NOT NULL, hash INTEGER)
        WITHOUT ROWID""",
    "INSERT INTO meta VALUES ('seq', 0), ('documents', 0)",
    *(f"INSERT INTO meta VALUES ('{xor_key(table)}', 0)" for table in COUNTED),
)


def hash_of(table: str, row: str = "") -> str:
    """Return the SQL for the hash that a row of a table should have; `row` as "new."."""
    columns = (f"digest({row}text)" if each == _WIDE else row + each for each in HASHED[table])
    return f"row_hash({', '.join(columns)})"


def triggers() -> Iterator[str]:
    """Yield what makes triggers of the writer's connection, which keep the hashes of most tables.

    The file holds none: whoever opens a stranger's folder runs no statement of theirs.
    """
    for table in _BY_TRIGGERS:
        hashing = f"UPDATE {table} SET hash = {hash_of(table, 'new.')} WHERE id = new.id"
        events = (
            (f"UPDATE OF {', '.join(HASHED[table])}", "true", hashing),
            ("INSERT", "new.hash IS NULL", hashing),
            ("INSERT", "new.hash IS NOT NULL", f"SELECT note('{table}', new.hash)"),
            ("UPDATE OF hash", "true", f"SELECT note('{table}', xor(old.hash, new.hash))"),
            ("DELETE", "true", f"SELECT note('{table}', old.hash)"),
        )
        for number, (event, condition, statement) in enumerate(events):
            yield f"""CREATE TEMP TRIGGER {table}_{number} AFTER {event} ON main.{table}
                WHEN {condition} BEGIN {statement}; END"""


def new_id() -> str:
    """Return a random id for a corpus: 32 hex digits."""
    return secrets.token_hex(16)


def is_empty(database: Database) -> bool:
    """Tell whether a database holds nothing yet; raise where it holds something else.

    Raises:
        DamagedError: the file is no corpus.
        OutdatedError: it is one of a version that this one cannot use.
        OlderError: it is one that `migrate` brings up to date.
    """
    version = database.value("PRAGMA user_version")
    application = database.value("PRAGMA application_id")
    if (version, application) == (0, 0) and not database.value("SELECT 1 FROM sqlite_master"):
        return True
    if application != APPLICATION_ID:
        remedy = "move it away, or name another folder with --data"
        raise DamagedError(database.path, "no corpus of souwen", remedy)
    if version == OLDER_VERSION:
        reason = f"made by an older souwen: form {version}, this one uses {SCHEMA_VERSION}"
        raise OlderError(database.path, reason, "any command that may write brings it up to date")
    if version != SCHEMA_VERSION:
        reason = f"made by a newer souwen: form {version}, this one uses {SCHEMA_VERSION}"
        raise OutdatedError(database.path, reason, "use that version of souwen")
    if database.value("SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view')"):
        raise DamagedError(database.path, "it holds triggers or views", "do not use it")
    return False


def is_older(folder: Path) -> bool:
    """Whether the corpus of a folder will be brought up to date; by its head alone, so it is fast.

    False where that cannot be seen.
    """
    try:
        with open_file(folder / FILE_NAME) as file:
            head = file.read(_HEAD)
    except (OSError, SouwenError):
        return False
    return int.from_bytes(head[_VERSION_AT], "big") == OLDER_VERSION and len(head) == _HEAD


def create(database: Database) -> None:
    """Make the tables, all or none of them."""
    database.run("BEGIN IMMEDIATE")
    for statement in _TABLES:
        database.run(statement)
    database.run("INSERT INTO meta VALUES ('id', ?)", (new_id(),))
    database.run(f"PRAGMA application_id = {APPLICATION_ID}")
    database.run(f"PRAGMA user_version = {SCHEMA_VERSION}")
    database.run("COMMIT")
