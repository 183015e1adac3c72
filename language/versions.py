"""Whether two texts are versions of one: cut, headed anew, partly rewritten, of the same things.

They are where the shorter has most of its shingles in the other one, and nothing tells them apart:
a place, a number of three digits or more, or a name in letters that only one of them has. What
stands in clauses at an end that the other text does not have at all tells nothing, as long as only
one of them has such: so a text that was cut, or has a line before it, is a version still. In a
title everything counts.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

from .code_points import table_of_runs
from .places import places_in
from .sketches import SHINGLE, shingles
from .terms import NUMBER, OTHER, number_atoms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

#: Texts with fewer shingles say too little to be called versions of one another.
FEWEST_SHINGLES = 30
#: Of the shingles of the shorter text, the share that the other one has at least.
LEAST_SHARED = 0.7
#: Of a short one, where a title is much of it.
LEAST_OF_SHORT = 0.8
_SHORT = 100

_FEWEST_DIGITS = 3
_NUMBERS = re.compile(rf"(?P<large>{NUMBER}[千百]?[万亿])|{OTHER}")
_DIGITS = re.compile(r"\d{3,}(?=[^\d…. \n])")  # of numbers that tell, and were not cut
_PLACE, _ABOVE = "@", (3, 5)  # and as many characters of the code of what a place lies in
_KEPT = re.compile(r"[^\W\d_]")
_LEFT_OUT = re.compile(r"[\W\d_]+")
_CLAUSE_END = re.compile(r"[,。;!?:\n…]")
_DOTS = re.compile(r"[…. \n]+\Z")  # behind a text that was cut
_FINISHED = re.compile(r"[。!?;][\"')\]】》]*\Z")
_LINE_BREAK = ord("\n")
_TAIL = 12  # characters that tell where a text was cut
_SHARED_RUN = re.compile(r"\+{8,}")  # shingles in a row: less is shared by any two texts


class Fact(NamedTuple):
    """What tells texts apart: half-open in a text; the same thing has the same name."""

    start: int
    end: int
    name: str


def facts_in(text: str) -> Iterator[Fact]:
    """Find the places, the numbers of three digits or more, and the names in a normalised text."""
    for start, end, place in places_in(text):
        yield Fact(start, end, f"{_PLACE}{place.code}")
    for match in _NUMBERS.finditer(text):
        found = match.group()
        if match.lastgroup == "number":
            for number in number_atoms(found):
                if sum(map(str.isdecimal, number)) >= _FEWEST_DIGITS:
                    yield Fact(*match.span(), number)
        else:
            yield Fact(*match.span(), found)


def numbers_of(points: NDArray[np.uint32], starts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return a bit for each number of three digits or more in documents, by its hash.

    Args:
        points: the code points of all titles and bodies by turns, with a border behind each.
        starts: where each begins; one more at the end.
    """
    points = points.copy()
    points[starts[1:] - 1] = _LINE_BREAK
    is_digit = _is_digit()[points]
    looked_at = is_digit.copy()
    looked_at[1:] |= is_digit[:-1]  # what stands behind a number, and nothing else, tells of it
    found = [*_DIGITS.finditer(points[looked_at].tobytes().decode("utf-32-le"))]
    of_looked_at = np.fromiter((match.start() for match in found), np.int64, len(found))
    places = np.flatnonzero(looked_at)[of_looked_at]
    hashes = np.fromiter((crc32(match[0].encode()) for match in found), np.uint64, len(found))
    numbers = np.zeros(len(starts) // 2, np.uint64)
    owners = (np.searchsorted(starts, places, "right") - 1) // 2
    np.bitwise_or.at(numbers, owners, np.uint64(1) << hashes % np.uint64(64))
    return numbers


@cache
def _is_digit() -> NDArray[np.bool_]:
    """Mark the code points of decimal digits, of all scripts."""
    return table_of_runs(re.compile(r"\d+"))


def are_told_apart(numbers: NDArray[np.uint64], others: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return for which of `numbers_of` it is certain that either text has a number of its own."""
    found: NDArray[np.bool_] = (numbers & ~others > 0) & (others & ~numbers > 0)
    return found


class ReadText:
    """A text as it is compared with others; what that takes is worked out once.

    Args:
        title: normalised; "" where there is none.
        body: normalised.
    """

    def __init__(self, title: str, body: str) -> None:
        self.text = f"{title}\n{body}"
        self._title_end = len(title)

    @cached_property
    def shingles(self) -> set[str]:
        """The shingles of title and body as one text."""
        return shingles(self.text)

    @cached_property
    def _facts(self) -> list[Fact]:
        return list(facts_in(self.text))

    @cached_property
    def _digits(self) -> set[str]:
        return set(_DIGITS.findall(self.text))

    @cached_property
    def _names(self) -> set[str]:
        names = {fact.name for fact in self._facts}
        # Who names a county names its city and its province.
        return names | {name[:end] for name in names if name[0] == _PLACE for end in _ABOVE}

    @cached_property
    def _uncut(self) -> str:
        return _DOTS.sub("", self.text)

    def is_version_of(self, other: ReadText) -> bool:
        """Return whether both are versions of one text, and of the same things."""
        if self._digits - other._digits and other._digits - self._digits:
            return False  # asked first, because it is the quickest
        few, many = sorted((self.shingles, other.shingles), key=len)
        least = LEAST_OF_SHORT if len(few) < _SHORT else LEAST_SHARED
        if len(few) < FEWEST_SHINGLES or len(few & many) < least * len(few):
            return False
        return not self.is_told_apart_from(other)

    def is_told_apart_from(self, other: ReadText) -> bool:
        """Return whether a place, a number or a name tells one from the other."""
        mine, theirs = self._only_here(other), other._only_here(self)
        if mine and theirs:
            return True
        return self._tells(mine, other) or other._tells(theirs, self)

    def _only_here(self, other: ReadText) -> list[Fact]:
        facts = [fact for fact in self._facts if fact.name not in other._names]
        if facts and facts[-1].end == len(self._uncut) and self._uncut[-_TAIL:] in other.text:
            facts.pop()  # a number or a name that was cut itself
        return facts

    def _tells(self, facts: list[Fact], other: ReadText) -> bool:
        """Whether one of these stands in the title, or within what the other text has, too."""
        if not facts:
            return False
        if facts[0].start < self._title_end:
            return True
        start, end = self._shared_with(other)
        return any(fact.start < end and fact.end > start for fact in facts)

    def _shared_with(self, other: ReadText) -> tuple[int, int]:
        """Return from where to where this text is that of the other one, in whole clauses."""
        places = [kept.start() for kept in _KEPT.finditer(self.text)]
        bare = "".join(map(self.text.__getitem__, places))
        shared = "".join(
            "+" if bare[at : at + SHINGLE] in other.shingles else "-" for at in range(len(bare))
        )
        runs = list(_SHARED_RUN.finditer(shared))
        if not runs:
            return 0, len(self.text)
        start = places[runs[0].start()]
        end = places[runs[-1].end() + SHINGLE - 2] + 1
        start = max((m.end() for m in _CLAUSE_END.finditer(self.text, 0, start)), default=0)
        last = bare[runs[-1].end() - 1 : runs[-1].end() + SHINGLE - 1]
        if other._is_cut_behind(last):
            return start, end
        clause_end = _CLAUSE_END.search(self.text, end)
        return start, clause_end.start() if clause_end else len(self.text)

    def _is_cut_behind(self, shingle: str) -> bool:
        """Whether the text breaks off with a shingle, in the middle of a sentence."""
        return not _FINISHED.search(self.text) and _LEFT_OUT.sub(
            "", self._uncut[-3 * SHINGLE :]
        ).endswith(shingle)
