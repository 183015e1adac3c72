"""The documents that every engine gets, with terms, and queries by shape, drawn from them.

Terms are made by souwen's normaliser and jieba. A word is marked, so that it stays apart from a
bigram of the same characters. The bigrams of a run of characters follow each other, so that a
phrase of them is a literal match. The same documents give the same queries.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from souwen.language.characters import HAN
from souwen.language.normalise import normalise
from souwen.language.terms import RunKind, bigrams, runs, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

WORD = "w"  # in front of a word
_HAN_RUN = re.compile(f"[{HAN}]+")
_NUMBER = re.compile(r"\d[\d.]*(?:万|亿)?(?:元|%|年|月|天|岁|人)")
_PLACES = ("北京", "上海", "广州", "深圳", "杭州", "成都", "武汉", "南京", "重庆", "西安")
_RARE = range(2, 6)  # documents that hold a rare word
_COMMON = 100  # so many of the commonest words are common
_SEVERAL = 5  # documents at least that hold a word of an AND
_FRAMES = ("{}和{}有什么关系", "{}怎么影响{}", "为什么{}需要{}", "{}以后{}怎么办", "{}的{}是多少")


class Document(NamedTuple):
    """A document; `terms` has spaces between, those of the title first."""

    id: str
    title: str
    body: str
    published: str | None = None
    channel: str | None = None
    terms: str = ""

    @property
    def text(self) -> str:
        """Title and body."""
        return f"{self.title}\n{self.body}"

    @property
    def day(self) -> int:
        """The date as a number of days, 0 without one."""
        return day_of(self.published)


def day_of(published: str | None) -> int:
    """Return an ISO date as a number of days, 0 without one."""
    return date.fromisoformat(published).toordinal() if published else 0


def terms_of(text: str) -> list[str]:
    """Return the characters, bigrams, words, numbers and Latin words of a text."""
    return terms_by(lambda run: [*run, *bigrams(run), *(WORD + word for word in words(run))], text)


def terms_by(of_run: Callable[[str], Iterable[str]], text: str) -> list[str]:
    """Return terms of a text: numbers, Latin words, and what a run of Chinese characters gives."""
    terms: list[str] = []
    for run in runs(normalise(text)):
        if run.kind is RunKind.GRAM:
            terms += of_run(run.text)
        else:
            terms += run.atoms
    return terms


def with_terms(document: Document) -> Document:
    """Return the document with its terms."""
    terms = [*terms_of(document.title), *terms_of(document.body)]
    return document._replace(terms=" ".join(terms))


def export(rows: Iterable[dict[str, Any]], path: Path) -> None:
    """Write what `Engine.export` gives to a file, with terms."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            document = Document(*(row[name] for name in Document._fields[:-1]))
            print(json.dumps(with_terms(document), ensure_ascii=False), file=file)


def read(path: Path) -> Iterator[Document]:
    """Yield the documents of a file that `export` wrote."""
    with path.open(encoding="utf-8") as lines:
        yield from (Document(*json.loads(line)) for line in lines)


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
    # These are asked of souwen alone.
    FILTERED = "word + kind and channel"
    FACETS = "word, facets"
    PAGED = "word, fourth page"
    PLACE = "place, word and number"
    NOWHERE = "exact, nowhere, its parts everywhere"
    COLD = "any word, asked for the first time"
    TYPED = "a query, a character at a time"


#: What all engines can be asked.
SHARED = tuple(Shape)[: tuple(Shape).index(Shape.FILTERED)]
#: What souwen is asked alone.
ALONE = (Shape.FACETS, Shape.PAGED, Shape.NOWHERE, Shape.COLD, Shape.TYPED)
EXACT = (Shape.EXACT_4, Shape.EXACT_12)
_PAIRS = 50  # so many of the commonest pairs of characters stand nearly everywhere
_LENGTHS = {Shape.RANKED: 4, Shape.EXACT_4: 4, Shape.EXACT_12: 12, Shape.CHARACTER: 1}
_OPTIONS: dict[Shape, dict[str, Any]] = {
    Shape.RANKED: {"mode": "any"},
    Shape.EXACT_4: {"exact": True},
    Shape.EXACT_12: {"exact": True},
    Shape.NEWEST: {"sort": "newest"},
    Shape.FACETS: {"facets": True},
    Shape.PAGED: {"offset": 30},
    Shape.NOWHERE: {"exact": True},
    Shape.TYPED: {"prefix_last": True},
}


class Query(NamedTuple):
    """A query as a person types it.

    Attributes:
        options: of souwen's search; the other engines know `after`, `before` and `sort`.
        terms: what the other engines rank by instead of the terms of the text.
    """

    shape: Shape
    text: str
    options: dict[str, Any]
    terms: Sequence[str] = ()

    @property
    def days(self) -> list[int]:
        """The first and the last day of its dates, or nothing."""
        return [day_of(self.options[name]) for name in ("after", "before") if name in self.options]

    @property
    def is_newest(self) -> bool:
        """Whether the newest come first."""
        return "sort" in self.options

    def wanted(self) -> tuple[str, Sequence[str]]:
        """Return how the terms must stand in a document ("any", "all", "phrase"), and the terms."""
        match self.shape:
            case Shape.RANKED | Shape.QUESTION:
                return "any", self.terms or list(dict.fromkeys(terms_of(self.text)))
            case Shape.EXACT_4 | Shape.EXACT_12:
                return "phrase", bigrams(self.text)
            case Shape.CHARACTER:
                return "all", [self.text]
            case _:
                return "all", [WORD + word for word in self.text.split()]


class Draw:
    """Draws words and strings of Chinese characters out of documents."""

    def __init__(self, documents: Sequence[Document], seed: int = 1) -> None:
        self._chance = random.Random(seed)
        self._texts = [normalise(document.text) for document in documents]
        self._words = [
            [term[len(WORD) :] for term in document.terms.split() if _is_word(term)]
            for document in documents
        ]
        self._frequency = Counter(word for words in self._words for word in set(words))
        ordered = sorted(self._frequency, key=lambda word: (-self._frequency[word], word))
        self._common = ordered[:_COMMON]
        self._rare = [word for word in ordered if self._frequency[word] in _RARE]
        self._days = sorted(document.published for document in documents if document.published)
        self._channels = sorted({document.channel for document in documents if document.channel})
        pairs = Counter(
            pair
            for text in self._texts
            for run in _HAN_RUN.findall(text)
            for pair in {*bigrams(run)}
        )
        self._pairs = [pair for pair, _ in pairs.most_common(_PAIRS)]
        self._numbers = _NUMBER.findall("\n".join(self._texts))

    def queries(self, shape: Shape, number: int) -> list[Query]:
        """Draw so many queries of a shape."""
        if shape is Shape.COLD:
            words = sorted(self._frequency)
            drawn = self._chance.sample(words, min(number, len(words)))
            return [Query(shape, word, {}) for word in drawn]
        if shape is Shape.TYPED:
            return self._typed(number)
        return [self._query(shape) for _ in range(number)]

    def _typed(self, number: int) -> list[Query]:
        """Draw queries as they grow while people type two words and a space between."""
        typed: list[Query] = []
        while len(typed) < number:
            text = " ".join(self._two_words())
            typed += [
                Query(Shape.TYPED, text[:end], _OPTIONS[Shape.TYPED])
                for end in range(1, len(text) + 1)
                if text[end - 1] != " "
            ]
        return typed[:number]

    def _query(self, shape: Shape) -> Query:
        choice, options = self._chance.choice, _OPTIONS.get(shape, {})
        match shape:
            case Shape.RARE | Shape.COMMON:
                text = choice(self._rare if shape is Shape.RARE else self._common)
            case Shape.BOTH:
                text = " ".join(self._two_words())
            case Shape.QUESTION:
                text = choice(_FRAMES).format(*self._two_words())
            case Shape.PLACE:
                text = f"{choice(_PLACES)} {self._word()} {choice(self._numbers)}"
            case Shape.DATED:
                after, before = sorted(self._chance.choices(self._days, k=2))
                text, options = self._word(), {"after": after, "before": before}
            case Shape.FILTERED:
                kind, channel = choice(("article", "snippet")), choice(self._channels)
                text, options = self._word(), {"kind": kind, "channel": channel}
            case Shape.NOWHERE:
                text = self._nowhere()
            case _ if shape in _LENGTHS:
                text = self._piece(_LENGTHS[shape])
            case _:
                text = self._word()
        return Query(shape, text, options)

    def _nowhere(self) -> str:
        """Draw a string of four characters that no text holds, of pairs that most hold."""
        while True:
            first, last = self._chance.choices(self._pairs, k=2)
            text = first + last
            if not any(text in each for each in self._texts):
                return text

    def _word(self) -> str:
        """Draw a word by its occurrences: it is as likely as it is frequent."""
        while not (words := self._chance.choice(self._words)):
            pass
        return self._chance.choice(words)

    def _two_words(self) -> Sequence[str]:
        """Draw two words of one document, neither of them rare."""
        while True:
            words = {w for w in self._chance.choice(self._words) if self._frequency[w] >= _SEVERAL}
            if len(words) > 1:
                return self._chance.sample(sorted(words), 2)

    def _piece(self, length: int) -> str:
        """Draw a string from anywhere in a document."""
        while True:
            runs = _HAN_RUN.findall(self._chance.choice(self._texts))
            if runs := [run for run in runs if len(run) >= length]:
                run = self._chance.choice(runs)
                at = self._chance.randint(0, len(run) - length)
                return str(run[at : at + length])


def _is_word(term: str) -> bool:
    return term.startswith(WORD) and bool(_HAN_RUN.fullmatch(term, len(WORD)))
