"""The options of a search, declared once."""

from __future__ import annotations

from typing import Any

import pytest
from click import Option as ClickOption

import souwen
from souwen.cli.commands import souwen as command_line
from souwen.search.query.tree import Filter, FilterName
from souwen.search.request import Narrowing, SearchOptions, SearchRequest, options


def test_types_and_fields_are_the_same() -> None:
    """Type checkers know exactly the options that there are, which narrow, and the budget."""
    declared = {field.name: option for field, option in options()}
    assert set(SearchOptions.__annotations__) == {*declared, "budget"}
    assert set(Narrowing.__annotations__) == {n for n, o in declared.items() if o.narrows}
    assert {*SearchRequest.__slots__} == {"query", "budget", *declared}


@pytest.mark.parametrize("command", ["search", "explain"])
def test_the_command_line_has_every_option(command: str) -> None:
    """Each option of the library is one of the command line, but for those for programs alone."""
    context = command_line.make_context("souwen", [command, "x", "y"])
    with context:
        found = command_line.get_command(context, command)
        assert found is not None
        parameters = {p.name: p for p in found.params if isinstance(p, ClickOption)}
    for field, option in options():
        if option.hidden:
            assert field.name not in parameters
        elif option.narrows or command == "search":
            parameter = parameters[field.name]
            name = field.name.replace("_", "-")
            assert f"--{'no-' * option.negated}{name}" in parameter.opts
            assert parameter.default == field.default
            assert parameter.help == option.help


@pytest.mark.parametrize(
    "given",
    [
        {"limit": -1},
        {"limit": "3"},
        {"offset": -1},
        {"kind": "page"},
        {"after": "2025-02-30"},
        {"before": "soon"},
        {"sort": "best"},
        {"mode": "some"},
    ],
)
def test_what_cannot_be_carried_out(given: dict[str, Any]) -> None:
    """A value that means nothing is an error that names its option."""
    with pytest.raises(souwen.RequestError, match=next(iter(given))):
        SearchRequest("医保", **given)


def test_an_unknown_option_is_an_error() -> None:
    """A misspelt option never passes unheard."""
    with pytest.raises(TypeError):
        SearchRequest("医保", limits=3)  # type: ignore[call-arg]


def test_filters_are_those_of_the_language() -> None:
    """Options and prefixes of a query make the same filters, and an empty text makes none."""
    request = SearchRequest("x", kind="snippet", channel="健康 新闻", after="2025-04", source="")
    assert list(request.filters()) == [
        Filter(FilterName.KIND, "snippet"),
        Filter(FilterName.CHANNEL, "健康 新闻"),
        Filter(FilterName.AFTER, "2025-04-01"),
    ]
