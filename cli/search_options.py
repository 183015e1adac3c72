"""The options of a search on the command line, derived from `SearchRequest`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..search.request import options
from .arguments import TEXT

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field

    from ..search.request import Option

_Command = TypeVar("_Command", bound="Callable[..., object]")


def search_options(command: _Command) -> _Command:
    """Add every option of a search to a command, as keywords of `Engine.search`."""
    return _added(command, narrowing_only=False)


def narrowing_options(command: _Command) -> _Command:
    """Add the options that say which documents match, as keywords of `Engine.explain`."""
    return _added(command, narrowing_only=True)


def _added(command: _Command, *, narrowing_only: bool) -> _Command:
    for declared, option in reversed(list(options())):
        if not option.hidden and (option.narrows or not narrowing_only):
            command = _click_option(declared, option)(command)
    return command


def _click_option(declared: Field[Any], option: Option) -> Callable[[_Command], _Command]:
    name = declared.name
    if isinstance(declared.default, bool):
        flag = f"--no-{name}" if option.negated else f"--{name}"
        return click.option(
            flag, name, flag_value=not declared.default, default=declared.default, help=option.help
        )
    details: dict[str, Any] = {"type": TEXT, "metavar": option.metavar}
    if option.choices:
        choices = [str(choice) for choice in option.choices]
        details = {"type": click.Choice(choices, case_sensitive=False)}
    elif isinstance(declared.default, int):
        details["type"] = click.IntRange(min=0)
    default = None if declared.default is None else str(declared.default)
    if isinstance(declared.default, int):
        default = declared.default  # type: ignore[assignment]
    names = [option.short] if option.short else []
    return click.option(
        *names,
        f"--{name.replace('_', '-')}",
        default=default,
        show_default=bool(declared.default),
        help=option.help,
        **details,
    )
