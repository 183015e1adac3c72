"""The terms of a segment in the order of their characters, from any beginning on.

Grams of one and two characters lie in that order, by their keys. The terms that are kept as strings
lie in the order of their hashes; an array (`string_order`) has their order.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

import numpy as np

from ...language.terms import Family
from .segment import CODE_POINT_BITS, STRING_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from .segment import Segment

_WIDTH = 8  # bytes that are compared at once
_FIRST_BIGRAM = 1 << CODE_POINT_BITS
_AT_ONCE = 512  # terms
_AFTER_ALL = b"\xff"  # no byte of UTF-8


def string_order(ends: NDArray[Any], strings: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Return the places of strings by their bytes; no string has a zero byte.

    Eight bytes of all strings are compared, then the next eight of those that are level.
    """
    ends = ends.astype(np.int64)
    starts = np.append(0, ends)[:-1]
    order = np.arange(len(ends))
    level, group, depth = order.copy(), np.zeros(len(ends), np.int64), 0
    while len(level):
        rows = order[level]
        value = np.zeros(len(rows), np.uint64)
        for at in range(depth, depth + _WIDTH):
            offset = starts[rows] + at
            byte = strings[np.minimum(offset, len(strings) - 1)]
            value = value << np.uint64(8) | np.where(offset < ends[rows], byte, 0).astype(np.uint64)
        by_value = np.lexsort((value, group))
        order[level] = rows[by_value]
        value = value[by_value]
        same = (value[1:] == value[:-1]) & (group[1:] == group[:-1])
        is_level = np.append(same, False) | np.append(False, same)
        group = np.cumsum(~np.append(False, same))[is_level]
        level, depth = level[is_level], depth + _WIDTH
    return order.astype(np.uint32)


def terms_from(segment: Segment, family: Family, start: str = "") -> Iterator[tuple[str, int]]:
    """Iterate over the terms of a family that are not before `start`, with their places."""
    if family is not Family.GRAM:
        return _strings_from(segment, family, start)
    return heapq.merge(grams_from(segment, start), _strings_from(segment, family, start))


def places_beginning(segment: Segment, family: Family, start: str) -> NDArray[np.int64]:
    """Return the places of the terms of a family that begin so; no term is read but for their ends.

    Args:
        segment: where they are looked for.
        family: of the terms.
        start: at least a character.
    """
    strings = _strings_beginning(segment, family, start)
    if family is not Family.GRAM:
        return strings
    return np.concatenate([grams_beginning(segment, start), strings])


def grams_beginning(segment: Segment, start: str) -> NDArray[np.int64]:
    """Return the places of the grams of one and two characters that begin with one or two."""
    key = 0
    for character in start[:2]:
        key = (key << CODE_POINT_BITS) + ord(character)
    edges = [key, key + 1]
    if len(start) == 1:  # the character itself, and the pairs of which it is the first
        edges += [key << CODE_POINT_BITS, (key + 1) << CODE_POINT_BITS]
    elif len(start) > 2:  # noqa: PLR2004
        return np.zeros(0, np.int64)
    ends = np.searchsorted(segment.part("keys"), np.array(edges, np.uint64)).tolist()
    ranges = [np.arange(*pair) for pair in zip(ends[::2], ends[1::2], strict=True)]
    return np.concatenate(ranges)


def grams_from(segment: Segment, start: str = "") -> Iterator[tuple[str, int]]:
    """Iterate over the grams of one and two characters that are not before `start`."""
    first, second = (ord(character) for character in (start + "\0\0")[:2])
    single = first + (len(start) > 1)
    bigram = (first << CODE_POINT_BITS) + second + (len(start) > 2)  # noqa: PLR2004
    bigram = max(bigram, _FIRST_BIGRAM)
    return heapq.merge(
        _keys_from(segment, single, _FIRST_BIGRAM), _keys_from(segment, bigram, STRING_KEY)
    )


def _keys_from(segment: Segment, start: int, end: int) -> Iterator[tuple[str, int]]:
    low, high = np.searchsorted(segment.part("keys"), np.array([start, end], np.uint64)).tolist()
    for at in range(low, high, _AT_ONCE):
        keys = segment.keys[at : min(at + _AT_ONCE, high)].tolist()
        for place, key in enumerate(keys, at):
            before, last = divmod(key, _FIRST_BIGRAM)
            yield (chr(before) if before else "") + chr(last), place


def _strings_from(segment: Segment, family: Family, start: str) -> Iterator[tuple[str, int]]:
    letter, first = family.value[0], segment.first_string
    low, count = _bound(segment, (letter + start).encode()), len(segment.string_ends)
    for at in range(low, count, _AT_ONCE):
        for place in segment.part("string_order", at, min(at + _AT_ONCE, count)).tolist():
            term = segment.string(first + place).decode()
            if term[0] != letter:
                return
            yield term[1:], first + place


def _strings_beginning(segment: Segment, family: Family, start: str) -> NDArray[np.int64]:
    begin = (family.value[0] + start).encode()
    low, high = _bound(segment, begin), _bound(segment, begin + _AFTER_ALL)
    return segment.part("string_order", low, high).astype(np.int64) + segment.first_string


def _bound(segment: Segment, string: bytes) -> int:
    """Return how many strings come before one."""

    def at(number: int) -> bytes:
        (place,) = segment.part("string_order", number, number + 1).tolist()
        return segment.string(segment.first_string + place)

    return bisect_left(range(len(segment.string_ends)), string, key=at)
