"""Dates as they are written in Chinese: the one reader, for page stamps, fields and filters."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

#: Parts of patterns for text as it was written, full-width characters included.
DIGIT = "[0-9０-９]"
SPACE = r"[ \t\u00a0\u3000]"
DASH = "[-－‐‑‒–—−]"
YEAR = f"(?:19|20|１９|２０){DIGIT}{{2}}"
_HAN_YEAR = "[〇○零一二三四五六七八九]{4}年"
_HAN_DAY = "[一二三四五六七八九十廿]{1,3}"


def _separated(sign: str) -> str:
    gap = f"{SPACE}?{sign}{SPACE}?"
    return f"{YEAR}{gap}{DIGIT}{{1,2}}{gap}{DIGIT}{{1,2}}(?!{DIGIT})"


#: A day. The pattern has no groups; `read_day` reads what it matches.
DAY = (
    f"(?:{_separated(DASH)}|{_separated('[/／]')}|{_separated('[.．]')}"
    f"|{YEAR}{SPACE}?年{SPACE}?{DIGIT}{{1,2}}{SPACE}?月{SPACE}?{DIGIT}{{1,2}}{SPACE}?[日号號]"
    f"|{_HAN_YEAR}{_HAN_DAY}月{_HAN_DAY}[日号號]"
    f"|(?<!{DIGIT}){YEAR}{DIGIT}{{4}}(?!{DIGIT}))"
)
#: The time behind a day, or nothing.
TIME = (
    rf"(?:(?:{SPACE}+|T)(?:上午|下午|中午|晚上|凌晨)?"
    rf"{DIGIT}{{1,2}}[:：]{DIGIT}{{2}}(?:[:：]{DIGIT}{{2}}(?:\.{DIGIT}+)?)?"
    rf"(?:Z|[+-]{DIGIT}{{2}}:?{DIGIT}{{2}})?)?"
)
_WEEKDAY = rf"(?:{SPACE}*[(（]?(?:星期|周|週)[一二三四五六日天][)）]?)?"
#: What may stand behind a day: its weekday and its time.
TIME_AND_WEEKDAY = f"{_WEEKDAY}{TIME}{_WEEKDAY}"

_PLAIN = (
    r"([0-9]{4})(?:年|[-/.年]([0-9]{1,2})(?:月|[-/.月]([0-9]{1,2})[日号號]?)?)?"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})"
)
# A field holds nothing else, so more may be a date there, and anything short may be its time.
_FIELD = (
    rf"(?P<day>{DAY}|[0-9]{{4}}[-/.年][0-9]{{1,2}}[-/.月][0-9]{{1,2}}日?)"
    rf"(?:{TIME_AND_WEEKDAY}|[T\s].{{0,40}})"
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_HAN_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}


def read_day(written: str) -> str | None:
    """Return the ISO form of what `DAY` matches; None where no calendar has it."""
    return first_day(_in_digits(written) if written[0] in _HAN_DIGITS else written)


def day_of_field(text: str) -> str | None:
    """Return the ISO form of the day that a field names, maybe with a weekday and a time.

    None where it names none, or one that no calendar has.
    """
    match = re.fullmatch(_FIELD, text)
    return read_day(match["day"]) if match else None


def first_day(written: str) -> str | None:
    """Return the first day of a written date, year or month: what `after` begins with.

    Args:
        written: 2025, 2025-04, 2025-4-26, 2025/4/26, 2025.4.26, 2025年4月26日 or 20250426; the
            digits and signs may be full-width, and spaces do not matter.

    Returns:
        An ISO date. None where it is no date, or an impossible one, such as 2025-02-30.
    """
    return _day(written, last=False)


def last_day(written: str) -> str | None:
    """Return the last day of a written date, year or month: what `before` ends with.

    Args and result are those of `first_day`.
    """
    return _day(written, last=True)


def _day(written: str, *, last: bool) -> str | None:
    plain = unicodedata.normalize("NFKC", "".join(written.split())).translate(_DASHES)
    match = re.fullmatch(_PLAIN, plain)
    if match is None:
        return None
    numbers = [int(part) for part in match.groups() if part]
    try:
        if len(numbers) == 1:
            numbers.append(12 if last else 1)
        if len(numbers) == 2:  # noqa: PLR2004 - the day is missing
            numbers.append(monthrange(*numbers)[1] if last else 1)
        return date(*numbers).isoformat()
    except ValueError:
        return None


def _in_digits(written: str) -> str:
    """Return a date in Chinese numerals in digits; 0 stands for what is no month or no day."""
    year, _, rest = written.partition("年")
    digits = "".join(str(_HAN_DIGITS[numeral]) for numeral in year)
    return f"{digits}年" + re.sub(_HAN_DAY, lambda match: str(_up_to_99(match[0])), rest)


def _up_to_99(numeral: str) -> int:
    tens, ten, ones = numeral.replace("廿", "二十").rpartition("十")
    if not ten:
        return _HAN_DIGITS.get(ones, 0)
    return (_HAN_DIGITS.get(tens, 0) if tens else 1) * 10 + _HAN_DIGITS.get(ones, 0)
