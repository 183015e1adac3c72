"""What goes wrong again and again is a line of the log once a minute, with how often it did."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)
_EVERY = 60.0  # seconds


class Faults:
    """Logs faults, of each kind one line a minute.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, tuple[float, int]] = {}  # when it was logged, how often it came since

    def log(self, kind: str, line: str, *, where: bool = False) -> None:
        """Log a fault, unless one of its kind was logged less than a minute ago.

        Args:
            kind: what faults have in common that are one to whoever reads the log.
            line: what is wrong.
            where: whether to log the traceback of the exception, too.
        """
        now = self._clock()
        with self._lock:
            logged, since = self._seen.get(kind, (now - _EVERY, 0))
            if now - logged < _EVERY:
                self._seen[kind] = logged, since + 1
                return
            self._seen[kind] = now, 0
        more = f" ({since:,} more like it since the last line)" if since else ""
        _log.error("%s%s", line, more, exc_info=where)
