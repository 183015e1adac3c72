"""Parameters are read strictly: each has its type and its cap, and none is unknown."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.requests import Request

from souwen.search.request import options
from souwen.web.parameters import EXPLAIN, SEARCH, read, search_options
from souwen.web.replies import Problem


def request(query: str) -> Request:
    """Return a request with these parameters, as they stand in a URL."""
    return Request({"type": "http", "query_string": query.encode(), "headers": []})


def test_every_option_of_a_search_is_a_parameter() -> None:
    """A search takes the query, the language, and what the engine's does; explain what narrows."""
    names = {declared.name for declared, _ in options()}
    assert set(SEARCH) == {"q", "lang", *names}
    narrowing = {declared.name for declared, option in options() if option.narrows}
    assert set(EXPLAIN) == {"q", "lang", *narrowing}


def test_what_is_left_out_has_its_default() -> None:
    """A parameter that is missing or empty is what the library takes for it."""
    values = read(request("q=%E7%A4%BE%E4%BF%9D+%E5%9F%BA%E6%95%B0&kind=&limit="), SEARCH)
    assert values["q"] == "社保 基数"
    assert search_options(values, SEARCH) == {
        declared.name: declared.default for declared, _ in options()
    }


def test_values_have_their_types() -> None:
    """Numbers are numbers, and switches true or false."""
    values = read(request("q=a&limit=20&offset=40&exact=true&collapse=false"), SEARCH)
    wanted: dict[str, Any] = {"limit": 20, "offset": 40, "exact": True, "collapse": False}
    assert {name: values[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "q is missing"),
        ("q=a&Q=b", "unknown parameter 'Q'"),
        ("q=a&q=b", "q is given twice"),
        ("q=%ff", "not UTF-8"),
        ("q=" + "a" * 501, "q has 501 characters, more than 500"),
        ("q=a&channel=" + "a" * 501, "channel has 501 characters"),
        ("q=a&limit=101", "limit must be a whole number from 0 to 100, not '101'"),
        ("q=a&limit=-1", "limit must be"),
        ("q=a&limit=1e1", "limit must be"),
        ("q=a&limit=%D9%A1", "limit must be"),
        ("q=a&limit=" + "9" * 400, "…'"),
        ("q=a&offset=1001", "offset must be a whole number from 0 to 1000"),
        ("q=a&exact=1", "exact must be true or false, not '1'"),
        ("q=a&exact=True", "exact must be"),
        ("q=a&kind=page", "kind must be one of article, snippet"),
        ("q=a&sort=best", "sort must be one of relevance"),
        ("q=a&lang=fr", "lang must be one of en, zh"),
        ("q=a&after=someday", "after must be a date"),
        ("q=a&place=%E7%81%AB%E6%98%9F", "place must be the name of"),
        ("q=a&flag=good", "flag must be one of"),
    ],
)
def test_what_is_wrong_is_said(query: str, says: str) -> None:
    """Each wrong parameter is a problem of its own line, with status 400."""
    with pytest.raises(Problem) as raised:
        search_options(read(request(query), SEARCH), SEARCH)
    assert raised.value.status == 400
    assert says in raised.value.detail
    assert len(raised.value.detail) < 300
