"""Have an index follow the change log of a corpus. Only a holder of the writer lock may."""

from __future__ import annotations

import logging
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
        _follow(new, corpus, progress)
        with new.snapshot() as snapshot:
            built, expected = snapshot.size, corpus.stats().documents
        if built != expected:
            reason = f"{built} documents were indexed, not {expected}"
            raise DamagedError(corpus.path, reason, "run `souwen check`")


def _follow(index: SearchIndex, corpus: CorpusReader, progress: Progress | None) -> None:
    index.apply(ChangeBatch(index.reached(), corpus=corpus.id()))  # removes what a crash left
    done = 0
    for batch in batches(corpus, index.reached()):
        index.apply(batch)
        done += len(batch)
        if progress:
            progress(done, None, "indexing")
