"""How long to wait before a cluster that is busy or away is asked again."""

from __future__ import annotations

import random
import time

_FIRST, _LONGEST = 0.2, 8.0  # seconds


class Waits:
    """Waits between tries, each about twice as long as the one before, until patience ends.

    Args:
        patience: seconds from now on.
    """

    def __init__(self, patience: float) -> None:
        self._end = time.monotonic() + patience
        self._wait = _FIRST

    def again(self) -> bool:
        """Wait, and return True; or False at once, where that would be beyond the end."""
        if time.monotonic() + self._wait > self._end:
            return False
        time.sleep(self._wait * random.uniform(0.7, 1.3))  # noqa: S311 - so that clients take turns
        self._wait = min(self._wait * 2, _LONGEST)
        return True
