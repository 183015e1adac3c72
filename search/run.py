"""Run a read query on segments: plan it, match, rank, and fold what says the same into lines."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

import numpy as np

from .budget import OutOfTimeError
from .contract import Line, Matches
from .matching.evaluate import Evaluator
from .matching.filters import passing
from .matching.ordinal_sets import contained, members, union, without
from .matching.string_matches import look
from .plan import Planner
from .query.interpret import tokens_of
from .query.tree import And, Filter, Literal, Mode, Not, Or, Token
from .ranking.folding import Folding, LinePlace
from .ranking.order import best_first
from .ranking.scoring import Scorer
from .ranking.settling import Settling
from .ranking.shown import Chooser
from .ranking.versions import rarest_words
from .request import Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from ..index.columns import Mask, Ordinals
    from ..index.segments.snapshot import Snapshot
    from .matching.string_matches import StringMatches
    from .plan import Plan
    from .query.interpret import QueryString, ReadQuery
    from .query.tree import Node
    from .ranking.bm25 import BM25, Scores
    from .request import Page

_Shares: TypeAlias = "tuple[NDArray[np.int64], NDArray[np.int64] | np.int64]"

#: Lines of matches that need nothing below them.
FIRST_PAGE = 10
# Each is more than scores of their kind differ by: below the matches stands what has a whole token,
# below that what has parts of one.
_LOOSE = -8.0
WHOLE = 3.5


class Sources(Protocol):
    """Tells which documents a source shows."""

    def ids_of_sources(self, pattern: str) -> bytes:
        """Return the ids of the documents that the sources of a pattern show, 8 bytes each."""


class Ranked(NamedTuple):
    """Documents that a plan finds, and lines of them.

    Attributes:
        plan: how the query was carried out.
        documents: all that it finds, ascending.
        scores: beside them.
        lines: the first, in order; their places are in `documents`.
    """

    plan: Plan
    documents: Ordinals
    scores: Scores
    lines: Sequence[LinePlace]

    def documents_of(self, lines: Sequence[LinePlace]) -> Ordinals:
        """Return the documents of lines, in their order."""
        return self.documents[[line.place for line in lines]]


class Found(NamedTuple):
    """What a query finds: its matches, and below them what has only parts of it.

    Attributes:
        matches: all that match, with their lines up to the end of the page.
        loose: the rest likewise; None where it was not looked for.
        offset: how many lines stand before the page.
        in_time: whether the loose ones were looked for to the end.
    """

    matches: Ranked
    loose: Ranked | None
    offset: int
    in_time: bool

    def page(self) -> list[tuple[Ranked, list[LinePlace]]]:
        """Return the lines of the page: those of matches, then those that are loose."""
        before = len(self.matches.lines)
        pages = [(self.matches, [*self.matches.lines[self.offset :]])]
        if self.loose:
            pages.append((self.loose, [*self.loose.lines[max(self.offset - before, 0) :]]))
        return pages


class Run:
    """One query on one snapshot.

    Args:
        snapshot: of the segments.
        bm25: over the same.
        query: one without a problem.
        sources: tell which documents a source shows: a corpus.
    """

    def __init__(self, snapshot: Snapshot, bm25: BM25, query: ReadQuery, sources: Sources) -> None:
        self._snapshot = snapshot
        self._bm25 = bm25
        self._query = query
        # Worked out once, however often the tree is evaluated.
        self._shown = cache(lambda pattern: snapshot.ordinals_of(sources.ids_of_sources(pattern)))
        self._planner = Planner(snapshot, bm25, query)

    def page(self, page: Page) -> Found:
        """Return a page of what matches; in mode `auto` filled up with what has parts of it.

        Loose hits stand below the matches where these have fewer lines than `FIRST_PAGE`, whatever
        page is asked for, so that pages are parts of one list.
        """
        plan = self._planner.plan()
        last = page.offset + page.limit
        matches = self._ranked(plan, page, max(last, FIRST_PAGE) if page.limit else 0)
        loose, in_time = None, True
        if (
            page.limit
            and self._query.mode is Mode.AUTO
            and page.sort is Sort.RELEVANCE
            and len(matches.lines) < FIRST_PAGE
        ):
            loosened = self._planner.loosened(plan)
            if loosened is not None:
                try:
                    loose = self._loose(loosened, matches, page, max(last - len(matches.lines), 0))
                except OutOfTimeError:
                    in_time = False
        return Found(matches._replace(lines=matches.lines[:last]), loose, page.offset, in_time)

    def matches(self, found: Found, ids: Callable[[Ordinals], list[str]]) -> Matches:
        """Return what was found as an index says it, without facets; `ids` names documents."""
        lines: list[Line] = []
        for ranked, places in found.page():
            documents = ranked.documents_of(places)
            covered = self.coverage(found, ranked, documents)
            lines += [
                Line(id_, line.score, line.folded, ranked is found.matches, coverage)
                for id_, line, coverage in zip(ids(documents), places, covered, strict=True)
            ]
        is_loose = any(not line.matches for line in lines)
        plan = found.loose.plan if found.loose and is_loose else found.matches.plan
        return Matches(
            tuple(lines),
            len(found.matches.documents),
            self.strings(plan),
            plan.relaxed,
            total_is_exact=found.in_time,
            more=len(found.loose.documents) if found.loose else None,
        )

    def coverage(self, found: Found, ranked: Ranked, documents: Ordinals) -> list[float]:
        """Return the share of the query that documents cover, by the content of its tokens.

        Args:
            found: what the query finds.
            ranked: among which of it the documents are.
            documents: some of them.
        """
        query, plan = self._query, found.matches.plan
        less_is_enough = query.mode is Mode.ANY or query.question is not None
        tree = query.with_apart(())[0] if query.mode is Mode.ANY else plan.tree
        # Whatever else matches has every token.
        is_asked = less_is_enough or ranked is not found.matches
        covered = self._covered(tree, plan, documents) if is_asked else None
        return [1.0] * len(documents) if covered is None else (covered[0] / covered[1]).tolist()

    def _covered(self, node: Node, plan: Plan, documents: Ordinals) -> _Shares | None:
        """Return what documents cover of a tree, out of how much; None where it asks nothing."""
        match node:
            case Filter() | Not():
                return None
            case Literal() | Token():
                return self._covered_string(node, plan, documents)
            case And(parts) | Or(parts):
                covered = [self._covered(part, plan, documents) for part in parts]
                asked = [one for one in covered if one is not None]
                if not asked:
                    return None
                if isinstance(node, Or) and len(asked) < len(parts):
                    # A side of filters alone is covered where it is met.
                    sides = [part for part, one in zip(parts, covered, strict=True) if one is None]
                    evaluator = Evaluator(self._snapshot, plan.matches, self.sift)
                    met = contained(documents, union([evaluator.documents(one) for one in sides]))
                    asked.append((met.astype(np.int64), np.int64(1)))
                best, *others = asked
                for gained, most in others:
                    if isinstance(node, And):
                        best = best[0] + gained, best[1] + most
                        continue
                    is_better = gained * best[1] > best[0] * most
                    best = np.where(is_better, gained, best[0]), np.where(is_better, most, best[1])
                return best

    def _covered_string(self, node: Literal | Token, plan: Plan, documents: Ordinals) -> _Shares:
        string = self._planner.string(node)
        met = self._met(node, plan, documents)
        if self._query.wanted() == [node] and isinstance(node, Token):
            gained, most = self._planner.coverage.of_question(string, documents)
            return np.where(met, most, np.minimum(gained, most - 1)), np.int64(most)
        weight = self._planner.coverage.weight(string.text)
        return met * np.int64(weight), np.int64(weight)

    def _met(self, node: Literal | Token, plan: Plan, documents: Ordinals) -> Mask:
        """Return whether documents have a string as it stands, by all its words, or as another."""
        string, *readings = self._strings_of(node, plan)
        look((string, *readings), documents, self._snapshot)
        stands, _ = string.own_degrees(documents)
        is_there: Mask = stands > 0
        if not isinstance(node, Token):
            return is_there
        others = [reading.matches(optimistic=False) for reading in readings]
        others.append(self.with_all_words(node))
        return is_there | contained(documents, union(others))

    def _strings_of(self, node: Literal | Token, plan: Plan) -> list[StringMatches]:
        """Return the matches of a string of a plan, then those of what means the same."""
        return [*(plan.matches.get(node) or self._planner.find(node)).with_readings()]

    def with_all_words(self, node: Token) -> Ordinals:
        """Return the documents that have all words of a token."""
        return self._planner.with_all_words(node)

    def strings(self, plan: Plan) -> tuple[QueryString, ...]:
        """Return the strings that a match of a plan contains."""
        return self._planner.strings(plan)

    def scorer(self, plan: Plan, *, is_loose: bool = False) -> Scorer:
        """Return what scores the documents of a plan."""
        wanted = [] if is_loose else plan.wanted()  # what has all of it literally is a match
        strings, any_is_enough = self.strings(plan), plan.any_is_enough
        return Scorer(self._bm25, strings, wanted, any_is_enough=any_is_enough)

    def sift(self, node: Filter, documents: Ordinals) -> Mask:
        """Return whether a filter lets documents through."""
        return passing(node, documents, self._snapshot.columns, self._shown)

    def _ranked(self, plan: Plan, page: Page, lines: int) -> Ranked:
        """Find what a plan finds, with so many lines."""
        documents, scorer = self._documents(plan), self.scorer(plan)
        is_shown = page.sort is Sort.RELEVANCE and lines > 0
        scores = scorer.scores(documents, compare_titles=is_shown)
        settled = Settling(scores)
        ranked = Ranked(plan, documents, scores, ())
        return self._with_lines(ranked, scorer, page, lines, FIRST_PAGE, settled)

    def _loose(self, plan: Plan, matches: Ranked, page: Page, lines: int) -> Ranked:
        """Find what has parts of the query and does not match, below the matches.

        How literally such a document has the tokens counts only by its tier, so texts are looked
        into where membership hangs on it, and then where the order of the page does.
        """
        documents = without(self._documents(plan, where_doubtful=True), matches.documents)
        scorer = self.scorer(plan, is_loose=True)
        scores = scorer.scores(documents, compare_titles=lines > 0)
        settling = self._settling(matches.plan, documents, scores)
        ranked = Ranked(plan, documents, settling.scores, ())
        first = FIRST_PAGE - len(matches.lines)
        return self._with_lines(ranked, scorer, page, lines, first, settling)

    def tiers(self, plan: Plan, documents: Ordinals) -> Scores:
        """Return how far documents that do not match a plan stand below those that do.

        What has a token whole, or more of one than digits, stands before the rest.
        """
        settling = self._settling(plan, documents, np.zeros(len(documents)))
        settling.settle(np.arange(len(documents)))
        return settling.scores

    def _settling(self, plan: Plan, documents: Ordinals, scores: Scores) -> Settling:
        """Put scores on their tiers: on the higher one where that is not known yet."""
        has_more, may = np.zeros((2, len(documents)), np.bool_)
        tokens: list[Token] = []
        if self._query.question is None:
            tokens = [token for token in tokens_of(plan.tree) if len(token.text) > 1]
            has_more = contained(documents, union(map(self._planner.with_more_than_digits, tokens)))
            for token in tokens:
                has_more |= contained(documents, self._planner.with_all_words(token))
                for string in self._strings_of(token, plan):
                    may |= contained(documents, string.matches(optimistic=True))

        def has_whole(places: Ordinals) -> Mask:
            met = [self._met(token, plan, documents[places]) for token in tokens]
            return np.logical_or.reduce(met) if met else np.zeros(len(places), np.bool_)

        tiers = np.where(has_more | may, _LOOSE + WHOLE, _LOOSE)
        return Settling(scores + tiers, may & ~has_more, has_whole, WHOLE)

    def _documents(self, plan: Plan, *, where_doubtful: bool = False) -> Ordinals:
        """Return the documents of a plan, with all of them looked at, or what is doubtful only."""
        evaluator = Evaluator(self._snapshot, plan.matches, self.sift, all_filters=False)
        documents = evaluator.documents(plan.tree)
        # What is not among these matches in no way, so a look at them is enough, and at all of them
        # once: totals are exact, and the order is that of the whole. To ask the corpus what a
        # source shows takes longer than a look, so that comes last.
        strings = [reading for one in plan.matches.values() for reading in one.with_readings()]
        unseen = members(documents, union([string.waiting() for string in strings]))
        if where_doubtful and len(unseen):
            unseen = without(unseen, evaluator.documents(plan.tree, optimistic=False))
        look(strings, unseen, self._snapshot)
        if len(unseen) or evaluator.is_partial:
            documents = Evaluator(self._snapshot, plan.matches, self.sift).documents(plan.tree)
        return documents

    def _with_lines(
        self,
        ranked: Ranked,
        scorer: Scorer,
        page: Page,
        most: int,
        first: int,
        settling: Settling,
    ) -> Ranked:
        """Add so many lines, of which the first are those of the first page."""
        plan, documents, scores, _ = ranked
        columns = self._snapshot.columns
        days = (columns.arrived if page.sort is Sort.ADDED else columns.days)[documents]

        ids = self._snapshot.ids.numbers(documents)

        def best(places: Ordinals, count: int) -> Ordinals:
            def first(count: int) -> Ordinals:
                if len(places) == len(scores):
                    return best_first(scores, days, ids, page.sort, count)
                own = scores[places], days[places], lambda some: ids(places[some])
                return places[best_first(*own, page.sort, count)]

            return settling.best(first, count)

        if not page.collapse:
            order = best(np.arange(len(documents)), most).tolist()
            return ranked._replace(
                lines=[LinePlace(place, (place,), float(scores[place])) for place in order]
            )
        telling = rarest_words(self._snapshot, [string.text for string in self.strings(plan)])
        folding = Folding(self._snapshot, documents, settling, telling, first)
        lines: list[list[int]] = []
        needed = max(most, first) if most else 0
        while len(lines) < needed and len(places := folding.open_places()):
            lines = folding.lines(best(places, folding.ahead(needed)), needed)
        lines = lines[:most]
        shown = [line[0] for line in lines]
        if page.sort is Sort.RELEVANCE:
            chooser = Chooser(self._query, columns, scorer)
            shown = chooser.shown(documents, scores, lines)
        return ranked._replace(
            lines=[
                LinePlace(place, line, float(scores[line[0]]))
                for place, line in zip(shown, lines, strict=True)
            ]
        )
