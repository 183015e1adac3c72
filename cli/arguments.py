"""What several commands have in common: options, queries with dashes, help."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..messages import said as _
from .exits import ExitCode
from .safe import recovered
from .terminal import tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..corpus.lock import Holder
    from ..engine.engine import Engine
    from .progress import ProgressBar

_Command = TypeVar("_Command", bound="Callable[..., object]")
_NUMBER_BEHIND = re.compile(r"-[A-Za-z]\d+")
_SIZE = re.compile(r"([0-9]{1,15})([kmgt]?)(?:i?b)?", re.IGNORECASE)
_FORM = "souwen.form"  # the option that was given, among those of `form_option`
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


@dataclass(frozen=True, slots=True)
class Settings:
    """What stands before the command."""

    data: str
    lock_timeout: float | None = None
    index: str | None = None

    def open(self, progress: ProgressBar | None = None) -> Engine:
        """Open the data folder; what takes long is shown as progress."""
        from .. import open as open_folder  # noqa: PLC0415 - as it is now, which tests replace
        from ..corpus.schema import is_older  # noqa: PLC0415 - not for --help

        if is_older(Path(self.data)):
            from .log import listen  # noqa: PLC0415 - not for a search

            listen(0)  # it will be brought up to date, which is said
        given: dict[str, Any] = {
            "index": self.index,
            "lock_timeout": self.lock_timeout,
            "progress": progress,
        }
        return open_folder(self.data, **{name: it for name, it in given.items() if it is not None})

    def writer(self) -> Holder | None:
        """Return the process that writes to the data folder now, or None."""
        from ..corpus.lock import holder_of  # noqa: PLC0415 - few commands ask

        return holder_of(Path(self.data))


#: The type of text, right in every locale. Not for paths: those go to the system as they came.
TEXT = recovered


def json_option(what: str) -> Callable[[_Command], _Command]:
    """Return the option `--json`, the argument `json_`, whose help says what it prints."""
    return click.option("--json", "json_", is_flag=True, help=f"Print {what}.")


def form_option(
    name: str,
    what: str,
    *,
    type: Callable[[str], object] | None = None,  # noqa: A002 - as click has it
    metavar: str | None = None,
) -> Callable[[_Command], _Command]:
    """Return an option of which a command takes one of several: the argument `form` is its name.

    Where it has a type, `form` is the value that it was given.
    """
    details = {"is_flag": True} if type is None else {"type": type, "metavar": metavar}
    return click.option(name, expose_value=False, callback=_one_form, help=what, **details)


def _one_form(context: click.Context, option: click.Parameter, given: object) -> None:
    forms = context.params
    forms.setdefault("form", None)
    if not given:
        return
    if forms["form"]:
        told = _("{one} and {other} exclude each other.")
        raise click.UsageError(told.format(one=context.meta[_FORM], other=option.opts[0]))
    context.meta[_FORM] = option.opts[0]
    forms["form"] = option.name if given is True else given


def colour_option(command: _Command) -> _Command:
    """Add the option `--color`, of whether matches are marked; see `terminal.wants_colour`."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Whether to mark matches with colours.",
    )(command)


def most_option(what: str, default: int) -> Callable[[_Command], _Command]:
    """Return the option `--limit`, of how many of something are shown at most."""
    return number_option("-n", "--limit", least=1, default=default, help=f"Most {what} to show.")


def number_option(
    *names: str,
    least: int,
    default: int,
    help: str,  # noqa: A002 - as click has it
    most: int | None = None,
) -> Callable[[_Command], _Command]:
    """Return an option that is a whole number, and always has one."""
    return click.option(
        *names,
        type=click.IntRange(least, most),
        default=default,
        show_default=True,
        metavar="N",
        help=help,
    )


def limit_options(command: _Command) -> _Command:
    """Add the options of what is refused as too large: `max_size` and `max_ratio`."""
    of_size = click.option(
        "--max-size",
        type=size,
        metavar="SIZE",
        help="Refuse a file, or member of an archive, that is larger.  [default: 256M]",
    )
    of_ratio = click.option(
        "--max-ratio",
        type=click.IntRange(min=1),
        metavar="N",
        help="Refuse what unpacks to more than N times its size.  [default: 1000]",
    )
    return of_size(of_ratio(command))


def size(text: str) -> int:
    """Read a number of bytes: `1000000`, or in powers of 1024, `500K`, `64M`, `2G`.

    Raises:
        click.BadParameter: it is none.
    """
    match = _SIZE.fullmatch(text.strip())
    number = int(match[1]) * 1024 ** _POWERS[match[2].lower()] if match else 0
    if not number:
        raise click.BadParameter(f"{text!r} is no size: write for example 64M or 2G")
    return number


class TextCommand(click.Command):
    """A command whose arguments are free text, in which a word may begin with a dash.

    Two dashes and an ASCII letter always make an option, so that a mistyped one is an error; one
    dash makes one only with the letter of a short option. Options may stand behind the words, and
    `--` ends them.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Sort the options from the words before click looks at them."""
        takes_value = {
            name: not (option.is_flag or option.count)
            for option in self.get_params(ctx)
            if isinstance(option, click.Option)
            for name in option.opts
        }
        options: list[str] = []
        words: list[str] = []
        waiting = iter(args)
        for argument in waiting:
            if argument == "--":
                words += waiting
            elif not _is_option(argument, takes_value):
                words.append(argument)
            else:
                options.append(argument)
                if takes_value.get(argument):
                    value = next(waiting, None)
                    if value is None:  # as the last, so that click says what is wrong
                        return super().parse_args(ctx, options)
                    options.append(value)
        return super().parse_args(ctx, [*options, "--", *words])


def _is_option(argument: str, known: dict[str, bool]) -> bool:
    if argument.startswith("--"):
        return argument[2:3].isascii()
    number = _NUMBER_BEHIND.fullmatch(argument)
    return argument in known or (number is not None and known.get(argument[:2], False))


def show_help(context: click.Context) -> ExitCode:
    """Print the help of a group that was called without a command."""
    for line in context.get_help().splitlines():
        tell(line)
    return ExitCode.USAGE


def examples(*commands: str) -> str:
    """Return the end of a command's help."""
    return "\b\n" + "\n".join(("Examples:", *(f"  souwen {command}" for command in commands)))
