"""Dates as they are written in Chinese: the one reader, for page stamps, fields and filters."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone

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
#: A time of day: 08:30, 下午3:05:10, 8时30分.
CLOCK = (
    rf"(?:(?:上午|下午|中午|晚上|凌晨){SPACE}?)?{DIGIT}{{1,2}}"
    rf"(?:[:：]{DIGIT}{{2}}(?:[:：]{DIGIT}{{2}}(?:\.{DIGIT}+)?)?"
    rf"(?:Z|[+-]{DIGIT}{{2}}:?{DIGIT}{{2}}|{SPACE}?(?i:[ap]m)\b)?"
    rf"|[时時点點](?:{DIGIT}{{1,2}}分(?:{DIGIT}{{1,2}}秒)?|[整半]?(?!\w)))"
)
#: The time behind a day, or nothing.
TIME = rf"(?:(?:{SPACE}+|T|(?<=[日号號])){CLOCK}(?:{SPACE}?[(（]?(?:北京时间|HKT)[)）]?)?)?"
_WEEKDAY = rf"(?:[,，]?{SPACE}*[(（]?(?:星期|周|週)[一二三四五六日天][)）]?)?"
#: What may stand behind a day: its weekday and its time.
TIME_AND_WEEKDAY = f"{_WEEKDAY}{TIME}{_WEEKDAY}"

# Only of the years that pages of the web are from.
_REPUBLIC = re.compile(
    rf"(?:中[华華])?民[国國]{SPACE}?([89][0-9]|1[0-9]{{2}}|[８９][０-９]|１[０-９]{{2}}){SPACE}?年"
)
_PLAIN = (
    r"([0-9]{4})(?:年|[-/.年]([0-9]{1,2})(?:月|[-/.月]([0-9]{1,2})[日号號]?)?)?"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})"
)
# A field holds nothing else, so more may be a date there, and anything short may be its time. It is
# compiled when a field is read: a search reads none.
_FIELD = (
    r"[\[(【]?(?:[^\W\d]{1,12} ?: ?"
    r"|[^\W\d]{0,8}(?:[发發]布|[发發]表|更新|时间|時間|日期|[于於]) ?)?"
    rf"(?P<day>{DAY}|[0-9]{{4}}[-/.年][0-9]{{1,2}}[-/.月][0-9]{{1,2}}日?)"
    rf"(?P<rest>{TIME_AND_WEEKDAY}|(?:(?<=\d)T|[\s,上下中晚凌(]|[Z+](?=\Z|\d)|(?<=[日号])(?=\d\d?[:时時点])).{{0,40}})[\])】]?"
)
_COMPACT = re.compile(
    r"((?:19|20)[0-9]{6})[T ]?([0-9]{2})([0-9]{2})(?:[0-9]{2})?( ?(?:Z|[-+][0-9]{2}:?[0-9]{2}))?"
)
_UNIX = re.compile(r"[0-9]{9,19}(?:\.[0-9]*)?")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH_NAME = f"(?:{'|'.join(_MONTHS)})[a-z]*"
_MONTH = f"(?P<month>{_MONTH_NAME})"
#: A day as it is written in English, without groups; `day_of_field` reads it.
ENGLISH_DAY = (
    r"(?i:(?<![a-z\d])(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
    rf"(?:{_MONTH_NAME}\.? \d{{1,2}}(?:st|nd|rd|th)?,?"
    rf"|\d{{1,2}}[- ]{_MONTH_NAME}[-,]?) ?\d{{4}}(?!\d))"
)
# RFC 822 and what is like it; the month first; `ctime`, with a zone before or behind the year.
_ENGLISH = [
    re.compile(rf"(?:[a-z]{{2,12}}: ?)?(?:[a-z]{{3,9}}, ?)?{form}", re.IGNORECASE)
    for form in (
        rf"(?P<day>\d{{1,2}})[- ]{_MONTH}[- ,]+(?P<year>\d{{4}})(?P<rest>\b.{{0,60}})",
        rf"{_MONTH}\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})(?P<rest>\b.{{0,60}})",
        rf"[a-z]{{3}} {_MONTH} (?P<day>\d{{1,2}}) (?P<year>\d{{4}})(?P<rest>\b.{{0,60}})",
        rf"[a-z]{{3}} {_MONTH} (?P<day>\d{{1,2}})(?P<rest> \d{{2}}:.{{0,40}}?) (?P<year>\d{{4}})",
    )
]
_CLOCK = re.compile(
    r"(?P<half>上午|下午|中午|晚上|凌晨)? ?"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:[.,]\d+)?)? ?(?P<english>[ap]m)?"
    r" ?(?:(?:GMT|UTC)?(?P<offset>[-+]\d{1,2}(?::?\d{2})?)|(?P<zone>[A-Z]{1,4}))?\b",
    re.IGNORECASE,
)
# CST is China's where Java wrote a date of China, which is the more common here.
_ZONES = dict.fromkeys(("Z", "UT", "UTC", "GMT"), 0) | {"CST": 8, "HKT": 8, "JST": 9, "KST": 9}
_ZONES |= {"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
#: The time of all of China.
CHINA = timezone(timedelta(hours=8))
_EARLIEST, _LATEST = 315_500_000, 4_102_400_000  # seconds: 1980 and 2100
_LONGEST = 200
_AFTERNOON = ("下午", "晚上", "pm")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_HAN_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}


def read_day(written: str) -> str | None:
    """Return the ISO form of what `DAY` matches; None where no calendar has it."""
    return first_day(_in_digits(written) if written[0] in _HAN_DIGITS else written)


def day_of_field(text: str) -> str | None:
    """Return the ISO form of the day that a field names; None where it names none.

    A field may say more: a label (`发布时间：`), brackets, a weekday, a time. A time in another
    zone than China's gives the day that it was in China. Read are all that `DAY` matches, ISO 8601,
    the dates of mail and feeds (RFC 822), `Sat Apr 26 08:30:00 +0800 2025`, `April 26, 2025`,
    20250426083000, and Unix time in seconds, or in thousandths and smaller parts of one.
    """
    if len(text) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    plain = " ".join(in_common_era(plain).split())
    if match := _COMPACT.fullmatch(plain):
        return _in_china(first_day(match[1]), f"{match[2]}:{match[3]}{match[4] or ''}")
    if match := re.fullmatch(_FIELD, plain):
        return _in_china(read_day(match["day"]), match["rest"])
    if _UNIX.fullmatch(plain):
        return _day_of_unix_time(float(plain))
    for form in _ENGLISH:
        if match := form.fullmatch(plain):
            month = _MONTHS.index(match["month"][:3].lower()) + 1
            return _in_china(first_day(f"{match['year']}-{month}-{match['day']}"), match["rest"])
    return None


def in_common_era(written: str) -> str:
    """Return a text with the years of the Republic of China (民國114年) as others count them."""
    return _REPUBLIC.sub(lambda year: f"{1911 + int(year[1])}年", written)


def day_of_moment(moment: datetime) -> str:
    """Return the day of a moment in China; one without a zone is taken as China's."""
    return (moment.astimezone(CHINA) if moment.tzinfo else moment).date().isoformat()


def _day_of_unix_time(number: float) -> str | None:
    for unit in (1, 1_000, 1_000_000, 1_000_000_000):
        if _EARLIEST <= number / unit <= _LATEST:
            return day_of_moment(datetime.fromtimestamp(number / unit, CHINA))
    return None


def _in_china(day: str | None, rest: str) -> str | None:
    """Return the day in China, if what follows a day is a time in another zone."""
    clock = _CLOCK.search(rest) if day else None
    if day is None or clock is None:
        return day
    if clock["offset"]:
        sign, digits = clock["offset"][0], clock["offset"][1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")  # noqa: PLR2004
        east = int(f"{sign}1") * timedelta(hours=int(hours), minutes=int(minutes))
    elif (clock["zone"] or "").upper() in _ZONES:
        east = timedelta(hours=_ZONES[clock["zone"].upper()])
    else:
        return day
    is_later = (clock["half"] or clock["english"] or "").lower() in _AFTERNOON
    hour = int(clock["hour"]) % 12 + 12 if is_later else int(clock["hour"])
    if hour > 24 or int(clock["minute"]) > 59 or abs(east) > timedelta(hours=15):  # noqa: PLR2004
        return day
    written = datetime.fromisoformat(day) + timedelta(hours=hour, minutes=int(clock["minute"]))
    try:
        return (written - east + timedelta(hours=8)).date().isoformat()
    except OverflowError:
        return day


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
