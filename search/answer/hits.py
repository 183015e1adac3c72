"""Hits out of documents: their texts, what is marked in them, and what is shown of them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ...corpus.database import REMEDY
from ...corpus.document import document_id
from ...corpus.errors import DamagedError
from .excerpt import clip, cut
from .marks import Marker
from .results import Hit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ...corpus.document import Document
    from ...corpus.reader import CorpusReader
    from ...index.columns import Ordinals
    from ...index.segments.snapshot import Snapshot
    from ..matching.match import Leaf
    from ..ranking.bm25 import Scores
    from .marks import Marks

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
    """Make the hits of documents in their order; `scores` and `folded` stand beside them.

    Raises:
        DamagedError: one is lost, or its text, or what the index has of it, is not what it was.
    """
    if not len(documents):
        return ()
    ids = [snapshot.ids[ordinal] for ordinal in documents.tolist()]
    known = reader.documents(ids)
    for document in known.values():
        _verify(document, reader.path)
    if len(known) < len(ids):
        _verify_gone(ids, known, snapshot, reader)
    marker = Marker(leaves)
    aligned = snapshot.columns.aligned[documents].tolist()
    rows = zip(ids, scores.tolist(), folded, snapshot.records(documents), aligned, strict=True)
    return tuple(
        _hit(rank, known[id_], score, behind, marker.marks(known[id_], record, bits))
        for rank, (id_, score, behind, record, bits) in enumerate(rows, first_rank)
        if id_ in known
    )


def _verify(document: Document, path: Path) -> None:
    """Compare a document's text with its id, which was made of it."""
    if document_id(document.kind, document.title, document.body) == document.id:
        return
    if all(map(_folds_alike, document.title + document.body)):
        reason = f"the text of {document.id} is not what it was"
        raise DamagedError(path, reason, REMEDY)


def _verify_gone(
    ids: Sequence[str], known: Mapping[str, Document], snapshot: Snapshot, reader: CorpusReader
) -> None:
    """Make sure that what the index has and the corpus has not was purged after it was indexed."""
    if snapshot.seq > reader.seq():
        return  # the index of another corpus, which nobody could bring level
    purged = {id_ for _, id_, retired in reader.changes_since(snapshot.seq) if retired}
    for id_ in ids:
        if id_ not in known and id_ not in purged:
            reason = f"{id_} is in the index, but not in it"
            raise DamagedError(reader.path, reason, "run `souwen check --deep`")


def _folds_alike(character: str) -> bool:
    """Tell whether every Python folds a character alike in an id.

    What came into Unicode later is folded by those only that know it.
    """
    return unicodedata.ucd_3_2_0.category(character) != "Cn"


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
