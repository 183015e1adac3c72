"""What a character is easily taken for: one of the same sound, of nearly the same, of its shape."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .code_points import points_of
from .sounds import HAN_POINTS, read_as, sounding_like

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .sounds import Syllable

#: As many code points have a place in a table of costs; the last is for all others.
TABLE_SIZE = 1 << 16
#: What it costs to take a character for another one, in hundredths.
SOUND, NEARLY_SOUND, SHAPE, FAR_SHAPE, ORDER, NEVER = 30, 45, 50, 60, 60, 200
_CORNERS = 4
_EQUAL_CORNERS = 3
_STROKES = 2  # more or fewer
_STROKES_AT, _RADICAL_AT, _CODE = _CORNERS, _CORNERS + 1, _CORNERS + 2


class _Shapes(NamedTuple):
    """Of each ideograph the forms at its four corners, its strokes and its radical; or zeros."""

    corners: NDArray[np.uint32]
    strokes: NDArray[np.int64]
    radicals: NDArray[np.uint32]


@cache
def _shapes() -> _Shapes:
    lines = (Path(__file__).with_name("data") / "shapes.txt").read_text("utf-8").splitlines()
    codes = points_of(lines[1]).reshape(-1, _CODE)
    at = points_of(lines[0]) - np.uint32(HAN_POINTS.start)
    corners = np.zeros((_CORNERS, len(HAN_POINTS)), np.uint32)
    strokes = np.zeros(len(HAN_POINTS), np.int64)
    radicals = np.zeros(len(HAN_POINTS), np.uint32)
    corners[:, at] = codes[:, :_CORNERS].T
    strokes[at] = codes[:, _STROKES_AT] - ord("@")
    radicals[at] = codes[:, _RADICAL_AT]
    return _Shapes(corners, strokes, radicals)


def looking_like(character: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return of each ideograph whether it looks like a character, and whether it does from afar.

    About as many strokes and three of the four corners are the same, all of them where it is near;
    of characters of one radical one corner fewer.
    """
    shapes, at = _shapes(), ord(character) - HAN_POINTS.start
    if not 0 <= at < len(HAN_POINTS) or not shapes.strokes[at]:
        return np.zeros(len(HAN_POINTS), np.bool_), np.zeros(len(HAN_POINTS), np.bool_)
    equal = np.zeros(len(HAN_POINTS), np.uint8)
    for corner in shapes.corners:
        equal += corner == corner[at]
    is_akin = shapes.radicals == shapes.radicals[at]
    about = (np.abs(shapes.strokes - shapes.strokes[at]) <= _STROKES) & (shapes.strokes > 0)
    near = about & (equal >= _CORNERS - is_akin)
    far = about & (equal >= _EQUAL_CORNERS - is_akin)
    return near, far


def table(character: str = "") -> NDArray[np.uint8]:
    """Return the costs of taking each code point for a character: none for itself, else `NEVER`."""
    found = np.full(TABLE_SIZE, NEVER, np.uint8)
    if character and 0 < ord(character) < TABLE_SIZE - 1:
        found[ord(character)] = 0
    return found


@lru_cache(maxsize=512)  # of 64 KB each
def costs(character: str) -> NDArray[np.uint8]:
    """Return for each code point what it costs to take it for a character; `NEVER` for most."""
    found = table(character)
    han = found[HAN_POINTS.start : HAN_POINTS.stop]
    same, near = sounding_like(character)
    alike, alike_from_afar = looking_like(character)
    is_itself = han == 0
    for cost, like in (
        (FAR_SHAPE, alike_from_afar),
        (SHAPE, alike),
        (NEARLY_SOUND, near),
        (SOUND, same),
        (0, is_itself),
    ):
        han[like] = cost
    return found


@lru_cache(maxsize=128)
def sounds(syllable: Syllable) -> NDArray[np.uint8]:
    """Return for each code point nothing where it is read so, or so begins; else `NEVER`."""
    found = table()
    found[HAN_POINTS.start : HAN_POINTS.stop][read_as(syllable)] = 0
    return found
