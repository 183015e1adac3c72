"""Write to the corpus: what a dump shows takes the place of what it showed before.

    with WriterLock(folder, create=True), CorpusWriter(folder) as writer:
        if not writer.unchanged(key, digest, versions):
            writer.begin(key, digest, versions)
            for member in members:
                writer.put(member)          # and writer.commit() now and then
            writer.finish(whole=True)
        retiring, touched = writer.removal_size()
        writer.apply_removals()             # or writer.forget_removals()
        counts = writer.counts()

A commit leaves a corpus that is whole; what is not committed is lost with an exception. A container
that was begun and not finished, or of which something is still to go, is not `unchanged` the next
time.
"""

from __future__ import annotations

import contextlib
import json
import logging
from typing import TYPE_CHECKING, Self

from ..language.storable import storable_path
from .counted import count_anew, write_noted
from .counts import COUNTED_TABLES, Counts, count
from .derived import WORKING_TABLES, log_sources, settle
from .documents import now
from .erase import block, erase_retired, give_back, unblock
from .errors import SouwenError
from .intake import Intake
from .kept import stored_containers, stored_members
from .opening_to_write import open_to_write, testify
from .removals import REMOVAL_TABLES, Removals
from .repair import CONCERNED, discard_damaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from .kept import StoredContainer
    from .sources import Member

_log = logging.getLogger(__name__)
_MET_AT_ONCE = 1_000

_TABLES = (
    *(*WORKING_TABLES, *REMOVAL_TABLES, *COUNTED_TABLES, CONCERNED),
    "CREATE TEMP TABLE met_containers (id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE met_members (id INTEGER PRIMARY KEY)",
)
_TOUCH = """INSERT INTO touched SELECT DISTINCT x.document, ?
    FROM json_each(?) c CROSS JOIN members m ON m.container_id = c.value
    CROSS JOIN sources s ON s.member_id = m.id
    CROSS JOIN sightings x ON x.source_id = s.id WHERE true
    ON CONFLICT (number) DO UPDATE SET now = max(now, excluded.now)"""


class CorpusWriter:
    """The one that writes to a corpus; a context manager. Open it under the `WriterLock`.

    Args:
        folder: the data folder, which must be there; the database is made where there is none, and
            brought up to date where an older souwen made it.
        accept: take what is there for the corpus, although it lost its last changes, or is another.

    Raises:
        LostError: it is not what was committed last.
        DamagedError, OutdatedError: what is there cannot be used.
        SouwenError: it cannot be written.
    """

    def __init__(self, folder: Path, *, accept: bool = False) -> None:
        self._folder = folder
        self._database, self._witness = open_to_write(folder, _TABLES, accept=accept)
        self._removals = Removals(self._database)
        self._intake = Intake(self._database, self._removals)
        self._container: tuple[int, str | None, str] | None = None
        self._is_new = False  # the container: what is put into it can take no other's place
        self._sources = 0
        self._unchanged: list[int] = []  # containers that were met, and are not counted yet
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error_type: type[BaseException] | None, *_: object) -> None:
        try:
            if error_type is None and not self._closed:
                self._settle()
                self._change()
                log_sources(self._database)
                self.commit()
        finally:
            self.close()

    def close(self) -> None:
        """Give up what is not committed and let the file go; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(SouwenError):
            if self._database.in_transaction:
                self._database.run("ROLLBACK")
            # Leave no -wal, so that the folder can be read where it cannot be written; but do not
            # wait for readers, who will leave one in any case.
            self._database.run("PRAGMA busy_timeout = 0")
            self._database.run("PRAGMA wal_checkpoint(TRUNCATE)")
        self._database.close()

    # --- files of a dump -------------------------------------------------------------------------

    def unchanged(self, key: str, digest: str, versions: str, encoding: str | None = None) -> bool:
        """Whether a container is there as a whole; if so, what it shows is counted.

        Args:
            key: of the container.
            digest: of its bytes.
            versions: of what decodes and splits, as "decoder 1, splitter 1".
            encoding: what the user names now; without it, what was named before holds.
        """
        id_ = self._database.value(
            """SELECT id FROM containers WHERE key = ? AND digest = ? AND versions = ?
            AND encoding_forced IS coalesce(?, encoding_forced)""",
            (storable_path(key), digest, versions, encoding or None),
        )
        if id_ is None:
            return False
        _log.debug("unchanged: %s", key)
        self._unchanged.append(id_)
        if len(self._unchanged) == _MET_AT_ONCE:
            self._meet()
        return True

    def _meet(self) -> None:
        """Count what the unchanged containers show; many at once is faster."""
        if not self._unchanged:
            return
        self._change()
        ids, self._unchanged = json.dumps(self._unchanged), []
        run = self._database.run
        run("INSERT OR IGNORE INTO met_containers SELECT value FROM json_each(?)", (ids,))
        run(_TOUCH, (1, ids))
        self._sources += self._database.value(
            """SELECT count(*) FROM json_each(?) c CROSS JOIN members m ON m.container_id = c.value
            CROSS JOIN sources s ON s.member_id = m.id""",
            (ids,),
        )

    def begin(
        self, key: str, digest: str | None, versions: str, encoding: str | None = None
    ) -> None:
        """Begin to read a container; until `finish`, it counts as not taken in.

        The arguments are those of `unchanged`; without a digest it is read again the next time.
        """
        self._change()
        run = self._database.run
        key = storable_path(key)
        _log.debug("reading: %s", key)
        begun = now()
        id_: int | None = self._database.value("SELECT id FROM containers WHERE key = ?", (key,))
        self._is_new = id_ is None
        if id_ is None:
            cursor = run(
                """INSERT INTO containers (key, digest, versions, encoding_forced, added_at)
                VALUES (?, NULL, ?, ?, ?)""",
                (key, versions, encoding or None, begun),
            )
            id_ = cursor.lastrowid or 0
        else:
            run(
                """UPDATE containers SET
                -- The same bytes again were not added again.
                added_at = CASE WHEN digest = ? THEN added_at ELSE ? END, digest = NULL,
                versions = ?, encoding_forced = ? WHERE id = ?""",
                (digest or None, begun, versions, encoding or None, id_),
            )
            self._removals.restore_container(id_)
            run("DELETE FROM met_members")
            run(_TOUCH, (0, json.dumps([id_])))
        run("INSERT OR IGNORE INTO met_containers VALUES (?)", (id_,))
        self._container = id_, digest or None, versions
        self._intake.lost = False

    def has_put_another(self, member: Member) -> bool:
        """Return whether another, not the same, was put before a member in the begun container."""
        container_id, _, _ = self._begun()
        found: int = self._database.value(
            """SELECT count(*) FROM members WHERE container_id = ? AND key = ? AND digest <> ?
            AND (? OR id IN (SELECT id FROM met_members))""",
            (container_id, storable_path(member.key), member.digest, self._is_new),
        )
        return found > 0

    def put(self, member: Member) -> bool:
        """Have a member of the begun container show its pages and nothing else.

        What it showed before and does not show now is noted to go; see `apply_removals`.

        Returns:
            Whether it took the place of another, not the same, whose key was put before it in this
            container: two lines of a file with one `id`.
        """
        container_id, _, versions = self._begun()
        self._change()
        put = self._intake.put(container_id, member, versions)
        self._sources += len(member.pages)
        if self._is_new:
            return put.was_there and put.differs
        met = self._database.run("INSERT OR IGNORE INTO met_members VALUES (?)", (put.row,))
        return not met.rowcount and put.differs

    def finish(self, *, whole: bool) -> None:
        """End the container.

        Args:
            whole: everything of it was read, so what was not put is not in it any more. Otherwise
                it stays, and the container is read again the next time.
        """
        container_id, digest, _ = self._begun()
        self._change()
        self._container = None
        if not whole:
            return
        lost = self._intake.lost
        if not self._is_new:
            self._intake.write()
            lost |= self._removals.members_not_met(container_id)
        if lost:
            self._removals.finish_later(container_id, digest)
        else:
            self._database.run(
                "UPDATE containers SET digest = ? WHERE id = ?", (digest, container_id)
            )

    def commit(self) -> None:
        """Make what was done so far last; what is noted to go stays noted."""
        self._settle()
        if self._database.in_transaction:
            write_noted(self._database)
            self._database.run("COMMIT")
            before = self._witness
            self._witness = testify(self._folder, self._database, before)
            if self._witness != before and _log.isEnabledFor(logging.INFO):
                _log.info("corpus: change %d is kept, %d pages read", self.seq(), self._sources)

    def containers(self) -> Iterator[StoredContainer]:
        """Yield all containers; each may be begun meanwhile, to read its stored texts anew."""
        return stored_containers(self._database)

    def members(self, container_key: str) -> Iterator[Member]:
        """Yield the members of a container as they are stored, without pages.

        Those whose text is not kept count as met.

        Raises:
            DamagedError: a text cannot be unpacked.
        """
        return stored_members(self._database, container_key)

    # --- what is to go ---------------------------------------------------------------------------

    def prune(self, keys: Iterable[str]) -> None:
        """Note to go the containers of these keys that were not met in this run."""
        self._change()
        self._meet()
        self._intake.write()
        self._removals.containers(keys)

    def remove(self, patterns: str | Iterable[str]) -> int:
        """Note to go what patterns over source keys mean; return how many pages that is."""
        self._change()
        self._intake.write()
        return self._removals.matching([patterns] if isinstance(patterns, str) else patterns)

    def removal_size(self) -> tuple[int, int]:
        """Return (retiring, touched).

        `retiring` is how many documents would lose their last source; `touched` how many the
        containers of this run show, or showed before, or what is to go shows.
        """
        self._settle()
        return self._removals.size()

    def apply_removals(self) -> int:
        """Remove what was noted to go, commit, and return how many documents that retired.

        To be called at the end of each run, or `forget_removals` instead.
        """
        self._change()
        if not self._removals:
            self.commit()
            return 0
        before = self.counts().retired
        self._removals.apply()
        self.commit()
        retired = self.counts().retired - before
        _log.info("corpus: %d documents retired, whose sources are gone", retired)
        return retired

    def forget_removals(self) -> None:
        """Remove nothing; the containers concerned are read again the next time."""
        self._change()
        self._removals.forget()

    # --- documents -------------------------------------------------------------------------------

    def counts(self) -> Counts:
        """Count what was done since this writer was opened."""
        self._settle()
        return count(self._database, self._sources)

    def purge(self) -> int:
        """Remove all retired documents for good, commit, and return how many these were."""
        self._change()
        self._settle()
        purged = erase_retired(self._database)
        self.commit()
        give_back(self._database)
        return purged

    def block(self, ids: Sequence[str]) -> None:
        """Remove documents for good, with the kept texts that hold them, and never let them back.

        Commits.

        Args:
            ids: whole ones; of documents that are there, or not.
        """
        self._change()
        self._settle()
        block(self._database, self._removals, ids)
        self._removals.apply()
        self._settle()
        erase_retired(self._database, ids)  # what else is retired stays until it is purged
        self.commit()
        give_back(self._database)

    def unblock(self, ids: Sequence[str]) -> int:
        """Let documents come in again with the next `add`; return how many were blocked."""
        self._change()
        return unblock(self._database, ids)

    def discard_damaged(self) -> None:
        """Discard the rows that changed by themselves, unless it can be told what they were.

        The files concerned count as not read. To be followed by splitting the kept pages again,
        and by `repair`.
        """
        self._change()
        discard_damaged(self._database)

    def is_concerned(self, key: str) -> bool:
        """Whether `discard_damaged` discarded something of a container."""
        sql = "SELECT 1 FROM concerned g CROSS JOIN containers c ON c.id = g.id WHERE c.key = ?"
        return self._database.value(sql, (key,)) is not None

    def forget_digests(self) -> None:
        """Have all files count as not read, so that `add` reads them again."""
        self._change()
        self._database.run("UPDATE containers SET digest = NULL")

    def repair(self) -> int:
        """Derive anew what every document shows, commit, and return how many were wrong."""
        self._change()
        self._settle()
        run = self._database.run
        run(
            """UPDATE meta SET value = max(value, (SELECT coalesce(max(seq), 0) FROM documents))
            WHERE key = 'seq'"""
        )
        before = self.seq()
        run("INSERT OR IGNORE INTO dirty SELECT number, 0 FROM documents")
        self._settle()
        count_anew(self._database)
        self.commit()
        return self.seq() - before

    def seq(self) -> int:
        """Return the number of the latest change, those not committed yet included."""
        self._settle()
        seq: int = self._database.value("SELECT value FROM meta WHERE key = 'seq'")
        return seq

    def _begun(self) -> tuple[int, str | None, str]:
        if self._container is None:
            raise ValueError("no container was begun")
        return self._container

    def _change(self) -> None:
        if not self._database.in_transaction:
            self._database.run("BEGIN IMMEDIATE")

    def _settle(self) -> None:
        self._meet()
        if self._database.in_transaction:
            self._intake.flush()
            settle(self._database)
