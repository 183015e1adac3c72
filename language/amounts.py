"""Amounts that are equal: 1.87万元 = 18700元, 5千元 = 5000元, 2亿 = 200000000.

Texts are normalised, so digits are ASCII and no comma groups thousands. Approximations (1万多),
ranges (1-2万) and what goes on behind the unit (1万2) are left as they stand.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from .lexicon import Alternative, Part, Relation
from .terms import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What another way to write an amount is worth: it is the same, only not what was typed.
WEIGHT = 0.95

_UNITS = {
    "": Decimal(1),
    "千": Decimal(1_000),
    "万": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
    "万亿": Decimal(1_000_000_000_000),
}
_AMOUNT = re.compile(
    rf"(?P<digits>{NUMBER})(?P<unit>万亿|千万|百万|亿|万|千|)(?P<money>元|块钱|)", re.ASCII
)
_GOES_ON = frozenset("0123456789.一二三四五六七八九十百两零〇半多几余来分")
_OF_A_RANGE = frozenset("-~～至到、,")
_NO_AMOUNT = frozenset("年月日号点时分%‰-:/.")  # what a bare number before it is not an amount
_MOST_DIGITS = 15
_DECIMALS = 4
_DECIMALS_OF_BARE = 2  # 1.88万 is written, 1.2393万 is no other way to write a number to call
_DECIMALS_OF_MONEY = 2  # 12.5元 is 12.50元
_LEAST_BARE = 10_000


def amounts_in(text: str) -> list[Part]:
    """Find the amounts of a normalised text that are written in other ways too."""
    parts = []
    for number in _AMOUNT.finditer(text):
        if number["digits"].count(".") > 1 or len(number["digits"]) > _MOST_DIGITS:
            continue
        start, end = number.span()
        if _is_of_a_word(text, start) or _ends_a_range(text, start):
            continue
        behind = text[end : end + 1]
        if number["unit"] and not number["money"] and behind in _GOES_ON:
            continue
        forms = dict.fromkeys(_forms(number, behind))
        forms.pop(number[0], None)
        if forms:
            others = tuple(Alternative(form, WEIGHT, Relation.AMOUNT) for form in forms)
            parts.append(Part(start, end, others))
    return parts


def _forms(number: re.Match[str], behind: str) -> Iterator[str]:
    digits, unit, money = number["digits"], number["unit"], "元" if number["money"] else ""
    is_bare = not unit and not money
    if (not unit and digits.startswith("0")) or (is_bare and not _may_be_amount(digits, behind)):
        return
    value = Decimal(digits) * _UNITS[unit]
    if not is_bare:
        yield _plain(value) + money
    for other in ("亿", "万"):
        in_units = value / _UNITS[other]
        if in_units >= 1 and _decimals(in_units) <= (_DECIMALS_OF_BARE if is_bare else _DECIMALS):
            yield _plain(in_units) + other + money
    if money and not unit and value < _LEAST_BARE and _decimals(value) <= _DECIMALS_OF_MONEY:
        yield f"{value:.2f}{money}"
    thousands = value / _UNITS["千"]
    if money and 1 <= thousands < 10 and _decimals(thousands) <= 1:  # noqa: PLR2004 - one digit
        yield f"{_plain(thousands)}千{money}"


def _may_be_amount(digits: str, behind: str) -> bool:
    """Return whether a bare number may be an amount, and not a date, a code or a share."""
    return (
        "." not in digits
        and int(digits) >= _LEAST_BARE
        and behind not in _NO_AMOUNT
        and not (behind.isascii() and behind.isalpha())
    )


def _is_of_a_word(text: str, start: int) -> bool:
    """Return whether letters stand before a number, or letters and a dash (pd-1)."""
    before = text[max(start - 2, 0) : start].removesuffix("-")[-1:]
    return before.isascii() and before.isalpha()


def _ends_a_range(text: str, start: int) -> bool:
    return start > 1 and text[start - 1] in _OF_A_RANGE and text[start - 2].isdecimal()


def _decimals(value: Decimal) -> int:
    return len(_plain(value).partition(".")[2])


def _plain(value: Decimal) -> str:
    """Write a number without an exponent, and without zeros that say nothing."""
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
