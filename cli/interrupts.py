"""Signals that end the program: one line, an exit code of its own, and no worker left behind.

The first signal raises `Stopped`, so that files are closed and temporary folders removed. A second
one, and an end that takes too long, ends the process at once, which costs nothing either: a crash
at any point leaves the corpus whole.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ..messages.recognised import in_words_of
from .exits import ExitCode

if TYPE_CHECKING:
    from types import FrameType

_SIGNALS = {
    "SIGINT": (ExitCode.INTERRUPTED, "interrupted"),
    "SIGTERM": (ExitCode.TERMINATED, "terminated"),
    "SIGHUP": (ExitCode.HUNG_UP, "the terminal was closed"),
}
_REASONS = dict(_SIGNALS.values())
_DEFAULT: tuple[Any, ...] = (signal.SIG_DFL, signal.default_int_handler)
_PATIENCE = 10.0  # seconds for an orderly end; a killed worker may have left a pipe half written


class Stopped(KeyboardInterrupt):
    """A signal asks the program to end; `reported` once its line is printed."""

    def __init__(self, code: ExitCode) -> None:
        super().__init__()
        self.code = code
        self.reported = False


_received: list[Stopped] = []  # the first signal
_in_progress: list[int | None] = []  # how many pages are in, once something goes on
_ending: list[str] = []  # what is said of what a signal ends, where nothing is kept


def goes_on(pages: int | None = None) -> None:
    """Note that the work under way goes on with the same command, and how many pages are in."""
    if pages is not None or not _in_progress:
        _in_progress[:] = [pages]


def ends_with(words: str) -> None:
    """Note what is said when a signal ends what begins now, which keeps nothing."""
    _ending[:] = [words]


def begin() -> None:
    """Forget what was noted of another command."""
    _in_progress.clear()
    _ending.clear()


def arm() -> None:
    """Have signals that end a program raise `Stopped` in it; those that are ignored stay so."""
    _received.clear()
    begin()
    _replace_handlers(_DEFAULT, _stop)
    sys.unraisablehook = _unraisable


def disarm() -> None:
    """Let signals end the program without a word, as they do before it begins."""
    _replace_handlers((_stop,), signal.SIG_DFL)


def _replace_handlers(old: tuple[Any, ...], new: Any) -> None:  # noqa: ANN401 - as `signal.signal`
    for name in _SIGNALS:
        number = getattr(signal, name, None)  # not every system has all
        if number is not None and signal.getsignal(number) in old:
            signal.signal(number, new)


def is_stopped() -> bool:
    """Whether a signal came, whatever became of its exception."""
    return bool(_received)


def report() -> tuple[str, ExitCode]:
    """Return the line and the exit code of the signal that came; of Ctrl-C where none did."""
    if not _received:
        return _line(ExitCode.INTERRUPTED), ExitCode.INTERRUPTED
    _received[0].reported = True
    return _line(_received[0].code), _received[0].code


def _line(code: ExitCode) -> str:
    if _ending:
        return f"souwen: {_REASONS[code]}; {_ending[0]}"
    line = f"souwen: {_REASONS[code]}; what was finished is kept"
    if not _in_progress:
        return line
    (pages,) = _in_progress
    count = "" if pages is None else f" ({pages:,} page{'' if pages == 1 else 's'} of this run)"
    return f"{line}{count}, and the same command goes on"


def _stop(number: int, _: FrameType | None) -> None:
    code, _reason = _SIGNALS[signal.Signals(number).name]
    if _received:  # the second time: somebody is in a hurry
        _end(code)
    _received.append(Stopped(code))
    _thread.start_new_thread(_end, (code, _PATIENCE))
    raise _received[0]


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """End at once where `Stopped` was raised in a place that swallows it, as in `__del__`."""
    if isinstance(lost.exc_value, Stopped):
        _end(lost.exc_value.code)
    sys.__unraisablehook__(lost)


def _end(code: ExitCode, after: float = 0.0) -> None:
    """End as `kill -9` does, after some seconds, and with all worker processes."""
    time.sleep(after)
    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children  # noqa: PLC0415 - only where it is loaded

        for child in active_children():
            child.kill()
    if not _received[0].reported:
        with suppress(OSError):
            os.write(2, f"{in_words_of(_line(code))}\n".encode())
    os._exit(code)
