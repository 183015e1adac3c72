"""Where a text, as it was written, may be cut: between words, not inside them."""

from __future__ import annotations

import re
from itertools import accumulate

from .characters import HAN_RUN, normalise_cluster
from .places import places_in
from .segmenter import segmenter

# A number belongs to what follows at once: 18,700元, 3.5mg, 2024年.
_NUMBER = re.compile(r"\d(?=\w|[%‰℃°])")


class _EachForItself(dict[int, str]):
    """What a code point becomes; filled as they are met. Several, or none, are none of a word."""

    def __missing__(self, code_point: int) -> str:
        normalised = normalise_cluster(chr(code_point))
        self[code_point] = normalised if len(normalised) == 1 else "\n"
        return self[code_point]


_EACH = _EachForItself()


def inside_words(text: str) -> frozenset[int]:
    """Return the offsets of a text inside a word of the dictionary, or the name of a place.

    So are those between a number and its unit. Offsets count code points; the ends are none.
    """
    plain = text.translate(_EACH)
    inside: set[int] = set()
    for run in HAN_RUN.finditer(plain):
        inside.update(range(run.start(), run.end()))
        words = segmenter().cut(run.group())
        inside.difference_update(accumulate(map(len, words), initial=run.start()))
    for start, end, _ in places_in(plain):
        inside.update(range(start + 1, end))
    inside.update(number.end() for number in _NUMBER.finditer(plain))
    return frozenset(inside)
