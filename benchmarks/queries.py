"""The queries: shapes that people use, drawn from the documents themselves."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from terms import WORD

from souwen.language.normalise import HAN, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from documents import Document

_HAN_RUN = re.compile(f"[{HAN}]+")
_RARE = range(2, 6)  # documents that hold a rare word
_COMMON = 100  # so many of the commonest words are common
_KNOWN = 5  # documents at least that hold a word of an AND
_FRAMES = ("{}和{}有什么关系", "{}怎么影响{}", "为什么{}需要{}", "{}以后{}怎么办", "{}的{}是多少")


class Shape(StrEnum):
    """What sort of query it is; the value is what tables call it."""

    RARE = "rare word"
    COMMON = "common word"
    BOTH = "AND of 2 words"
    RANKED = "ranked OR, 4 characters"
    EXACT_4 = "exact, 4 characters"
    EXACT_12 = "exact, 12 characters"
    CHARACTER = "single character"
    DATED = "word + dates"
    NEWEST = "word, newest first"
    QUESTION = "whole question"


_LENGTHS = {Shape.RANKED: 4, Shape.EXACT_4: 4, Shape.EXACT_12: 12, Shape.CHARACTER: 1}


@dataclass(frozen=True, slots=True)
class Query:
    """One query; `words` are those that all must be there; the days are ISO dates."""

    shape: Shape
    text: str
    words: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None


def draw(documents: Sequence[Document], number: int, seed: int) -> dict[Shape, list[Query]]:
    """Draw so many queries of each shape; the same arguments give the same queries.

    The strings are of Han characters.
    """
    source = _Source(documents, random.Random(seed))
    return {shape: [source.query(shape) for _ in range(number)] for shape in Shape}


class _Source:
    """Draws words and strings out of documents."""

    def __init__(self, documents: Sequence[Document], chance: random.Random) -> None:
        self._chance = chance
        self._texts = [normalise(one.text) for one in documents]
        self._words = [
            [
                term[len(WORD) :]
                for term in one.terms.split(" ")
                if term.startswith(WORD) and _HAN_RUN.fullmatch(term[len(WORD) :])
            ]
            for one in documents
        ]
        self._holding = Counter(word for found in self._words for word in set(found))
        by_frequency = sorted(self._holding, key=lambda word: (-self._holding[word], word))
        self._common = by_frequency[:_COMMON]
        self._rare = [word for word in by_frequency if self._holding[word] in _RARE]
        self._days = sorted(one.published for one in documents if one.published)

    def query(self, shape: Shape) -> Query:
        """Draw a query of a shape."""
        match shape:
            case Shape.RARE | Shape.COMMON:
                words = self._rare if shape is Shape.RARE else self._common
                query = Query(shape, self._chance.choice(words))
            case Shape.DATED:
                after, before = sorted(self._chance.choices(self._days, k=2))
                query = Query(shape, self._word(), (), after, before)
            case Shape.NEWEST:
                query = Query(shape, self._word())
            case Shape.BOTH:
                both = self._two_words()
                query = Query(shape, " ".join(both), both)
            case Shape.QUESTION:
                frame = self._chance.choice(_FRAMES)
                query = Query(shape, frame.format(*self._two_words()))
            case _:
                query = Query(shape, self._piece(_LENGTHS[shape]))
        return query

    def _word(self) -> str:
        """Draw a word by its occurrences: it is as likely as it is frequent."""
        while not (found := self._chance.choice(self._words)):
            pass
        return self._chance.choice(found)

    def _two_words(self) -> tuple[str, str]:
        """Draw two words of one document, neither of them rare."""
        while True:
            words = {w for w in self._chance.choice(self._words) if self._holding[w] >= _KNOWN}
            if len(words) > 1:
                one, other = self._chance.sample(sorted(words), 2)
                return one, other

    def _piece(self, length: int) -> str:
        """Draw a string from anywhere in a document."""
        while True:
            found = _HAN_RUN.findall(self._chance.choice(self._texts))
            if runs := [run for run in found if len(run) >= length]:
                run = self._chance.choice(runs)
                at = self._chance.randint(0, len(run) - length)
                return str(run[at : at + length])


def day_of(published: str | None) -> int:
    """Give an ISO date as a number of days, 0 without one."""
    return date.fromisoformat(published).toordinal() if published else 0
