"""Chinese numerals before what they count, and shares: 四届, 第六十四条, 三百万元, 百分之五.

A number is whole, in numerals as in digits: 四届 is not in 十四届, nor 百分之五 in 百分之五十.
Texts are normalised.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .numerals import NUMERAL

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What may be counted in digits and in numerals alike, a character each.
COUNTED = "级条章节款项届期类型次岁年月天日周个名人倍种档批版层楼号位度例组份轮针片粒支台家所页"
#: A numeral with what it counts, as a pattern; after 万 and 亿 that may be anything.
COUNT = (
    rf"(?<![{NUMERAL}几数万亿点分])(?P<numeral>[{NUMERAL}]{{1,8}})"
    rf"(?P<counted>(?:万亿|[万亿])[元块]?|[元块{COUNTED}])"
)
#: A share, as a pattern.
SHARE = (
    rf"百分之(?P<share>[{NUMERAL}]{{1,4}})(?:点(?P<decimals>[{NUMERAL}]{{1,4}}))?(?![{NUMERAL}点])"
)

_WHOLE = re.compile(rf"{SHARE}|第?{COUNT}")
#: Over these a numeral goes on, where another one stands behind them.
JOINTS = "万亿点"
#: What makes a numeral of these an uncertain one: 数十, 几百.
UNCERTAIN, TENS = "几数", "十百千"
#: Where none of these stands beside a numeral, it is a whole one.
BESIDE = f"{NUMERAL}{JOINTS}{UNCERTAIN}之"


def counts_in(text: str) -> Iterator[tuple[int, int]]:
    """Find the numerals with what they count, and the shares: half-open spans, in order."""
    return (match.span() for match in _WHOLE.finditer(text))


def cuts_numeral(text: str, at: int) -> bool:
    """Return whether a numeral goes on over a place of a text."""
    if not 0 < at < len(text):
        return False
    before, behind = text[at - 1], text[at]
    if behind in NUMERAL:
        two = text[max(at - 2, 0) : at]
        return (
            before in NUMERAL
            or (before in UNCERTAIN and behind in TENS)
            or (before in JOINTS and two[0] in NUMERAL)
            or two == "分之"
        )
    if before not in NUMERAL:
        return False
    if behind in UNCERTAIN:
        return before in TENS
    return behind in JOINTS and at + 1 < len(text) and text[at + 1] in NUMERAL
