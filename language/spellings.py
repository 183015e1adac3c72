"""Other ways to write the same: dates, numbers before what they count, codes with a hyphen.

2025-04-26 = 2025年4月26日 = 二〇二五年四月二十六日, 第64条 = 第六十四条, covid19 = covid-19.
Texts are normalised. A numeral counts only before a word of `COUNTED`: 五险一金 and 二甲 are none.
A year alone and a share in digits (2025年, 50%) are left as they are, 二〇二五年 is not.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from .counts import COUNT, COUNTED, SHARE
from .lexicon import Alternative, Part, Relation
from .numerals import NUMERAL, digits_of, number_of, numeral_in_turn, numeral_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: What another spelling is worth: it is the same, only not what was typed.
WEIGHT = 0.95
_YEAR = r"(?P<y>(?:19|20)\d{2})"
_HAN_YEAR = "(?P<y>[〇零一二三四五六七八九]{4})"
_HAN_DAY = "[一二三四五六七八九十]{1,3}"
_DATES = [
    re.compile(rf"(?<![\d.]){_YEAR}{sign}(?P<m>\d\d?){sign}(?P<d>\d\d?)(?!\d|[-/.]\d)")
    for sign in ("-", "/", r"\.")
] + [
    re.compile(rf"(?<![\d.]){_YEAR}(?P<m>\d\d)(?P<d>\d\d)(?![\d.])"),
    re.compile(rf"(?<!\d){_YEAR}年(?P<m>\d\d?)月(?:(?P<d>\d\d?)[日号])?(?!\d)"),
    re.compile(rf"(?<![\d.]){_YEAR}[-/](?P<m>0\d|1[0-2])(?P<d>)(?!\d|[-/.]\d)"),
    re.compile(rf"{_HAN_YEAR}年(?P<m>{_HAN_DAY})月(?:(?P<d>{_HAN_DAY})[日号])?"),
    re.compile(rf"(?<![\d年]){'(?P<y>)'}(?P<m>\d\d?)月(?P<d>\d\d?)[日号]"),
    re.compile(rf"(?<![{NUMERAL}年])(?P<y>)(?P<m>{_HAN_DAY})月(?P<d>{_HAN_DAY})[日号]"),
]
_COUNT = re.compile(rf"第?(?:(?<![\d.a-z/-])(?P<digits>\d{{1,4}})(?P<number>[{COUNTED}])|{COUNT})")
_SHARE = re.compile(SHARE)
_PAIRED = frozenset("个名人种次年天周岁倍项位家所台支片粒层条轮针例份")
_CODE = re.compile(
    r"(?<![a-z0-9.-])(?P<head>[a-z]{1,8}(?:-[a-z]{1,8}){0,2})-?(?P<digits>\d{1,5})(?P<tail>[a-z]{0,2})"
    r"(?![a-z0-9-]|\.\d)"
)
_CODE_OF_YEAR = re.compile(r"(?<![a-z0-9.-])(?P<digits>\d{4})-?(?P<head>[a-z]{2,8})(?![a-z0-9-])")


def spellings_in(text: str) -> list[Part]:
    """Find the parts of a normalised text that are written in other ways too, in order."""
    parts: list[Part] = []
    taken: set[int] = set()
    for start, end, forms in (*dates_in(text), *_codes(text), *_counts(text)):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            others = dict.fromkeys(forms)
            others.pop(text[start:end], None)
            spelled = tuple(Alternative(other, WEIGHT, Relation.SPELLING) for other in others)
            if spelled:
                parts.append(Part(start, end, spelled))
    return sorted(parts, key=lambda part: part.start)


def dates_in(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Find the days and months of a text: half-open spans, and all ways to write each."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            year, month, day = (_number(match[name]) for name in "ymd")
            if month is not None and (forms := _forms_of_date(year, month, day)):
                yield *match.span(), forms


def _forms_of_date(year: int | None, month: int, day: int | None) -> list[str]:
    try:
        date(year or 2000, month, day or 1)
    except ValueError:
        return []
    han_month = f"{numeral_of(month)}月"
    if year is None and day is not None:
        han = f"{han_month}{numeral_of(day)}"
        return [
            *(f"{month}月{day}日", f"{month:02}月{day:02}日", f"{han}日", f"{month}月{day}号"),
            f"{han}号",
        ]
    han = f"{numeral_in_turn(str(year))}年{han_month}"
    if day is None:
        return [
            *(f"{year}年{month}月", f"{year}-{month:02}", f"{year}年{month:02}月", han),
            *(f"{year}/{month:02}", f"{year}/{month}"),
        ]
    return [
        *(f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}", f"{year}/{month}/{day}"),
        *(f"{year}.{month}.{day}", f"{han}{numeral_of(day)}日", f"{year}{month:02}{day:02}"),
        *(f"{year}/{month:02}/{day:02}", f"{year}.{month:02}.{day:02}"),
        *(f"{year}年{month:02}月{day:02}日", f"{year}-{month}-{day}", f"{year}年{month}月{day}号"),
    ]


def _number(written: str | None) -> int | None:
    """Return the number of a part of a date; None where it is left out or no number."""
    if not written:
        return None
    if written.isdecimal():
        return int(written)
    in_turn = digits_of(written)
    return int(in_turn) if in_turn else number_of(written)


def _counts(text: str) -> Iterator[tuple[int, int, list[str]]]:
    for match in _COUNT.finditer(text):
        prefix = match[0][: match[0].startswith("第")]
        counted = match["number"] or match["thing"] or match["scale"] + match["counted"]
        forms = _forms_of_count(match["digits"], match["numeral"], counted)
        if forms:
            yield *match.span(), [f"{prefix}{form}{counted}" for form in forms]
    for match in _SHARE.finditer(text):
        if (number := number_of(match["share"])) is not None:
            yield *match.span(), [f"{number}%"]


def _forms_of_count(digits: str | None, numeral: str | None, counted: str) -> Iterable[str]:
    if numeral is not None:
        in_turn = digits_of(numeral)
        if in_turn:
            return [in_turn] if counted == "年" and len(in_turn) == 4 else []  # noqa: PLR2004 - a year
        number = number_of(numeral)
        return [] if number is None else [str(number)]
    if digits is None or (digits.startswith("0") and digits != "0"):
        return []
    if counted == "年" and len(digits) == 4:  # noqa: PLR2004 - a year
        return []
    spelled = numeral_of(int(digits))
    return ["两", spelled] if spelled == "二" and counted in _PAIRED else [spelled]


def _codes(text: str) -> Iterator[tuple[int, int, list[str]]]:
    for match in _CODE.finditer(text):
        head, digits = match["head"], match["digits"] + match["tail"]
        forms = [head + "-" + digits, head + digits, head.replace("-", "") + digits]
        yield *match.span(), forms
    for match in _CODE_OF_YEAR.finditer(text):
        yield *match.span(), [f"{match['digits']}-{match['head']}", match["digits"] + match["head"]]
