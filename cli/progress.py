"""The progress bar: on standard error, for a person who waits."""

from __future__ import annotations

import sys
import time
from typing import Self

from .safe import one_line
from .terminal import ERASE, agreed, is_terminal, terminal_columns, write_stderr
from .width import clip

_SECONDS_BETWEEN = 0.1
_BAR = 24


class ProgressBar:
    """Draws what `Engine.add` and `Engine.reindex` report; nothing where nobody looks."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._shown = not quiet and is_terminal(sys.stderr)
        self._drawn = False
        self._due = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.erase()

    def __call__(self, done: int, total: int | None, label: str) -> None:
        """Draw a state: so many of so many (None: nobody knows how many), and what."""
        now = time.monotonic()
        if not self._shown or (now < self._due and done != total):
            return
        self._due = now + _SECONDS_BETWEEN
        self._drawn = True
        text = one_line(f"{_bar(done, total)} {label}")[0]
        write_stderr(ERASE + clip(text, terminal_columns(sys.stderr) - 1))

    def erase(self) -> None:
        """Erase the bar, so that something else can be printed."""
        if self._drawn:
            write_stderr(ERASE)
            self._drawn = False

    def agreed(self, warning: str) -> bool:
        """Erase the bar and ask; see `terminal.agreed`."""
        self.erase()
        return agreed(warning)


def _bar(done: int, total: int | None) -> str:
    if not total:
        return f"{done:,}"
    filled = min(done, total) * _BAR // total
    return f"[{'#' * filled}{'-' * (_BAR - filled)}] {done:,}/{total:,}"
