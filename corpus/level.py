"""Compare the documents that an index has with those of the corpus, whoever writes meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from .reader import CorpusReader

_MOST_LINES = 20  # about documents that are gone


def not_level(
    indexed: AbstractSet[str], corpus: CorpusReader, reached: int, *, sources: bool = False
) -> Iterator[str]:
    """Yield what an index lacks, and what it has too much, a line each.

    What changed after the change that it has reached may be there or not: it is not looked at.

    Args:
        indexed: the ids of the documents that it has.
        corpus: in one state, which is no older than the index.
        reached: the change of the corpus that the index has reached.
        sources: whether it follows changes of sources alone.
    """
    if (ahead := reached - corpus.seq()) > 0:
        yield f"index: {ahead} changes ahead of the corpus"
    changed = {id_ for _, id_, _ in corpus.changes_since(reached, sources=sources)}
    kept = set(corpus.live_ids())
    if missing := len(kept - indexed - changed):
        yield f"index: {missing} documents are missing"
    too_many = indexed - kept - changed
    lost = corpus.unknown(sorted(too_many))
    for id_ in lost[:_MOST_LINES]:
        yield f"corpus: {id_} is gone, which the index has"
    if len(lost) > _MOST_LINES:
        yield f"corpus: {len(lost)} documents are gone in all"
    if stale := len(too_many) - len(lost):
        yield f"index: {stale} documents are there that should not be"
