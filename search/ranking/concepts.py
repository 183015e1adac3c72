"""What a query is made of for ranking: its terms, how much each counts, and what may stand for it.

A *concept* is a part of the query with what means the same. A document is as good in it as in the
best of its options; the first of them is the query's own words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ...language.questions import factors
from ...language.terms import Family, RunKind, number_atoms, runs, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...language.lexicon import Part
    from ...language.readings import Variants

Key = tuple[Family, str]

# Two characters that people take for one another, in all words.
_TWINS = {"疼": "痛", "痛": "疼"}


class Weights(NamedTuple):
    """The constants of the mix.

    Attributes:
        asking: the factor of characters that only ask or join.
        lead: what a title adds that has all at once, as a share.
        early: at so many characters from the start a title adds half of that.
    """

    character: float = 1.0
    word: float = 0.5
    bigram: float = 0.3
    atom: float = 1.5  # an atom is both: there is no other term of its characters
    title: float = 2.0
    k1: float = 1.2
    title_b: float = 0.9
    body_b: float = 0.75
    asking: float = 0.5
    lead: float = 0.5
    early: float = 10.0


class Sought(NamedTuple):
    """A string of the query, normalised; in a quoted one nothing stands for anything else."""

    text: str
    is_quoted: bool = False


class QueryTerm(NamedTuple):
    """A term of a query with its weight in the mix and its share in coverage, 0 where it has none.

    A character and an atom cover; what is put together of characters does not again.
    """

    family: Family
    text: str
    weight: float
    share: float


class Option(NamedTuple):
    """Terms that stand for a concept; `worth` is above 0 and at most 1."""

    terms: tuple[QueryTerm, ...]
    worth: float = 1.0


Concept = tuple[Option, ...]


def concepts(
    sought: tuple[Sought, ...], weights: Weights, variants: Variants | None = None
) -> tuple[Concept, ...]:
    """Give the concepts of a query: parts that have other words, then all the rest as one."""
    parts = [variants.parts(one.text) if variants and not one.is_quoted else () for one in sought]
    return _concepts(sought, weights, tuple(parts))


@lru_cache(maxsize=256)
def _concepts(
    sought: tuple[Sought, ...], weights: Weights, parts: tuple[tuple[Part, ...], ...]
) -> tuple[Concept, ...]:
    left = {(term.family, term.text): term for term in query_terms(sought, weights)}
    found: list[Concept] = []
    for one, replaceable in zip(sought, parts, strict=True):
        if one.is_quoted:
            continue
        for own, others in _parts(one.text, weights, replaceable):
            mine = tuple(left.pop(key) for key in own if key in left)
            if mine and others:
                found.append((Option(mine), *others))
    return (*found, (Option(tuple(left.values())),))


@lru_cache(maxsize=256)
def query_terms(sought: tuple[Sought, ...], weights: Weights) -> tuple[QueryTerm, ...]:
    """Give the distinct terms of a query.

    One that the query has several times counts by the root of their number; one that stands in it
    in earnest once counts in full.
    """
    kinds: dict[Key, float] = {}
    earnest: dict[Key, float] = {}
    times: dict[Key, int] = {}
    for one in sought:
        for key, weight, factor in _occurrences(one.text, weights):
            kinds[key] = weight
            earnest[key] = max(earnest.get(key, 0.0), factor)
            times[key] = times.get(key, 0) + 1
    return tuple(
        QueryTerm(
            *key,
            weight=weight * earnest[key] * times[key] ** 0.5,
            share=earnest[key] if _covers(key) else 0.0,
        )
        for key, weight in kinds.items()
    )


def _covers(key: Key) -> bool:
    family, text = key
    return family is Family.ATOM or (family is Family.GRAM and len(text) == 1)


def _occurrences(text: str, weights: Weights) -> Iterator[tuple[Key, float, float]]:
    """Give each occurrence of a term: the weight of its kind, and how much it is in earnest."""
    factor = factors(text, weights.asking)
    for run in runs(text):
        if run.kind is not RunKind.GRAM:
            for atom in number_atoms(run.text) if run.kind is RunKind.NUMBER else [run.text]:
                yield (Family.ATOM, atom), weights.atom, 1.0
            continue
        for at in range(run.start, run.end):
            yield (Family.GRAM, text[at]), weights.character, factor[at]
            if at + 1 < run.end:
                pair = text[at : at + 2]
                yield (Family.GRAM, pair), weights.bigram, sum(factor[at : at + 2]) / 2
        last: dict[str, int] = {}
        for word in words(run.text):
            at = text.find(word, last.get(word, run.start))
            at = at if at >= 0 else text.find(word, run.start)
            last[word] = at + 1
            yield (Family.WORD, word), weights.word, sum(factor[at : at + len(word)]) / len(word)


def _terms_of(text: str, weights: Weights) -> dict[Key, QueryTerm]:
    """Give the terms of a string that means what a part of the query does, all in earnest."""
    terms: dict[Key, QueryTerm] = {}
    for key, weight, _ in _occurrences(text, weights):
        terms[key] = QueryTerm(*key, weight=weight, share=float(_covers(key)))
    return terms


def _parts(
    text: str, weights: Weights, parts: tuple[Part, ...]
) -> Iterator[tuple[list[Key], tuple[Option, ...]]]:
    """Give, for the parts of a text that others may stand for, their own terms and the others."""
    for part in parts:
        yield (
            list(_terms_of(text[part.start : part.end], weights)),
            tuple(
                Option(tuple(_terms_of(other.text, weights).values()), other.weight)
                for other in part.alternatives
            ),
        )
    for at, character in enumerate(text):
        twin = _TWINS.get(character)
        if twin is not None:
            low, high = max(at - 1, 0), min(at + 2, len(text))
            other = text[low:at] + twin + text[at + 1 : high]
            yield (
                _holding(_terms_of(text[low:high], weights), character),
                (Option(tuple(_of(_terms_of(other, weights), twin)), _TWIN_WORTH),),
            )


_TWIN_WORTH = 0.7


def _holding(terms: Mapping[Key, QueryTerm], character: str) -> list[Key]:
    return [key for key in terms if character in key[1]]


def _of(terms: Mapping[Key, QueryTerm], character: str) -> Iterator[QueryTerm]:
    return (term for key, term in terms.items() if character in key[1])
