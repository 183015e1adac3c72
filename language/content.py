"""What a text asks for: its words and numbers, without what only asks, joins or greets."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from .lexicon import Part, Relation
from .questions import character_weights
from .segmenter import segmenter
from .terms import Family, RunKind, bigrams, runs, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Without a family it is a string that has to stand there as it is: a word of the person's own, or
#: a number, a day or a code in another spelling.
Term: TypeAlias = tuple[Family | None, str]
Terms: TypeAlias = tuple[Term, ...]

#: What is the same; what is only near, and other ways to ask, match nothing of their own.
SAME = frozenset(
    {*(Relation.PLACE, Relation.AMOUNT, Relation.SPELLING, Relation.USER, Relation.SYNONYM)}
)
_WHOLE = frozenset({Relation.USER, Relation.SPELLING, Relation.AMOUNT})
_MOST_KEPT = 256  # texts: a long question may say the same a thousand times
# Characters that join words in a token and are no condition of their own.
_PARTICLES = frozenset("的了和与及在是有吗呢")


def word_terms(piece: str) -> list[tuple[Family, str]]:
    """Return the terms that a document needs to have all words of a Han piece.

    Where no word covers them, single characters are required themselves, neighbours as bigrams, so
    that 门诊慢特病 is not in whatever holds 门诊.
    """
    terms = [(Family.WORD, word) for word in words(piece)]
    rest = ""
    for word in [*segmenter().cut(piece), ""]:
        if len(word) == 1:
            rest += word
            continue
        if len(rest) > 1:
            terms += [(Family.GRAM, bigram) for bigram in bigrams(rest)]
        elif rest and rest not in _PARTICLES:
            terms.append((Family.GRAM, rest))
        rest = ""
    return terms


@lru_cache(_MOST_KEPT)
def content_of(text: str) -> Terms:
    """Return the distinct terms of what a normalised text asks for."""
    return _terms(text, tuple(character_weights(text, 0.0)))


def content_parts(
    text: str, parts: Sequence[Part], own_words: Iterable[tuple[int, int]] = ()
) -> list[list[Terms]]:
    """Take a normalised text apart where others may stand for a part of it.

    Args:
        text: what is asked for.
        parts: those of it that others may stand for, in order; of two that overlap the first.
        own_words: the half-open spans of the person's own words, each of which is one term.

    Returns:
        for each part of the whole text its own terms, one at least, then those of each text that
        means the same.
    """
    weights = tuple(character_weights(text, 0.0))
    own = set(own_words)
    plain = [Part(*span, ()) for span in own.difference(part[:2] for part in parts)]
    plain.append(Part(len(text), len(text), ()))
    found: list[list[Terms]] = []
    done = 0
    for start, end, alternatives in sorted((*parts, *plain), key=lambda part: part.start):
        if start >= done:
            found.append([_terms(text[done:start], weights[done:start])])
            is_own = (start, end) in own
            terms = _terms(text[start:end], weights[start:end])
            others = [
                ((None, other.text),) if other.kind in _WHOLE else content_of(other.text)
                for other in alternatives
                if other.kind in SAME
            ]
            found.append([((None, text[start:end]),) if is_own else terms, *others])
            done = end
    return [part for part in found if part[0]]


@lru_cache(_MOST_KEPT)
def _terms(text: str, weights: tuple[float, ...]) -> Terms:
    terms: dict[Term, None] = {}
    at = 0
    for counts, characters in groupby(weights, bool):
        end = at + sum(1 for _ in characters)
        for run in runs(text[at:end]) if counts else ():
            own = (
                word_terms(run.text)
                if run.kind is RunKind.GRAM
                else [(Family.ATOM, atom) for atom in run.atoms]
            )
            terms |= dict.fromkeys(own)
        at = end
    return tuple(terms)
