"""Days as people ask for them (昨天, 上周, 7d, 近三个月, 2025-04), by the day it is in China."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import NamedTuple

from .dates import CHINA, first_day, last_day


class Days(NamedTuple):
    """The first and the last day of what was asked for, ISO."""

    first: str
    last: str


# Days from today.
_NEAR = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "今天": 0,
    "今日": 0,
    "yesterday": -1,
    "today": 0,
}
_PERIODS = {
    **dict.fromkeys(("本周", "这周", "本星期", "这星期", "thisweek"), ("week", 0)),
    **dict.fromkeys(("上周", "上星期", "上个星期", "lastweek"), ("week", -1)),
    **dict.fromkeys(("上上周", "上上星期"), ("week", -2)),
    **dict.fromkeys(("本月", "这个月", "thismonth"), ("month", 0)),
    **dict.fromkeys(("上月", "上个月", "lastmonth"), ("month", -1)),
    **dict.fromkeys(("上上个月", "上上月"), ("month", -2)),
    **dict.fromkeys(("今年", "本年", "thisyear"), ("year", 0)),
    **dict.fromkeys(("去年", "lastyear"), ("year", -1)),
    "前年": ("year", -2),
}
_TRADITIONAL = str.maketrans("週這個後", "周这个后")
_JOINING = re.compile(r"(?<=\w)[-_](?=\w)")  # last-week
_NUMBER = r"(?P<number>[0-9]{1,5}|[一二两三四五六七八九十半]{1,3})"
_AGO = re.compile(
    rf"(?P<near>最近|近|过去|過去)?{_NUMBER}"
    r"(?:(?P<letter>[dwmy]|days?|weeks?|months?|years?)(?:ago)?"
    r"|(?P<han>天|周|星期|个星期|个月|月|年)(?P<ago>以?前|以?内|之?前|之?内)?)"
)
_UNITS = {"天": "d", "周": "w", "星期": "w", "个星期": "w", "个月": "m", "月": "m", "年": "y"}
_HAN = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_TEN = 10


def today() -> date:
    """Return the day that it is in China: words like 昨天 stand for another one tomorrow."""
    return datetime.now(CHINA).date()


def days_asked_for(written: str) -> Days | None:
    """Return the days that a person means; None where it is no date.

    Args:
        written: a year, a month or a day (see `dates.first_day`); a word (昨天, 上周, 去年,
            yesterday); or how long ago (7d, 2w, 3m, 1y, 7天前, 近三个月), which is that day.
    """
    first, last = first_day(written), last_day(written)
    if first and last:
        return Days(first, last)
    plain = unicodedata.normalize("NFKC", "".join(written.split())).casefold()
    plain = _JOINING.sub("", plain.translate(_TRADITIONAL))
    try:
        if plain in _NEAR:
            return _day(today() + timedelta(days=_NEAR[plain]))
        if plain in _PERIODS:
            return _period(*_PERIODS[plain])
        match = _AGO.fullmatch(plain)
        return _ago(match) if match else None
    except (ValueError, OverflowError):  # before the first year
        return None


def _day(day: date) -> Days:
    return Days(day.isoformat(), day.isoformat())


def _period(unit: str, offset: int) -> Days:
    now = today()
    if unit == "week":
        monday = now - timedelta(days=now.weekday()) + timedelta(weeks=offset)
        return Days(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
    if unit == "month":
        month = _months_before(now, -offset)
        last = monthrange(month.year, month.month)[1]
        return Days(month.replace(day=1).isoformat(), month.replace(day=last).isoformat())
    year = now.year + offset
    return Days(date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat())


def _ago(match: re.Match[str]) -> Days | None:
    unit = _UNITS.get(match["han"], "") or match["letter"][0]
    # 3月 is March, and 10年 may be 2010: what stands around them tells that they are a time.
    is_plain = not (match["near"] or match["ago"])
    if is_plain and (
        match["han"] == "月" or (match["han"] == "年" and match["number"][1:].isdecimal())
    ):
        return None
    if match["number"] == "半":
        steps = {"y": 6, "m": 15}
        return _back({"y": "m", "m": "d"}[unit], steps[unit]) if unit in steps else None
    number = _number(match["number"])
    return None if number is None else _back(unit, number)


def _back(unit: str, number: int) -> Days:
    if unit in "my":
        return _day(_months_before(today(), number * (12 if unit == "y" else 1)))
    return _day(today() - timedelta(days=number * (7 if unit == "w" else 1)))


def _number(written: str) -> int | None:
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "半" in written:
        return None
    number = _HAN.get(ones, 0) + (_TEN * _HAN.get(tens, 1) if ten else 0)
    return number or None


def _months_before(day: date, months: int) -> date:
    """Return the same day so many months before; the last of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
