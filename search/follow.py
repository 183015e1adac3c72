"""Have an index follow the change log of a corpus. Only a holder of the writer lock may."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

from ..corpus.changes import ChangeBatch, batches
from ..corpus.errors import DamagedError, OutdatedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..corpus.reader import CorpusReader
    from .contract import SearchIndex

    Progress = Callable[[int, int | None, str], None]

_LOG = logging.getLogger(__name__)


def catch_up(index: SearchIndex, corpus: CorpusReader, progress: Progress | None = None) -> None:
    """Bring an index level with the corpus; one that cannot be used is built anew.

    So is one that is ahead of the corpus, which then is not the one it followed.

    Raises:
        SouwenError: it cannot be written.
    """
    try:
        if index.state() is None:
            reason = None
        elif index.reached() <= corpus.seq():
            _follow(index, corpus, progress)
            return
        else:
            reason = "it is ahead of the corpus"
    except (DamagedError, OutdatedError) as error:
        reason = str(error)
    if reason is not None:
        _LOG.warning("index: built anew, because %s", reason)
    rebuild(index, corpus, progress)


def rebuild(index: SearchIndex, corpus: CorpusReader, progress: Progress | None = None) -> None:
    """Build an index from the corpus alone, beside the old one, and switch to it at the end.

    Raises:
        SouwenError: it cannot be written.
        DamagedError: it does not hold what the corpus holds.
    """
    with index.rebuilding() as new:
        _follow(new, corpus, progress, "building the index")
        with new.snapshot() as snapshot:
            built, expected = snapshot.size, corpus.stats().documents
        if built != expected:
            reason = f"{built} documents were indexed, not {expected}"
            raise DamagedError(corpus.path, reason, "run `souwen check`")


def _follow(
    index: SearchIndex,
    corpus: CorpusReader,
    progress: Progress | None,
    label: str = "indexing",
) -> None:
    with _SHORT_TURNS:
        index.apply(ChangeBatch(index.reached(), corpus=corpus.id()))  # removes what a crash left
        done, total = 0, corpus.count_changes_since(index.reached())
        if progress and total:
            progress(0, total, label)
        for batch in batches(corpus, index.reached()):
            index.apply(batch)
            done += len(batch)
            if progress:
                progress(done, max(done, total), label)  # more may have come meanwhile


class _ShortTurns:
    """Lets other threads of the process have their turn at Python soon while this one indexes.

    A search lets go of Python some twenty times, for SQLite and files, and would wait for each
    return as long as a turn is: 5 ms by default.
    """

    _SECONDS = 0.0005

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._before = 0.0

    def __enter__(self) -> None:
        with self._lock:
            if not self._users:
                self._before = sys.getswitchinterval()
                sys.setswitchinterval(min(self._before, self._SECONDS))
            self._users += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            if not self._users:
                sys.setswitchinterval(self._before)


_SHORT_TURNS = _ShortTurns()
