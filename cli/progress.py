"""What is done, for a person who waits: a bar on a terminal, one line in a pipe."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING, NamedTuple, Self

from ..messages import later
from ..messages import said as _
from ..messages.recognised import in_words_of
from .interrupts import goes_on
from .safe import one_line
from .terminal import ERASE, agreed, is_terminal, tell, terminal_columns, write_stderr
from .width import clip

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS_BETWEEN = 0.1
_SECONDS_ASLEEP = 0.25  # a bar whose work takes long in one piece still shows that time goes on
_PATIENCE = 2.0  # seconds after which a pipe is told
_BAR = 24
_EARLIEST = 0.5  # seconds of a stage before what is left of it is estimated
_UNITS = ((5_400, 3_600, later("h")), (90, 60, later("min")), (0, 1, later("s")))
_IN_BYTES = "reading"
_COUNTS_WHAT_IS_IN = ("looking for files", "storing")
_GOES_ON = ("reading", "splitting", "indexing", *_COUNTS_WHAT_IS_IN)


class _State(NamedTuple):
    done: int
    total: int | None
    label: str
    since: float  # of the stage


class ProgressBar:
    """Shows what an engine reports; nothing where nothing is reported, or `quiet` is asked for.

    On a terminal it is a bar with an estimate of the time left. Elsewhere it is one line, where
    the work takes longer than two seconds.
    """

    def __init__(self, *, quiet: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self._quiet = quiet
        self._is_bar = is_terminal(sys.stderr)
        self._clock = clock
        self._lock = threading.RLock()
        self._state: _State | None = None
        self._begun = 0.0
        self._due = 0.0
        self._drawn = False
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
        self.erase()

    def __call__(self, done: int, total: int | None, label: str) -> None:
        """Show a state: so many of so many (None: nobody knows how many), and what."""
        if label in _GOES_ON:
            goes_on(done if label in _COUNTS_WHAT_IS_IN else None)
        if self._quiet:
            return
        now = self._clock()
        with self._lock:
            before = self._state
            is_new = before is None or before.label != label
            since = now if before is None or is_new else before.since
            self._state = _State(done, total, label, since)
            if before is None:
                self._begun = now
            if self._is_bar and (is_new or done == total or now >= self._due):
                self._draw(now)
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, daemon=True)
            self._thread.start()

    def tick(self) -> bool:
        """Show how the time goes on; return whether there is more to show later."""
        with self._lock:
            now = self._clock()
            if self._state is None or self._ended.is_set():
                return True
            if self._is_bar:
                self._draw(now)
                return True
            if now - self._begun < _PATIENCE:
                return True
            tell(f"souwen: {_said(self._state, now)}")
            return False

    def erase(self) -> None:
        """Erase the bar, so that something else can be printed."""
        with self._lock:
            self._state = None
            if self._drawn:
                write_stderr(ERASE)
                self._drawn = False

    def agreed(self, warning: str) -> bool:
        """Erase the bar and ask; see `terminal.agreed`."""
        self.erase()
        return agreed(warning)

    def _watch(self) -> None:
        while not self._ended.wait(_SECONDS_ASLEEP) and self.tick():
            pass

    def _draw(self, now: float) -> None:
        if self._state is None:
            return
        self._due = now + _SECONDS_BETWEEN
        self._drawn = True
        text = one_line(f"{_bar(self._state)}{_said(self._state, now)}")[0]
        write_stderr(ERASE + clip(text, terminal_columns(sys.stderr) - 1))


def _bar(state: _State) -> str:
    if not state.total:
        return ""
    filled = min(state.done, state.total) * _BAR // state.total
    return f"[{'#' * filled}{'-' * (_BAR - filled)}] "


def _said(state: _State, now: float) -> str:
    """Say in words what is done, of how much, and how long it may take."""
    done, total, label, since = state
    shown = _megabytes if label == _IN_BYTES else _number
    counted = f"{shown(done)} " if done else ""
    if total:
        counted = f"{shown(done)}/{shown(total)} "
    taken = now - since
    label = in_words_of(label)
    if total and 0 < done < total and taken >= _EARLIEST:
        left = _duration(taken * (total - done) / done)
        return _("{counted}{label}, about {time} left").format(
            counted=counted, label=label, time=left
        )
    if not total and taken >= 1:
        told = _("{counted}{label}, for {time}")
        return told.format(counted=counted, label=label, time=_duration(taken))
    return counted + label


def _number(number: int) -> str:
    return f"{number:,}"


def _megabytes(number: int) -> str:
    return f"{number / 1_000_000:,.1f} MB"


def _duration(seconds: float) -> str:
    unit, name = next((unit, name) for least, unit, name in _UNITS if seconds >= least)
    return f"{max(round(seconds / unit), 1)} {_(name)}"
