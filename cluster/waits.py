"""How long to wait before a cluster that is busy or away is asked again."""

from __future__ import annotations

import math
import random
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST, _LONGEST = 0.2, 8.0  # seconds
_END: ContextVar[float] = ContextVar("end", default=math.inf)


@contextmanager
def ending(seconds: float) -> Iterator[None]:
    """End all waits inside the block so many seconds from now; infinity lets each have its own."""
    token = _END.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _END.reset(token)


class Waits:
    """Waits between tries, each about twice as long as the one before, until patience ends.

    Args:
        patience: seconds from now on, less where the block around it ends before.
    """

    def __init__(self, patience: float) -> None:
        self._end = min(time.monotonic() + patience, _END.get())
        self._wait = _FIRST

    def again(self) -> bool:
        """Wait, and return True; or False at once, where that would be beyond the end."""
        if time.monotonic() + self._wait > self._end:
            return False
        time.sleep(self._wait * random.uniform(0.7, 1.3))  # noqa: S311 - so that clients take turns
        self._wait = min(self._wait * 2, _LONGEST)
        return True
