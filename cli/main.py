"""The group of commands, and the one place in which errors become exit codes."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from ..corpus.errors import RequestError, SouwenError
from .arguments import Settings
from .exits import ExitCode
from .terminal import PipeClosedError, flush, prepare_streams, settle, silence, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

# The commands in the order in which a person meets them: the module and the name in it. A module is
# loaded when its command is, so that a search does not wait for the others.
_COMMANDS = {
    "add": ("take", "add"),
    "search": ("find", "search"),
    "similar": ("find", "similar"),
    "explain": ("explain", "explain"),
    "show": ("find", "show"),
    "sources": ("keep", "sources"),
    "remove": ("take", "remove"),
    "purge": ("take", "purge"),
    "split": ("look", "split"),
    "analyze": ("look", "analyze"),
    "reindex": ("keep", "reindex"),
    "check": ("keep", "check"),
    "stats": ("keep", "stats"),
    "export": ("keep", "export"),
    "eval": ("judge", "evaluate"),
    "dict": ("dictionary", "dictionary"),
    "demo": ("demo", "demo"),
}


class LazyGroup(click.Group):
    """Loads a command when it is asked for, and lists all in their order."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the names of the commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a command by its name."""
        if cmd_name in _COMMANDS and cmd_name not in self.commands:
            module, name = _COMMANDS[cmd_name]
            command = getattr(import_module(f".{module}", __package__), name)
            self.add_command(command, cmd_name)
        return super().get_command(ctx, cmd_name)


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n  souwen add dumps/\n  souwen search 异地就医 备案\n  souwen demo",
)
@click.option(
    "--data",
    default="souwen-data",
    envvar="SOUWEN_DATA",
    show_default=True,
    metavar="DIR",
    help="Where the corpus and its index are; $SOUWEN_DATA where it is not given.",
)
@click.version_option(package_name="souwen", message="%(prog)s %(version)s")
@click.pass_context
def souwen(context: click.Context, data: str) -> int:
    """搜文: full-text search over scraped Chinese article dumps."""
    context.obj = Settings(data)
    if context.invoked_subcommand is None:
        for line in context.get_help().splitlines():
            tell(line)
        return ExitCode.USAGE
    return ExitCode.DONE


def run() -> NoReturn:
    """Be the program `souwen`."""
    # Nothing here multiplies matrices, and numpy would start a thread a core for it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Carry out one command line.

    Args:
        arguments: those behind the name of the program.

    Returns:
        The exit code; see `ExitCode`. Nothing is raised.
    """
    prepare_streams()
    try:
        with souwen.make_context("souwen", list(arguments)) as context:
            code = int(souwen.invoke(context))
        flush()
    except (PipeClosedError, BrokenPipeError):
        silence(sys.stdout)
        return ExitCode.DONE
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as error:  # noqa: BLE001 - no traceback ever reaches a user
        return _reported(error)
    finally:
        settle()
    return code


def _reported(error: Exception) -> int:
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
    tell("souwen: interrupted; what was finished is kept")
    return ExitCode.INTERRUPTED


def _usage(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "souwen"
    tell(f"{path}: {error.format_message()}")
    if isinstance(error, click.NoSuchOption) and error.option_name == "--data":
        tell("--data stands before the command: souwen --data DIR COMMAND")
    tell(f"Try '{path} --help'.")
    return ExitCode.USAGE


def _internal(error: Exception) -> int:
    if os.environ.get("SOUWEN_DEBUG"):
        import traceback  # noqa: PLC0415 - not for a search

        for line in "".join(traceback.format_exception(error)).splitlines():
            tell(line)
    told = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    tell(f"souwen: internal error: {told} (SOUWEN_DEBUG=1 shows where)")
    return ExitCode.FAILED
