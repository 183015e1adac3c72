"""What the values that the library returns have in common: a short `repr`, the way to JSON.

And what the arguments have that it is given: types.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from os import PathLike
from typing import Any

_LONGEST = 40  # characters of a text in a `repr`
_MOST = 3  # values of a collection in a `repr`
_CALLED: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "True or False",
    PathLike: "a path",
}


def brief(value: object, *names: str) -> str:
    """Return the `repr` of a dataclass or a named tuple on one short line.

    Long texts are cut, of large collections only the size is told, and what is empty is left out.

    Args:
        value: of which.
        names: of the fields that are told; all without any.
    """
    told = [(name, it) for name, it in _items(value) if not names or name in names]
    said = [f"{name}={_said(it)}" for name, it in told if not _is_empty(it)]
    return f"{type(value).__name__}({', '.join(said)})"


def plain(value: object) -> dict[str, Any]:
    """Return a dataclass or a named tuple, and such in it, as what JSON has."""
    return {name: _plain(it) for name, it in _items(value)}


def check_type(name: str, value: object, *types: type) -> None:
    """Let an argument through that is of one of the types; True and False are no numbers.

    Raises:
        TypeError: it is of none; names the argument.
    """
    if isinstance(value, bool):
        if bool in types:
            return
    elif isinstance(value, types):
        return
    known = " or ".join(_CALLED.get(type_, f"a {type_.__name__}") for type_ in types)
    shown = repr(value)
    shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
    raise TypeError(f"{name} must be {known}, not {shown} ({type(value).__name__})")


def milliseconds_since(started: float) -> float:
    """Return how long ago a time of `time.perf_counter` was, as `took_ms` has it."""
    return round((time.perf_counter() - started) * 1000, 3)


def listed(name: str, given: object, *types: type) -> list[Any]:
    """Return one or several values of an argument as a list.

    Args:
        name: of the argument.
        given: a value, or an iterable of values.
        types: of a value.

    Raises:
        TypeError: one is of another type; names the argument.
    """
    if isinstance(given, types):
        return [given]
    values = list(given) if isinstance(given, Iterable) else [given]
    for value in values:
        check_type(name, value, *types)
    return values


def _items(value: object) -> list[tuple[str, Any]]:
    names = getattr(value, "_fields", None) or [
        field.name
        for field in fields(value)  # type: ignore[arg-type]  # a dataclass
        if field.repr
    ]
    return [(name, getattr(value, name)) for name in names]


def _is_empty(value: object) -> bool:
    return value is None or value is False or (hasattr(value, "__len__") and not len(value))


def _is_one(value: object) -> bool:
    """Whether a value is shown as one of several."""
    return isinstance(value, str | int | float | Enum)


def _said(value: object) -> str:
    match value:
        case Enum():
            return repr(value.value)
        case str() if len(value) > _LONGEST:
            return repr(value[:_LONGEST] + "…")
        case tuple() | list() | dict() if hasattr(value, "_fields") or not value:
            return repr(value)
        case tuple() | list() if len(value) <= _MOST and all(map(_is_one, value)):
            return f"[{', '.join(map(_said, value))}]"
        case tuple() | list() | dict():
            return f"<{len(value):,}>"
    return repr(value)


def _plain(value: object) -> Any:  # noqa: ANN401 - as JSON
    match value:
        case _ if hasattr(value, "_fields") or (
            is_dataclass(value) and not isinstance(value, type)
        ):
            return plain(value)
        case tuple() | list():
            return [_plain(it) for it in value]
        case dict():
            return {key: _plain(it) for key, it in value.items()}
        case Enum():
            return value.value
    return value
