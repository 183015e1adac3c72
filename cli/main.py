"""The program: a command line in, an exit code out, and no traceback on any way between.

What takes time to load, as click does, is loaded when signals and errors are taken care of.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

from ..corpus.errors import RequestError, SouwenError
from ..corpus.files import raise_shortage
from ..messages import language_of, speaking_everywhere
from .advice import called
from .exits import ExitCode
from .interrupts import arm, begin, disarm, is_stopped, report
from .terminal import flush, prepare_streams, settle, silence, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click import ClickException

_LANGUAGE_NAMES = ("SOUWEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_WITH_VALUE = ("--data", "--index", "--lock-timeout", "--lang")  # what stands before a command


def run() -> NoReturn:
    """Be the program `souwen`."""
    arm()
    called(sys.argv)
    try:
        # Nothing here multiplies matrices, and numpy would start a thread a core for it.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        code = main(sys.argv[1:])
        disarm()
    except KeyboardInterrupt:
        code = _interrupted()
        disarm()
    sys.exit(code)


def main(arguments: Sequence[str]) -> int:
    """Carry out one command line.

    Args:
        arguments: those behind the name of the program.

    Returns:
        The exit code; see `ExitCode`. Nothing is raised.
    """
    begin()
    spoken = language_of((_given_language(arguments), *map(os.environ.get, _LANGUAGE_NAMES)))
    try:
        with speaking_everywhere(spoken):
            prepare_streams()
            try:
                return _carried_out(arguments)
            except KeyboardInterrupt:
                return _interrupted()
            finally:
                settle()
    except KeyboardInterrupt:
        return _interrupted()


def _given_language(arguments: Sequence[str]) -> str | None:
    """Return the value of `--lang`, before click reads it: its errors are in that language, too."""
    found = None
    waiting = iter(arguments)
    for argument in waiting:
        name, equals, value = argument.partition("=")
        if not name.startswith("-"):
            break
        if name in _WITH_VALUE and not equals:
            value = next(waiting, "")
        if name == "--lang":
            found = value
    return found


def _carried_out(arguments: Sequence[str]) -> int:
    try:
        code = _invoked(arguments)
        flush()
    except BrokenPipeError:  # whoever read our output has gone, which is no error
        silence(sys.stdout)
        return ExitCode.DONE
    except Exception as error:  # noqa: BLE001 - no traceback ever reaches a user
        if is_stopped():  # a library made another error of it
            return _interrupted()
        return _reported(error)
    return code


def _invoked(arguments: Sequence[str]) -> int:
    from .commands import souwen  # noqa: PLC0415 - as the module says
    from .help import worded  # noqa: PLC0415 - as the module says

    if instruction := os.environ.get("_SOUWEN_COMPLETE"):
        from .completion import complete  # noqa: PLC0415 - only for shells

        return complete(instruction)
    program = worded(souwen)
    with program.make_context("souwen", list(arguments)) as context:
        return int(program.invoke(context))


def _reported(error: Exception) -> int:
    import click  # noqa: PLC0415 - as the module says

    match error:
        case click.exceptions.Exit():  # --help and --version
            return error.exit_code
        case click.ClickException():
            return _usage(error)
        case click.Abort():
            return _interrupted()
        case SouwenError():
            tell(f"souwen: {error}")
            return ExitCode.USAGE if isinstance(error, RequestError) else ExitCode.FAILED
        case _:
            return _internal(error)


def _interrupted() -> int:
    line, code = report()
    tell(line)
    return code


def _usage(error: ClickException) -> int:
    import click  # noqa: PLC0415 - as the module says

    context = getattr(error, "ctx", None)
    path = context.command_path if context else "souwen"
    tell(f"{path}: {error.format_message()}")
    if isinstance(error, click.NoSuchOption) and error.option_name == "--data":
        tell("--data stands before the command: souwen --data DIR COMMAND")
    tell(f"Try '{path} --help'.")
    return ExitCode.USAGE


def _internal(error: Exception) -> int:
    try:
        raise_shortage(error)
    except SouwenError as shortage:
        tell(f"souwen: {shortage}")
        return ExitCode.FAILED
    if os.environ.get("SOUWEN_DEBUG"):
        import traceback  # noqa: PLC0415 - not for a search

        for line in "".join(traceback.format_exception(error)).splitlines():
            tell(line)
    reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    tell(f"souwen: internal error: {reason} (SOUWEN_DEBUG=1 shows where)")
    return ExitCode.FAILED
