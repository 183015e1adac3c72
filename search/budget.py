"""How long a search may take: its steps ask between each other. It is of the running context."""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_until: ContextVar[float] = ContextVar("until", default=math.inf)


class OutOfTimeError(Exception):
    """The time of a search is over; whoever began a step says what there is without it."""


@contextmanager
def within(seconds: float | None) -> Iterator[None]:
    """Let `check` raise after so many seconds; None adds no end to that of whoever is outside."""
    until = math.inf if seconds is None else time.monotonic() + seconds
    before = _until.set(min(until, _until.get()))
    try:
        yield
    finally:
        _until.reset(before)


def check() -> None:
    """Raise `OutOfTimeError` where the time is over."""
    if time.monotonic() > _until.get():
        raise OutOfTimeError
