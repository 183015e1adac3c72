"""Other ways to write the same: dates, numbers before what they count, codes with a hyphen.

2025-04-26 = 2025年4月26日 = 二〇二五年四月二十六日, 第64条 = 第六十四条, 5% = 百分之五,
covid19 = covid-19. Texts are normalised. A numeral counts only before a word of `COUNTED`: 五险一金
and 二甲 are none. A year in digits is left as it is beside others (2025年医保), 二〇二五年 is not.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from .characters import HAN
from .counts import COUNT, COUNTED, SHARE
from .lexicon import Alternative, Part, Relation
from .notations import ROMAN, notations_in
from .numerals import (
    NOUGHTS,
    NUMERAL,
    digits_of,
    number_of,
    numeral_in_turn,
    numeral_of,
    numerals_in_turn,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What another spelling is worth: it is the same, only not what was typed.
WEIGHT = 0.95
_YEAR = r"(?P<y>(?:19|20)\d{2})"
_HAN_YEAR = f"(?P<y>[{NOUGHTS}一二三四五六七八九]{{4}})"
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
_SCALES = {"万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000}
# An amount that is not told to be about so much, nor the end of a range.
_AMOUNT = re.compile(
    r"(?<![\d.a-z/~到至-])(?P<number>\d{1,9})(?P<scale>万亿|[万亿]|千(?=[元块])|(?=[元块]))(?P<money>元|块|)"
    rf"(?![\d.{NUMERAL}半多几余来分钱])"
)
_MOST_IN_NUMERALS = 9_999
# An amount that goes on behind its 万.
_LONG_COUNT = re.compile(
    rf"(?<![{NUMERAL}几数万亿点分])(?P<tens>[{NUMERAL}]{{1,7}})万(?P<rest>[{NUMERAL}]{{1,7}})(?P<money>[元块])"
)
_SHARE = re.compile(SHARE)
_LONG_AMOUNT = re.compile(
    r"(?<![\d.a-z/到至-])(?P<tens>\d{1,4})\.(?P<rest>\d{1,4})万(?P<money>[元块])"
)
_HALF_SHARE = re.compile(r"百分之(?P<share>\d{1,4}(?:\.\d{1,4})?)(?![\d.])")
_SHARE_IN_DIGITS = re.compile(
    r"(?<![\d.a-z/~-])(?P<share>\d{1,4})(?:\.(?P<decimals>\d{1,4}))?%(?![\d~-])"
)
_KINDS = frozenset("型期度")
_PAIRED = frozenset("个名人种次年天周岁倍项位家所台支片粒层条轮针例份")
_CODE = re.compile(
    r"(?<![a-z0-9.-])(?P<head>[a-z]{1,8}(?:-[a-z]{1,8}){0,2})-?(?P<digits>\d{1,5})(?P<tail>[a-z]{0,2})"
    r"(?![a-z0-9-]|\.\d)"
)
# A make of few Han characters: 运-20. What is counted (达20人) has no hyphen.
_HAN_CODE = re.compile(
    rf"(?<![{HAN}a-z0-9.-])(?P<head>[{HAN}]{{1,3}})-?(?P<digits>\d{{1,4}}[a-z]{{0,2}})"
    rf"(?![a-z0-9%{COUNTED}万亿元块-]|\.\d)"
)
# Words in letters that are written with a hyphen and without.
_HYPHENED = {
    word.replace("-", ""): word
    for word in (
        *("wi-fi", "hi-fi", "sci-fi", "usb-a", "usb-c", "type-c", "e-mail", "e-book", "e-sports"),
        *("t-shirt", "x-ray", "k-pop", "j-pop", "hip-hop", "blu-ray", "plug-in", "add-on"),
        *("check-in", "check-out", "start-up"),
    )
}
_EITHER_WAY = "|".join(word.replace("-", "-?") for word in _HYPHENED.values())
_WORD = re.compile(f"(?<![a-z0-9-])(?:{_EITHER_WAY})(?![a-z0-9-])")
_CODE_OF_YEAR = re.compile(r"(?<![a-z0-9.-])(?P<digits>\d{4})-?(?P<head>[a-z]{2,8})(?![a-z0-9-])")


def is_han_code(text: str) -> bool:
    """Return whether a normalised text is all Han characters with a number, as of a make: 运20."""
    return _HAN_CODE.fullmatch(text) is not None


def spellings_in(text: str) -> list[Part]:
    """Find the parts of a normalised text that are written in other ways too, in order."""
    parts: list[Part] = []
    taken: set[int] = set()
    found = (
        *(*dates_in(text), *notations_in(text), *_shares(text), *_codes(text)),
        *(*_long_counts(text), *_counts(text), *_amounts(text)),
    )
    for start, end, forms in found:
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
    han, *others = (f"{numeral}年{han_month}" for numeral in numerals_in_turn(str(year)))
    if day is None:
        return [
            *(f"{year}年{month}月", f"{year}-{month:02}", f"{year}年{month:02}月", han),
            *(f"{year}/{month:02}", f"{year}/{month}", *others),
        ]
    han_day = f"{numeral_of(day)}日"
    return [
        *(f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}", f"{year}/{month}/{day}"),
        *(f"{year}.{month}.{day}", f"{han}{han_day}", f"{year}{month:02}{day:02}"),
        *(f"{year}/{month:02}/{day:02}", f"{year}.{month:02}.{day:02}"),
        *(f"{year}年{month:02}月{day:02}日", f"{year}-{month}-{day}", f"{year}年{month}月{day}号"),
        *(f"{other}{han_day}" for other in others),
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
        if match["digits"]:
            forms = _in_numerals(match["digits"], match["number"], is_all=match[0] == text)
        else:
            forms = _in_digits(match["numeral"], match["counted"])
        if forms:
            yield *match.span(), [prefix + form for form in forms]


def _in_numerals(digits: str, counted: str, *, is_all: bool) -> list[str]:
    """Return a count in numerals; a year only where it is all that is asked for."""
    if digits.startswith("0") and digits != "0":
        return []
    if counted == "年" and len(digits) == 4:  # noqa: PLR2004 - a year
        return [f"{year}年" for year in numerals_in_turn(digits)] if is_all else []
    spelled = numeral_of(int(digits))
    paired = ["两" + counted] if spelled == "二" and counted in _PAIRED else []
    is_kind = counted in _KINDS and 0 < int(digits) <= len(ROMAN)
    return [*paired, spelled + counted, *([ROMAN[int(digits) - 1] + counted] if is_kind else [])]


def _in_digits(numeral: str, counted: str) -> list[str]:
    """Return a count in digits, and one in 万 or 亿 without it; a year in other numerals, too."""
    if in_turn := digits_of(numeral):
        is_year = counted == "年" and len(in_turn) == 4  # noqa: PLR2004
        return [f"{year}年" for year in (in_turn, *numerals_in_turn(in_turn))] if is_year else []
    number = number_of(numeral)
    if number is None:
        return []
    scale = counted.rstrip("元块")
    in_full = [f"{number * _SCALES[scale]}{counted[len(scale) :]}"] if scale in _SCALES else []
    money = counted if counted in ("元", "块") and number % 1_000 == 0 < number else ""
    return [f"{number}{counted}", *in_full, *([f"{number // 1_000}千{money}"] if money else [])]


def _long_counts(text: str) -> Iterator[tuple[int, int, list[str]]]:
    for match in _LONG_COUNT.finditer(text):
        tens, rest = number_of(match["tens"]), number_of(match["rest"])
        if tens and rest and (match["rest"][0] == "零") == (rest < 1_000):  # noqa: PLR2004
            number = tens * _SCALES["万"] + rest
            in_scale = f"{number / _SCALES['万']:.4f}".rstrip("0") + "万"
            yield *match.span(), [form + match["money"] for form in (str(number), in_scale)]
    for match in _LONG_AMOUNT.finditer(text):
        tens, rest = int(match["tens"]), int(f"{match['rest']:0<4}")
        if tens and rest:
            yield *match.span(), [_in_long(tens, rest) + match["money"]]


def _amounts(text: str) -> Iterator[tuple[int, int, list[str]]]:
    for match in _AMOUNT.finditer(text):
        number, unit = int(match["number"]), match["scale"] + match["money"]
        if number > _MOST_IN_NUMERALS and not match["scale"] and number % _SCALES["万"] == 0:
            number, unit = number // _SCALES["万"], f"万{unit}"
        elif _SCALES["万"] < number < _SCALES["亿"] and unit in ("元", "块"):
            tens, rest = divmod(number, _SCALES["万"])
            yield *match.span(), [f"{_in_long(tens, rest)}{unit}"]
        if not match["number"].startswith("0") and number <= _MOST_IN_NUMERALS:
            numeral = numeral_of(number)
            paired = re.sub("^二(?!十)", "两", numeral)
            yield *match.span(), [numeral + unit, *([paired + unit] if paired != numeral else [])]


def _in_long(tens: int, rest: int) -> str:
    nought = "零" if rest < 1_000 else ""  # noqa: PLR2004
    return f"{numeral_of(tens)}万{nought}{numeral_of(rest)}"


def _shares(text: str) -> Iterator[tuple[int, int, list[str]]]:
    for match in _SHARE.finditer(text):
        decimals = [number_of(digit) for digit in match["decimals"] or ""]
        number = 100 if match["share"] == "百" else number_of(match["share"])
        if number is not None and None not in decimals:
            point = "." if decimals else ""
            yield *match.span(), [f"{number}{point}{''.join(map(str, decimals))}%"]
    for match in _SHARE_IN_DIGITS.finditer(text):
        digits, behind = match["share"], match["decimals"]
        if str(int(digits)) == digits:
            spelled = "百分之" + numeral_of(int(digits))
            spelled += "点" + numeral_in_turn(behind, "零") if behind else ""
            half = "百分之" + match[0].rstrip("%")
            yield *match.span(), [spelled, *(["百分之百"] if match[0] == "100%" else []), half]
    for match in _HALF_SHARE.finditer(text):
        yield *match.span(), [f"{match['share']}%"]


def _codes(text: str) -> Iterator[tuple[int, int, list[str]]]:
    for match in _CODE.finditer(text):
        head, digits = match["head"], match["digits"] + match["tail"]
        forms = [head + "-" + digits, head + digits, head.replace("-", "") + digits]
        yield *match.span(), forms
    for match in _HAN_CODE.finditer(text):
        yield *match.span(), [f"{match['head']}-{match['digits']}", match["head"] + match["digits"]]
    for match in _WORD.finditer(text):
        plain = match[0].replace("-", "")
        yield *match.span(), [_HYPHENED[plain], plain]
    for match in _CODE_OF_YEAR.finditer(text):
        yield *match.span(), [f"{match['digits']}-{match['head']}", match["digits"] + match["head"]]
