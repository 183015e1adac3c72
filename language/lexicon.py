"""Words that mean the same: groups of them, and where a text holds a word of a group.

The shipped groups are those of `data/synonyms.tsv`. A word is found by the longest match from the
left, where it cuts no dictionary word in two: 头晕 stands in 头晕怎么办, not in 头晕目眩.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .atoms import cuts_atom
from .segmenter import segmenter
from .terms import RunKind, runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST_OTHERS = 64  # that may stand for a word: many more are never read


class Relation(StrEnum):
    """Why a string may stand for another one."""

    PLACE = "place"
    AMOUNT = "amount"
    SPELLING = "spelling"
    USER = "user"
    SYNONYM = "synonym"
    QUESTION = "question"
    RELATED = "related"


class Alternative(NamedTuple):
    """What may stand for a part of a token; `weight` is above 0 and at most 1."""

    text: str
    weight: float
    kind: Relation


class WordGroup(NamedTuple):
    """Words of which each stands for every other; without a weight each stands for itself only."""

    kind: Relation
    weight: float
    words: tuple[str, ...]


class Part(NamedTuple):
    """A part of a token for which others may stand: half-open, in code points of the token."""

    start: int
    end: int
    alternatives: tuple[Alternative, ...]


class Lexicon:
    """Finds the words of groups in normalised texts.

    What means the same as a word of the person's own means the same as its synonyms, too: groups of
    `Relation.USER` are joined where they share a word, with one of `Relation.SYNONYM` at most.

    Args:
        groups: those whose words come first stand first among a word's alternatives. A word of a
            group of `Relation.USER` is found even where it cuts a dictionary word.
        whole: words that stand for themselves only, and in which no shorter one is found.

    Attributes:
        own: the words of the groups of `Relation.USER`.
    """

    def __init__(self, groups: Iterable[WordGroup], whole: Iterable[str] = ()) -> None:
        self._groups: dict[str, list[WordGroup]] = {word: [] for word in whole}
        self.own: set[str] = set()
        for group in groups:
            for word in group.words:
                self._groups.setdefault(word, []).append(group)
            if group.kind is Relation.USER:
                self.own.update(group.words)
        self._sizes: dict[str, list[int]] = {}  # of the words that begin with a character
        for head, size in sorted({(word[:1], len(word)) for word in self._groups}, reverse=True):
            self._sizes.setdefault(head, []).append(size)

    def find(self, text: str, borders: WordBorders) -> list[Part]:
        """Find the words that have others, in order of their start.

        Parts overlap only inside a word for which nothing quite the same may stand: 医保 is found
        in 异地医保 as well.
        """
        parts: list[Part] = []
        others_of = cache(self._others)
        at = 0
        blocked_to = 0  # shorter words count up to here only where they end there or before
        while at < len(text):
            step = at + 1
            for word, end in self._words_at(text, at):
                if at < blocked_to < end:
                    continue
                is_own = word in self.own
                if not ((is_own and len(word) > 1) or borders.fit(at, end)):
                    continue
                if others := others_of(word):
                    parts.append(Part(at, end, others))
                    is_only_related = all(it.kind is Relation.RELATED for it in others)
                    if is_only_related and not is_own:
                        blocked_to = max(blocked_to, end)
                        continue
                step = end
                break
            at = step
        return parts

    def own_words(self, text: str) -> list[tuple[int, int]]:
        """Return the half-open spans of the person's own words, longest from the left."""
        spans = []
        at = 0
        while self.own and at < len(text):
            ends = [end for word, end in self._words_at(text, at) if word in self.own]
            if ends:
                spans.append((at, ends[0]))
            at = ends[0] if ends else at + 1
        return spans

    def _words_at(self, text: str, at: int) -> Iterator[tuple[str, int]]:
        """Find the words that stand at a place, longer ones first, with their ends."""
        for size in self._sizes.get(text[at], ()):
            word, end = text[at : at + size], at + size
            if word in self._groups and end <= len(text) and not cuts_atom(text, at, end):
                yield word, end

    def _others(self, word: str) -> tuple[Alternative, ...]:
        """Return what may stand for a word; what is only near comes last."""
        found = {word: Alternative(word, 1.0, Relation.USER)}
        waiting = [word]
        for at in waiting:
            _, weight, kind = found[at]
            for group in self._groups[at] if len(found) <= _MOST_OTHERS else ():
                is_own = group.kind is Relation.USER
                joins = is_own or (group.kind is Relation.SYNONYM and kind is Relation.USER)
                if not joins and at != word:
                    continue
                worth = min(weight, group.weight) if is_own else weight * group.weight
                least = kind if is_own else group.kind
                for other in group.words:
                    if other not in found:
                        found[other] = Alternative(other, worth, least)
                        if joins:
                            waiting.append(other)
        del found[word]
        return tuple(sorted(found.values(), key=lambda other: other.kind is Relation.RELATED))


class WordBorders:
    """Where the words of a text begin and end, by the dictionary of the segmenter."""

    def __init__(self, text: str) -> None:
        self._text = text

    def fit(self, start: int, end: int) -> bool:
        """Return whether a span cuts no word in two in a way that changes what the word means.

        A dictionary word that is put together of the span and another word (流感疫苗) may be cut.
        """
        first, last = self._words[start], self._words[end - 1]
        if first[0] == start and last[1] == end:
            return True
        if first[0] < start and end < last[1]:
            return False
        if first[0] < start:
            return first[1] == end and self._is_word(first[0], start)
        return last[0] == start and self._is_word(end, last[1])

    def _is_word(self, start: int, end: int) -> bool:
        return end - start > 1 and len(segmenter().cut(self._text[start:end])) == 1

    @cached_property
    def _words(self) -> list[tuple[int, int]]:
        """The span of the word that each character of the text belongs to."""
        spans = [(at, at + 1) for at in range(len(self._text))]
        for run in runs(self._text):
            if run.kind is RunKind.GRAM:
                at = run.start
                for word in segmenter().cut(run.text):
                    end = at + len(word)
                    spans[at:end] = [(at, end)] * len(word)
                    at = end
        return spans


@cache
def shipped() -> tuple[tuple[WordGroup, ...], tuple[str, ...]]:
    """Return the shipped groups, those that mean the same first, and the shipped whole words.

    The words are normalised in the file: to do it at every start takes longer than all the rest.
    """
    groups: list[WordGroup] = []
    whole: list[str] = []
    path = Path(__file__).with_name("data") / "synonyms.tsv"
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, weight, *words = line.split("\t")
            if kind == "whole":
                whole += words
            else:
                groups.append(WordGroup(Relation(kind), float(weight), tuple(words)))
    groups.sort(key=lambda group: group.kind is Relation.RELATED)
    return tuple(groups), tuple(whole)
