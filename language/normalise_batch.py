"""Many texts normalised at once, as one array of code points.

Nearly every character becomes one, so a look-up in a table of all code points does it for a whole
batch, and spaces go by comparing neighbours. A text for which more is to be done (a cluster, a
character that becomes several or none, commas between digits, lines that may have been wrapped by
hand) is left to `normalise.forms`; a test holds both equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .code_points import NOT_ONE, ends_sentence, kept_apart, normalised_points, points_of, sides
from .normalise import forms
from .spaces import SHORTEST_LINE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Points = NDArray[np.uint32]

#: Stands between two texts; no character, and normalised as itself.
BORDER = "\U0010ffff"
_BORDER = ord(BORDER)
_SPACE, _LINE_BREAK, _COMMA = 32, 10, 44
_ZERO, _DIGITS = np.uint32(48), 10


class NormalisedTexts(NamedTuple):
    """Texts in their first forms.

    Attributes:
        points: the code points of all texts, with a border behind each.
        starts: where each text begins in `points`; one more at the end.
        aligned: for each text, whether it was normalised character by character, so that an offset
            in it is an offset in the original.
        more: the further forms of the texts that have any, by their place.
    """

    points: Points
    starts: NDArray[np.int64]
    aligned: NDArray[np.bool_]
    more: dict[int, tuple[str, ...]]

    def texts(self) -> list[str]:
        """Return the texts as strings."""
        return self.points.tobytes().decode("utf-32-le").split(BORDER)[:-1]

    def owners(self) -> NDArray[np.int64]:
        """Return, for each code point, the place of its text; borders belong to what they end."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


def normalise_many(texts: Sequence[str]) -> NormalisedTexts:
    """Normalise texts."""
    joined = "".join([text + BORDER for text in texts])
    original = points_of(joined)
    points = normalised_points(original)
    ends = np.flatnonzero(points == _BORDER)
    if len(ends) != len(texts):  # the border stands in a text
        return _one_by_one(texts)
    is_odd = points == NOT_ONE
    points[is_odd] = 0
    others = dict.fromkeys(_owners(ends, np.flatnonzero(is_odd)))
    others |= dict.fromkeys(_owners(ends, _wrapped(points)))
    points, edited = _spaced(points)
    aligned = np.ones(len(texts), np.bool_)
    aligned[_owners(ends, edited)] = False
    ends = np.flatnonzero(points == _BORDER)
    others |= dict.fromkeys(_owners(ends, _commas(points)))
    starts = np.append(0, ends + 1)
    if not others:
        return NormalisedTexts(points, starts, aligned, {})
    aligned[list(others)] = False
    return _replaced(points, starts, aligned, {at: forms(texts[at]) for at in sorted(others)})


def _owners(ends: NDArray[np.int64], places: NDArray[np.int64]) -> list[int]:
    """Return the texts that these places are in, ascending."""
    owners = np.searchsorted(ends, places)
    unique: list[int] = owners[np.flatnonzero(np.diff(owners, prepend=-1))].tolist()
    return unique


def _spaced(points: Points) -> tuple[Points, NDArray[np.int64]]:
    """Take step 2 of the normaliser; return the result and the places that changed in `points`."""
    gap = np.flatnonzero((points == _SPACE) | (points == _LINE_BREAK))
    if not len(gap):
        return points, gap
    first = np.flatnonzero(np.diff(gap, prepend=-2) != 1)
    starts = gap[first]
    sizes = np.diff(np.append(first, len(gap)))
    before = points[starts - 1]  # of the first text's start: the border of the last
    after = points[starts + sizes]
    breaks = np.logical_or.reduceat(points[gap] == _LINE_BREAK, first)
    apart = kept_apart()[sides()[before], sides()[after]]
    dropped = (before == _BORDER) | (after == _BORDER) | ~(apart | breaks)
    changed = dropped | (sizes > 1)
    if changed.any():
        points[starts] = np.where(breaks, _LINE_BREAK, _SPACE)
        stays = np.ones(len(points), np.bool_)
        stays[gap] = False
        stays[starts[~dropped]] = True
        points = points[stays]
    return points, starts[changed]


def _wrapped(points: Points) -> NDArray[np.int64]:
    """Return line breaks that may be those of a paragraph wrapped by hand: two in a row at least.

    The lines above both are long, and end no sentence.
    """
    at = np.flatnonzero((points == _LINE_BREAK) | (points == _BORDER))
    before = points[at - 1]
    is_soft = (
        (points[at] == _LINE_BREAK)
        & (np.diff(at, prepend=-1) > SHORTEST_LINE)
        & ~ends_sentence()[before]
        & (before != _LINE_BREAK)
    )
    second: NDArray[np.int64] = at[1:][is_soft[1:] & is_soft[:-1]]
    return second


def _commas(points: Points) -> NDArray[np.int64]:
    """Return the places of the commas between digits."""
    at = np.flatnonzero(points == _COMMA)  # never the last, which is a border
    before, after = points[at - 1] - _ZERO, points[at + 1] - _ZERO
    return at[(before < _DIGITS) & (after < _DIGITS)]


def _replaced(
    points: Points,
    starts: NDArray[np.int64],
    aligned: NDArray[np.bool_],
    others: Mapping[int, tuple[str, ...]],
) -> NormalisedTexts:
    """Put the forms of some texts in their places."""
    pieces: list[Points] = []
    sizes = np.diff(starts)
    last = 0
    for at, text_forms in others.items():
        piece = points_of(text_forms[0] + BORDER)
        pieces += points[last : starts[at]], piece
        sizes[at] = len(piece)
        last = int(starts[at + 1])
    pieces.append(points[last:])
    more = {at: text_forms[1:] for at, text_forms in others.items() if len(text_forms) > 1}
    return NormalisedTexts(np.concatenate(pieces), np.append(0, np.cumsum(sizes)), aligned, more)


def _one_by_one(texts: Sequence[str]) -> NormalisedTexts:
    """Normalise texts of which one holds the border itself."""
    every = [[form.replace(BORDER, "\ufffe") for form in forms(text)] for text in texts]
    points = points_of("".join([first + BORDER for first, *_ in every]))
    starts = np.append(0, np.cumsum([len(first) + 1 for first, *_ in every]))
    more = {at: tuple(others) for at, (_, *others) in enumerate(every) if others}
    return NormalisedTexts(points, starts, np.zeros(len(texts), np.bool_), more)
