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
    # Whatever is so near has so many of its characters.
    if not token or sum(map(text.__contains__, token)) < len(token) - most:
        return {}
    nearest = dict.fromkeys(_anagrams(token, text), most)
    distances = _distances(token, text, from_start=False)
    least = min(distances, default=most)
    ends = (end for end, distance in enumerate(distances, 1) if distance == least <= most)
    for end in ends:
        for start in range(max(end - len(token) - least, 0), end):
            if edit_distance(token, text[start:end]) == least:
                nearest[text[start:end]] = least
    nearest.pop(token, None)
    return nearest


def _anagrams(token: str, text: str) -> Iterator[str]:
    if not set(token).issubset(text):
        return
    size = len(token)
    letters = Counter(token)
    for start in range(len(text) - size + 1):
        if text[start] in letters and Counter(text[start : start + size]) == letters:
            yield text[start : start + size]


def edit_distance(token: str, text: str) -> int:
    """Return the least number of characters to insert, delete or replace."""
    return _distances(token, text, from_start=True)[-1] if token and text else len(token + text)


@lru_cache(maxsize=64)
def _masks(token: str) -> dict[str, int]:
    """Return, for each character, a bit for each place at which the string has it."""
    masks: dict[str, int] = {}
    for place, character in enumerate(token):
        masks[character] = masks.get(character, 0) | 1 << place
    return masks


def _distances(token: str, text: str, *, from_start: bool) -> list[int]:
    """Return, for each character of a text, the least distance of a substring that ends with it.

    With `from_start` the substring begins where the text does. The names are those of the paper:
    the bits of `pv` and `mv` say where the distances of a column rise and fall from one beginning
    of the string to the next, those of `ph` and `mh` how they do from the last column to this one.
    """
    size = len(token)
    masks = _masks(token)
    every, last = (1 << size) - 1, 1 << (size - 1)
    pv, mv, distance = every, 0, size
    distances = []
    for character in text:
        eq = masks.get(character, 0)
        xv = eq | mv
        xh = (((eq & pv) + pv) ^ pv) | eq
        ph = mv | (~(xh | pv) & every)
        mh = pv & xh
        distance += bool(ph & last) - bool(mh & last)
        ph, mh = (ph << 1 | from_start) & every, (mh << 1) & every
        pv = mh | (~(xv | ph) & every)
        mv = ph & xv
        distances.append(distance)
    return distances
