"""Facets as aggregations: what the matching documents are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..language.place_names import distinct_name

if TYPE_CHECKING:
    from ..search.contract import Counted

_MOST = 10_000  # values of a facet
#: What is asked for beside a query.
FACETS: dict[str, Any] = {
    name: {"terms": {"field": field, "size": _MOST}}
    for name, field in (
        ("kind", "kind"),
        ("channel", "channel"),
        ("place", "place"),
        ("flag", "flags"),
    )
} | {
    "month": {
        "date_histogram": {
            "field": "published",
            "calendar_interval": "month",
            "format": "yyyy-MM",
            "min_doc_count": 1,
        }
    }
}
_ORDER = ("kind", "channel", "month", "place", "flag")


def read_facets(aggregations: dict[str, Any]) -> dict[str, Counted]:
    """Return the facets of an answer: of each the values with their counts, most first."""
    return {name: read_facet(name, aggregations[name]) for name in _ORDER}


def read_facet(name: str, aggregation: dict[str, Any]) -> Counted:
    """Return the values of one facet with their counts, most first."""
    sums: dict[str, int] = {}
    for bucket in aggregation["buckets"]:
        value = str(bucket.get("key_as_string", bucket["key"]))
        value = distinct_name(value) if name == "place" else value
        if value:
            sums[value] = sums.get(value, 0) + bucket["doc_count"]
    return tuple(sorted(sums.items(), key=lambda item: (-item[1], item[0])))
