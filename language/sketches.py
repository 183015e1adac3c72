"""Sketches: a few bytes of a text that tell how much of it another text shares.

A text is the set of its *shingles*, runs of five characters, without digits and punctuation, so
that another number makes no other text. The sketch is a one-permutation MinHash (Li, Owen and
Zhang, 2012): each shingle falls into one of `BINS` by its hash, the least of a bin is kept, and
the share of equal bins is about the share of equal shingles. One byte of it is enough: two others
are equal by chance in one of 255 bins. An empty bin is 0, and equal to none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from .code_points import table_of_runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Goes up whenever the sketch of any text changes; part of the index' fingerprint.
SKETCH_VERSION = 1
#: Bytes of a sketch.
BINS = 64
#: Characters of a shingle.
SHINGLE = 5

_LEFT_OUT = re.compile(r"[\W\d_]+")
_KEPT = re.compile(r"[^\W\d_]+")
_LAST_KEPT = 0x33FFF  # the end of the ideographs; no letter stands behind them
_STEP, _MIX = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)
_FOLDED, _BIN_SHIFT = np.uint32(15), np.uint32(26)
_VALUE = np.uint32((1 << 26) - 1)
_EMPTY = np.uint32(0xFFFFFFFF)
_BYTES = 255  # that a bin with something in it may be
_AT_ONCE = 1 << 16  # characters: what fits into the cache is three times as fast


def shingles(text: str) -> set[str]:
    """Return the shingles of a normalised text."""
    bare = _LEFT_OUT.sub("", text)
    return {bare[at : at + SHINGLE] for at in range(len(bare) - SHINGLE + 1)}


def sketches(points: NDArray[np.uint32], starts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the sketches of normalised texts, a row each.

    Args:
        points: the code points of all of them, one text after the other.
        starts: where each begins; one more at the end.
    """
    found = np.full((len(starts) - 1) * BINS, _EMPTY, np.uint32)
    first = 0
    while first < len(starts) - 1:
        last = int(np.searchsorted(starts, starts[first] + _AT_ONCE, "right")) - 1
        last = max(last, first + 1)
        _sketch(
            points[starts[first] : starts[last]],
            np.diff(starts[first : last + 1]),
            found[first * BINS :],
        )
        first = last
    # The low bits of the least hash: its high ones are nearly always 0.
    return np.where(found == _EMPTY, 0, found % _BYTES + 1).astype(np.uint8).reshape(-1, BINS)


def _sketch(
    points: NDArray[np.uint32], lengths: NDArray[np.int64], found: NDArray[np.uint32]
) -> None:
    """Put the least hash of each bin of some texts where `found` begins."""
    kept = np.flatnonzero(_kept_points()[points])
    count = len(kept) - SHINGLE + 1
    if count <= 0:
        return
    bare = points[kept]
    bins = np.repeat(np.arange(len(lengths), dtype=np.uint32) * np.uint32(BINS), lengths)[kept]
    hashes = bare[:count].copy()
    for at in range(1, SHINGLE):
        hashes *= _STEP
        hashes += bare[at : count + at]
    hashes ^= hashes >> _FOLDED
    hashes *= _MIX
    whole = bins[:count] == bins[SHINGLE - 1 :]
    place = bins[:count] + (hashes >> _BIN_SHIFT)
    np.minimum.at(found, place[whole], (hashes & _VALUE)[whole])


@cache
def _kept_points() -> NDArray[np.bool_]:
    """Return, for each code point, whether it is kept in shingles."""
    return table_of_runs(_KEPT, _LAST_KEPT)
