"""Facets as aggregations: what the matching documents are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..language.place_names import distinct_name

if TYPE_CHECKING:
    from ..search.contract import Counted

_MOST = 10_000  # values of a facet


def _of(field: str) -> dict[str, Any]:
    return {"terms": {"field": field, "size": _MOST}}


#: What is asked for beside a query, in the order in which facets are given.
FACETS: dict[str, Any] = {
    "kind": _of("kind"),
    "channel": _of("channel"),
    "month": {
        "date_histogram": {
            "field": "published",
            "calendar_interval": "month",
            "format": "yyyy-MM",
            "min_doc_count": 1,
        }
    },
    "place": _of("place"),
    "flag": _of("flags"),
}


def read_facets(aggregations: dict[str, Any]) -> dict[str, Counted]:
    """Return the facets of an answer: of each the values with their counts, most first."""
    return {name: read_facet(name, aggregations[name]) for name in FACETS}


def read_facet(name: str, aggregation: dict[str, Any]) -> Counted:
    """Return the values of one facet with their counts, most first."""
    sums: dict[str, int] = {}
    for bucket in aggregation["buckets"]:
        value = str(bucket.get("key_as_string", bucket["key"]))
        value = distinct_name(value) if name == "place" else value
        if value:
            sums[value] = sums.get(value, 0) + bucket["doc_count"]
    return tuple(sorted(sums.items(), key=lambda item: (-item[1], item[0])))
