"""What the fields that stand above a text may say."""

from __future__ import annotations

import re

from ...language.dates import day_of_field

_NUMBERS = re.compile(r"[\d\s:：./年月日TZ+-]{6,}")  # a date, though no calendar may have it
_LONGEST = {"title": 200, "url": 2_000, "published": 60, "channel": 40, "id": 200, "": 1_000}


def settled(field: str, value: str) -> tuple[str, str]:
    """Return the field that a value is of, and what it says: a source may be an address."""
    if field in {"channel", "url"} and is_address(value):
        return "url", value.split(maxsplit=1)[0]
    return field, value


def can_be(field: str, value: str) -> bool:
    """Return whether a value is one of a field: a sentence behind `时间：` is no date."""
    if not value or len(value) > _LONGEST.get(field, len(value)):
        return False
    if field == "published":
        return day_of_field(value) is not None or _NUMBERS.fullmatch(value) is not None
    return field != "url" or is_address(value)


def is_address(text: str) -> bool:
    """Return whether a text is an address of the web."""
    return text.lstrip()[:8].lower().startswith(("http://", "https://"))
