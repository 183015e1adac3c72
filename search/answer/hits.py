"""Answer a request from a snapshot of an index: matches, documents, excerpts and marks."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .excerpt import clip, cut
from .marks import Marker
from .results import Hit, Results
from .sentences import describe, problem_sentence, relaxed_sentence
from .stand_in import stand_in

if TYPE_CHECKING:
    from ..contract import IndexSnapshot, Line, Matches, StoredDocument
    from ..query.interpret import ReadQuery
    from ..request import SearchRequest
    from .marks import Marks

#: Code points of an excerpt.
EXCERPT_LENGTH = 120


def answer(snapshot: IndexSnapshot, request: SearchRequest, query: ReadQuery) -> Results:
    """Return one page of hits, best first.

    Args:
        snapshot: where to search.
        request: what is asked.
        query: its query, as it was read.

    Raises:
        DamagedError: a document is lost, or its text is not what it was.
    """
    started = time.perf_counter()
    if query.problem is not None:
        message = problem_sentence(query.problem)
        return Results(request.query, (), problem=query.problem.kind, message=message)
    matches = snapshot.run(query, request.page())
    marker = Marker(matches.strings, query.branches())
    hits = _hits(snapshot, matches, request.offset + 1, marker)
    relaxed = relaxed_sentence(matches.relaxed)
    meant = snapshot.did_you_mean(query) if relaxed or not matches.total else None
    return Results(
        request.query,
        hits,
        matches.total,
        matches.total_is_exact,
        relaxed if matches.total else None,
        round((time.perf_counter() - started) * 1000, 3),
        reading=(*describe(query), *([relaxed] if relaxed else [])),
        facets=matches.facets,
        did_you_mean=meant,
    )


def _hits(
    snapshot: IndexSnapshot, matches: Matches, first_rank: int, marker: Marker
) -> tuple[Hit, ...]:
    documents = snapshot.documents([line.id for line in matches.lines])
    return tuple(
        _hit(rank, line, documents[line.id], marker.marks(documents[line.id]))
        for rank, line in enumerate(matches.lines, first_rank)
        if line.id in documents
    )


def _hit(rank: int, line: Line, stored: StoredDocument, marks: Marks) -> Hit:
    document = stored.document
    start, end = cut(document.body, marks.body, EXCERPT_LENGTH)
    title, title_spans = document.title, marks.title
    if not title:
        first, last = stand_in(document.body)
        title, title_spans = document.body[first:last], clip(marks.body, first, last)
    return Hit(
        rank=rank,
        id=document.id,
        kind=document.kind,
        title=title,
        title_spans=title_spans,
        excerpt=document.body[start:end],
        excerpt_start=start,
        excerpt_spans=clip(marks.body, start, end),
        published=document.published,
        channel=document.channel,
        url=document.url,
        score=round(line.score, 6),
        sources=document.sources,
        refs=document.refs,
        folded=line.folded,
        flags=document.flags,
        stand_in_title=bool(title) and not document.title,
    )
