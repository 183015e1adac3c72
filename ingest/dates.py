"""Dates as pages write them."""

from __future__ import annotations

import re
from datetime import date

_DAY = (
    r"[12]\d{3}\s?(?:[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}(?!\d)"
    r"|年\s?\d{1,2}\s?月\s?\d{1,2}\s?[日号])"
)
_TIME = r"(?:\s*T?\s*\d{1,2}\s?:\s?\d{2}(?:\s?:\s?\d{2})?(?:Z|\+\d{2}:?\d{2})?)?"
_RELATIVE = r"\d{1,3}\s?(?:秒|分钟|个?小时|天|日|周|个?星期|个?月|年)[之以]?前|刚刚|今天|昨天|前天"
#: A pattern, for texts whose full-width signs were made half-width.
DATE = rf"(?:{_DAY}{_TIME}|{_RELATIVE}(?:\s*\d{{1,2}}:\d{{2}})?)"
_PARTS = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})")


def read_date(written: str) -> tuple[str | None, str | None]:
    """Read a date that `DATE` found.

    Returns:
        An ISO date, or None where it is relative or impossible; and a warning for the latter.
    """
    parts = _PARTS.match(written)
    if parts is None:
        return None, None
    try:
        return date(*(int(part) for part in parts.groups())).isoformat(), None
    except ValueError:
        return None, f"impossible date {written.strip()}"
