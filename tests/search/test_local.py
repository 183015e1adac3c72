"""The documents of one template or title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENTS = {
    "old": {"title": "佳木斯社保基数18800", "published": "2025-01-01"},
    "new": {"title": "鹤岗社保基数9600", "published": "2025-03-01"},
    "undated": "大同社保基数11000",
    "article": {"title": "异地就医备案", "body": "全文。"},
    "snippet": {"title": "异地就医备案", "body": "片段。", "kind": "snippet"},
    "alone": "产假天数",
    "nameless": {"title": "", "body": "没有标题。"},
    "nameless too": {"title": "", "body": "也没有标题。"},
}


def _names(documents: list[souwen.Document]) -> list[str]:
    return [document.refs[0] for document in documents]


def test_a_group_is_itself_then_the_newest(shelf: Callable[..., Any]) -> None:
    """The document is first, the others are by date, and undated ones last."""
    engine = shelf(DOCUMENTS).engine
    of = _ids(engine)
    assert _names(engine.similar(of["old"])) == ["old", "new", "undated"]
    assert _names(engine.similar(of["undated"][:12])) == ["undated", "new", "old"]
    assert _names(engine.similar(of["new"], limit=2)) == ["new", "old"]
    assert engine.similar(of["new"], limit=0) == engine.similar("ffffffffffffffff") == []
    with pytest.raises(souwen.RequestError, match="limit"):
        engine.similar(of["new"], limit=-1)


def test_groups_are_a_partition(shelf: Callable[..., Any]) -> None:
    """Each document is in one group: its own, which is the same seen from each of its members."""
    engine = shelf(DOCUMENTS).engine
    groups = {name: frozenset(_names(engine.similar(id_))) for name, id_ in _ids(engine).items()}
    assert all(name in group for name, group in groups.items())
    assert all(groups[other] == group for group in groups.values() for other in group)
    assert groups["article"] == {"article", "snippet"}
    assert groups["alone"] == {"alone"}
    assert groups["nameless"] == {"nameless"}


def test_a_retired_document_stands_alone(shelf: Callable[..., Any]) -> None:
    """What is no longer in the search has no group, and is still given."""
    engine = shelf(DOCUMENTS).engine
    id_ = _ids(engine)["old"]
    engine.remove("*", yes=True)
    (document,) = engine.similar(id_)
    assert document.retired


def _ids(engine: souwen.Engine) -> dict[str, str]:
    everything = engine.search("kind:article OR kind:snippet", limit=99, collapse=False)
    return {hit.refs[0]: hit.id for hit in everything}
