"""The options that say which documents a query may find, and how it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, TypeVar

import click

from .arguments import TEXT

if TYPE_CHECKING:
    from collections.abc import Callable

_Command = TypeVar("_Command", bound="Callable[..., object]")


class Narrowing(TypedDict):
    """Their values, as keywords of the engine."""

    kind: str | None
    channel: str | None
    source: str | None
    after: str | None
    before: str | None
    mode: str
    exact: bool


_OPTIONS = (
    click.option(
        "--kind",
        type=click.Choice(["article", "snippet"], case_sensitive=False),
        help="Only whole articles, or only recommendations.",
    ),
    click.option("--channel", type=TEXT, metavar="NAME", help="Only documents of this channel."),
    click.option(
        "--source", type=TEXT, metavar="SOURCE", help="Only from this file, folder or pattern."
    ),
    click.option(
        "--after", type=TEXT, metavar="DATE", help="Dated then or later: 2025-04-26, 2025-04."
    ),
    click.option("--before", type=TEXT, metavar="DATE", help="Dated then or earlier."),
    click.option(
        "--mode",
        type=click.Choice(["auto", "all", "any"], case_sensitive=False),
        default="auto",
        show_default=True,
        help="Whether all words must match, or any; auto: as the query looks.",
    ),
    click.option("--exact", is_flag=True, help="Take the whole query as one quoted string."),
)


def narrowed(command: _Command) -> _Command:
    """Give a command these options, as the arguments of `Narrowing`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
