"""The options of a search, declared once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from click import Option as ClickOption

import souwen
from souwen.cli.commands import souwen as command_line
from souwen.language import days
from souwen.search.query.operands import DATES
from souwen.search.query.tree import Filter, FilterName
from souwen.search.request import Narrowing, SearchOptions, SearchRequest, asked, options


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


@pytest.mark.parametrize(
    "given",
    [
        {"limit": "3"},
        {"limit": None},
        {"limit": True},
        {"offset": 1.5},
        {"kind": 1},
        {"channel": b"x"},
        {"after": 2025},
        {"before": ["2025"]},
        {"sort": None},
        {"mode": 3},
        {"exact": "yes"},
        {"collapse": 1},
        {"facets": None},
        {"budget": "1"},
    ],
)
def test_wrong_types(given: dict[str, Any]) -> None:
    """A value of another type is a `TypeError` that names its option."""
    with pytest.raises(TypeError, match=f"^{next(iter(given))} must be"):
        SearchRequest("医保", **given)


@pytest.mark.parametrize("query", [None, 7, b"x"])
def test_a_query_is_a_text(query: Any) -> None:
    """What is no text is no query, and the error says so."""
    with pytest.raises(TypeError, match=r"^query must be a text, not"):
        SearchRequest(query)


@pytest.mark.parametrize(
    ("given", "day"),
    [
        (date(2025, 4, 26), "2025-04-26"),
        (datetime(2025, 4, 26, 23, 59), "2025-04-26"),  # noqa: DTZ001 - a time without a zone
        (datetime(2025, 4, 26, 23, 59, tzinfo=UTC), "2025-04-27"),
        (datetime(2025, 4, 26, 7, 0, tzinfo=timezone(timedelta(hours=9))), "2025-04-26"),
    ],
)
def test_dates_are_given_as_dates(given: date, day: str) -> None:
    """A date is that day, and a time the day that it was in China."""
    for name in DATES:
        (read,) = SearchRequest("x", **{name: given}).filters()
        assert read == Filter(name, day)


def test_days_from_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Options by date take words, and read them by the day that it is."""
    monkeypatch.setattr(days, "today", lambda: date(2025, 3, 1))
    request = SearchRequest("x", after="上周", before="上周", added_after="1d")
    assert [read.value for read in request.filters()] == ["2025-02-17", "2025-02-23", "2025-02-28"]
    monkeypatch.setattr(days, "today", lambda: date(2025, 3, 2))
    assert [read.value for read in request.filters()][-1] == "2025-03-01"


def test_it_is_short_to_look_at() -> None:
    """A long query does not fill the screen, and what was not given is not shown."""
    assert repr(SearchRequest("医保", kind="article")).startswith(
        "SearchRequest(query='医保', limit=10, offset=0, kind='article', mode='auto'"
    )
    assert len(repr(SearchRequest("医" * 10_000))) < 250


def test_an_unknown_option_is_an_error() -> None:
    """A misspelt option never passes unheard."""
    with pytest.raises(TypeError):
        SearchRequest("医保", limits=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="limits is no option here; there are: kind, "):
        asked("医保", {"limits": 3}, SearchOptions)


def test_what_narrows_takes_no_other_options() -> None:
    """What asks about one document, or keeps a query, takes the options that narrow it."""
    assert asked("医保", {"kind": "article"}) == SearchRequest("医保", kind="article")
    assert asked("医保", {"limit": 3}, SearchOptions) == SearchRequest("医保", limit=3)
    for name in ("limit", "offset", "sort", "collapse", "facets", "budget"):
        with pytest.raises(TypeError, match=name):
            asked("医保", {name: None})


def test_filters_are_those_of_the_language() -> None:
    """Options and prefixes of a query make the same filters, and an empty text makes none."""
    request = SearchRequest("x", kind="snippet", channel="健康 新闻", after="2025-04", source="")
    assert list(request.filters()) == [
        Filter(FilterName.KIND, "snippet"),
        Filter(FilterName.CHANNEL, "健康 新闻"),
        Filter(FilterName.AFTER, "2025-04-01"),
    ]
