"""Other notations of the same: 8:30 = 08:30, 5ug = 5μg, 7x24 = 7×24, Ⅱ型 = 2型, ½ = 1/2.

Texts are normalised.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TIME = re.compile(r"(?<![\d:.])0?(?P<time>\d:[0-5]\d)(?![\d:.])")
_MICRO = re.compile(r"(?<=\d)[uμ](?P<unit>mol|sv|g|l|m)(?![a-zμ])")
_TIMES = re.compile(r"(?<=\d)[x×*](?=\d)")
#: Numerals of kinds and stages, from one on.
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_KIND = re.compile(r"(?<![a-z\d.-])(?P<roman>[ivx]{1,4})(?P<of>[型期度])")
_FRACTIONS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
_AS_SIGN = {written: sign for sign, written in _FRACTIONS.items()}
_FRACTION = re.compile(r"(?<![\d/.½¼¾⅓⅔])(?:[½¼¾⅓⅔]|1/[234]|2/3|3/4)(?![\d/.½¼¾⅓⅔])")
# How the digits of a telephone are grouped; a code of an area is in brackets, too.
_TELEPHONES = [
    re.compile(rf"(?<![\d.a-z-]){digits}(?![\da-z-]|\.\d)")
    for digits in (
        r"(1[3-9]\d)([- ]?)(\d{4})\2(\d{4})",
        r"([48]00)([- ]?)(\d{3})\2(\d{4})",
    )
]
_OF_AREA = re.compile(
    r"(?<![\d.a-z-])\(?(?P<area>010|02\d|0[3-9]\d\d)(?:\)-?|[- ]?)"
    r"(?P<own>[2-8]\d{6,7})(?![\da-z-]|\.\d)"
)


def notations_in(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Find what is noted in other ways, too: half-open spans, and all ways to write each."""
    for pattern in _TELEPHONES:
        for match in pattern.finditer(text):
            digits = match.group(1, 3, 4)
            yield *match.span(), ["".join(digits), "-".join(digits), " ".join(digits)]
    for match in _OF_AREA.finditer(text):
        area, own = match.group("area", "own")
        yield *match.span(), [f"{area}-{own}", f"({area}){own}", f"{area}{own}", f"{area} {own}"]
    for match in _TIME.finditer(text):
        yield *match.span(), [match["time"], f"0{match['time']}"]
    for match in _MICRO.finditer(text):
        yield *match.span(), [f"μ{match['unit']}", f"u{match['unit']}"]
    for match in _TIMES.finditer(text):
        yield *match.span(), [*"×x*"]
    for match in _FRACTION.finditer(text):
        yield *match.span(), [_FRACTIONS.get(match[0]) or _AS_SIGN.get(match[0], match[0])]
    for match in _KIND.finditer(text):
        if match["roman"] in ROMAN:
            yield *match.span(), [f"{ROMAN.index(match['roman']) + 1}{match['of']}"]
