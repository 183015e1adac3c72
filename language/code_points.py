"""Tables over all code points: what each becomes, what it is beside a space, classes of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from .characters import HAN, MARKS, SMALL_DIGITS, normalise_cluster
from .spaces import KEPT_APART, SENTENCE_ENDS, side_of

if TYPE_CHECKING:
    import re

    from numpy.typing import NDArray

    Points = NDArray[np.uint32]

#: In the place of what does not become one character, or not by itself.
NOT_ONE = 0xFFFFFFFE
_UNKNOWN = 0xFFFFFFFF
_CODE_POINTS = 0x110000


def points_of(text: str) -> Points:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def normalised_points(original: Points) -> Points:
    """Return what each code point becomes, `NOT_ONE` where that is not one."""
    points = _table()[original]
    unknown = points == _UNKNOWN
    if unknown.any():
        _learn(original[unknown])
        points = _table()[original]
    return points


@cache
def _table() -> Points:
    """Return what each code point becomes; filled as code points are met."""
    table = np.full(_CODE_POINTS, _UNKNOWN, np.uint32)
    table[table_of(MARKS + SMALL_DIGITS)] = NOT_ONE
    return table


@cache
def sides() -> NDArray[np.uint8]:
    """Return what each code point is beside a space; filled as code points are met."""
    return np.zeros(_CODE_POINTS, np.uint8)


@cache
def kept_apart() -> NDArray[np.bool_]:
    """Return, for each pair of sides, whether a space keeps them apart."""
    pairs = np.zeros((4, 4), np.bool_)
    pairs[tuple(np.array(sorted(KEPT_APART)).T)] = True
    return pairs


def _learn(points: Points) -> None:
    table = _table()
    for point in np.unique(points).tolist():
        becomes = normalise_cluster(chr(point))
        table[point] = ord(becomes) if len(becomes) == 1 else NOT_ONE
        if len(becomes) == 1:
            sides()[ord(becomes)] = side_of(becomes)


def table_of(ranges: str) -> NDArray[np.bool_]:
    """Return, for each code point, whether a character class of these ranges has it."""
    table = np.zeros(_CODE_POINTS, np.bool_)
    at = 0
    while at < len(ranges):
        last = at + 2 if ranges[at + 1 : at + 2] == "-" else at
        table[ord(ranges[at]) : ord(ranges[last]) + 1] = True
        at = last + 1
    return table


def table_of_runs(run: re.Pattern[str], last: int = _CODE_POINTS - 1) -> NDArray[np.bool_]:
    """Return, for each code point, whether it is of what a pattern of runs matches.

    Args:
        run: one or more characters of a class.
        last: the code point behind which there are none.
    """
    table = np.zeros(_CODE_POINTS, np.bool_)
    every = np.arange(last + 1, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    for found in run.finditer(every):
        table[found.start() : found.end()] = True
    return table


@cache
def han_table() -> NDArray[np.bool_]:
    """Return, for each code point, whether it is an ideograph."""
    return table_of(HAN)


@cache
def ends_sentence() -> NDArray[np.bool_]:
    """Return, for each code point, whether it ends a sentence at the end of a line."""
    return table_of(SENTENCE_ENDS)
