"""Erase documents for good: retired ones, and those that are never to come in again."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from .counted import count_rows
from .documents import now
from .errors import SouwenError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .database import Database
    from .removals import Removals

_LOG = logging.getLogger(__name__)
_MOST_FREE = 0.25  # of the pages of the file: beyond, they are given back to the disk
_OF_IDS = "(SELECT number FROM documents WHERE id IN (SELECT value FROM json_each(?)))"


def erase_retired(database: Database, ids: Sequence[str] | None = None) -> int:
    """Delete retired documents, these or all, and return how many these were.

    Their ids stay in the log of changes, so that an index that is behind forgets them too.
    """
    run = database.run
    run("PRAGMA secure_delete = ON")
    given = None if ids is None else json.dumps(list(ids))
    which = "retired AND (?1 IS NULL OR id IN (SELECT value FROM json_each(?1)))"
    of_which = f"FROM documents WHERE {which}"
    run(f"DELETE FROM purged WHERE id IN (SELECT id {of_which})", (given,))
    # A change of its own each: whoever has heard that one is retired hears that it is purged.
    run(
        f"""INSERT INTO purged (id, seq) SELECT id, row_number() OVER (ORDER BY seq)
            + (SELECT value FROM meta WHERE key = 'seq') {of_which}""",
        (given,),
    )
    run(f"UPDATE meta SET value = value + (SELECT count(*) {of_which}) WHERE key = 'seq'", (given,))
    run(f"DELETE FROM texts WHERE document IN (SELECT number {of_which})", (given,))
    hashes = database.value(f"SELECT coalesce(xor_all(hash), 0) {of_which}", (given,))
    erased = run(f"DELETE {of_which}", (given,)).rowcount
    count_rows(database, -erased, hashes)
    return erased


def block(database: Database, removals: Removals, ids: Sequence[str]) -> None:
    """Have documents be shown by nothing, never again, and keep no text of the pages that did.

    What they were is retired then, and to be erased.
    """
    given = json.dumps(list(ids))
    run = database.run
    run("PRAGMA secure_delete = ON")
    run(
        """INSERT OR IGNORE INTO blocked (id, blocked_at)
        SELECT value, ? FROM json_each(?)""",
        (now(), given),
    )
    run(
        f"""UPDATE members SET text = x'' WHERE id IN (SELECT s.member_id FROM sightings x
        CROSS JOIN sources s ON s.id = x.source_id WHERE x.document IN {_OF_IDS})""",
        (given,),
    )
    removals.sightings(
        database.all(
            f"SELECT source_id, position, document FROM sightings WHERE document IN {_OF_IDS}",
            (given,),
        )
    )


def unblock(database: Database, ids: Sequence[str]) -> int:
    """Let documents come in again, with the next `add` of their dump; return how many were blocked.

    It is not known which files hold them, so all whose text is not kept are read again.
    """
    given = json.dumps(list(ids))
    unblocked = database.run(
        "DELETE FROM blocked WHERE id IN (SELECT value FROM json_each(?))", (given,)
    ).rowcount
    if unblocked:
        database.run(
            """UPDATE containers SET digest = NULL
            WHERE id IN (SELECT container_id FROM members WHERE text = x'')"""
        )
        database.run("UPDATE members SET digest = '' WHERE text = x''")
    return unblocked


def give_back(database: Database) -> None:
    """Make the file smaller where much of it is free."""
    database.run("PRAGMA secure_delete = OFF")
    free: int = database.value("PRAGMA freelist_count")
    if free > _MOST_FREE * database.value("PRAGMA page_count"):
        try:
            database.run("VACUUM")
        except SouwenError:
            # It needs room for a second file; without it the file stays large for what comes.
            size = free * database.value("PRAGMA page_size") // 1_000_000
            _LOG.warning(
                "corpus: %d MB of its file are free for what comes; to give them back to the"
                " disk, make room for a second one and run `souwen purge` again",
                size,
            )
