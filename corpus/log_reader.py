"""The log of changes, as whoever reads a corpus asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import log
from .database import REMEDY
from .errors import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .database import Database


class LogReader:
    """What reads the log; `CorpusReader` derives from it."""

    _database: Database

    def seq(self) -> int:
        """Return the number of the latest change."""
        seq: int | None = self._database.value("SELECT value FROM meta WHERE key = 'seq'")
        if not isinstance(seq, int):
            raise DamagedError(self._database.path, "no count of changes in it", REMEDY)
        return seq

    def changes_since(
        self, seq: int, limit: int = -1, *, sources: bool = False, behind: str = ""
    ) -> list[tuple[int, str, bool]]:
        """Return the latest change of each document that changed after `seq`, in order.

        Args:
            seq: the change that is known.
            limit: most changes to return; all without.
            sources: whether a change of its sources alone is one of a document.
            behind: of the documents that change `seq` is shared by, the last that is known.

        Returns:
            (seq, id, retired) each; a document that was purged counts as retired.
        """
        if sources:
            return log.latest_shown(self._database, seq, behind, limit)
        return log.latest(self._database, seq, limit)

    def count_changes_since(self, seq: int, *, sources: bool = False) -> int:
        """Return how many documents changed after `seq`.

        Args:
            seq: the change that is known.
            sources: whether a change of its sources alone is one.
        """
        return log.count(self._database, seq, "coalesce(shown_seq, seq)" if sources else "seq")

    def live_seqs(self) -> Iterator[tuple[str, int]]:
        """Yield the id of every document that is not retired, in order, with its last change.

        That may be one of its sources alone.
        """
        sql = """SELECT id, coalesce(shown_seq, seq) FROM documents
            WHERE NOT retired AND id > ? ORDER BY id LIMIT ?"""
        for rows in self._database.batches(sql, ""):
            yield from ((id_, int(seq)) for id_, seq in rows)

    def changes(self, seq: int, limit: int) -> log.Changes:
        """Return what changed after `seq`, by what happened to each document.

        Raises:
            RequestError: the log does not go so far.
        """
        return log.told(self._database, seq, self.seq(), limit)

    def arrived_since(self, seq: int) -> set[str]:
        """Return the ids of the documents that first came after a change of the log."""
        return log.arrived_since(self._database, seq)
