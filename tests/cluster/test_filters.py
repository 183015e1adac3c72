"""Filters as queries of a cluster."""

from __future__ import annotations

from datetime import date

import pytest

from souwen.cluster.clauses import NOTHING
from souwen.cluster.filters import passing
from souwen.search.query.tree import Filter, FilterName

VALUES = {
    FilterName.KIND: "article",
    FilterName.CHANNEL: "健康新闻",
    FilterName.PLACE: "佳木斯",
    FilterName.FLAG: "truncated",
    FilterName.SOURCE: "dump/*",
    FilterName.AFTER: "2025-04-26",
    FilterName.BEFORE: "2025-04-26",
    FilterName.ADDED_AFTER: "2025-04-26",
}


@pytest.mark.parametrize("name", FilterName)
def test_every_filter_asks_something(name: FilterName) -> None:
    """There is a query for each filter there is."""
    assert passing(Filter(name, VALUES[name])) != NOTHING


def test_undated_documents_are_never_before_a_day() -> None:
    """The day 0 stands for none, so it is before nothing."""
    day = date(2025, 4, 26).toordinal()
    before = passing(Filter(FilterName.BEFORE, "2025-04-26"))
    assert before == {"range": {"day": {"gt": 0, "lte": day}}}
    assert passing(Filter(FilterName.AFTER, "2025-04-26")) == {"range": {"day": {"gte": day}}}


def test_a_place_is_found_with_what_lies_in_it() -> None:
    """The code of a place begins those of what lies in it."""
    assert passing(Filter(FilterName.PLACE, "佳木斯")) == {"prefix": {"place": {"value": "2308"}}}
