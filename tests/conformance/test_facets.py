"""Facets count all that match, by kind, channel, month, place and flag."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Backend

DOCUMENTS = {
    "a": {"title": "佳木斯医保", "published": "2025-04-26", "channel": "健康"},
    "b": {
        "title": "佳木斯医保报销",
        "published": "2025-04-01",
        "channel": "健康",
        "kind": "snippet",
    },
    "c": {"title": "南京鼓楼区医保", "published": "2025-03-31", "channel": "新闻"},
    "d": {"title": "医保", "body": "北京的医保", "channel": "社会"},
    "e": {"title": "天气", "published": "2025-04-26", "channel": "健康"},
}


def test_facets_count_every_match(backend: Backend) -> None:
    """The counts are those of all matches, most first, equal ones in the order of the values."""
    backend.add(DOCUMENTS)
    results = backend.search("医保", facets=True, limit=1)
    assert results.facets == {
        "kind": (("article", 3), ("snippet", 1)),
        "channel": (("健康", 2), ("新闻", 1), ("社会", 1)),
        "month": (("2025-04", 2), ("2025-03", 1)),
        "place": (("佳木斯市", 2), ("南京市鼓楼区", 1)),
        "flag": (),
    }
    assert backend.search("医保").facets is None


def test_facets_of_nothing_are_empty(backend: Backend) -> None:
    """Where nothing matches every facet is there, without a value."""
    backend.add(DOCUMENTS)
    facets = backend.search('"北极熊"', facets=True).facets
    assert facets == dict.fromkeys(("kind", "channel", "month", "place", "flag"), ())


def test_a_facet_counts_what_its_filter_finds(backend: Backend) -> None:
    """As many match with the filter of a value as the facet says."""
    backend.add(DOCUMENTS)
    facets = backend.search("医保", facets=True).facets
    assert facets
    for name in ("kind", "channel"):
        for value, number in facets[name]:
            assert backend.search("医保", **{name: value}).total == number
    for month, number in facets["month"]:
        assert backend.search("医保", after=month, before=month).total == number


def test_flags(backend: Backend) -> None:
    """A document counts under each flag that it has."""
    backend.add(
        {
            "plain": "医保",
            "number": {"title": "佳木斯医保基数18800元", "body": "佳木斯的基数是9600元。"},
            "nothing": {"title": "医保电话", "body": "暂时无法查到相关信息。"},
        }
    )
    with backend.corpus() as corpus:
        flags = [flag for document in corpus.live() for flag in document.flags]
    facets = backend.search("医保", facets=True).facets
    assert facets
    assert dict(facets["flag"]) == {flag: flags.count(flag) for flag in flags}
    assert flags


def test_values_are_of_all_documents(backend: Backend) -> None:
    """The most frequent values of a facet over everything, so many at most."""
    backend.add(DOCUMENTS)
    with backend.index.snapshot() as snapshot:
        assert snapshot.values("channel", 9) == (("健康", 3), ("新闻", 1), ("社会", 1))
        assert snapshot.values("channel", 2) == (("健康", 3), ("新闻", 1))
        assert snapshot.values("kind", 1) == (("article", 4),)
