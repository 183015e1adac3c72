"""What an index on a cluster is made of."""

from __future__ import annotations

import copy

import pytest

from souwen.cluster.mapping import changed_fields, index_body, made_with, meta_of

MAPPING = index_body(1)["mappings"]


def test_what_it_was_made_as_is_unchanged() -> None:
    """The fields of a new index are as they were made."""
    assert changed_fields(MAPPING) == []
    assert meta_of(MAPPING) == made_with()


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("properties", "extra"), {"type": "keyword"}, "extra"),
        (("properties", "kind"), {"type": "text"}, "kind"),
        (("properties", "b", "properties", "units", "analyzer"), "standard", "b.units"),
        (("dynamic",), "true", "dynamic"),
        (("_source",), {}, "_source"),
    ],
)
def test_what_somebody_changed_is_named(path: tuple[str, ...], value: object, named: str) -> None:
    """A field that is new or another, and what would let fields in or lose texts, is named."""
    mapping = copy.deepcopy(MAPPING)
    place = mapping
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    assert changed_fields(mapping) == [named]


def test_a_lost_field_is_named() -> None:
    """A field that is not there is named."""
    mapping = copy.deepcopy(MAPPING)
    del mapping["properties"]["fold"]
    assert changed_fields(mapping) == ["fold"]


@pytest.mark.parametrize(
    "mapping", [{}, {"_meta": {}}, {"_meta": "souwen"}, {"_meta": {"souwen": 1}}]
)
def test_what_is_not_ours(mapping: dict[str, object]) -> None:
    """An index that does not say what it was made with is none of ours."""
    assert meta_of(mapping) is None
