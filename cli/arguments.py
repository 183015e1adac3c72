"""What the commands have in common: text in any locale, queries with dashes, examples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .safe import recovered

if TYPE_CHECKING:
    from ..corpus.holder import Holder
    from ..engine.engine import Engine

_NUMBER_BEHIND = re.compile(r"-[A-Za-z]\d+")


@dataclass(frozen=True, slots=True)
class Settings:
    """What stands before the command."""

    data: str
    lock_timeout: float | None = None

    def open(self) -> Engine:
        """Open the data folder."""
        from .. import open as open_folder  # noqa: PLC0415 - as it is now, which tests replace

        if self.lock_timeout is None:
            return open_folder(self.data)
        return open_folder(self.data, lock_timeout=self.lock_timeout)

    def writer(self) -> Holder | None:
        """Tell which process writes to the data folder just now; None where none says so."""
        from ..corpus.holder import holder_of  # noqa: PLC0415 - few commands ask

        return holder_of(Path(self.data))


#: The type of text, right in every locale. Not for paths: those go to the system as they came.
TEXT = recovered


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


def examples(*commands: str) -> str:
    """Give the end of a command's help."""
    return "\b\n" + "\n".join(("Examples:", *(f"  souwen {command}" for command in commands)))
