"""Run a read query on segments: plan it, match, rank, and fold what says the same into lines."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from .matching.evaluate import Evaluator
from .matching.filters import passing
from .matching.ordinal_sets import members, union
from .matching.string_matches import look
from .plan import Planner
from .query.tree import Mode
from .ranking.folding import Folding, LinePlace
from .ranking.order import best_first
from .ranking.scoring import Scorer
from .ranking.shown import Chooser
from .ranking.versions import rarest_words
from .request import Sort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..corpus.reader import CorpusReader
    from ..index.columns import Mask, Ordinals
    from ..index.segments.snapshot import Snapshot
    from .plan import Plan
    from .query.interpret import QueryString, ReadQuery
    from .query.tree import Filter
    from .ranking.bm25 import BM25, Scores
    from .request import Page

_FOLDED_AT_ONCE = 4  # times as many documents as lines
# So few matches are all compared, whatever page is asked for: then what is folded is counted fully.
_LOOKED_AT = 40


class Ranked(NamedTuple):
    """All documents that match, and the lines of one page.

    Attributes:
        plan: how the query was carried out.
        documents: all that match, ascending.
        scores: beside them.
        lines: of the page; their places are in `documents`.
    """

    plan: Plan
    documents: Ordinals
    scores: Scores
    lines: Sequence[LinePlace]


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
        # Worked out once, however often the tree is evaluated.
        self._shown = cache(lambda pattern: snapshot.ordinals_of(corpus.ids_of_sources(pattern)))
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
        strings, any_is_enough = self.strings(plan), plan.any_is_enough
        return Scorer(self._bm25, strings, plan.wanted(), any_is_enough=any_is_enough)

    def sift(self, node: Filter, documents: Ordinals) -> Mask:
        """Return whether a filter lets documents through."""
        return passing(node, documents, self._snapshot.columns, self._shown)

    def _ranked(self, plan: Plan, page: Page) -> Ranked:
        evaluator = Evaluator(self._snapshot, plan.matches, self.sift, all_filters=False)
        documents = evaluator.documents(plan.tree)
        # What is not among these matches in no way, so a look at them is enough, and at all of them
        # once: totals are exact, and the order is that of the whole. To ask the corpus what a
        # source shows takes longer than a look, so that comes last.
        strings = [reading for one in plan.matches.values() for reading in one.with_readings()]
        unseen = members(documents, union([string.waiting() for string in strings]))
        look(strings, unseen, self._snapshot)
        if len(unseen) or evaluator.is_partial:
            documents = Evaluator(self._snapshot, plan.matches, self.sift).documents(plan.tree)
        is_shown = page.sort is Sort.RELEVANCE and page.offset + page.limit > 0
        scores = self.scorer(plan).scores(documents, compare_titles=is_shown)
        return Ranked(plan, documents, scores, self._lines(plan, page, documents, scores))

    def _lines(
        self, plan: Plan, page: Page, documents: Ordinals, scores: Scores
    ) -> list[LinePlace]:
        days = self._snapshot.columns.days[documents]
        last = page.offset + page.limit
        if not page.collapse:
            order = best_first(scores, days, page.sort, last)[page.offset :].tolist()
            return [LinePlace(place, 0, float(scores[place])) for place in order]
        if page.limit and len(documents) <= _LOOKED_AT:
            last = max(last, len(documents))
        telling = rarest_words(self._bm25, [string.text for string in self.strings(plan)])
        folding = Folding(self._snapshot, documents, scores, telling)
        lines: list[list[int]] = []
        while len(lines) < last and len(places := folding.open_places()):
            best = best_first(scores[places], days[places], page.sort, last * _FOLDED_AT_ONCE)
            lines = folding.lines(places[best], last)
        lines = lines[page.offset : page.offset + page.limit]
        shown = [line[0] for line in lines]
        if page.sort is Sort.RELEVANCE:
            chooser = Chooser(self._query, self._snapshot.columns, self.scorer(plan))
            shown = chooser.shown(documents, scores, lines)
        return [
            LinePlace(place, len(line) - 1, float(scores[line[0]]))
            for place, line in zip(shown, lines, strict=True)
        ]
