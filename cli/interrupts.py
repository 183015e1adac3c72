"""Ctrl-C and its like: one line and an exit code of their own, at whatever point they come."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import time
from contextlib import suppress
from threading import main_thread
from typing import TYPE_CHECKING, Any

from .exits import ExitCode

if TYPE_CHECKING:
    from types import FrameType

_CODES = {
    "SIGINT": ExitCode.INTERRUPTED,
    "SIGTERM": ExitCode.TERMINATED,
    "SIGHUP": ExitCode.HUNG_UP,
}
_SAID = {
    ExitCode.INTERRUPTED: "interrupted",
    ExitCode.TERMINATED: "terminated",
    ExitCode.HUNG_UP: "the terminal was closed",
}
_A_MOMENT = 0.01  # seconds
_PATIENCE = 10.0  # seconds for an orderly end; a killed worker may have left a pipe half written


class Stopped(KeyboardInterrupt):
    """A signal asks the program to end."""

    def __init__(self, code: ExitCode) -> None:
        super().__init__()
        self.code = code


class _State:
    """The first signal that came, and whether somebody was told."""

    stopped: Stopped | None = None
    told = False


def arm() -> None:
    """Have signals that end a program raise `Stopped` in it; those that are ignored stay so."""
    _State.stopped, _State.told = None, False
    for name in _CODES:
        number = getattr(signal, name, None)  # not every system has all
        if number is not None and signal.getsignal(number) in _USUAL:
            signal.signal(number, _stop)
    sys.unraisablehook = _unraisable


def disarm() -> None:
    """Let signals end the program without a word, as they do before it begins."""
    for name in _CODES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is _stop:
            signal.signal(number, signal.SIG_DFL)


def stopped() -> Stopped | None:
    """Give the signal that came, whatever became of it; None where there was none."""
    return _State.stopped


def told_of(error: KeyboardInterrupt) -> tuple[str, ExitCode]:
    """Give the line and the exit code of an end that was asked for."""
    _State.told = True
    code = error.code if isinstance(error, Stopped) else ExitCode.INTERRUPTED
    return _line(code), code


def _line(code: ExitCode) -> str:
    return f"souwen: {_SAID[code]}; what was finished is kept"


def _stop(number: int, _: FrameType | None) -> None:
    code = _CODES[signal.Signals(number).name]
    if _State.stopped is not None:  # the second time: somebody is in a hurry
        _end(code)
    _State.stopped = Stopped(code)
    _thread.start_new_thread(_watch, (code,))
    raise _State.stopped


def _watch(code: ExitCode) -> None:
    time.sleep(_PATIENCE)
    _end(code)


def _end(code: ExitCode) -> None:
    """End as `kill -9` does, which costs nothing that was finished."""
    _end_children()
    if not _State.told:
        with suppress(OSError):
            os.write(2, f"{_line(code)}\n".encode())
    os._exit(code)


def _end_children() -> None:
    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children  # noqa: PLC0415 - only where it is loaded

        for child in active_children():
            child.kill()


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """Raise again what came where nothing can be raised, as while an object is thrown away."""
    if not isinstance(lost.exc_value, Stopped):
        sys.__unraisablehook__(lost)
        return
    number = next(
        getattr(signal, name) for name, code in _CODES.items() if code is lost.exc_value.code
    )
    _State.stopped = None
    _thread.start_new_thread(_again, (number,))


def _again(number: signal.Signals) -> None:
    time.sleep(_A_MOMENT)  # until it can be raised
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main_thread().ident or 0, number)  # wakes it too, if it waits
    else:
        _thread.interrupt_main(number)


_USUAL: tuple[Any, ...] = (signal.SIG_DFL, signal.default_int_handler)
