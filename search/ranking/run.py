"""Run a read query on segments: plan it, match, rank, and fold what says the same into lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..matching.evaluate import Evaluator
from ..matching.filters import passing
from ..matching.ordinal_sets import NOTHING, contained, members, union
from ..matching.plan import Planner
from ..matching.string_matches import look
from ..request import Mode
from .folding import Folding, LinePlace
from .scoring import Scorer
from .title_match import DEPTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...corpus.reader import CorpusReader
    from ...index.columns import Mask, Ordinals
    from ...index.segments.snapshot import Snapshot
    from ..contract import Page
    from ..matching.plan import Plan
    from ..matching.string_matches import StringMatches
    from ..query.interpret import QueryString, ReadQuery
    from ..query.tree import Filter
    from .bm25 import BM25, Scores

#: So many texts are looked at for an exact total; beyond, only those that are shown.
MOST_LOOKED_AT = 10_000
_LOOKED_AT_ONCE = 200
_FOLDED_AT_ONCE = 4  # times as many documents as lines


class Ranked(NamedTuple):
    """All documents that match, as far as that was worked out, and the lines of one page.

    Attributes:
        plan: how the query was carried out.
        documents: all that match, ascending.
        scores: beside them.
        lines: of the page; their places are in `documents`.
        total_is_exact: whether all of them were looked at.
    """

    plan: Plan
    documents: Ordinals
    scores: Scores
    lines: Sequence[LinePlace]
    total_is_exact: bool


class Run:
    """One query on one snapshot.

    Args:
        snapshot: of the segments.
        bm25: over the same.
        query: one without a problem.
        corpus: tells which documents a source shows.
    """

    def __init__(
        self, snapshot: Snapshot, bm25: BM25, query: ReadQuery, corpus: CorpusReader
    ) -> None:
        self._snapshot = snapshot
        self._bm25 = bm25
        self._query = query
        self._corpus = corpus
        self._planner = Planner(snapshot, bm25, query)

    def page(self, page: Page) -> Ranked:
        """Return a page of what matches; in mode `auto`, relaxed where that is too little."""
        plan = self._planner.plan()
        ranked = self._ranked(plan, page)
        if self._query.mode is not Mode.AUTO:
            return ranked
        relaxed = self._planner.relax(plan, len(ranked.documents))
        if relaxed is None:
            return ranked
        ranked_relaxed = self._ranked(relaxed, page)
        return max(ranked, ranked_relaxed, key=lambda ranked: len(ranked.documents))

    def strings(self, plan: Plan) -> tuple[QueryString, ...]:
        """Return the strings that a match of a plan contains."""
        return tuple(self._planner.string(node) for node in plan.nodes())

    def scorer(self, plan: Plan) -> Scorer:
        """Return what scores the matches of a plan."""
        return Scorer(self._snapshot, self._bm25, plan, self.strings(plan))

    def sift(self, node: Filter, documents: Ordinals) -> Mask:
        """Return whether a filter lets documents through."""
        return passing(node, documents, self._snapshot, self._corpus)

    def _ranked(self, plan: Plan, page: Page) -> Ranked:
        strings = [reading for one in plan.matches.values() for reading in one.with_readings()]
        evaluator = Evaluator(self._snapshot, plan.matches, self.sift)
        documents = evaluator.documents(plan.tree)
        unseen = _unseen(strings, documents)
        if 0 < len(unseen) <= MOST_LOOKED_AT:
            look(strings, unseen, self._snapshot)
            documents = evaluator.documents(plan.tree)
            unseen = NOTHING
        scorer = self.scorer(plan)
        relevance = scorer.relevance(documents)
        last = page.offset + page.limit
        most = last * (_FOLDED_AT_ONCE if page.collapse else 1)
        if len(unseen):
            most = max(most, _LOOKED_AT_ONCE)
        while True:
            order, scores = scorer.ranked(documents, relevance, page.sort, most)
            lines, used = self._lines(page, documents, scores, order, last)
            # All that a title may raise are looked at, so that pages have the order of the whole.
            if len(members(documents[order[: max(used, DEPTH)]], unseen)):
                # What was not looked at is placed as high as it may come, so looking on in this
                # order ends with the best.
                look(strings, members(documents[order], unseen), self._snapshot)
                before, documents = documents, evaluator.documents(plan.tree)
                relevance = relevance[contained(before, documents)]
                unseen = _unseen(strings, documents)
            elif len(lines) == last or most >= len(documents):
                return Ranked(plan, documents, scores, lines[page.offset :], not len(unseen))
            else:
                most *= _FOLDED_AT_ONCE

    def _lines(
        self, page: Page, documents: Ordinals, scores: Scores, order: Ordinals, most: int
    ) -> tuple[list[LinePlace], int]:
        if not page.collapse:
            return [LinePlace(place, 0) for place in order[:most].tolist()], most
        return Folding(self._snapshot, documents, scores).lines(order, most)


def _unseen(strings: Sequence[StringMatches], documents: Ordinals) -> Ordinals:
    """Return the matching documents that somebody has to look at."""
    return members(documents, union([string.waiting() for string in strings]))
