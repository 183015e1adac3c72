"""Words that mean the same: groups of them, and where a text holds a word of a group.

The shipped groups are those of `data/synonyms.tsv`; a person's own come from
`dictionary.UserDictionary`. A word is found by the longest match from the left, where it cuts no
dictionary word in two: 头晕 stands in 头晕怎么办, not in 头晕目眩.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .atoms import cuts_atom
from .segmenter import segmenter
from .terms import RunKind, runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Kind(StrEnum):
    """Why a string may stand for another one."""

    PLACE = "place"
    AMOUNT = "amount"
    USER = "user"
    SYNONYM = "synonym"
    QUESTION = "question"
    RELATED = "related"


class Alternative(NamedTuple):
    """What may stand for a part of a token; `weight` is above 0 and at most 1."""

    text: str
    weight: float
    kind: Kind


class Group(NamedTuple):
    """Words of which each stands for every other; without a weight each stands for itself only."""

    kind: Kind
    weight: float
    words: tuple[str, ...]


class Part(NamedTuple):
    """A part of a token for which others may stand: half-open, in code points of the token."""

    start: int
    end: int
    alternatives: tuple[Alternative, ...]

    @property
    def is_only_near(self) -> bool:
        """Whether nothing that stands for it is quite the same."""
        return all(other.kind is Kind.RELATED for other in self.alternatives)


class _Word(NamedTuple):
    text: str
    alternatives: tuple[Alternative, ...]
    is_own: bool


class Lexicon:
    """Finds the words of groups in normalised texts.

    Args:
        groups: those whose words come first stand first among a word's alternatives. A word of a
            group of `Kind.USER` is found even where it cuts a dictionary word.
        whole: words that stand for themselves only, and in which no shorter one is found.
    """

    def __init__(self, groups: Iterable[Group], whole: Iterable[str] = ()) -> None:
        found: dict[str, dict[str, Alternative]] = {word: {} for word in whole}
        own: set[str] = set()
        for group in groups:
            for word in group.words:
                others = found.setdefault(word, {})
                for other in group.words:
                    if other != word:
                        others.setdefault(other, Alternative(other, group.weight, group.kind))
                if group.kind is Kind.USER:
                    own.add(word)
        self._own = own
        self._by_head: dict[str, list[_Word]] = {}
        for word in sorted(found, key=lambda word: (-len(word), word)):
            entry = _Word(word, tuple(found[word].values()), word in own)
            self._by_head.setdefault(word[:1], []).append(entry)

    def find(self, text: str, borders: Borders) -> list[Part]:
        """Find the words that have others, in order of their start.

        Parts overlap only inside a word for which nothing quite the same may stand: 医保 is found
        in 异地医保 as well.
        """
        parts: list[Part] = []
        at = 0
        blocked_to = 0  # shorter words count up to here only where they end there or before
        while at < len(text):
            step = at + 1
            for word in self._by_head.get(text[at], ()):
                end = at + len(word.text)
                if (at < blocked_to < end) or not _stands(word.text, text, at):
                    continue
                if not ((word.is_own and len(word.text) > 1) or borders.fit(at, end)):
                    continue
                part = Part(at, end, word.alternatives)
                if part.alternatives:
                    parts.append(part)
                    if part.is_only_near and not word.is_own:
                        blocked_to = max(blocked_to, end)
                        continue
                step = end
                break
            at = step
        return parts

    def own_words(self, text: str) -> list[tuple[int, int]]:
        """Give the half-open spans of the person's own words, longest from the left."""
        spans = []
        at = 0
        while self._own and at < len(text):
            step = at + 1
            for word in self._by_head.get(text[at], ()):
                end = at + len(word.text)
                if word.is_own and _stands(word.text, text, at):
                    spans.append((at, end))
                    step = end
                    break
            at = step
        return spans


def _stands(word: str, text: str, at: int) -> bool:
    return text.startswith(word, at) and not cuts_atom(text, at, at + len(word))


class Borders:
    """Where the words of a text begin and end, by the dictionary of the segmenter."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: list[tuple[int, int]] = []

    def fit(self, start: int, end: int) -> bool:
        """Tell whether a span cuts no word in two in a way that changes what the word means.

        A dictionary word that is put together of the span and another word (流感疫苗) may be cut.
        """
        self._words = self._words or _words(self._text)
        first, last = self._words[start], self._words[end - 1]
        cut_before = first[0] < start
        cut_behind = end < last[1]
        if cut_before and cut_behind:
            return False
        if cut_before:
            return first[1] == end and self._is_word(first[0], start)
        if cut_behind:
            return last[0] == start and self._is_word(end, last[1])
        return True

    def _is_word(self, start: int, end: int) -> bool:
        return end - start > 1 and len(segmenter().cut(self._text[start:end])) == 1


def _words(text: str) -> list[tuple[int, int]]:
    """Give the span of the word that each character of a text belongs to."""
    spans = [(at, at + 1) for at in range(len(text))]
    for run in runs(text):
        if run.kind is RunKind.GRAM:
            at = run.start
            for word in segmenter().cut(run.text):
                end = at + len(word)
                spans[at:end] = [(at, end)] * len(word)
                at = end
    return spans


def read_groups(lines: Sequence[str]) -> tuple[list[Group], list[str]]:
    """Read lines of the form of `data/synonyms.tsv`: its groups and its whole words.

    The words are normalised there: to do it at every start would take longer than all the rest.
    """
    groups: list[Group] = []
    whole: list[str] = []
    for line in lines:
        if not line or line.startswith("#"):
            continue
        kind, weight, *words = line.split("\t")
        if kind == "whole":
            whole += words
        else:
            groups.append(Group(Kind(kind), float(weight), tuple(words)))
    return groups, whole


@cache
def shipped() -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """Give the shipped groups, those that mean the same first, and the shipped whole words."""
    text = Path(__file__).with_name("data").joinpath("synonyms.tsv").read_text("utf-8")
    groups, whole = read_groups(text.splitlines())
    groups.sort(key=lambda group: group.kind is Kind.RELATED)
    return tuple(groups), tuple(whole)
