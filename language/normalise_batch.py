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
from .normalise import forms, forms_with_spans
from .offsets import NOT_KEPT, breaks_of
from .spaces import SHORTEST_LINE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from .normalise import SpannedForm

    Points = NDArray[np.uint32]
    Places = NDArray[np.int64]

#: Stands between two texts; no character, and normalised as itself.
BORDER = "\U0010ffff"
_BORDER = ord(BORDER)
_SPACE, _LINE_BREAK, _COMMA = 32, 10, 44
_LONGEST = 20_000  # characters; the way back takes some objects for each that is normalised alone
_ZERO, _DIGITS = np.uint32(48), 10


class NormalisedTexts(NamedTuple):
    """Texts in their first forms.

    Attributes:
        points: the code points of all texts, with a border behind each.
        starts: where each text begins in `points`; one more at the end.
        more: the further forms of the texts that have any, by their place.
        breaks: of the way back of each text, as of titles; see `offsets`.
        owners: the text of each break, ascending.
    """

    points: Points
    starts: Places
    more: dict[int, tuple[str, ...]]
    breaks: NDArray[np.uint64]
    owners: Places

    def texts(self) -> list[str]:
        """Return the texts as strings."""
        return self.points.tobytes().decode("utf-32-le").split(BORDER)[:-1]

    def texts_of_points(self) -> Places:
        """Return, for each code point, the place of its text; borders belong to what they end."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


class _Alone(NamedTuple):
    """What a text becomes that is normalised alone: its forms; rows of places, sources, sizes."""

    forms: tuple[str, ...]
    breaks: Places


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
    first_starts = np.append(0, ends + 1)
    points, sources = _spaced(points)
    ends = np.flatnonzero(points == _BORDER)
    others |= dict.fromkeys(_owners(ends, _commas(points)))
    starts = np.append(0, ends + 1)
    breaks = _breaks(sources, first_starts, starts)
    return _replaced(points, starts, breaks, {at: _alone(texts[at]) for at in sorted(others)})


def _breaks(sources: Places, first_starts: Places, starts: Places) -> Places:
    """Return four rows of the breaks that spaces leave: owners, places, sources, sizes.

    Args:
        sources: where the code points of all texts stood before.
        first_starts: where each text began there.
        starts: where it begins now.
    """
    at = np.flatnonzero(np.diff(sources, prepend=-1) != 1)
    owners = np.searchsorted(starts, at, "right") - 1
    is_border = at + 1 == starts[owners + 1]
    at, owners = at[~is_border], owners[~is_border]
    return np.array(
        [owners, at - starts[owners], sources[at] - first_starts[owners], np.ones_like(at)]
    )


def _owners(ends: NDArray[np.int64], places: NDArray[np.int64]) -> list[int]:
    """Return the texts that these places are in, ascending."""
    owners = np.searchsorted(ends, places)
    unique: list[int] = owners[np.flatnonzero(np.diff(owners, prepend=-1))].tolist()
    return unique


def _spaced(points: Points) -> tuple[Points, Places]:
    """Take step 2 of the normaliser; return the result, and where each of it stood in `points`."""
    gap = np.flatnonzero((points == _SPACE) | (points == _LINE_BREAK))
    if not len(gap):
        return points, np.arange(len(points))
    first = np.flatnonzero(np.diff(gap, prepend=-2) != 1)
    starts = gap[first]
    sizes = np.diff(np.append(first, len(gap)))
    before = points[starts - 1]  # of the first text's start: the border of the last
    after = points[starts + sizes]
    # Of a gap that stays, its first line break does, or else its first space.
    is_break = points[gap] == _LINE_BREAK
    stays_at = np.minimum.reduceat(np.where(is_break, gap, len(points)), first)
    breaks = stays_at < len(points)
    stays_at = np.where(breaks, stays_at, starts)
    apart = kept_apart()[sides()[before], sides()[after]]
    dropped = (before == _BORDER) | (after == _BORDER) | ~(apart | breaks)
    stays = np.ones(len(points), np.bool_)
    stays[gap] = False
    stays[stays_at[~dropped]] = True
    sources = np.flatnonzero(stays)
    return points[sources], sources


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
    points: Points, starts: Places, breaks: Places, others: Mapping[int, _Alone]
) -> NormalisedTexts:
    """Put the forms of some texts in their places."""
    pieces: list[Points] = []
    sizes = np.diff(starts)
    last = 0
    for at, ((form, *_), _) in others.items():
        piece = points_of(form + BORDER)
        pieces += points[last : starts[at]], piece
        sizes[at] = len(piece)
        last = int(starts[at + 1])
    points = np.concatenate([*pieces, points[last:]])
    more = {at: found.forms[1:] for at, found in others.items() if found.forms[1:]}
    is_other = np.isin(breaks[0], list(others))
    rows = [breaks[:, ~is_other]]
    for at, found in others.items():
        rows.append(np.vstack([np.full(found.breaks.shape[1], at), found.breaks]))
    kept = breaks_of(np.concatenate(rows, axis=1), sizes - 1)
    return NormalisedTexts(points, np.append(0, np.cumsum(sizes)), more, *kept)


def _one_by_one(texts: Sequence[str]) -> NormalisedTexts:
    """Normalise texts of which one holds the border itself."""
    nothing = np.arange(len(texts) + 1)
    others = dict(enumerate(map(_alone, texts)))
    return _replaced(points_of(BORDER * len(texts)), nothing, np.zeros((4, 0), np.int64), others)


def _alone(text: str) -> _Alone:
    """Normalise a text; of a long one, or one of several forms, no way back is kept."""
    spanned: tuple[SpannedForm, ...] = ()
    if len(text) <= _LONGEST:
        spanned = forms_with_spans(text)
    found = [form.text for form in spanned] or forms(text)
    breaks = spanned[0].breaks() if len(spanned) == 1 else np.full((3, 1), NOT_KEPT)
    # Another character stands for the border.
    return _Alone(tuple(form.replace(BORDER, "\ufffe") for form in found), breaks)
