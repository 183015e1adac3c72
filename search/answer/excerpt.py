"""Which part of a text to show beside a hit, and spans as they are kept.

An excerpt is a verbatim slice. It begins and ends where a sentence does; in a long sentence where a
clause does; in a text without punctuation between two words, so that no word, number with its unit,
name of a place or character with combining marks is cut.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from ...language.atoms import is_gap
from ...language.borders import inside_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .results import Span

# Borders, the better the greater: between sentences, clauses, words.
_SENTENCE, _CLAUSE, _GAP = 3, 2, 1

# Below this share of its limit, an excerpt takes in what stands around its sentences.
_SHORT = 0.5
# Of the room around a match in a long sentence, the share that may go to what stands before it.
_BEFORE = 0.5
# Characters around a place that are cut into words; those next to it are then cut as in the whole
# text, and what is asked for next is mostly among them.
_CUT_AROUND, _KNOWN_AROUND = 32, 16

_FINAL = "。！？；!?;"
# What may still belong to a sentence behind its final mark, and how much of that is looked at.
_TAIL = _FINAL + "”’」』)）】》"
_LONGEST_TAIL = 3
_FINALS = frozenset(_FINAL)
_COMMAS = "，、：,:"
_LINE_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_MARKS = re.compile(f"([{re.escape(_TAIL)}]+)|([{_LINE_BREAKS}])|(\\s)|[{re.escape(_COMMAS)}]")
_TAIL_GROUP, _LINE_GROUP = 1, 2
_INK = re.compile(r"\S")
_JOINER = "\u200d"
# What joins the character before it and is no mark: half-width voicing marks, shades of skin.
_JOINED = f"{_JOINER}\uff9e\uff9f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sort half-open spans and join those that overlap or touch; empty ones are left out."""
    return tuple(_joined(spans, gap=0))


def clip(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """Return the parts of spans inside the slice from `start` to `end`, counted from its start.

    Args:
        spans: half-open, in code points of the whole text.
        start: where the slice begins.
        end: where it ends.
    """
    inside = ((max(first, start), min(last, end)) for first, last in spans)
    return tuple((first - start, last - start) for first, last in inside if first < last)


def cut(text: str, spans: Sequence[Span], limit: int = 120) -> Span:
    """Choose the slice of a text to show.

    It holds the matches that lie close together: those that show the most different strings, then
    those that cover the most, then the first. No match is cut in two, unless it is longer than the
    limit itself; then the slice begins with it. Without matches it is the start of the text. A text
    that is no longer than the limit is shown whole.

    Args:
        text: the whole text.
        spans: half-open matches in code points, in any order; overlapping ones count as one.
        limit: the most code points that the slice may have.

    Returns:
        The half-open slice, without white space at either end.
    """
    limit = max(limit, 1)
    if len(text) <= limit:
        return _trimmed(text, 0, len(text))
    matches = _matches(text, spans)
    if matches:
        start, end = _densest(text, matches, limit)
    else:
        start = end = len(text) - len(text.lstrip())
        if start == len(text):
            return 0, 0
    if end - start > limit:
        return _trimmed(text, start, _hard_end(text, start, start + limit))
    around = _Surroundings(text, matches, limit, end - limit, start + limit)
    return _trimmed(text, *around.widened(start, end))


def is_cut(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Return whether a slice leaves anything but white space out before it, and behind it."""
    return _INK.search(text, 0, start) is not None, _INK.search(text, end) is not None


def _joined(spans: Iterable[Span], *, gap: int) -> list[Span]:
    """Sort and join spans: those that touch with gap 0, with gap 1 only those that overlap."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start + gap <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _matches(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return what an excerpt may not cut: matches of whole clusters, without white space."""
    inside = ((max(start, 0), min(end, len(text))) for start, end in spans)
    found: list[Span] = []
    for first, last in _joined(inside, gap=1):
        start, end = _trimmed(text, first, last)
        floor = found[-1][1] if found else 0
        start = max(start, floor)
        while floor < start < end and _is_joined(text, start):
            start -= 1
        while start < end < len(text) and _is_joined(text, end):
            end += 1
        if start < end:
            found.append((start, end))
    return found


def _densest(text: str, matches: Sequence[Span], limit: int) -> Span:
    """Return the start of the first and the end of the last match of the best window."""
    if matches[-1][1] - matches[0][0] <= limit:
        return matches[0][0], matches[-1][1]
    strings = [text[start : min(end, start + limit)] for start, end in matches]
    shown: Counter[str] = Counter()
    covered = behind = 0
    best = 0, 0
    window = matches[0]
    for first, (start, _) in enumerate(matches):
        while behind <= first or (behind < len(matches) and matches[behind][1] <= start + limit):
            shown[strings[behind]] += 1
            covered += len(strings[behind])
            behind += 1
        if (len(shown), covered) > best:
            best = len(shown), covered
            window = start, matches[behind - 1][1]
        covered -= len(strings[first])
        shown[strings[first]] -= 1
        if not shown[strings[first]]:
            del shown[strings[first]]
    return window


class _Surroundings:
    """A text with its matches, and where in it an excerpt may begin or end.

    Args:
        text: the whole of it.
        matches: what no border may cut.
        limit: of the excerpt.
        low: no border before this is asked for.
        high: and none behind this.
    """

    def __init__(self, text: str, matches: Sequence[Span], limit: int, low: int, high: int) -> None:
        self.text = text
        self.matches = matches
        self.limit = limit
        self._sentences, self._clauses = _borders(text, max(low - _LONGEST_TAIL, 0), high + 1)
        self._known = range(0)  # the places of which it is known whether words are around them
        self._inside: frozenset[int] = frozenset()

    def widened(self, start: int, end: int) -> Span:
        """Widen a window, empty where nothing matches, to the borders of what it stands in."""
        if self.matches:
            start = self._start(start, end)
        end = max(end, start + 1)
        end = self._best_last((_SENTENCE, _CLAUSE, _GAP), end, start)
        if self.matches and end - start < self.limit * _SHORT:
            sentence = self._first(_SENTENCE, end - self.limit, start)
            start = start if sentence is None else sentence
        if end - start < self.limit * _SHORT:
            end = self._best_last((_CLAUSE,), end, start)
        return start, end

    def _start(self, start: int, end: int) -> int:
        """Choose where to begin: with the sentence, unless it is too long to be shown."""
        sentence = self._last(_SENTENCE, end - self.limit, start)
        nearest = start - int((self.limit - (end - start)) * _BEFORE)
        if sentence is not None and (
            sentence >= nearest or self._last(_SENTENCE, end, sentence + self.limit) is not None
        ):
            return sentence
        for kind in (_CLAUSE, _GAP):
            found = self._first(kind, nearest, start)
            if found is None:
                found = self._last(kind, end - self.limit, start)
            if found is not None:
                return found
        return start

    def _best_last(self, kinds: tuple[int, ...], end: int, start: int) -> int:
        """Return the last border from `end` on that the limit allows, of the first kind found."""
        for kind in kinds:
            found = self._last(kind, end, start + self.limit)
            if found is not None:
                return found
        return end

    def _first(self, kind: int, low: int, high: int) -> int | None:
        return next((at for at in self._places(kind, low, high) if self._is(kind, at)), None)

    def _last(self, kind: int, low: int, high: int) -> int | None:
        places = reversed(self._places(kind, low, high))
        return next((at for at in places if self._is(kind, at)), None)

    def _places(self, kind: int, low: int, high: int) -> Sequence[int]:
        """Return where a border of a kind, or a better one, may be, both ends included."""
        if kind == _GAP:
            return range(max(low, 0), min(high, len(self.text)) + 1)
        places = self._sentences if kind == _SENTENCE else self._clauses
        return places[bisect_left(places, low) : bisect_right(places, high)]

    def _is(self, kind: int, at: int) -> bool:
        """Whether a border there cuts no match or cluster, nor a word, where words may stand."""
        match = bisect_left(self.matches, (at, 0)) - 1
        if (match >= 0 and self.matches[match][1] > at) or _is_joined(self.text, at):
            return False
        if kind == _SENTENCE or at in {0, len(self.text)}:
            return True
        is_clause = self._clauses[bisect_left(self._clauses, at)] == at
        if is_clause and self.text[at - 1] not in _COMMAS:
            return True
        if not is_gap(self.text, at):  # no word or number goes on over a comma
            return False
        return is_clause or not self._is_inside_word(at)

    def _is_inside_word(self, at: int) -> bool:
        if at not in self._known:
            low = max(at - _CUT_AROUND, 0)
            inside = inside_words(self.text[low : at + _CUT_AROUND])
            self._inside = frozenset(low + place for place in inside)
            self._known = range(at - _KNOWN_AROUND, at + _KNOWN_AROUND)
        return at in self._inside


def _borders(text: str, low: int, high: int) -> tuple[list[int], list[int]]:
    """Return the borders of sentences in a part of a text, and where clauses or these may end."""
    sentences, clauses = [0], [0]
    for mark in _MARKS.finditer(text, low, high):
        start, end = mark.span()
        kind = mark.lastindex
        if kind is None:
            clauses.append(end)
        elif kind == _TAIL_GROUP:
            if not _FINALS.isdisjoint(text[max(end - _LONGEST_TAIL, 0) : end]):
                sentences.append(end)
                clauses.append(end)
        else:
            clauses += start, end
            if kind == _LINE_GROUP:
                sentences += start, end
    sentences.append(len(text))
    clauses.append(len(text))
    return sentences, clauses


def _is_joined(text: str, at: int) -> bool:
    """Whether what stands before and behind a place is one character to a reader."""
    before, after = text[at - 1 : at], text[at : at + 1]
    if "\u3400" <= after <= "\u9fff":  # an ideograph, as nearly always
        return before == _JOINER
    if not before or not after or before.isspace() or after.isspace():
        return False
    return (
        unicodedata.category(after)[0] == "M"
        or after in _JOINED
        or before == _JOINER
        or ("\ud800" <= before <= "\udbff" and "\udc00" <= after <= "\udfff")
    )


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _hard_end(text: str, start: int, end: int) -> int:
    """Go back from `end` to where no cluster is cut; stay there where it is all one cluster."""
    at = end
    while at > start and _is_joined(text, at):
        at -= 1
    return at if at > start else end
