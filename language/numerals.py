"""Chinese numerals up to 9999 and the numbers they stand for."""

from __future__ import annotations

import re

#: What a numeral is made of, for use inside a character class.
NUMERAL = "〇零○一二两三四五六七八九十百千"
#: Signs that are written for nought where digits stand one after the other, the usual one first.
NOUGHTS = "〇零○"

_DIGITS = "零一二三四五六七八九"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)} | {"〇": 0, "○": 0, "两": 2}
_SPELLED = re.compile(
    r"(?:(?P<k>[一二两三四五六七八九])千)?(?P<gap>零)?(?:(?P<h>[一二两三四五六七八九])百)?"
    r"(?P<zero>零)?(?:(?P<t>[一二三四五六七八九])?(?P<ten>十))?(?P<o>[一二两三四五六七八九])?"
)
_IN_TURN = re.compile(f"[{NOUGHTS}一二三四五六七八九]{{2,}}")


def number_of(numeral: str) -> int | None:
    """Return the number that a numeral stands for: 64 for 六十四; None where it is none."""
    match = _SPELLED.fullmatch(numeral)
    if match is None or not any(match.group("k", "h", "ten", "o")):
        return 0 if numeral in (*NOUGHTS,) else None
    hundreds = [_VALUES[match[name]] if match[name] else 0 for name in ("k", "h", "o")]
    tens = (_VALUES[match["t"]] if match["t"] else 1) if match["ten"] else 0
    return hundreds[0] * 1000 + hundreds[1] * 100 + tens * 10 + hundreds[2]


def digits_of(numeral: str) -> str | None:
    """Return the digits that are written one after the other: 2025 for 二〇二五."""
    if not _IN_TURN.fullmatch(numeral):
        return None
    return "".join(str(_VALUES[digit]) for digit in numeral)


def numeral_of(number: int) -> str:
    """Return the numeral of a number from 0 to 9999: 六十四, 一百零二, 十二."""
    if number == 0:
        return "零"
    text = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += _DIGITS[digit] + name
        elif text and not text.endswith("零") and number % unit:
            text += "零"
    return text[1:] if text.startswith("一十") else text


def numeral_in_turn(digits: str, nought: str = NOUGHTS[0]) -> str:
    """Return digits as numerals, one after the other: 二〇二五."""
    return "".join(nought if digit == "0" else _DIGITS[int(digit)] for digit in digits)


def numerals_in_turn(digits: str) -> list[str]:
    """Return digits as numerals, one after the other, with each sign for nought: 二零二五."""
    return list(dict.fromkeys(numeral_in_turn(digits, nought) for nought in NOUGHTS))
