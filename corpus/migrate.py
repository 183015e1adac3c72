"""Bring a corpus of form 1 up to date, in place: one transaction, so it is the old or the new one.

Columns are added, and filled from what is there; no table is copied.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from . import schema
from .errors import SouwenError

if TYPE_CHECKING:
    from .database import Database

_LOG = logging.getLogger(__name__)
_PLAIN = ("containers", "members", "sources", "sightings", "purged")
_COLUMNS = (
    *(f"{table} ADD COLUMN hash INTEGER" for table in _PLAIN),
    "documents ADD COLUMN arrived TEXT",
    "documents ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 0",
    "documents ADD COLUMN shown_seq INTEGER",
    "documents ADD COLUMN shown INTEGER NOT NULL DEFAULT 0",
    "documents ADD COLUMN shown_xor INTEGER NOT NULL DEFAULT 0",
    "documents ADD COLUMN text_hash INTEGER",
    "documents ADD COLUMN hash INTEGER",
)
_TABLES = (
    "CREATE INDEX documents_by_shown ON documents(shown_seq)",
    """CREATE TABLE blocked (id TEXT PRIMARY KEY, blocked_at TEXT NOT NULL, hash INTEGER)
        WITHOUT ROWID""",
)
_DOCUMENTS = """UPDATE documents SET
    arrived = (SELECT min(c.added_at) FROM sightings x CROSS JOIN sources s ON s.id = x.source_id
        CROSS JOIN members m ON m.id = s.member_id CROSS JOIN containers c ON c.id = m.container_id
        WHERE x.document = documents.number),
    first_seq = seq, shown_seq = seq,
    (shown, shown_xor) = (SELECT count(*), coalesce(xor_all(x.hash), 0) FROM sightings x
        WHERE x.document = documents.number),
    text_hash = (SELECT row_hash(t.title, t.body) FROM texts t
        WHERE t.document = documents.number)"""


def migrate(database: Database) -> None:
    """Bring a corpus of form 1 up to date; the connection may write, and its owner has the lock.

    Raises:
        SouwenError: it cannot be written.
        DamagedError: it cannot be used.
    """
    run = database.run
    run("BEGIN IMMEDIATE")
    try:
        for column in _COLUMNS:
            run(f"ALTER TABLE {column}")
        for statement in _TABLES:
            run(statement)
        for table in _PLAIN:
            run(f"UPDATE {table} SET hash = {schema.hash_of(table)}")
        run(_DOCUMENTS)
        run(f"UPDATE documents SET hash = {schema.hash_of('documents')}")
        run("INSERT OR IGNORE INTO meta VALUES ('id', ?)", (schema.new_id(),))
        run("INSERT INTO meta SELECT 'documents', count(*) FROM documents")
        for table in schema.COUNTED:
            run(
                f"""INSERT INTO meta SELECT '{schema.xor_key(table)}',
                coalesce(xor_all(hash), 0) FROM {table}"""
            )
        run(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")
        run("COMMIT")
    except BaseException:
        with suppress(SouwenError):
            run("ROLLBACK")
        raise
    versions = schema.OLDER_VERSION, schema.SCHEMA_VERSION
    _LOG.warning("%s: brought up to date, from form %d to form %d", database.path, *versions)
