"""Save what can be saved of a corpus with rows that changed by themselves, or are gone.

What does not fit its hash is discarded, unless something else tells what it was: the id of a
document is a hash of its text, and what a document shows is derived from its sightings. The kept
pages can be split again afterwards; the files concerned are forgotten as read, so that `add` reads
them again.
"""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING

from .buffer import text_hash, title_key
from .counted import OF_SOURCES, lost_rows, lost_sightings
from .documents import Flag, Kind, document_id
from .schema import hash_of

if TYPE_CHECKING:
    from .database import Database, Row

_DOCUMENTS = f"""SELECT d.number, d.id, d.flags, d.arrived, t.title, t.body FROM documents d
    LEFT JOIN texts t ON t.document = d.number
    WHERE (d.hash IS NOT {hash_of("documents", "d.")} OR t.title IS NULL
        OR d.text_hash IS NOT row_hash(t.title, t.body))
    AND d.number > ? ORDER BY d.number LIMIT ?"""
#: A table of the writer's connection: files of which something was discarded.
CONCERNED = "CREATE TEMP TABLE concerned (id INTEGER PRIMARY KEY)"
_CONCERN = "INSERT OR IGNORE INTO concerned"
_OF_SOURCES = f"""{_CONCERN} SELECT m.container_id FROM sources s
    CROSS JOIN members m ON m.id = s.member_id WHERE s.id IN"""
_BAD_MEMBERS = f"members WHERE hash IS NOT {hash_of('members')}"
_BAD_SOURCES = f"""sources WHERE hash IS NOT {hash_of("sources")}
    OR member_id NOT IN (SELECT id FROM members)"""
_BAD_SIGHTINGS = f"""sightings WHERE hash IS NOT {hash_of("sightings")}
    OR source_id NOT IN (SELECT id FROM sources)
    OR document NOT IN (SELECT number FROM documents)"""
_PAGES = (
    f"{_CONCERN} SELECT id FROM containers WHERE hash IS NOT {hash_of('containers')}",
    f"""DELETE FROM containers WHERE hash IS NOT {hash_of("containers")} AND NOT EXISTS (
        SELECT 1 FROM members m WHERE m.container_id = containers.id AND (m.key = containers.key
        OR substr(m.key, 1, length(containers.key) + 1)
            IN (containers.key || '/', containers.key || '#')))""",
    """UPDATE containers SET added_at = coalesce(
        (SELECT max(added_at) FROM containers WHERE datetime(added_at) IS NOT NULL),
        strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')) WHERE datetime(added_at) IS NULL""",
    f"{_CONCERN} SELECT container_id FROM {_BAD_MEMBERS}",
    f"""UPDATE members SET text = x'', digest = ''
        WHERE id IN (SELECT id FROM {_BAD_MEMBERS})""",
    "DELETE FROM members WHERE container_id NOT IN (SELECT id FROM containers)",
    f"{_OF_SOURCES} (SELECT id FROM {_BAD_SOURCES})",
    f"DELETE FROM {_BAD_SOURCES}",
    f"{_OF_SOURCES} (SELECT source_id FROM {_BAD_SIGHTINGS})",
    f"DELETE FROM {_BAD_SIGHTINGS}",
    "DELETE FROM texts WHERE document NOT IN (SELECT number FROM documents)",
    "UPDATE containers SET digest = NULL WHERE id IN (SELECT id FROM concerned)",
    f"DELETE FROM purged WHERE hash IS NOT {hash_of('purged')}",
    f"DELETE FROM blocked WHERE hash IS NOT {hash_of('blocked')}",
    # It came at the latest with the first of the files that show it.
    """UPDATE documents SET arrived = (SELECT min(c.added_at) FROM sightings x
        CROSS JOIN sources s ON s.id = x.source_id CROSS JOIN members m ON m.id = s.member_id
        CROSS JOIN containers c ON c.id = m.container_id WHERE x.document = documents.number)
        WHERE arrived IS NULL""",
    """UPDATE documents SET (shown, shown_xor) = (SELECT count(*), coalesce(xor_all(x.hash), 0)
        FROM sightings x WHERE x.document = documents.number)""",
)


def discard_damaged(database: Database) -> None:
    """Discard the rows that are not what they were; those of which that can be told are put right.

    The containers concerned are in `concerned`, and count as not read.
    """
    are_gone = _rows_are_gone(database)
    database.run("PRAGMA defer_foreign_keys = ON")
    for rows in database.batches(_DOCUMENTS, 0):
        for row in rows:
            _put_right(database, row)
    for statement in _PAGES:
        database.run(statement)
    if are_gone:  # of which files, nobody knows; what is changed gets a hash that fits
        database.run("UPDATE containers SET digest = NULL")


def _rows_are_gone(database: Database) -> bool:
    lines = (lost_rows(database, table) for table in OF_SOURCES)
    return any(chain(lines, lost_sightings(database), database.all("PRAGMA foreign_key_check")))


def _put_right(database: Database, row: Row) -> None:
    number, id_, flags, arrived, title, body = row
    found = _kind(id_, title, body)
    if found is None:
        database.run(
            f"{_OF_SOURCES} (SELECT source_id FROM sightings WHERE document = ?)", (number,)
        )
        for table, column in (
            ("sightings", "document"),
            ("texts", "document"),
            ("documents", "number"),
        ):
            database.run(f"DELETE FROM {table} WHERE {column} = ?", (number,))
        return
    database.run(
        """UPDATE documents SET kind = ?1, flags = ?2, title_key = ?3, text_hash = ?4,
        retired = retired = 1, article = iif(?1 = 'article', NULL, article),
        arrived = ?5,
        first_seq = iif(typeof(first_seq) = 'integer', first_seq, seq) WHERE number = ?6""",
        (found, _flags(flags), title_key(title), text_hash(title, body), _moment(arrived), number),
    )


def _kind(id_: object, title: object, body: object) -> str | None:
    """Return the kind of a document whose id is that of its text; None where it is not."""
    if not (isinstance(title, str) and isinstance(body, str)):
        return None
    kinds = (each.value for each in Kind if document_id(each, title, body) == id_)
    return next(kinds, None)


def _moment(written: object) -> str | None:
    """Return a moment as it is written; None where it is none."""
    try:
        datetime.fromisoformat(str(written)).timestamp()
    except (ValueError, OverflowError):
        return None
    return str(written)


def _flags(flags: object) -> str:
    known = set(Flag)
    return ",".join(flag for flag in str(flags).split(",") if flag in known)
