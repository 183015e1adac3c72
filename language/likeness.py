"""What a character is easily taken for: one of the same sound, of nearly the same, of its shape."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .code_points import points_of
from .sounds import TABLE_SIZE, sounding_like

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: What it costs to take a character for another one, in hundredths.
SOUND, NEARLY_SOUND, SHAPE, FAR_SHAPE, ORDER, NEVER = 30, 45, 50, 60, 60, 200
_CORNERS = 4
_EQUAL_CORNERS = 3
_STROKES = 2  # more or fewer
_STROKES_AT, _RADICAL_AT, _CODE = _CORNERS, _CORNERS + 1, _CORNERS + 2


class _Shapes(NamedTuple):
    """Of each code point the forms at its four corners, its strokes and its radical; or zeros."""

    corners: NDArray[np.uint32]
    strokes: NDArray[np.int64]
    radicals: NDArray[np.uint32]


@cache
def _shapes() -> _Shapes:
    lines = (Path(__file__).with_name("data") / "shapes.txt").read_text("utf-8").splitlines()
    codes = points_of(lines[1]).reshape(-1, _CODE)
    points = points_of(lines[0])
    corners = np.zeros((_CORNERS, TABLE_SIZE), np.uint32)
    strokes = np.zeros(TABLE_SIZE, np.int64)
    radicals = np.zeros(TABLE_SIZE, np.uint32)
    corners[:, points] = codes[:, :_CORNERS].T
    strokes[points] = codes[:, _STROKES_AT] - ord("@")
    radicals[points] = codes[:, _RADICAL_AT]
    return _Shapes(corners, strokes, radicals)


def looking_like(character: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return of each code point whether it looks like a character, and whether it does from afar.

    Three of the four corners are the same and about as many strokes; near is what has the fourth
    one, or the radical, too.
    """
    shapes, point = _shapes(), min(ord(character), TABLE_SIZE - 1)
    own = shapes.strokes[point]
    if not own:
        return np.zeros(TABLE_SIZE, np.bool_), np.zeros(TABLE_SIZE, np.bool_)
    equal = (shapes.corners == shapes.corners[:, point : point + 1]).sum(axis=0)
    far = (equal >= _EQUAL_CORNERS) & (np.abs(shapes.strokes - own) <= _STROKES)
    far &= shapes.strokes > 0
    near = far & ((equal == _CORNERS) | (shapes.radicals == shapes.radicals[point]))
    return near, far


@lru_cache(maxsize=128)
def costs(character: str) -> NDArray[np.uint8]:
    """Return for each code point what it costs to take it for a character; `NEVER` for most."""
    found = np.full(TABLE_SIZE, NEVER, np.uint8)
    same, near = sounding_like(character)
    alike, alike_from_afar = looking_like(character)
    found[alike_from_afar] = FAR_SHAPE
    found[alike] = SHAPE
    found[near] = NEARLY_SOUND
    found[same] = SOUND
    if ord(character) < TABLE_SIZE:
        found[ord(character)] = 0
    found[[0, TABLE_SIZE - 1]] = NEVER
    return found
