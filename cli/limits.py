"""The options that say what is refused as too large: `--max-size` and `--max-ratio`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypedDict, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

_Command = TypeVar("_Command", bound="Callable[..., object]")
_SIZE = re.compile(r"([0-9]{1,15})([kmgt]?)(?:i?b)?", re.IGNORECASE)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


class Asked(TypedDict, total=False):
    """The limits that were asked for, as keywords of the engine."""

    max_size: int
    max_ratio: int


def size(said: str) -> int:
    """Read a number of bytes: `1000000`, or in powers of 1024, `500K`, `64M`, `2G`.

    Raises:
        click.BadParameter: it is none.
    """
    found = _SIZE.fullmatch(said.strip())
    number = int(found[1]) * 1024 ** _POWERS[found[2].lower()] if found else 0
    if not number:
        raise click.BadParameter(f"{said!r} is no size: write for example 64M or 2G")
    return number


def limited(command: _Command) -> _Command:
    """Give a command the options of the limits, as arguments `max_size` and `max_ratio`."""
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


def given(max_size: int | None, max_ratio: int | None) -> Asked:
    """Give what was asked for; the rest is the engine's to know."""
    asked = Asked()
    if max_size is not None:
        asked["max_size"] = max_size
    if max_ratio is not None:
        asked["max_ratio"] = max_ratio
    return asked
