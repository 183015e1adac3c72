"""Days as people ask for them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language import days
from souwen.language.dates import first_day, last_day
from souwen.language.days import Days, days_asked_for


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the last day of a leap year's longest quarter: Monday, 2024-12-30."""
    monkeypatch.setattr(days, "today", lambda: date(2024, 12, 30))


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("今天", "2024-12-30", None),
        ("昨天", "2024-12-29", None),
        ("昨日", "2024-12-29", None),
        ("前天", "2024-12-28", None),
        ("大前天", "2024-12-27", None),
        (" Yesterday ", "2024-12-29", None),
        ("TODAY", "2024-12-30", None),
        ("本周", "2024-12-30", "2025-01-05"),
        ("上周", "2024-12-23", "2024-12-29"),
        ("上星期", "2024-12-23", "2024-12-29"),
        ("上週", "2024-12-23", "2024-12-29"),
        ("last week", "2024-12-23", "2024-12-29"),
        ("last-month", "2024-11-01", "2024-11-30"),
        ("上个月", "2024-11-01", "2024-11-30"),
        ("本月", "2024-12-01", "2024-12-31"),
        ("今年", "2024-01-01", "2024-12-31"),
        ("去年", "2023-01-01", "2023-12-31"),
        ("7d", "2024-12-23", None),
        ("７Ｄ", "2024-12-23", None),
        ("2w", "2024-12-16", None),
        ("3m", "2024-09-30", None),
        ("10m", "2024-02-29", None),
        ("1y", "2023-12-30", None),
        ("7天前", "2024-12-23", None),
        ("7 days ago", "2024-12-23", None),
        ("近三个月", "2024-09-30", None),
        ("最近两周", "2024-12-16", None),
        ("十二天前", "2024-12-18", None),
        ("三年", "2021-12-30", None),
        ("半年前", "2024-06-30", None),
        ("0d", "2024-12-30", None),
    ],
)
def test_what_is_meant(written: str, first: str, last: str | None) -> None:
    """A word, or how long ago it was, is a day or a span of days, by the calendar."""
    assert days_asked_for(written) == Days(first, last or first)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "3月",
        "12年",
        "d",
        "7",
        "7x",
        "近",
        "昨",
        "明天见",
        "-7d",
        "99999y",
        "二十五十天前",
        "天前",
    ],
)
def test_what_is_none(written: str) -> None:
    """What is no date stays a text, and nothing before the first year is a day."""
    assert days_asked_for(written) is None


@given(st.dates(min_value=date(1000, 1, 1)))
def test_written_days_stay_what_they_are(day: date) -> None:
    """Years, months and days in digits are those of the reader of dates."""
    for written in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        first, last = first_day(written), last_day(written)
        assert days_asked_for(written) == (first, last)


@given(st.text(max_size=12), st.sampled_from("dwmy天周年月前近半十"), st.integers(0, 99_999))
def test_no_text_raises(text: str, unit: str, number: int) -> None:
    """Whatever is typed, it is a span of days in order, or none."""
    for written in (text, f"{number}{unit}", f"近{text}{unit}前"):
        found = days_asked_for(written)
        assert found is None or found.first <= found.last


def test_the_day_is_that_of_china(monkeypatch: pytest.MonkeyPatch) -> None:
    """At four in the afternoon of Greenwich the next day begins."""
    monkeypatch.undo()
    now = datetime.now(UTC)
    assert days.today() in {(now + timedelta(hours=8, minutes=n)).date() for n in (0, 1)}
