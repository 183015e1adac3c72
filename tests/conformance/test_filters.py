"""Filters let through what they say, as options and in the query alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from souwen.corpus.errors import RequestError

if TYPE_CHECKING:
    from .conftest import Backend

DOCUMENTS = {
    "article": {"title": "医保甲", "published": "2025-04-26", "channel": "健康新闻"},
    "snippet": {"title": "医保乙", "published": "2025-03-31", "kind": "snippet"},
    "undated": {"title": "医保丙", "channel": "健康"},
    "other": {"title": "天气", "published": "2024-12-31", "channel": "健康 新闻"},
}


@pytest.mark.parametrize(
    ("options", "in_query", "expected"),
    [
        ({"kind": "article"}, "kind:article", {"article", "undated"}),
        ({"kind": "snippet"}, "kind:片段", {"snippet"}),
        ({"channel": "健康"}, "channel:健康", {"undated"}),
        ({"channel": "健康新闻"}, "channel:健康新闻", {"article"}),
        ({"channel": "天天健康"}, "channel:天天健康", set()),
        ({"after": "2025-04"}, "after:2025-04", {"article"}),
        ({"after": "2025-03-31"}, "after:2025-03-31", {"article", "snippet"}),
        ({"before": "2025-03"}, "before:2025-03", {"snippet"}),
        ({"before": "2025-03-30"}, "before:2025年3月30日", set()),
        ({"after": "2025", "before": "2025"}, "after:2025 before:2025", {"article", "snippet"}),
        ({"kind": "article", "after": "2025"}, "kind:article after:2025", {"article"}),
    ],
)
def test_options_and_the_query_say_the_same(
    backend: Backend, options: dict[str, Any], in_query: str, expected: set[str]
) -> None:
    """An option lets the same through as its prefix does; dates are inclusive, undated ones out."""
    backend.add(DOCUMENTS)
    assert set(backend.found("医保", **options)) == expected
    assert set(backend.found(f"医保 {in_query}")) == expected
    assert set(backend.found(f"医保 -({in_query})")) == {"article", "snippet", "undated"} - expected


def test_filters_alone_are_a_query(backend: Backend) -> None:
    """A filter without a string lists all that it lets through."""
    backend.add(DOCUMENTS)
    assert set(backend.found("kind:article")) == {"article", "undated", "other"}
    assert backend.found('channel:"健康 新闻"') == ["other"]
    assert set(backend.found("kind:snippet OR channel:健康")) == {"snippet", "undated"}


def test_sources(backend: Backend) -> None:
    """A source is a key, a folder or file that holds it, or a glob; each document has them all."""
    backend.add({"a": "医保甲", "both": "医保乙"}, "2024.jsonl")
    backend.add({"c": "医保丙", "both": "医保乙"}, "2025.jsonl")
    assert set(backend.found("医保", source=str(backend.folder))) == {"a", "both", "c"}
    assert set(backend.found("医保", source=str(backend.folder / "2024.jsonl"))) == {"a", "both"}
    assert set(backend.found("医保", source="*2025*")) == {"both", "c"}
    assert backend.found("医保 -source:*2025*") == ["a"]
    assert backend.found("医保", source="nowhere") == []


def test_a_filter_relaxes_nothing(backend: Backend) -> None:
    """What a filter leaves out is out, however little is left."""
    backend.add(DOCUMENTS)
    results = backend.search("医保", channel="天天健康")
    assert (results.total, results.relaxed) == (0, None)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("place:佳木斯", {"city"}),
        ("place:佳木斯市", {"city"}),
        ("地点：黑龙江", {"city", "county", "province"}),
        ("place:哈尔滨", {"county"}),
        ("place:南岗区", {"county"}),
        ("place:海南", set()),
        ("flag:truncated", {"cut"}),
        ("flag:摘要不全", {"cut"}),
    ],
)
def test_places_and_flags(backend: Backend, condition: str, expected: set[str]) -> None:
    """A province covers its cities and a city its counties; a flag goes by either name."""
    backend.add(
        {
            "city": "佳木斯社保基数",
            "county": "哈尔滨市南岗区社保基数",
            "province": "黑龙江社保基数",
            "none": "社保基数",
            "cut": {"title": "医保", "body": "医保缴费比例是", "kind": "snippet"},
        }
    )
    flagged = backend.found("flag:truncated")
    assert set(backend.found(condition)) == (set(flagged) if "flag" in condition else expected)
    assert "flag" not in condition or flagged


@pytest.mark.parametrize("value", ["浦东", "上海浦东", "浦东新区", "开封", "海淀"])
def test_a_place_by_its_everyday_name(backend: Backend, value: str) -> None:
    """A short name that one place has alone is read, in the query and as an option."""
    titles = "浦东机场恢复运行", "河南开封夜市开放", "海淀警方通报"
    backend.add({title: {"title": title, "body": "通知"} for title in titles})
    expected = [title for title in titles if value[-2:] in title or value[:2] in title]
    assert backend.found(f"通知 place:{value}") == expected
    assert [hit.title for hit in backend.search("通知", place=value)] == expected


@pytest.mark.parametrize("value", ["北京暴雨", "北京，暴雨", "关于北京的事", "通州"])
def test_more_than_a_place_is_text(backend: Backend, value: str) -> None:
    """No word of a value is left out: with more in it than places it is text, or refused."""
    backend.add({"a": {"title": "北京通州暴雨", "body": "通知"}})
    assert backend.found(f"通知 place:{value}") == []
    with pytest.raises(RequestError, match=value):
        backend.search("通知", place=value)


def test_what_is_no_place_is_text(backend: Backend) -> None:
    """A value that cannot be read makes the filter text; as an option it is refused."""
    backend.add({"a": "place:火星"})
    assert backend.found("place:火星") == ["a"]
    for options in ({"place": "火星"}, {"flag": "火星"}):
        with pytest.raises(RequestError, match="火星"):
            backend.search("医保", **options)
