"""Hits out of documents: their texts, what is marked in them, and what is shown of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .excerpt import clip, cut
from .highlight import Marker
from .results import Hit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..corpus.document import Document
    from ..corpus.reader import CorpusReader
    from ..index.snapshot import Ordinals, Snapshot
    from .highlight import Marks
    from .match import Leaf
    from .relevance import Scores

#: Code points of an excerpt.
EXCERPT_LENGTH = 120


def hits_of(
    snapshot: Snapshot,
    reader: CorpusReader,
    leaves: Sequence[Leaf],
    documents: Ordinals,
    scores: Scores,
    folded: Sequence[int],
    first_rank: int,
) -> tuple[Hit, ...]:
    """Make the hits of documents in their order; `scores` and `folded` stand beside them."""
    if not len(documents):
        return ()
    ids = [snapshot.ids[ordinal] for ordinal in documents.tolist()]
    known = reader.documents(ids)
    marker = Marker(leaves)
    aligned = snapshot.columns.aligned[documents].tolist()
    rows = zip(ids, scores.tolist(), folded, snapshot.records(documents), aligned, strict=True)
    return tuple(
        _hit(rank, known[id_], score, behind, marker.marks(known[id_], record, bits))
        for rank, (id_, score, behind, record, bits) in enumerate(rows, first_rank)
        if id_ in known  # purged since the index was written
    )


def _hit(rank: int, document: Document, score: float, folded: int, marks: Marks) -> Hit:
    start, end = cut(document.body, marks.body, EXCERPT_LENGTH)
    return Hit(
        rank=rank,
        id=document.id,
        kind=document.kind,
        title=document.title,
        title_spans=marks.title,
        excerpt=document.body[start:end],
        excerpt_start=start,
        excerpt_spans=clip(marks.body, start, end),
        published=document.published,
        channel=document.channel,
        url=document.url,
        score=round(score, 6),
        sources=document.sources,
        refs=document.refs,
        folded=folded,
        flags=document.flags,
    )
