"""Which documents each filter lets through."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from souwen.index.columns import Columns
from souwen.search.matching.filters import lie_in, passing
from souwen.search.query.tree import Filter, FilterName

DAYS = [None, "2025-04-25", "2025-04-26", "2025-04-27"]
COLUMNS = Columns(
    live=np.ones(4, np.bool_),
    articles=np.array([True, False, True, False]),
    days=np.array([date.fromisoformat(day).toordinal() if day else 0 for day in DAYS], np.int64),
    channels=np.array([0, 1, 2, 1]),
    channel_names=("", "健康新闻", "社保问答"),
    title_lengths=np.ones(4, np.int64),
    body_lengths=np.ones(4, np.int64),
    folds=np.zeros(4, np.uint64),
    places=np.zeros(4, np.int64),
    flags=np.zeros(4, np.uint8),
    # The last second of a day in China, and the first of the next.
    arrived=np.array([0, 1745683199, 1745683200, 1745700000]),
)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (FilterName.KIND, "article", [0, 2]),
        (FilterName.KIND, "snippet", [1, 3]),
        (FilterName.CHANNEL, "健康新闻", [1, 3]),
        (FilterName.CHANNEL, "无此频道", []),
        (FilterName.AFTER, "2025-04-26", [2, 3]),
        (FilterName.BEFORE, "2025-04-26", [1, 2]),
        (FilterName.ADDED_AFTER, "2025-04-27", [2, 3]),
        (FilterName.SOURCE, "/d/*", [3]),
    ],
)
def test_a_filter(name: FilterName, value: str, expected: list[int]) -> None:
    """A day is within its own limits, and what has no date is within none."""
    documents = np.arange(4)
    shown = {"/d/*": np.array([3])}
    mask = passing(Filter(name, value), documents, COLUMNS, shown.__getitem__)
    assert documents[mask].tolist() == expected


@pytest.mark.parametrize("name", FilterName)
def test_documents_are_asked_about_by_their_ordinals(name: FilterName) -> None:
    """A filter says of some documents what it says of them among all."""
    values = {"kind": "snippet", "channel": "健康新闻", "source": "*"}
    value = {**values, "place": "佳木斯", "flag": "truncated"}.get(name, "2025-04-26")
    some = np.array([3, 1])
    whole = passing(Filter(name, value), np.arange(4), COLUMNS, lambda _: np.array([1]))
    part = passing(Filter(name, value), some, COLUMNS, lambda _: np.array([1]))
    assert part.tolist() == whole[some].tolist()


def test_what_lies_in_a_place() -> None:
    """A province holds its cities and a city its counties, and none of them what holds it."""
    province, city, county, none = 23, 2308, 230811, 0
    codes = np.array([province, city, county, none, 2301])
    assert lie_in(codes, ["23"]).tolist() == [True, True, True, False, True]
    assert lie_in(codes, ["2308"]).tolist() == [False, True, True, False, False]
    assert lie_in(codes, ["230811", "2301"]).tolist() == [False, False, True, False, True]
    assert not lie_in(codes, []).any()
