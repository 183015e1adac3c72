"""The tables of a corpus, and whether a file is one.

    containers 1-* members 1-* sources 1-* sightings *-1 documents 1-1 texts

A container is a file of a dump; a member one text in it; a source one page of that text; a
sighting says that a source shows a document. What a document shows (`derived`) is worked out
from its sightings, so `documents` is narrow and often written, `texts` wide and written once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import DamagedError, OutdatedError

if TYPE_CHECKING:
    from .database import Database

FILE_NAME = "corpus.sqlite3"
#: "swen" in ASCII: tells a corpus from any other SQLite file.
APPLICATION_ID = 0x7377656E
#: Goes up whenever the tables change.
SCHEMA_VERSION = 1

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
        added_at TEXT NOT NULL)""",
    # text: decoded, then UTF-8, then zlib.
    """CREATE TABLE members (
        id INTEGER PRIMARY KEY,
        container_id INTEGER NOT NULL REFERENCES containers(id),
        key TEXT NOT NULL,
        text BLOB NOT NULL,
        form TEXT NOT NULL,
        encoding TEXT NOT NULL,
        digest TEXT NOT NULL,
        versions TEXT NOT NULL,
        UNIQUE (container_id, key))""",
    # The key is not unique: the file `a#1` and the first page of the file `a` share theirs.
    """CREATE TABLE sources (
        id INTEGER PRIMARY KEY,
        member_id INTEGER NOT NULL REFERENCES members(id),
        number INTEGER NOT NULL,
        key TEXT NOT NULL,
        UNIQUE (member_id, number))""",
    "CREATE INDEX sources_by_key ON sources(key)",
    # title_key: 64 bits of a hash of the title's identity form, NULL for none: it is in two
    # indexes, and a title is long. article: the id of a snippet's full article. seq: the place of
    # the latest change in the log of changes; 0 only inside the transaction that makes the row.
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
        seq INTEGER NOT NULL)""",
    "CREATE INDEX documents_by_seq ON documents(seq)",
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
        PRIMARY KEY (source_id, position, document)) WITHOUT ROWID""",
    "CREATE INDEX sightings_by_date ON sightings(document, published)",
    """CREATE INDEX sightings_by_channel ON sightings(document, published, channel)
        WHERE channel IS NOT NULL""",
    "CREATE INDEX sightings_by_url ON sightings(document, published, url) WHERE url IS NOT NULL",
    # What is left of a purged document: an index that did not hear of its end has to.
    "CREATE TABLE purged (id TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX purged_by_seq ON purged(seq)",
    "INSERT INTO meta VALUES ('seq', 0)",
)


def is_empty(database: Database) -> bool:
    """Tell whether a database holds nothing yet; raise where it holds something else.

    Raises:
        DamagedError: the file is no corpus.
        OutdatedError: it is one of a version that this one cannot use.
    """
    version = database.value("PRAGMA user_version")
    application = database.value("PRAGMA application_id")
    if (version, application) == (0, 0) and not database.value("SELECT 1 FROM sqlite_master"):
        return True
    if application != APPLICATION_ID:
        remedy = "move it away, or name another folder with --data"
        raise DamagedError(database.path, "no corpus of souwen", remedy)
    if version != SCHEMA_VERSION:
        sort = "a newer" if version > SCHEMA_VERSION else "an older"
        reason = f"made by {sort} souwen: form {version}, this one uses {SCHEMA_VERSION}"
        raise OutdatedError(database.path, reason, "use that version of souwen")
    return False


def create(database: Database) -> None:
    """Make the tables, all or none of them."""
    database.run("BEGIN IMMEDIATE")
    for statement in _TABLES:
        database.run(statement)
    database.run(f"PRAGMA application_id = {APPLICATION_ID}")
    database.run(f"PRAGMA user_version = {SCHEMA_VERSION}")
    database.run("COMMIT")
