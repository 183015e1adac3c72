"""Which documents match: the tree of a plan as a query of the cluster.

Each string is asked for once, with what it gives where it stands: a document's score is its tier,
as `search.ranking.scoring` has it, and what only counts is worth nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..language.content import content_parts
from ..language.literal import LiteralText
from ..language.questions import without_question_words
from ..language.terms import Family, is_gram_only
from ..search.matching.coverage import FLOOR
from ..search.matching.string_matches import required_words
from ..search.plan import LEAST_SHARE, Enough, more_than_digits
from ..search.query.interpret import tokens_of
from ..search.query.tree import And, Filter, Literal, Not, Or, Token
from ..search.ranking.concepts import Weights, query_terms
from ..search.ranking.scoring import LITERAL, LITERAL_IN_TITLE
from ..search.run import WHOLE
from .clauses import (
    EVERYTHING,
    NOTHING,
    all_of,
    any_of,
    at_least,
    best_of,
    fields_of,
    having,
    having_any,
    worth,
)
from .filters import passing
from .literals import standing, standing_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..language.content import Term, Terms
    from ..search.plan import Plan, Planner
    from ..search.query.interpret import QueryString
    from ..search.query.tree import Node
    from .clauses import Clause

_ROUNDED = 1 - 1e-6  # a cluster adds scores up with 24 bits


class Matching:
    """Turns plans of one query into queries of the cluster.

    Args:
        planner: of the query, with what is known of the whole index.
    """

    def __init__(self, planner: Planner) -> None:
        self._planner = planner

    def of(self, plan: Plan) -> Clause:
        """Return what a plan finds; the score says how literally."""
        wanted = plan.nodes()
        share = 0.0 if plan.any_is_enough or not wanted else 1 / len(wanted)
        found = self._tree(plan.tree, plan, share)
        if not plan.asides:
            return found
        asides = [self._string(aside, plan, share) for aside in plan.asides]
        return {"bool": {"must": [found], "should": asides}}

    def tier(self, plan: Plan) -> Clause:
        """Return everything: above the rest what has a token whole, or more of it than digits.

        See `Run.tiers`; the plan is that of the matches.
        """
        whole: list[Clause] = []
        for token in tokens_of(plan.tree):
            if len(token.text) > 1 and token not in plan.enough:
                whole.append(self._string(token, plan, 0))
                string = self._planner.string(token)
                texts = more_than_digits(string.text)
                whole += [sharing(texts, title_only=string.title_only)] if texts else []
        everything = worth(EVERYTHING, 0)
        return best_of([everything, worth(any_of(whole), WHOLE)]) if whole else everything

    def _tree(self, node: Node, plan: Plan, share: float) -> Clause:
        match node:
            case Literal() | Token():
                return self._string(node, plan, share)
            case Filter():
                return worth(passing(node), 0)
            case Not(part):
                return {"bool": {"must_not": [self._tree(part, plan, 0)], "filter": [EVERYTHING]}}
            case Or(parts):
                return any_of([self._tree(part, plan, share) for part in parts])
            case And(parts):
                asked: dict[str, list[Clause]] = {"must": [], "filter": [], "must_not": []}
                for part in parts:
                    if isinstance(part, Not):
                        asked["must_not"].append(self._tree(part.part, plan, 0))
                    elif isinstance(part, Filter):
                        asked["filter"].append(passing(part))
                    else:
                        asked["must"].append(self._tree(part, plan, share))
                return {"bool": {how: clauses for how, clauses in asked.items() if clauses}}

    def _string(self, node: Literal | Token, plan: Plan, share: float) -> Clause:
        string = self._planner.string(node)
        ways = _literally(string.literal(), share, title_only=string.title_only)
        if isinstance(node, Token):
            ways += self._otherwise(node, string, plan, share)
        return best_of(ways)

    def _otherwise(
        self, node: Token, string: QueryString, plan: Plan, share: float
    ) -> list[Clause]:
        """Return how a token matches where it does not stand as it is."""
        ways: list[Clause] = []
        enough = plan.enough.get(node)
        if enough is not Enough.SHARING and enough is not Enough.LIKENESS:
            ways.append(_with_all_words(string.text, string.own_words, string.title_only))
        if enough is not None:
            ways.append(self.enough(string, enough))
        ways = [worth(way, 0) for way in ways if way != NOTHING]
        if node in plan.nodes():
            for reading in string.readings:
                literal, title_only = reading.literal(), string.title_only
                ways += _literally(literal, share * reading.worth, title_only=title_only)
                words = _with_all_words(literal.forms[0], reading.own_words, title_only)
                ways += [worth(words, 0)] if words != NOTHING else []
        return ways

    def enough(self, string: QueryString, enough: Enough) -> Clause:
        """Return what has a part of a string that is enough."""
        if enough is Enough.FLOOR:
            covering = all_of([self._sharing(string), self._floor(string)])
            words = _with_all_words(string.text, string.own_words, string.title_only)
            return covering if words == NOTHING else any_of([covering, words])
        if enough is Enough.LIKENESS:
            return self._likeness(string)
        return self._sharing(string)

    def _sharing(self, string: QueryString) -> Clause:
        texts = without_question_words(string.text) or [string.text]
        return sharing(texts, title_only=string.title_only)

    def _floor(self, string: QueryString) -> Clause:
        """Return what covers enough of a question, in whole numbers."""
        weight = self._planner.coverage.weight_of_term
        most = 0
        ways: list[Clause] = []
        parts = content_parts(string.text, string.parts, string.own_words)
        for (own, *others), times in Counter(map(tuple, parts)).items():
            weights = {term: times * weight(term) for term in own}
            most += sum(weights.values())
            single = [worth(_with(term, string), weights[term]) for term in own]
            in_full = [_with_all(other, string) for other in others]
            if in_full:
                full = worth(any_of(in_full), sum(weights.values()))
                ways.append(best_of([any_of(single), full]))
            else:
                ways += single
        wanted, of = FLOOR
        return at_least(any_of(ways), -(-max(most, 1) * wanted // of))

    def _likeness(self, string: QueryString) -> Clause:
        if not is_gram_only(string.text):
            return NOTHING
        shares = {
            term: term.share * self._planner.idf(term.family, term.text)
            for term in query_terms((string.text,), Weights())
            if term.share
        }
        ways = [
            worth(having(term.family, term.text, title_only=string.title_only), share)
            for term, share in shares.items()
        ]
        floor = at_least(any_of(ways), LEAST_SHARE * sum(shares.values()) * _ROUNDED)
        return all_of([sharing([string.text], title_only=string.title_only), floor])


def sharing(texts: Iterable[str], *, title_only: bool = False) -> Clause:
    """Return what shares a word, a bigram or an atom with texts; see `BM25.sharing`."""
    terms = query_terms(tuple(texts), Weights())
    strong = [term for term in terms if term.family is not Family.GRAM or len(term.text) > 1]
    return having_any([term[:2] for term in strong or terms], title_only=title_only)


def _literally(literal: LiteralText, share: float, *, title_only: bool) -> list[Clause]:
    """Return what holds a string, by what it gives where it stands."""
    if not any(literal.forms):
        return [NOTHING]
    title, *body = fields_of("units", title_only=title_only)
    if not share:
        return [worth(standing(literal, title_only=title_only), 0)]
    return [
        worth(standing_in(literal, title), (LITERAL + LITERAL_IN_TITLE) * share),
        *(worth(standing_in(literal, field), LITERAL * share) for field in body),
    ]


def _with_all_words(
    text: str,
    own_words: Iterable[tuple[int, int]],
    title_only: bool,  # noqa: FBT001
) -> Clause:
    """Return what has every word of a Han text; see `string_matches.with_all_words`."""
    terms, own = required_words(text, own_words)
    return all_of(
        [
            *(having(*term, title_only=title_only) for term in terms),
            *(standing(word, title_only=title_only) for word in own),
        ]
    )


def _with(term: Term, string: QueryString) -> Clause:
    family, text = term
    if family is None:
        return standing(LiteralText.whole(text), title_only=string.title_only)
    return having(family, text, title_only=string.title_only)


def _with_all(terms: Terms, string: QueryString) -> Clause:
    return all_of([_with(term, string) for term in terms])
