"""The days that a date filter means."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_WRITTEN = re.compile(
    r"([0-9]{4})(?:年|[-/.年]([0-9]{1,2})(?:月|[-/.月]([0-9]{1,2})[日号號]?)?)?"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})"
)


def first_day(written: str) -> str | None:
    """Give the first day of a written date, year or month: what `after` begins with.

    Args:
        written: 2025, 2025-04, 2025-4-26, 2025/4/26, 2025.4.26, 2025年4月26日 or 20250426; the
            digits and signs may be full-width, and spaces do not matter.

    Returns:
        An ISO date. None where it is no date, or an impossible one, such as 2025-02-30.
    """
    return _day(written, last=False)


def last_day(written: str) -> str | None:
    """Give the last day of a written date, year or month: what `before` ends with.

    Args and result are those of `first_day`.
    """
    return _day(written, last=True)


def _day(written: str, *, last: bool) -> str | None:
    plain = unicodedata.normalize("NFKC", "".join(written.split())).translate(_DASHES)
    found = _WRITTEN.fullmatch(plain)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in _parts(found))
    try:
        if year is None:
            return None
        if month is None:
            month = 12 if last else 1
        if day is None:
            day = monthrange(year, month)[1] if last else 1
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _parts(found: re.Match[str]) -> tuple[str | None, str | None, str | None]:
    year, month, day, *compact = found.groups()
    return (compact[0], compact[1], compact[2]) if compact[0] else (year, month, day)
