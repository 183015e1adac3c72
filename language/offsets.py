"""The way back from a normalised text to the original, so short that an index can keep it.

Nearly every character stands behind the same one in both texts, so only the *breaks* are kept: the
places where that ends. A break is one number of 64 bits:

    1 bit     whether the text is a body; the breaks of a title and of its body are one list
    27 bits   the place in the normalised text
    28 bits   the place in the original
    8 bits    how many characters of the original the one there stands for
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Places = NDArray[np.int64]

#: The bit that marks the breaks of a body.
OF_BODY = 1 << 63
#: The break of a text, but for that bit, whose way back is not kept: it is normalised again.
NOT_KEPT = 0
_PLACE_BITS, _SOURCE_BITS, _SIZE_BITS = 27, 28, 8
_PLACE_AT = _SOURCE_BITS + _SIZE_BITS
_PLACE, _SOURCE, _SIZE = ((1 << bits) - 1 for bits in (_PLACE_BITS, _SOURCE_BITS, _SIZE_BITS))
# A text may keep so many, and one more for every so many characters, so that an index stays small.
_FEW, _CHARACTERS_A_BREAK = 4, 16


class Offsets(NamedTuple):
    """The way back of a text.

    Attributes:
        breaks: of the text, ascending; others may stand around them.
        field: `OF_BODY` for a body, 0 for a title.
    """

    breaks: Sequence[int]
    field: int = 0

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Map a half-open, non-empty span of the normalised text to the original."""
        first, source, _ = self._break_of(start)
        last, last_source, size = self._break_of(end - 1)
        return source + start - first, last_source + end - 1 - last + size

    def _break_of(self, place: int) -> tuple[int, int, int]:
        at = bisect_right(self.breaks, self.field | place << _PLACE_AT | (1 << _PLACE_AT) - 1) - 1
        found = self.breaks[at] if at >= 0 else 0
        if found < self.field or at < 0:
            return 0, 0, 1
        return found >> _PLACE_AT & _PLACE, found >> _SIZE_BITS & _SOURCE, found & _SIZE


def offsets_of(breaks: Sequence[int]) -> tuple[Offsets | None, Offsets | None]:
    """Return the ways back of a title and of its body, None where one is not kept."""
    title, body = (
        None if field | NOT_KEPT in breaks else Offsets(breaks, field) for field in (0, OF_BODY)
    )
    return title, body


def breaks_of(rows: Places, lengths: Places) -> tuple[NDArray[np.uint64], Places]:
    """Return the breaks of texts, as of titles, and the text of each; of some only `NOT_KEPT`.

    Args:
        rows: four of them, by text and place: the text of each break, its place in the normalised
            text, that in the original, and the size; 0 for a text whose way back cannot be kept.
        lengths: of all texts, normalised.
    """
    owners, places, sources, sizes = rows
    allowed = _FEW + lengths // _CHARACTERS_A_BREAK
    is_left_out = np.bincount(owners, minlength=len(lengths)) > allowed
    has_room = (places <= _PLACE) & (sources <= _SOURCE) & (sizes > 0) & (sizes <= _SIZE)
    is_left_out[owners[~has_room]] = True
    left_out, stays = np.flatnonzero(is_left_out), ~is_left_out[owners]
    owners = np.concatenate([owners[stays], left_out])
    breaks = places << _PLACE_AT | sources << _SIZE_BITS | sizes
    breaks = np.concatenate([breaks[stays], np.full(len(left_out), NOT_KEPT)])
    order = np.argsort(owners, kind="stable")
    return breaks[order].astype(np.uint64), owners[order]
