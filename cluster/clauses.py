"""Queries of the cluster as JSON values, by what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..language.terms import Family, is_gram_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Clause = dict[str, Any]

NOTHING: Clause = {"match_none": {}}
#: Every document: what is known of the index itself stands beside them, and has no kind.
EVERYTHING: Clause = {"exists": {"field": "kind"}}
_TITLE, _BODY = "t", "b"


def fields_of(name: str, *, title_only: bool) -> list[str]:
    """Return the fields of a name in which is looked: that of titles, or both."""
    return [f"{side}.{name}" for side in ((_TITLE,) if title_only else (_TITLE, _BODY))]


def any_of(clauses: Sequence[Clause]) -> Clause:
    """Return what one of several clauses is enough for; their scores are added."""
    if len(clauses) == 1:
        return clauses[0]
    if not clauses:
        return NOTHING
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def all_of(clauses: Sequence[Clause]) -> Clause:
    """Return what all of several clauses must hold for, without a score."""
    if not clauses:
        return NOTHING
    return clauses[0] if len(clauses) == 1 else {"bool": {"filter": list(clauses)}}


def best_of(clauses: Sequence[Clause]) -> Clause:
    """Return what one of several clauses is enough for; the best says the score."""
    return clauses[0] if len(clauses) == 1 else {"dis_max": {"queries": list(clauses)}}


def worth(clause: Clause, score: float) -> Clause:
    """Return a clause that gives a score, whatever it is by itself."""
    return {"constant_score": {"filter": clause, "boost": score}}


def at_least(clause: Clause, score: float) -> Clause:
    """Return what a clause gives such a score at least for."""
    return {"function_score": {"query": clause, "min_score": score}}


def name_of(family: Family, term: str) -> str | None:
    """Return the name of the fields that have a term; None where it is in none."""
    is_gram = is_gram_only(term)
    match family:
        case Family.WORD:
            return "words"
        case Family.ATOM:
            return None if is_gram else "chars"
        case Family.GRAM:
            if not is_gram:
                return "parts" if term.isdecimal() else None
            return {1: "chars", 2: "bigrams"}.get(len(term))


def having(family: Family, term: str, *, title_only: bool = False) -> Clause:
    """Return what has a term."""
    name = name_of(family, term)
    if name is None:
        return NOTHING
    return any_of(
        [{"term": {field: {"value": term}}} for field in fields_of(name, title_only=title_only)]
    )


def having_any(terms: Iterable[tuple[Family, str]], *, title_only: bool = False) -> Clause:
    """Return what has one of several terms at least."""
    by_field: dict[str, list[str]] = {}
    for family, term in terms:
        name = name_of(family, term)
        for field in fields_of(name, title_only=title_only) if name else ():
            by_field.setdefault(field, []).append(term)
    return any_of([{"terms": {field: found}} for field, found in by_field.items()])
