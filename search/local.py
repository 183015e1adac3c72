"""A search from the query to its hits, on one snapshot of the index and of the corpus."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .answer.hits import hits_of
from .answer.results import Results
from .matching.filters import narrowed, sift_by
from .matching.match import Matching, look
from .matching.ordinal_sets import NOTHING, contained, members, union
from .matching.strategy import Strategy
from .query.parse import parse
from .query.tree import describe
from .ranking.bm25 import Relevance
from .ranking.folding import Collapse, Line
from .ranking.scoring import Scorer
from .ranking.title_match import DEPTH
from .request import Mode, filters_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..corpus.reader import CorpusReader
    from ..index.columns import Mask, Ordinals
    from ..index.segments.snapshot import Snapshot
    from ..language.readings import Variants
    from .matching.match import Leaf
    from .matching.strategy import Plan
    from .query.tree import Filter
    from .ranking.bm25 import Scores
    from .request import Request

#: So many texts are looked at for an exact total; beyond, only those that are shown.
MOST_LOOKED_AT = 10_000
_LOOKED_AT_ONCE = 200
_FOLDED_AT_ONCE = 4  # times as many documents as lines


class _Found(NamedTuple):
    """All that match, as far as that was worked out, and the lines of one page of them."""

    documents: Ordinals
    scores: Scores
    lines: Sequence[Line]
    total_is_exact: bool


class Searcher:
    """Searches one snapshot; safe to use from several threads, each with its own reader."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.ranking = Relevance(snapshot)

    def search(
        self, request: Request, reader: CorpusReader, variants: Variants | None = None
    ) -> Results:
        """Answer a request.

        Args:
            request: what is asked.
            reader: of the corpus that the index follows.
            variants: what may stand for parts of the query; without them only itself.

        Raises:
            RequestError: an option that cannot be carried out; never because of the query's text.
        """
        started = time.perf_counter()
        filters = filters_of(request)
        query = parse(request.query, exact=request.exact)
        if query.root is None:
            return Results(
                request.query,
                (),
                problem=query.problem.kind if query.problem else None,
                message=query.problem.message if query.problem else None,
            )
        root = narrowed(query.root, filters)
        strategy = Strategy(self.snapshot, self.ranking, variants)
        plan = strategy.plan(root, request.mode)
        found = self._find(plan, request, reader, variants)
        if request.mode is Mode.AUTO and (relaxed := strategy.relax(plan, len(found.documents))):
            found_relaxed = self._find(relaxed, request, reader, variants)
            if len(found_relaxed.documents) > len(found.documents):
                plan, found = relaxed, found_relaxed
        places = np.array([line.place for line in found.lines], np.int64)
        hits = hits_of(
            self.snapshot,
            reader,
            plan.wanted(),
            found.documents[places],
            found.scores[places],
            [line.folded for line in found.lines],
            request.offset + 1,
        )
        reading = [*describe(query), *([plan.relaxed] if plan.relaxed else [])]
        meant = None
        if plan.relaxed or not len(found.documents):
            from .ranking.suggest import suggest  # noqa: PLC0415 - only for what finds little

            meant = suggest(self.ranking, request.query, exact=request.exact)
        facets = None
        if request.facets:
            from .matching.facets import facets_of  # noqa: PLC0415 - only where they are asked for

            facets = facets_of(self.snapshot, found.documents)
        return Results(
            request.query,
            hits,
            len(found.documents),
            found.total_is_exact,
            plan.relaxed if len(found.documents) else None,
            round((time.perf_counter() - started) * 1000, 3),
            reading=tuple(reading),
            facets=facets,
            did_you_mean=meant,
        )

    def _find(
        self, plan: Plan, request: Request, reader: CorpusReader, variants: Variants | None
    ) -> _Found:
        leaves = [one for leaf in plan.leaves.values() for one in leaf.with_others()]

        def sift(node: Filter, documents: Ordinals) -> Mask:
            return sift_by(node, documents, self.snapshot, reader)

        matching = Matching(self.snapshot, plan.leaves, sift)
        documents = matching.documents(plan.tree)
        to_see = _to_see(leaves, documents)
        if 0 < len(to_see) <= MOST_LOOKED_AT:
            look(leaves, to_see, self.snapshot)
            documents = matching.documents(plan.tree)
            to_see = NOTHING
        scorer = Scorer(self.snapshot, self.ranking, plan, variants)
        relevance = scorer.relevance(documents)
        last = request.offset + request.limit
        most = last * (_FOLDED_AT_ONCE if request.collapse else 1)
        if len(to_see):
            most = max(most, _LOOKED_AT_ONCE)
        while True:
            order, scores = scorer.ranked(documents, relevance, request.sort, most)
            lines, taken = self._lines(request, documents, scores, order, last)
            # All that a lead may raise are looked at, so that pages have the order of the whole.
            unseen = members(documents[order[: max(taken, DEPTH)]], to_see)
            if len(unseen):
                # What was not looked at is placed as high as it may come, so looking on in this
                # order ends with the best.
                look(leaves, members(documents[order], to_see), self.snapshot)
                before, documents = documents, matching.documents(plan.tree)
                relevance = relevance[contained(before, documents)]
                to_see = _to_see(leaves, documents)
            elif len(lines) == last or most >= len(documents):
                page = lines[request.offset :]
                return _Found(documents, scores, page, not len(to_see))
            else:
                most *= _FOLDED_AT_ONCE

    def _lines(
        self, request: Request, documents: Ordinals, scores: Scores, order: Ordinals, most: int
    ) -> tuple[list[Line], int]:
        if not request.collapse:
            return [Line(place, 0) for place in order[:most].tolist()], most
        return Collapse(self.snapshot, documents, scores).lines(order, most)


def _to_see(leaves: Sequence[Leaf], documents: Ordinals) -> Ordinals:
    """Give the matching documents that somebody has to look at."""
    return members(documents, union([leaf.waiting() for leaf in leaves]))
