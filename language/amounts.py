"""Numbers that are equal: 1.87万元 = 18700元, 5千元 = 5000元, 2亿 = 200000000.

Texts are normalised, so digits are ASCII and no comma groups thousands. Approximations (1万多),
ranges (1-2万) and what goes on behind the unit (1万2) are left as they stand.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from .lexicon import Alternative, Kind, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What another way to write an amount is worth: it is the same, only not what was typed.
WEIGHT = 0.95

_UNITS = {
    "千": Decimal(1_000),
    "万": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
    "万亿": Decimal(1_000_000_000_000),
}
# One start a run of digits, so that the pattern is linear.
_NUMBER = re.compile(r"(?<![0-9])(?<![0-9]\.)[0-9]+(?:\.[0-9]+)*(?![0-9])")
_UNIT = re.compile("万亿|千万|百万|亿|万|千")
_MONEY = re.compile("元|块钱")
_GOES_ON = frozenset("0123456789.一二三四五六七八九十百两零〇半多几余来分")
_OF_A_RANGE = frozenset("-~～至到、,")
_NO_AMOUNT = frozenset("年月日号点时分%‰-:/.")  # what a bare number before it is not an amount
_MOST_DIGITS = 15
_DECIMALS = 4
_DECIMALS_OF_BARE = 2  # 1.88万 is written, 1.2393万 is no other way to write a number to call
_LEAST_IN_UNITS = 10_000


class _Number(NamedTuple):
    """A number as it stands in a text: digits, maybe a unit of thousands, maybe money behind it."""

    start: int
    end: int
    digits: str
    unit: str
    money: str

    @property
    def value(self) -> Decimal:
        return Decimal(self.digits) * _UNITS.get(self.unit, Decimal(1))


def numbers_of(text: str) -> tuple[str, ...]:
    """Give the numbers of a normalised text, each once, in order, as plain decimals.

    Equal for all ways to write one: 1.87万元 and 18700元 give 18700; 2.50 gives 2.5. A number of
    per cent keeps its sign (50%); the parts of 2025.04.26 count one by one; digits of a word in
    letters (pd-1, b12) do not count.
    """
    found: dict[str, None] = {}
    for match in _NUMBER.finditer(text):
        if _is_of_a_word(text, match.start()):
            continue
        if match.group().count(".") > 1:
            found |= dict.fromkeys(map(_plain_digits, match.group().split(".")))
            continue
        number = _read(text, match)
        sign = text[number.end : number.end + 1]
        plain = _plain(number.value) if number.unit else _plain_digits(number.digits)
        found[plain + sign if sign in {"%", "‰"} else plain] = None
    return tuple(found)


def amounts_in(text: str) -> list[Part]:
    """Find the amounts of a normalised text that are written in other ways too."""
    parts = []
    for match in _NUMBER.finditer(text):
        if match.group().count(".") > 1 or len(match.group()) > _MOST_DIGITS:
            continue
        number = _read(text, match)
        if _is_of_a_word(text, number.start) or _ends_a_range(text, number.start):
            continue
        if number.unit and not number.money and text[number.end : number.end + 1] in _GOES_ON:
            continue
        forms = dict.fromkeys(_forms(text, number))
        forms.pop(text[number.start : number.end], None)
        if forms:
            others = tuple(Alternative(form, WEIGHT, Kind.AMOUNT) for form in forms)
            parts.append(Part(number.start, number.end, others))
    return parts


def _read(text: str, digits: re.Match[str]) -> _Number:
    """Read what stands behind digits, as far as it belongs to the amount."""
    end = digits.end()
    unit = _UNIT.match(text, end)
    if unit is None:
        unit_text = ""
    else:
        unit_text, end = unit.group(), unit.end()
    money = _MONEY.match(text, end)
    if money is not None:
        end = money.end()
    return _Number(digits.start(), end, digits.group(), unit_text, money.group() if money else "")


def _forms(text: str, number: _Number) -> Iterator[str]:
    """Give the ways to write an amount; what behind it is no part of it stays as it is."""
    money = "元" if number.money else ""
    value = number.value
    if not number.unit:
        if number.digits.startswith("0"):
            return
        if not money and not _may_be_amount(text, number):
            return
    if number.unit or money:
        yield _plain(value) + money
    for unit in ("亿", "万", "千"):
        in_units = value / _UNITS[unit]
        if unit == "千":
            fits = bool(money) and 1 <= in_units < 10 and _decimals(in_units) <= 1  # noqa: PLR2004
        else:
            most = _DECIMALS if number.unit or money else _DECIMALS_OF_BARE
            fits = in_units >= 1 and _decimals(in_units) <= most
        if fits:
            yield _plain(in_units) + unit + money


def _may_be_amount(text: str, number: _Number) -> bool:
    """Tell whether a bare number may be an amount, and not a date, a code or a share."""
    behind = text[number.end : number.end + 1]
    return (
        "." not in number.digits
        and int(number.digits) >= _LEAST_IN_UNITS
        and behind not in _NO_AMOUNT
        and not (behind.isascii() and behind.isalpha())
        and _UNIT.match(text, number.end) is None
    )


def _is_of_a_word(text: str, start: int) -> bool:
    """Tell whether letters stand before a number, or letters and a dash."""
    before = text[max(start - 2, 0) : start].removesuffix("-")[-1:]
    return before.isascii() and before.isalpha()


def _ends_a_range(text: str, start: int) -> bool:
    return start > 1 and text[start - 1] in _OF_A_RANGE and text[start - 2].isdecimal()


def _decimals(value: Decimal) -> int:
    return len(_plain(value).partition(".")[2])


def _plain(value: Decimal) -> str:
    """Write a number without an exponent, and without zeros that say nothing."""
    return _plain_digits(f"{value:f}")


def _plain_digits(digits: str) -> str:
    """Take zeros off a decimal; a number without a point may be a code, so it keeps its own."""
    whole, point, fraction = digits.partition(".")
    if not point:
        return whole
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")
