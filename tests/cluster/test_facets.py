"""Facets of aggregations."""

from __future__ import annotations

from souwen.cluster.facets import FACETS, read_facets


def test_counts_are_read() -> None:
    """Most first, equal ones by their value; places by name, those of one name added up."""
    buckets = {
        "kind": [{"key": "snippet", "doc_count": 3}, {"key": "article", "doc_count": 3}],
        "channel": [],
        "place": [{"key": "2308", "doc_count": 2}, {"key": "999999", "doc_count": 9}],
        "flag": [{"key": "truncated", "doc_count": 1}],
        "month": [{"key": 1740787200000, "key_as_string": "2025-03", "doc_count": 4}],
    }
    read = read_facets({name: {"buckets": of_it} for name, of_it in buckets.items()})
    assert read == {
        "kind": (("article", 3), ("snippet", 3)),
        "channel": (),
        "month": (("2025-03", 4),),
        "place": (("佳木斯市", 2),),
        "flag": (("truncated", 1),),
    }
    assert FACETS.keys() == read.keys()
