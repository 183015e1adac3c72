"""Counts by kind, channel, month, place and flag."""

from __future__ import annotations

from collections import Counter
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.documents import Flag
from souwen.search.matching.facets import facets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row = tuple[bool, int, int, int, int]
CHANNELS = ("", "健康新闻", "医保问答")
PLACES = {0: "", 2308: "佳木斯市", 46: "海南省", 320106: "南京市鼓楼区", 350102: "福州市鼓楼区"}


def snapshot_of(rows: Sequence[Row]) -> Any:
    """Give what facets need of a snapshot: whether an article, channel, day, place, flags."""
    articles, channels, days, places, flags = zip(*rows, strict=True) if rows else ((),) * 5
    columns = SimpleNamespace(
        articles=np.array(articles, np.bool_),
        channels=np.array(channels, np.int64),
        channel_names=CHANNELS,
        days=np.array(days, np.int64),
        places=np.array(places, np.int64),
        flags=np.array(flags, np.uint8),
    )
    return SimpleNamespace(columns=columns)


def test_counts_come_most_frequent_first_then_by_value() -> None:
    """What is more frequent is before what is less, and equal counts are in the order of values."""
    day = date(2025, 4, 30).toordinal()
    rows: list[Row] = [
        (True, 1, day, 2308, 0b0001),
        (False, 2, day + 1, 2308, 0b0101),
        (False, 2, 0, 320106, 0),
        (False, 0, day - 29, 350102, 0b1000),
    ]
    assert facets_of(snapshot_of(rows), np.arange(4)) == {
        "kind": (("snippet", 3), ("article", 1)),
        "channel": (("医保问答", 2), ("健康新闻", 1)),
        "month": (("2025-04", 2), ("2025-05", 1)),
        "place": (("佳木斯市", 2), ("南京市鼓楼区", 1), ("福州市鼓楼区", 1)),
        "flag": (("truncated", 2), ("fallback", 1), ("place-mismatch", 1)),
    }


def test_nothing_counted() -> None:
    """Of no documents there are no counts, not counts of 0."""
    for rows in ([], [(True, 1, 1, 46, 1)]):
        counted = facets_of(snapshot_of(rows), np.zeros(0, np.int64))
        assert set(counted) == {"kind", "channel", "month", "place", "flag"}
        assert not any(counted.values())


ROWS = st.lists(
    st.tuples(
        st.booleans(),
        st.integers(0, 2),
        st.one_of(st.just(0), st.integers(1, date.max.toordinal())),
        st.sampled_from(sorted(PLACES)),
        st.integers(0, 15),
    )
)


@given(ROWS, st.data())
def test_facets_are_what_one_would_count(rows: list[Row], data: st.DataObject) -> None:
    """The counts are those of a walk over the documents, and those of the kinds sum to all."""
    some = data.draw(st.lists(st.sampled_from(range(len(rows))), unique=True)) if rows else []
    chosen = [rows[at] for at in some]
    expected: dict[str, Counter[str]] = {
        "kind": Counter("article" if row[0] else "snippet" for row in chosen),
        "channel": Counter(CHANNELS[row[1]] for row in chosen if row[1]),
        "month": Counter(date.fromordinal(row[2]).isoformat()[:7] for row in chosen if row[2]),
        "place": Counter(PLACES[row[3]] for row in chosen if row[3]),
        "flag": Counter(
            flag.value for row in chosen for bit, flag in enumerate(Flag) if row[4] >> bit & 1
        ),
    }
    counted = facets_of(snapshot_of(rows), np.array(sorted(some), np.int64))
    for name, values in expected.items():
        assert dict(counted[name]) == values
        assert list(counted[name]) == sorted(values.items(), key=lambda item: (-item[1], item[0]))
    assert sum(number for _, number in counted["kind"]) == len(some)


@pytest.mark.parametrize("collapse", [True, False])
def test_a_search_counts_all_that_match(shelf: Callable[..., Any], collapse: bool) -> None:
    """Facets are of the whole result, whatever page of it is shown and whatever is folded."""
    kept = shelf(
        {
            "a": {"title": "佳木斯社保基数18800", "published": "2025-04-26", "channel": "健康新闻"},
            "b": {"title": "佳木斯社保基数18700", "published": "2025-04-01"},
            "c": {"title": "鹤岗社保基数18700", "kind": "snippet"},
            "d": "医保",
        }
    )
    results = kept.engine.search("社保基数", limit=1, facets=True, collapse=collapse)
    assert results.total == 3
    assert results.facets == {
        "kind": (("article", 2), ("snippet", 1)),
        "channel": (("健康新闻", 1),),
        "month": (("2025-04", 2),),
        "place": (("佳木斯市", 2), ("鹤岗市", 1)),
        "flag": (),
    }
    assert results.as_dict()["facets"] == results.facets
    assert kept.engine.search("社保基数").as_dict()["facets"] is None
