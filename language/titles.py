"""What a title says besides its words: the template it was made from, and the place it names.

A content farm writes one page for every place and number: 佳木斯社保基数18800 and 鹤岗社保基数19000
are one template, @社保基数#. Their pages are alike, so a result shows them as one line.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import NamedTuple

from .places import places_in
from .terms import NUMBER

#: Goes up whenever the group or the place of any title changes; part of the index' fingerprint.
TEMPLATE_VERSION = 2

_PLACE, _NUMBER = "@", "#"
_NUMBERS = re.compile(rf"{NUMBER}[千百]?[万亿]?元?")
_LONG_NUMBER = re.compile(r"\d{3}|\d[千百]?[万亿]")
_PUNCTUATION = re.compile(rf"[^\w{_PLACE}{_NUMBER}]+")
# The name of the site that many pages put behind their title.
_SITE = re.compile(r"\s*(?:_[^_]{1,15}|[-|·][^-|·_]{1,12}(?:网|网站|在线|平台|频道|百科|问答))$")
_MARKS = re.compile(r"[\W_]+")
_FEWEST = 2  # characters besides places, numbers and punctuation


class TitleGroup(NamedTuple):
    """The group of a title.

    Attributes:
        key: 0 for none; odd for those of one template, even for those of one title.
        has_number: whether it names a number of three digits or more.
        place: the code of the place that it names, 0 for none; the first, if there are several,
            and the narrowest, if one lies in another.
    """

    key: int
    place: int
    has_number: bool


def group_of(title: str) -> TitleGroup:
    """Return the group of a normalised title."""
    place = ""
    pieces: list[str] = []
    done = 0
    for mention in places_in(title):
        code = mention.place.code
        if not place or (code.startswith(place) and code != place):
            place = code
        # What lies in a place stands right behind it: together they are one place.
        if mention.start > done or not pieces:
            pieces += title[done : mention.start], _PLACE
        done = mention.end
    bare = "".join((*pieces, title[done:]))
    masked = _PUNCTUATION.sub("", _NUMBERS.sub(_NUMBER, _SITE.sub("", bare)))
    words = _MARKS.sub("", masked)
    has_number = _LONG_NUMBER.search(bare) is not None
    if len(words) < _FEWEST:
        return TitleGroup(0, int(place or 0), has_number)
    is_template = _PLACE in masked or _NUMBER in masked
    digest = int.from_bytes(blake2b(masked.encode(), digest_size=8).digest(), "little")
    return TitleGroup(
        (digest | 1) if is_template else (digest & ~1 or 2), int(place or 0), has_number
    )
