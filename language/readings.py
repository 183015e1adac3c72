"""What a token may be read as besides itself: 心慌去哪家医院 is 心悸去哪家医院 too.

A reading is the whole token with one or two of its parts replaced by what means the same: another
name of a place, another way to write an amount, a synonym of the person's own or of the shipped
ones, another way to ask, a related word.
"""

from __future__ import annotations

from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from .amounts import amounts_in
from .atoms import cuts_atom
from .lexicon import Lexicon, Relation, WordBorders, WordGroup, shipped
from .literal import LiteralText
from .normalise import normalise
from .place_names import places_of, places_to_rename
from .spellings import spellings_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .lexicon import Part

#: Most readings of a token: each costs about as much as the token itself.
MOST_READINGS = 8
#: Most of them, those included that only spell a part of it otherwise: a date has eleven spellings.
MOST_SPELLINGS = 16
#: A longer token is a pasted passage: it is its own best description.
LONGEST_TOKEN = 100
#: What a synonym of a person's own is worth.
USER_WEIGHT = 0.9

_MOST_IN_PAIRS = 4
# What makes a reading wait for others of a better kind, so that it fills only what they leave.
_LATER = {Relation.RELATED: 1, Relation.QUESTION: 10}
_PAIRS_AFTER = 1


class Replacement(NamedTuple):
    """A part of a token, half-open in code points, and what stands for it."""

    start: int
    end: int
    text: str
    weight: float
    kind: Relation


class Reading(NamedTuple):
    """Another reading of a token.

    Attributes:
        text: the whole token, normalised, with its parts replaced.
        weight: above 0 and at most 1: the product of its replacements' weights.
        kind: that of the replacement with the least weight.
        replacements: what was replaced, from left to right; they do not overlap.
    """

    text: str
    weight: float
    kind: Relation
    replacements: tuple[Replacement, ...]


class Readings:
    """Finds the readings of tokens; immutable, so safe to use from several threads.

    Args:
        own: the person's own words, each with its synonyms.
    """

    def __init__(self, own: Iterable[tuple[str, tuple[str, ...]]] = ()) -> None:
        groups, whole = shipped()
        owns = [WordGroup(Relation.USER, USER_WEIGHT, (word, *synonyms)) for word, synonyms in own]
        self._lexicon = Lexicon((*owns, *groups), whole)

    def of(self, token: str, parts: Sequence[Part] | None = None) -> list[Reading]:
        """Return the other readings of a normalised token, the best first.

        They are `MOST_READINGS` at most, or `MOST_SPELLINGS` with other spellings of a part. None
        of them holds the token or another one of them as a part, for what matches it would match
        that already.

        Args:
            token: what is read.
            parts: those of the token, where they are known already.
        """
        if len(token) > LONGEST_TOKEN:
            return []
        readings: list[Reading] = []
        known = [(LiteralText((token,)), 1.0)]
        places = places_of(token)
        for replacements in _choices(self.parts(token) if parts is None else parts):
            is_spelling = [part.kind for part in replacements] == [Relation.SPELLING]
            if len(readings) >= (MOST_SPELLINGS if is_spelling else MOST_READINGS):
                continue
            text = _replaced(token, replacements)
            if text is None:
                continue
            is_own = any(part.kind is Relation.USER for part in replacements)
            if not is_own and places_of(text) != places:
                continue
            weight = prod(part.weight for part in replacements)
            if not any(worth >= weight and held.stands_in((text,)) for held, worth in known):
                least = min(replacements, key=lambda part: part.weight)
                readings.append(Reading(text, weight, least.kind, replacements))
                known.append((LiteralText.whole(text), weight))
        return readings

    def parts(self, token: str) -> tuple[Part, ...]:
        """Return the parts of a normalised token for which others may stand, in order.

        Where they overlap, the person's own words stand before places and amounts, those before
        shipped words. Another spelling may be of a part of a shipped word (三级甲等 = 3级甲等).
        """
        borders = WordBorders(token)
        own = set(self.own_words(token))
        parts = _outside(own, [*places_to_rename(token, borders), *amounts_in(token)])
        named = {part[:2] for part in parts}
        words = self._lexicon.find(token, borders)
        parts += [part for part in words if part[:2] in own]
        parts += _outside(named, [part for part in words if part[:2] not in own])
        parts += _outside(named | own, spellings_in(token))
        return tuple(sorted(parts, key=lambda part: (part.start, -part.end)))

    @property
    def has_own(self) -> bool:
        """Whether the person has words of their own."""
        return bool(self._lexicon.own)

    def is_own(self, text: str) -> bool:
        """Return whether a normalised text is one of them."""
        return text in self._lexicon.own

    def own_words(self, text: str) -> list[tuple[int, int]]:
        """Return the half-open spans of the person's own words in a normalised text.

        They are not to be cut apart: who has one of them must have all of it.
        """
        return self._lexicon.own_words(text)


def _outside(spans: set[tuple[int, int]], parts: Iterable[Part]) -> list[Part]:
    """Leave out the parts that overlap with spans without being one of them."""
    inside = {at for span in spans for at in range(*span)}
    return [
        part
        for part in parts
        if part[:2] in spans or inside.isdisjoint(range(part.start, part.end))
    ]


def _choices(parts: Sequence[Part]) -> Iterator[tuple[Replacement, ...]]:
    """Return what may be replaced together, in the order of their use.

    First the best of each part; then their pairs and the second of each part, and so on: a token of
    several parts is not filled up with one word's synonyms.
    """
    ranked: list[tuple[int, int, int, tuple[Replacement, ...]]] = []
    best: list[Replacement] = []
    for part in parts:
        for rank, other in enumerate(part.alternatives):
            replacement = Replacement(part.start, part.end, *other)
            ranked.append((rank + _LATER.get(other.kind, 0), 1, part.start, (replacement,)))
            if not rank and other.kind is not Relation.QUESTION:
                best.append(replacement)
    best.sort(key=lambda replacement: -replacement.weight)
    for pair in combinations(best[:_MOST_IN_PAIRS], 2):
        first, second = sorted(pair, key=lambda replacement: replacement.start)
        if first.end <= second.start:
            later = max(_LATER.get(first.kind, 0), _LATER.get(second.kind, 0))
            ranked.append((_PAIRS_AFTER + later, 2, first.start, (first, second)))
    ranked.sort(key=lambda choice: choice[:3])
    return (replacements for *_, replacements in ranked)


def _replaced(token: str, replacements: tuple[Replacement, ...]) -> str | None:
    """Replace parts of a token; None where the result would read otherwise than meant."""
    text = ""
    done = 0
    borders: list[tuple[int, int]] = []
    for part in replacements:
        text += token[done : part.start]
        borders.append((len(text), len(text) + len(part.text)))
        text += part.text
        done = part.end
    text += token[done:]
    if any(cuts_atom(text, start, end) for start, end in borders) or normalise(text) != text:
        return None
    return text
