"""Read the parameters of a URL, for the API and the page alike.

What a search may be asked is derived from the options of `search/request.py`; each value is held to
its type and its cap, and a name that nobody knows is an error.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import unquote_to_bytes

from ..corpus.errors import RequestError
from ..messages import LANGUAGES
from ..messages import said as _
from ..search.request import SearchRequest, options
from .replies import Problem
from .settings import FURTHEST_OFFSET, LONGEST_QUERY, LONGEST_VALUE, MOST_ALTERNATIVES, MOST_HITS

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from dataclasses import Field

    from starlette.requests import Request

    from ..search.request import Narrowing, Option, SearchOptions

_SWITCH = {"true": True, "false": False}
# Counted as they are written, because to read a long query takes longer than to refuse it.
_OR = re.compile(r"[|｜￨]|(?<!\S)OR(?!\S)")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,18}")
_MOST = {"limit": MOST_HITS, "offset": FURTHEST_OFFSET}


class Parameter(NamedTuple):
    """What a parameter may be.

    Attributes:
        kind: of its value.
        default: where it is not given, or empty.
        most: characters of a text, or the largest number.
        choices: the only values, where there are few.
        is_required: whether it must be given; it may be empty.
    """

    kind: type[str | int | bool] = str
    default: str | int | bool | None = None
    most: int = LONGEST_VALUE
    choices: tuple[str, ...] = ()
    is_required: bool = False


Q = Parameter(default="", most=LONGEST_QUERY, is_required=True)
LANG = Parameter(choices=LANGUAGES)  # `spoken` answers to it


def search_parameters(*, narrowing_only: bool = False) -> dict[str, Parameter]:
    """Return the parameters of a search by their names, without the query.

    Args:
        narrowing_only: only those that say which documents match.
    """
    return {
        declared.name: _parameter(declared, option)
        for declared, option in options()
        if option.narrows or not narrowing_only
    }


def _parameter(declared: Field[Any], option: Option) -> Parameter:
    default = cast("str | int | bool | None", declared.default)
    kind: type[str | int | bool] = str if default is None else type(default)
    if issubclass(kind, StrEnum):
        kind, default = str, str(default)
    most = _MOST.get(declared.name, LONGEST_VALUE)
    return Parameter(kind, default, most, tuple(map(str, option.choices)))


_OF_A_SEARCH = search_parameters()
#: Those of `/api/v1/search`; the page has more.
SEARCH = {"q": Q, "lang": LANG, **_OF_A_SEARCH}
EXPLAIN = {"q": Q, "lang": LANG, **search_parameters(narrowing_only=True)}


def read(request: Request, known: Mapping[str, Parameter]) -> dict[str, Any]:
    """Return every known parameter of a request by its name, with its default where it is left out.

    Raises:
        Problem: 400, where one is unknown, given twice, wrongly written, or beyond its cap.
    """
    given: dict[str, str] = {}
    for pair in request.scope["query_string"].split(b"&"):
        if not pair:
            continue
        name, value = (_text(part) for part in (pair.partition(b"=")[::2]))
        if name not in known:
            names = ", ".join(sorted(known)) or "none"
            told = _("unknown parameter {name}; there are: {names}")
            raise Problem(400, told.format(name=_shown(name), names=names), parameter=name)
        if name in given:
            raise Problem(400, _("{name} is given twice").format(name=name), parameter=name)
        given[name] = value
    return {name: _value(name, parameter, given.get(name)) for name, parameter in known.items()}


def search_options(values: Mapping[str, Any], names: Container[str]) -> SearchOptions:
    """Return those of the values that are keywords of `Engine.search`.

    Args:
        values: as `read` gives them.
        names: of those that were asked for, and of others.

    Raises:
        Problem: 400, where one of them cannot be carried out.
    """
    return cast("SearchOptions", _checked(values, names))


def narrowing_options(values: Mapping[str, Any]) -> Narrowing:
    """Return those of the values that are keywords of `Engine.explain`, as `search_options`."""
    return cast("Narrowing", _checked(values, EXPLAIN))


def _checked(values: Mapping[str, Any], names: Container[str]) -> dict[str, Any]:
    chosen = {name: values[name] for name in _OF_A_SEARCH if name in names}
    parts = 1 + len(_OR.findall(values["q"]))
    if parts > MOST_ALTERNATIVES and not chosen.get("exact"):
        told = _("q has {parts} parts that are joined by OR, more than {most}")
        why = told.format(parts=parts, most=MOST_ALTERNATIVES)
        raise Problem(400, why, parameter="q")
    try:
        SearchRequest(values["q"], **chosen)
    except RequestError as error:
        raise Problem(400, str(error), parameter=_refused(chosen)) from None
    return chosen


def _refused(options: dict[str, Any]) -> str | None:
    """Return the first option that cannot be carried out."""
    for name, value in options.items():
        try:
            SearchRequest("", **{name: value})
        except RequestError:
            return name
    return None


def _text(part: bytes) -> str:
    try:
        text = unquote_to_bytes(part.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        raise Problem(400, _("the parameters are not UTF-8")) from None
    return text


def _value(name: str, parameter: Parameter, value: str | None) -> str | int | bool | None:
    if parameter.is_required and (value is None or (not value and parameter.default is None)):
        raise Problem(400, _("{name} is missing").format(name=name), parameter=name)
    if not value:
        return parameter.default
    wrong = None
    if parameter.kind is bool:
        if value in _SWITCH:
            return _SWITCH[value]
        wrong = _("true or false")
    elif parameter.kind is int:
        if _WHOLE_NUMBER.fullmatch(value) and int(value) <= parameter.most:
            return int(value)
        wrong = _("a whole number from 0 to {most}").format(most=parameter.most)
    elif len(value) > parameter.most:
        told = _("{name} has {count} characters, more than {most}")
        why = told.format(name=name, count=len(value), most=parameter.most)
        raise Problem(400, why, parameter=name)
    elif parameter.choices and value not in parameter.choices:
        wrong = _("one of {choices}").format(choices=", ".join(parameter.choices))
    if wrong:
        told = _("{name} must be {wrong}, not {value}")
        why = told.format(name=name, wrong=wrong, value=_shown(value))
        raise Problem(400, why, parameter=name)
    return value


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}…")  # noqa: PLR2004
