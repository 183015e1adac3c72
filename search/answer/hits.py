"""Answer a request from a snapshot of an index: matches, documents, excerpts and marks."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ...corpus.values import milliseconds_since
from ...language.stand_in import shown_title, stand_in
from ..budget import OutOfTimeError, check, within
from ..request import Page
from .excerpt import clip, cut, is_cut
from .marks import Marker
from .results import Hit, Marks, Near, Relaxed, Results
from .sentences import (
    describe,
    nothing_sentence,
    out_of_time_sentence,
    problem_sentence,
    relaxed_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..contract import IndexSnapshot, Line, Matches, StoredDocument
    from ..query.interpret import ReadQuery
    from ..request import SearchRequest

#: Code points of an excerpt.
EXCERPT_LENGTH = 120
_MOST_NEAREST = 3


def answer(
    snapshot: IndexSnapshot,
    request: SearchRequest,
    query: ReadQuery,
    read: Callable[[SearchRequest], ReadQuery] | None = None,
) -> Results:
    """Return one page of hits, best first.

    Args:
        snapshot: where to search.
        request: what is asked.
        query: its query, as it was read.
        read: reads what is offered in its place, so that nothing is offered that finds nothing.

    Raises:
        DamagedError: a document is lost, or its text is not what it was.
    """
    started = time.perf_counter()
    if query.problem is not None:
        message = problem_sentence(query.problem)
        return Results(request.query, (), problem=query.problem.kind, message=message)
    with within(request.budget):
        try:
            matches = snapshot.run(query, request.page())
        except OutOfTimeError:
            return Results(
                request.query,
                (),
                total_is_exact=False,
                took_ms=milliseconds_since(started),
                message=out_of_time_sentence(),
                reading=tuple(describe(query)),
            )
        hits = hits_of(snapshot, query, matches, request.offset + 1)
        relaxed = _relaxed(query, matches)
        about = _About()
        try:
            meant = None
            if relaxed is not None or not matches.total:
                check()
                meant = _meant(snapshot, request, query, read)
            about = _about(snapshot, query, matches, meant)
        except OutOfTimeError:
            matches = matches._replace(total_is_exact=False)
    return Results(
        request.query,
        hits,
        matches.total,
        matches.total_is_exact,
        matches.more,
        relaxed,
        milliseconds_since(started),
        message=about.message,
        reading=(*describe(query), *([relaxed.message] if relaxed else [])),
        facets=matches.facets,
        did_you_mean=about.meant,
        nearest=about.nearest,
    )


def hits_of(
    snapshot: IndexSnapshot, query: ReadQuery, matches: Matches, first_rank: int = 1
) -> tuple[Hit, ...]:
    """Return the hits of the lines of a page, with excerpts and marks."""
    marker = Marker(matches.strings, query.branches())
    documents = snapshot.documents([line.id for line in matches.lines])
    return tuple(
        _hit(rank, line, documents[line.id], marker.marks(documents[line.id]))
        for rank, line in enumerate(matches.lines, first_rank)
        if line.id in documents
    )


def marks_of(snapshot: IndexSnapshot, query: ReadQuery, id_: str) -> Marks:
    """Return where a document has what a query looks for; nothing where it is not in the index."""
    stored = snapshot.documents([id_]).get(id_)
    if stored is None or query.problem is not None:
        return Marks((), ())
    matches = snapshot.run(query, Page(limit=0))
    return Marker(matches.strings, query.branches()).marks(stored)


class _About(NamedTuple):
    """What is said where little or nothing is found."""

    meant: str | None = None
    message: str | None = None
    nearest: tuple[Near, ...] = ()


def _meant(
    snapshot: IndexSnapshot,
    request: SearchRequest,
    query: ReadQuery,
    read: Callable[[SearchRequest], ReadQuery] | None,
) -> str | None:
    """Return what was probably meant, where it finds something: each token may, and not all."""
    meant = snapshot.did_you_mean(query)
    if meant is None or read is None:
        return meant
    offered = read(replace(request, query=meant))
    is_found = offered.problem is None and snapshot.run(offered, Page(limit=0)).total > 0
    return meant if is_found else None


def _about(
    snapshot: IndexSnapshot, query: ReadQuery, matches: Matches, meant: str | None
) -> _About:
    if matches.lines or matches.total:
        return _About(meant)
    return _About(meant, nothing_sentence(query, snapshot), _nearest(snapshot, query))


def _relaxed(query: ReadQuery, matches: Matches) -> Relaxed | None:
    """Say how the query was read otherwise than it was typed."""
    if not matches.relaxed:
        return None
    last = matches.relaxed[-1]
    sentence = relaxed_sentence(matches.relaxed, query, matches.total)
    return Relaxed(last.how.value, last.texts, sentence)


def _nearest(snapshot: IndexSnapshot, query: ReadQuery) -> tuple[Near, ...]:
    """Return the closest documents to a query that finds nothing."""
    stored = snapshot.documents(snapshot.nearest(query, _MOST_NEAREST))
    found = []
    for id_, (document, *_texts) in stored.items():
        title = shown_title(document.title, document.body)
        start, end = cut(document.body, (), EXCERPT_LENGTH)
        shown = document.body[start:end]
        found.append(Near(id_, title, shown, is_cut(document.body, start, end)))
    return tuple(found)


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
        matches="all" if line.matches else "parts",
        coverage=round(line.coverage, 4),
        sources=document.sources,
        refs=document.refs,
        folded=line.folded,
        flags=document.flags,
        stand_in_title=bool(title) and not document.title,
        excerpt_cut=is_cut(document.body, start, end),
    )
