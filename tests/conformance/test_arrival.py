"""What came when: a filter and an order by when a document first came into the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.corpus import buffer

if TYPE_CHECKING:
    from .conftest import Backend

# The second came in the evening in UTC, which is the next day in China.
ARRIVED = {
    "a": "2025-04-25T03:00:00+00:00",
    "b": "2025-04-25T17:30:00+00:00",
    "c": "2025-05-01T00:00:00+00:00",
}


@pytest.fixture
def filled(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> Backend:
    """Return an index of three documents that came one after the other, the newest first."""
    for number, (id_, moment) in enumerate(ARRIVED.items()):
        monkeypatch.setattr(buffer, "now", lambda moment=moment: moment)
        text = {"title": f"医保{id_}", "published": f"2024-0{9 - number}-01"}
        backend.add({id_: text}, f"{id_}.jsonl")
    return backend


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-04-25", {"a", "b", "c"}),
        ("2025-04-26", {"b", "c"}),
        ("2025-04", {"a", "b", "c"}),
        ("2025-05", {"c"}),
        ("2026", set()),
    ],
)
def test_added_after(filled: Backend, day: str, expected: set[str]) -> None:
    """A document is of the day in China on which it first came, whatever its own date."""
    assert set(filled.found("医保", added_after=day)) == expected
    assert set(filled.found(f"医保 added_after:{day}")) == expected


def test_what_came_last_stands_first(filled: Backend) -> None:
    """The order by arrival is none by date."""
    assert filled.found("医保", sort="added") == ["c", "b", "a"]
    assert filled.found("医保", sort="newest") == ["a", "b", "c"]
    assert filled.found("医保", sort="added", offset=1, limit=1) == ["b"]


def test_seen_again_is_not_new(filled: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another page shows too, or shows again, came when it first came."""
    monkeypatch.setattr(buffer, "now", lambda: "2026-01-01T00:00:00+00:00")
    filled.add({"a": {"title": "医保a", "published": "2024-09-01"}}, "again.jsonl")
    assert filled.found("医保", added_after="2026") == []
    assert filled.found("医保", sort="added") == ["c", "b", "a"]
