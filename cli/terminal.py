"""The streams: results on standard output, all else on standard error, both in UTF-8."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import IO, TextIO

from ..corpus.errors import SouwenError
from ..language.harmless import harmless
from ..messages import said as _
from ..messages.recognised import in_words_of
from .advice import advised
from .safe import recovered

_NARROWEST = 8
#: Erases the line in which the cursor stands.
ERASE = "\r\x1b[K"


def prepare_streams() -> None:
    """Make the streams write UTF-8, whatever the locale says, and make sure that they are there."""
    sys.stdout = _prepared(sys.stdout)
    sys.stderr = _prepared(sys.stderr)


def _prepared(stream: TextIO | None) -> TextIO:
    if stream is None:  # the shell closed it: `>&-`
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - lives on
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return stream


def out(line: str) -> None:
    """Print a line of the result.

    Raises:
        BrokenPipeError: nobody reads it.
        SouwenError: it cannot be written, for another reason.
    """
    _to_stdout(line + "\n")


def say(line: str) -> None:
    """Print a sentence of souwen's own as a line of the result; see `out`."""
    out(harmless(advised(in_words_of(line))))


def flush() -> None:
    """Hand on what was printed, so that errors show here and not when the interpreter ends."""
    _to_stdout("", flush=True)


def _to_stdout(text: str, *, flush: bool = False) -> None:
    try:
        sys.stdout.write(text)
        if flush:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence(sys.stdout)
        raise SouwenError(f"the output cannot be written: {error.strerror or error}") from None


def settle() -> None:
    """Flush both streams, so that nothing is left that could fail when the interpreter ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            silence(stream)


def silence(stream: IO[str]) -> None:
    """Send what is still buffered, and what follows, to nowhere."""
    try:
        number = stream.fileno()
    except (OSError, ValueError):  # not a real file: nothing can fail at the end
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)


def tell(message: str) -> None:
    """Print a line on standard error; where that cannot be written, there is nobody to tell."""
    write_stderr(harmless(advised(in_words_of(recovered(message)))) + "\n")


def write_stderr(text: str) -> None:
    """Write on standard error as it is."""
    with suppress(OSError):  # what is wrong with it shows where the results are written
        sys.stdout.flush()
    with suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether a person looks at a stream."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def columns() -> int | None:
    """Return the cells of a line of standard output; None where lines need not break.

    `$COLUMNS` where it is set, else the size of the terminal. Lines that go to a pipe or a file
    stay whole, which is what programs and searches in them need.
    """
    given = os.environ.get("COLUMNS", "")
    if given.isascii() and given.isdecimal() and int(given):
        return max(int(given), _NARROWEST)
    return terminal_columns(sys.stdout) if is_terminal(sys.stdout) else None


def terminal_columns(stream: IO[str]) -> int:
    """Return the cells of a line of a terminal."""
    try:
        return max(os.get_terminal_size(stream.fileno()).columns or 80, _NARROWEST)
    except (OSError, ValueError):
        return 80


def wants_colour(choice: str) -> bool:
    """Whether to colour: `choice` is auto, always or never."""
    if choice != "auto":
        return choice == "always"
    return (
        is_terminal(sys.stdout)
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


def agreed(warning: str) -> bool:
    """Ask a person whether to go on; the answer is no where none is at the terminal."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        return False
    write_stderr(harmless(in_words_of(warning)) + _(" Go on? [y/N] "))
    return sys.stdin.readline().strip().lower() in {"y", "yes", "是"}
