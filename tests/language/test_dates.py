"""The one reader of dates: of page stamps, of fields and of filters."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.dates import (
    DAY,
    ENGLISH_DAY,
    TIME_AND_WEEKDAY,
    day_of_field,
    day_of_moment,
    first_day,
    last_day,
    read_day,
)

NUMERALS = "〇一二三四五六七八九"
BOUNDS = (datetime(1980, 1, 2), datetime(2099, 12, 30))  # noqa: DTZ001 - the zone is drawn
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def numeral(number: int) -> str:
    """Return a number below 100 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{NUMERALS[tens]}十"
    return ten + (NUMERALS[ones] if ones or not tens else "")


def forms(day: date) -> list[str]:
    """Return a day in all the forms that a page may have it in."""
    year = "".join(NUMERALS[int(digit)] for digit in str(day.year))
    dashed = f"{day}"
    return [
        dashed,
        dashed.translate(str.maketrans("0123456789-", "０１２３４５６７８９－")),
        dashed.replace("-", "—"),
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y.%m.%d}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month} 月 {day.day} 號",
        f"{year}年{numeral(day.month)}月{numeral(day.day)}日",
    ]


@given(DAYS)
def test_every_form_gives_the_same_day(day: date) -> None:
    """A stamp, a field of JSON and a filter are read alike."""
    for form in forms(day):
        assert re.fullmatch(DAY, form), form
        assert read_day(form) == str(day)
        assert day_of_field(form) == str(day)
        if not form.startswith(tuple(NUMERALS)):
            assert first_day(form) == last_day(form) == str(day)


@pytest.mark.parametrize(
    "behind",
    [
        "",
        " 08:30",
        "T08:30:15+08:00",
        "T00:00:00.000Z",
        " 星期六 上午8：30",
        "(周六)",
        " around noon",
        ",08:30",
    ],
)
def test_a_field_may_say_the_time(behind: str) -> None:
    """What stands behind the day of a field is its weekday, its time, or any short text."""
    assert day_of_field(f"2025-04-26{behind}") == "2025-04-26"
    assert day_of_field(f"2025年4月26日{behind}") == "2025-04-26"


@pytest.mark.parametrize(
    "written",
    ["2025-02-30", "2025-13-01", "2025年2月30日", "二〇二五年二月三十日", "二〇二五年四月二六日"],
)
def test_an_impossible_day_is_none(written: str) -> None:
    """No day is made up."""
    assert read_day(written) is None
    assert day_of_field(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "Sat, 26 Apr 2025 08:30:00 +0800",
        "26 Apr 2025 00:30 GMT",
        "Sat Apr 26 08:30:00 +0800 2025",
        "Sat Apr 26 08:30:00 CST 2025",
        "Sat Apr 26 2025 08:30:00 GMT+0800 (中国标准时间)",
        "April 26th, 2025",
        "Apr 25, 2025 8:30 PM UTC",
        "2025-04-25T16:00:00Z",
        "2025-04-25 12:00:00-0500",
        "20250425T200000Z",
        "2025-04-26T08:30:00+08:00[Asia/Shanghai]",
        "20250426083000",
        "202504260830",
        "1745625600",
        "1745625600.5",
        "1745625600000",
        "发布时间：2025年4月26日08:30",
        "发布于 2025-04-26",
        "【2025-04-26】",
        "2025年4月26日（星期六）",
        "2025-04-26+08:00",
    ],
)
def test_a_field_is_read_as_programs_write_it(written: str) -> None:
    """The day is that in China, whatever the zone that it was written in."""
    assert day_of_field(written) == "2025-04-26"


@given(st.datetimes(*BOUNDS), st.integers(-12, 12))
def test_a_zone_moves_the_day(moment: datetime, hours: int) -> None:
    """Every form of one moment gives the day that it was in China."""
    zoned = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    china = zoned.astimezone(timezone(timedelta(hours=8)))
    assert day_of_moment(zoned) == f"{china:%Y-%m-%d}"
    for form in (
        zoned.isoformat(),
        zoned.isoformat(" "),
        format_datetime(zoned),
        f"{zoned:%a %b %d %H:%M:%S %z %Y}",
        f"{zoned:%Y%m%dT%H%M%S%z}",
        str(int(zoned.timestamp())),
        str(int(zoned.timestamp()) * 1000),
    ):
        if not form.isdigit() or int(form) > 315_500_000_000 or 315_500_000 < int(form) < 10**10:
            assert day_of_field(form) == f"{china:%Y-%m-%d}", form


@pytest.mark.parametrize("text", ["", "yesterday", "2025", "2025-04", "x2025-04-26", "2025-04-267"])
def test_what_is_no_day_of_a_field(text: str) -> None:
    """A field must name a day."""
    assert day_of_field(text) is None


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-2", "2024-02-01", "2024-02-29"),
        ("2025年 4月", "2025-04-01", "2025-04-30"),
        ("２０２５／４", "2025-04-01", "2025-04-30"),
    ],
)
def test_a_filter_may_name_a_month_or_a_year(written: str, first: str, last: str) -> None:
    """It begins with the first day of it and ends with the last."""
    assert (first_day(written), last_day(written)) == (first, last)


@pytest.mark.parametrize(
    "written", ["", "二〇二五年四月二十六日", "2025-04-26 08:30", "0000", "20250"]
)
def test_what_a_filter_does_not_read(written: str) -> None:
    """A filter is typed, so it takes digits only and no time."""
    assert first_day(written) is None
    assert last_day(written) is None


@given(st.dates())
def test_written_dates(day: date) -> None:
    """An ISO date is its own first and last day."""
    assert first_day(str(day)) == last_day(str(day)) == day_of_field(str(day)) == str(day)


@given(st.text(alphabet="0123456789-/.年月日 ０１", max_size=12))
def test_dates_never_raise(text: str) -> None:
    """A date that cannot be read is none."""
    first, last = first_day(text), last_day(text)
    assert (first is None) == (last is None)
    if first is not None and last is not None:
        assert first <= last
    # A field may also be a Unix time, or have its time behind it without a sign.
    assert day_of_field(text) in {None, first} or re.fullmatch(r"[\d.\s]+", text)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("民國114年4月26日", "2025-04-26"),
        ("中华民国 114 年4月26日", "2025-04-26"),
        ("民国99年4月26日 08:30", "2010-04-26"),
        ("民国26年7月7日", None),
    ],
)
def test_years_of_the_republic_of_china(written: str, day: str | None) -> None:
    """They are read as others count them, for years that pages are from."""
    assert day_of_field(written) == day


@pytest.mark.parametrize(
    ("written", "rest"),
    [
        ("2025年4月26日08:30来源", "来源"),
        ("2025年4月26日 8时30分", ""),
        ("2025年4月26日8时30分15秒", ""),
        ("2025年4月26号 下午3点", ""),
        ("2025-04-26 8:30 PM", ""),
        ("2025年4月26日8时起停水", "8时起停水"),
        ("2025年4月26日 星期六 08:30", ""),
    ],
)
def test_a_time_behind_a_day(written: str, rest: str) -> None:
    """The time may follow 日 at once, and may be written with 时 and 分; 8时起 is none."""
    match = re.match(DAY + TIME_AND_WEEKDAY, written)
    assert match is not None
    assert written[match.end() :] == rest


def test_days_in_english() -> None:
    """What is taken for a day in English is one that a field may hold; other numbers are none."""
    for written in ("Apr 26, 2025", "26 April 2025", "Saturday, April 26th, 2025", "26-Apr-2025"):
        assert re.fullmatch(ENGLISH_DAY, written)
        assert day_of_field(written) == "2025-04-26"
    for text in ("March 2025", "Foo 26, 2025", "26 apples 2025", "Apr 26, 20251"):
        assert not re.search(ENGLISH_DAY, text)
