"""Have an index follow the change log of a corpus. Only a holder of the writer lock may."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from typing import TYPE_CHECKING

from ..corpus.changes import ChangeBatch, batches
from ..corpus.errors import DamagedError, LostError, OutdatedError
from ..corpus.witness import REMEDY

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..corpus.reader import CorpusReader
    from .contract import SearchIndex

    Progress = Callable[[int, int | None, str], None]

_LOG = logging.getLogger(__name__)
_YOUNG = 1  # generation of the collector


def catch_up(index: SearchIndex, corpus: CorpusReader, progress: Progress | None = None) -> None:
    """Bring an index level with the corpus; one of this machine that cannot be used is built anew.

    Raises:
        DamagedError, OutdatedError: one on other machines cannot be used.
        LostError: the corpus lost what the index has seen, or documents: they are evidence.
        SouwenError: it cannot be written.
    """
    try:
        if index.state() is None:
            reason = None
        else:
            _follow(index, corpus, progress)
            return
    except LostError:
        raise
    except (DamagedError, OutdatedError) as error:
        if index.is_remote:  # it is others', too
            raise
        reason = str(error)
    if reason is not None:
        _LOG.warning("index: built anew, because %s", reason)
    rebuild(index, corpus, progress)


def rebuild(
    index: SearchIndex,
    corpus: CorpusReader,
    progress: Progress | None = None,
    *,
    accept: bool = False,
) -> None:
    """Build an index from the corpus alone, beside the old one, and switch to it at the end.

    Args:
        index: the one to replace.
        corpus: what it is to hold.
        progress: called with (done, total, what).
        accept: build it although documents of the corpus are gone.

    Raises:
        LostError: documents of the corpus are gone.
        DamagedError: the index does not hold what the corpus holds.
        SouwenError: it cannot be written.
    """
    if not accept:
        corpus.check_whole()
    with index.rebuilding() as new:
        _follow(new, corpus, progress, "building the index")
        with new.snapshot() as snapshot:
            built, expected = snapshot.size, corpus.live_count()
        if built != expected:
            reason = f"{built} documents were indexed, not {expected}"
            raise DamagedError(corpus.path, reason, "run `souwen check`")


def _follow(
    index: SearchIndex,
    corpus: CorpusReader,
    progress: Progress | None,
    label: str = "indexing",
) -> None:
    with _CONSIDERATE:
        index.apply(ChangeBatch(index.reached(), corpus=corpus.id()))  # removes what a crash left
        reached, seq = index.reached(), corpus.seq()
        if reached > seq:
            reason = f"it ends at change {seq}, but the index has {reached}"
            raise LostError(corpus.path, reason, REMEDY)
        done, total = 0, corpus.count_changes_since(reached, sources=index.is_remote)
        if progress and total:
            progress(0, total, label)
        for batch in batches(corpus, index.reached(), index.is_remote):
            index.apply(batch)
            gc.collect(_YOUNG)
            done += len(batch)
            if progress:
                progress(done, max(done, total), label)  # more may have come meanwhile


class _Considerate:
    """Lets other threads of the process have their turn at Python soon while this one indexes.

    A search lets go of Python some forty times, for SQLite and files, and would wait for each
    return as long as a turn is: 5 ms by default. A turn much shorter than this takes longer in
    all, because both threads then change places in the middle of everything. The collector looks
    at the young objects once a batch; a look at all of them would hold everybody for 100 ms.
    """

    _SECONDS = 0.0001

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._interval = 0.0
        self._collects = True

    def __enter__(self) -> None:
        with self._lock:
            if not self._users:
                self._interval, self._collects = sys.getswitchinterval(), gc.isenabled()
                sys.setswitchinterval(min(self._interval, self._SECONDS))
                gc.disable()
            self._users += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            if not self._users:
                sys.setswitchinterval(self._interval)
                if self._collects:
                    gc.enable()


_CONSIDERATE = _Considerate()
