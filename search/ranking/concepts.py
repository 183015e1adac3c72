"""Turn a query into weighted concepts for BM25.

A *concept* groups the terms of a part of the query with those of what means the same; a document
scores the best of these options. The first option is the query's own words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ...language.questions import character_weights
from ...language.terms import Family, RunKind, runs, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..query.interpret import QueryString

Key = tuple[Family, str]

# Two characters that people take for one another, in all words.
_TWINS = {"疼": "痛", "痛": "疼"}
_TWIN_WORTH = 0.7


class Weights(NamedTuple):
    """The constants of the mix.

    Attributes:
        asking: the factor of characters that only ask or join.
        title_match: what a title adds that has all of the query at once, as a share.
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
    title_match: float = 0.5
    early: float = 10.0

    def at(self, share: float) -> Weights:
        """Return the weights for a query that is short to a share, from 0 to 1."""
        if share == 1:
            return self
        long = self._replace(**_LONG)
        mixed = zip(self, long, strict=True)
        return Weights(*(share * short + (1 - share) * other for short, other in mixed))


#: What differs for an endless question: its words are too many to count alone, and what only asks
#: or joins is most of it.
_LONG = {"word": 0.3, "bigram": 1.0, "asking": 0.1}
_SHORT = 14.0  # characters


def share_of_short(characters: int) -> float:
    """Return 1 for a query of few characters, and less for a longer one.

    It is the power of what a document covers, for of a long question nobody expects all. Its rare
    terms say what it is about, so their idf has the power of 2 less that share.
    """
    return min(1.0, _SHORT / max(characters, 1))


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


@lru_cache(maxsize=256)
def concepts(strings: tuple[QueryString, ...], weights: Weights) -> tuple[Concept, ...]:
    """Return the concepts of a query: parts that have other words, then all the rest as one."""
    texts = tuple(string.text for string in strings)
    rest = {(term.family, term.text): term for term in query_terms(texts, weights)}
    parted: list[Concept] = []
    for string in strings:
        if string.is_quoted:
            continue
        for keys, others in _parts(string, weights):
            own = tuple(rest.pop(key) for key in keys if key in rest)
            if own and others:
                parted.append((Option(own), *others))
    return (*parted, (Option(tuple(rest.values())),))


@lru_cache(maxsize=256)
def query_terms(texts: tuple[str, ...], weights: Weights) -> tuple[QueryTerm, ...]:
    """Return the distinct terms of normalised texts.

    One that is there several times counts by the root of their number; one that does not only ask
    once counts in full.
    """
    kinds: dict[Key, float] = {}
    asked: dict[Key, float] = {}
    times: dict[Key, int] = {}
    for text in texts:
        for key, weight, factor in _occurrences(text, weights):
            kinds[key] = weight
            asked[key] = max(asked.get(key, 0.0), factor)
            times[key] = times.get(key, 0) + 1
    return tuple(
        QueryTerm(
            *key,
            weight=weight * asked[key] * times[key] ** 0.5,
            share=asked[key] if _covers(key) else 0.0,
        )
        for key, weight in kinds.items()
    )


def _covers(key: Key) -> bool:
    family, text = key
    return family is Family.ATOM or (family is Family.GRAM and len(text) == 1)


def _occurrences(text: str, weights: Weights) -> Iterator[tuple[Key, float, float]]:
    """Iterate over the occurrences of terms: the weight of the kind, and how much it counts."""
    factor = character_weights(text, weights.asking)
    for run in runs(text):
        if run.kind is not RunKind.GRAM:
            for atom in run.atoms:
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
    """Return the terms of a text that means what a part of the query does, all in full."""
    terms: dict[Key, QueryTerm] = {}
    for key, weight, _ in _occurrences(text, weights):
        terms[key] = QueryTerm(*key, weight=weight, share=float(_covers(key)))
    return terms


def _parts(string: QueryString, weights: Weights) -> Iterator[tuple[list[Key], tuple[Option, ...]]]:
    """Iterate over the parts that others may stand for: their own terms, and the others'."""
    text = string.text
    # What stands there again has the same terms: a long query may say a thing thousands of times.
    for own_text, alternatives in dict.fromkeys(
        (text[part.start : part.end], part.alternatives) for part in string.parts
    ):
        yield (
            list(_terms_of(own_text, weights)),
            tuple(
                Option(tuple(_terms_of(other.text, weights).values()), other.weight)
                for other in alternatives
            ),
        )
    seen: set[tuple[str, int]] = set()
    for at, character in enumerate(text):
        twin = _TWINS.get(character)
        low, high = max(at - 1, 0), min(at + 2, len(text))
        if twin is not None and (text[low:high], at - low) not in seen:
            seen.add((text[low:high], at - low))
            other = text[low:at] + twin + text[at + 1 : high]
            own = [key for key in _terms_of(text[low:high], weights) if character in key[1]]
            terms = [t for key, t in _terms_of(other, weights).items() if twin in key[1]]
            yield own, (Option(tuple(terms), _TWIN_WORTH),)
