"""Substrings that are nearly a string: with a character more, less or other, or in another order.

Where they end is found by the bit vectors of Myers, "A fast bit-vector algorithm for approximate
string matching based on dynamic programming" (1999).
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def closest_substrings(token: str, text: str, most: int) -> dict[str, int]:
    """Find the substrings of a text that come nearest to a string, and its anagrams.

    Args:
        token: the string; it is never in the result.
        text: where to look.
        most: the greatest edit distance. An anagram counts as that far.

    Returns:
        Substrings with their distances: all anagrams, and those others that are least away.
    """
    nearest = dict.fromkeys(_anagrams(token, text), most)
    ends = [(distance, end) for end, distance in _ends(token, text) if distance <= most]
    least = min(ends, default=(0, 0))[0]
    for end in (end for distance, end in ends if distance == least):
        for start in range(max(end - len(token) - least, 0), end):
            if edit_distance(token, text[start:end]) == least:
                nearest[text[start:end]] = least
    nearest.pop(token, None)
    return nearest


def _anagrams(token: str, text: str) -> Iterator[str]:
    if not token or not set(token).issubset(text):
        return
    size = len(token)
    letters = Counter(token)
    for start in range(len(text) - size + 1):
        if text[start] in letters and Counter(text[start : start + size]) == letters:
            yield text[start : start + size]


@lru_cache(maxsize=64)
def _masks(token: str) -> dict[str, int]:
    """Return, for each character, a bit for each place at which the string has it."""
    masks: dict[str, int] = {}
    for place, character in enumerate(token):
        masks[character] = masks.get(character, 0) | 1 << place
    return masks


def _ends(token: str, text: str) -> list[tuple[int, int]]:
    """Return, for each end in a text, the least distance of a substring that ends there.

    The names are those of the paper: the bits of `pv` and `mv` say where the distances of a column
    rise and fall from one beginning of the string to the next, those of `ph` and `mh` how they do
    from the last column to this one.
    """
    size = len(token)
    if not size:
        return []
    masks = _masks(token)
    every, last = (1 << size) - 1, 1 << (size - 1)
    pv, mv, distance = every, 0, size
    ends = []
    for end, character in enumerate(text, 1):
        eq = masks.get(character, 0)
        xv = eq | mv
        xh = (((eq & pv) + pv) ^ pv) | eq
        ph = mv | (~(xh | pv) & every)
        mh = pv & xh
        distance += bool(ph & last) - bool(mh & last)
        ph, mh = (ph << 1) & every, (mh << 1) & every
        pv = mh | (~(xv | ph) & every)
        mv = ph & xv
        ends.append((end, distance))
    return ends


def edit_distance(one: str, other: str) -> int:
    """Return the least number of characters to insert, delete or replace."""
    row = list(range(len(other) + 1))
    for at, character in enumerate(one, 1):
        before, row[0] = row[0], at
        for place, theirs in enumerate(other, 1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (character != theirs)),
            )
    return row[-1]
