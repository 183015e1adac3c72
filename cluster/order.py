"""The order of candidates on the cluster: near that of `search.ranking`, which has the last word.

A cluster adds the BM25 of a title to that of a text, where ours adds their frequencies first, and
knows nothing of the match of a title: so the best of its order are fetched and ranked again.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from ..corpus.documents import Kind
from ..index.columns import HAS_NUMBER
from ..language.place_names import places_of
from ..language.terms import Family
from ..search.matching.coverage import idf_of
from ..search.ranking.concepts import Weights, concepts, share_of_short
from ..search.ranking.scoring import LEFT, LEFT_APART, SAYS_NOTHING, SNIPPET, numbers_of
from ..search.request import Sort
from .clauses import NOTHING, any_of, best_of, fields_of, having, name_of, worth
from .mapping import SIMILARITIES

if TYPE_CHECKING:
    from ..search.query.interpret import QueryString
    from ..search.ranking.concepts import QueryTerm
    from .clauses import Clause
    from .statistics import Statistics

_LESS = 0.5  # of a title and a text, what the one that gives less adds
#: Terms of a query that decide the order; what is left out of a very long one decides little.
MOST_TERMS = 96
_DAY = "day"
_ORDERS: dict[Sort, list[Clause]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, {_DAY: "desc"}, {"id": "asc"}],
    Sort.NEWEST: [{_DAY: "desc"}, {"_score": "desc"}, {"id": "asc"}],
    Sort.OLDEST: [
        {"published": {"order": "asc", "missing": "_last"}},
        {"_score": "desc"},
        {"id": "asc"},
    ],
    Sort.ADDED: [{"added": "desc"}, {"_score": "desc"}, {"id": "asc"}],
}


def order_of(sort: Sort) -> list[Clause]:
    """Return by what the cluster sorts."""
    return _ORDERS[sort]


def ranked(
    found: Clause,
    strings: tuple[QueryString, ...],
    statistics: Statistics,
    most: int = MOST_TERMS,
) -> Clause:
    """Return what is found with its tiers, and how much each document says about the strings.

    Args:
        found: what finds it.
        strings: of the query.
        statistics: of the state that is searched.
        most: terms that decide the order, the rarest.
    """
    says_nothing = {"terms": {"flags": [flag.value for flag in SAYS_NOTHING]}}
    says_something = worth({"bool": {"must_not": [says_nothing]}}, 1)
    relevance = _relevance(strings, statistics, most)
    others = [says_something] if relevance is None else [says_something, relevance]
    return {"bool": {"must": [found], "should": others}}


def _relevance(
    strings: tuple[QueryString, ...], statistics: Statistics, most: int
) -> Clause | None:
    share = share_of_short(sum(len(string.text) for string in strings))
    weights = Weights().at(share)
    power = 2 - share  # of the idf
    parts: list[Clause] = []
    covering: list[tuple[Clause, float]] = []
    possible = coverable = 0.0
    for own, *others in concepts(strings, weights):
        idf = {term: _idf(term, statistics) for term in own.terms}
        gains = sum(term.weight * idf[term] ** power for term in own.terms)
        possible += gains
        ways = [_gain(own.terms, 1.0, power, statistics, most)]
        for other in others:
            theirs = sum(term.weight * _idf(term, statistics) ** power for term in other.terms)
            if theirs:
                scale = other.worth * gains / theirs
                ways.append(_gain(other.terms, scale, power, statistics, most))
        parts.append(best_of([way for way in ways if way != NOTHING] or [NOTHING]))
        instead = [having(*term[:2]) for other in others for term in other.terms if term.share]
        for term in own.terms:
            if term.share:
                coverable += term.share * idf[term]
                covering.append((any_of([having(*term[:2]), *instead]), term.share * idf[term]))
    parts = [part for part in parts if part != NOTHING]
    if not parts or not possible:
        return None
    scale = 1 / (possible * (1 + weights.title_match))
    covered: Clause = {
        "function_score": {
            "query": any_of(parts),
            "functions": [
                {"filter": clause, "weight": share * weight / coverable}
                for clause, weight in sorted(covering, key=itemgetter(1))[-most // 2 :]
            ]
            # Near x ** share for what covers much.
            + ([{"weight": 1 - share}] if share < 1 else []),
            "score_mode": "sum",
            "boost_mode": "multiply",
            "boost": scale,
        }
    }
    return {
        "function_score": {
            "query": covered,
            "functions": _left(" ".join(string.text for string in strings)),
            "score_mode": "multiply",
            "boost_mode": "multiply",
        }
    }


def _gain(
    terms: tuple[QueryTerm, ...], scale: float, power: float, statistics: Statistics, most: int
) -> Clause:
    """Return what terms give, more where they are rare and stand often."""
    clauses = []
    weights = {term: scale * term.weight * _idf(term, statistics) ** power for term in terms}
    # A long question has more terms than a cluster takes, and the rare ones say what it is about.
    for term in sorted(terms, key=lambda term: -weights[term])[:most]:
        name, weight = name_of(term.family, term.text), weights[term]
        if name is None:
            continue
        queries = []
        fields = zip(fields_of(name, title_only=False), SIMILARITIES.items(), strict=True)
        for field, (side, (k1, _)) in fields:
            # A cluster multiplies by how rare a term is in the one field, and by k1 + 1.
            theirs = _idf(term, statistics, title_only=side == "title") * (k1 + 1)
            queries.append({"term": {field: {"value": term.text, "boost": weight / theirs}}})
        clauses.append({"dis_max": {"queries": queries, "tie_breaker": _LESS}})
    return any_of(clauses)


def _idf(term: QueryTerm, statistics: Statistics, *, title_only: bool = False) -> float:
    having = statistics.frequency(term.family, term.text, title_only=title_only)
    size = statistics.titles if title_only else statistics.size
    return idf_of(min(having, size), size)


def _left(text: str) -> list[Clause]:
    """Return what leaves less of the relevance, each with the share that it leaves."""
    left = [
        {"filter": {"term": {"flags": flag.value}}, "weight": share} for flag, share in LEFT.items()
    ]
    left.append({"filter": {"term": {"kind": Kind.SNIPPET.value}}, "weight": SNIPPET})
    return left + [{"filter": clause, "weight": LEFT_APART} for clause in _apart(text)]


def _apart(text: str) -> list[Clause]:
    """Return the pages of another place or number than the query names."""
    apart: list[Clause] = []
    codes = places_of(text)
    if codes:
        near: list[Clause] = [{"prefix": {"place": code}} for code in codes]
        above = {code[:end] for code in codes for end in range(2, len(code), 2)}
        near += [{"terms": {"place": sorted(above)}}] if above else []
        apart.append({"bool": {"filter": [{"exists": {"field": "place"}}], "must_not": near}})
    for spellings in numbers_of(text):
        has_it = [
            having(family, number, title_only=True)
            for number in spellings
            for family in (Family.ATOM, Family.GRAM)
        ]
        names_one = {"range": {"bits": {"gte": HAS_NUMBER}}}
        apart.append({"bool": {"filter": [names_one], "must_not": has_it}})
    return apart
