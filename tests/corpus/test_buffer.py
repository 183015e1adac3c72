"""New documents wait in memory, and nobody can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.corpus import buffer
from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from conftest import Dumps


def test_the_later_copy_of_a_waiting_text_shows(dumps: Dumps) -> None:
    """Of two copies on a page that changed, which differ in white space, the later one is kept."""
    dumps.pages({"a": [dumps.article("题", "旧")]})
    dumps.pages({"a": [dumps.article("新", "甲 乙"), dumps.article("新", "甲  乙")]})
    assert dumps.shown(dumps.article("新", "甲 乙")).body == "甲  乙"


def test_what_waits_is_removed_with_its_page(dumps: Dumps) -> None:
    """Removing a page in the transaction that put it takes its documents along."""
    with CorpusWriter(dumps.folder) as writer:
        dumps.read(writer, {"a": {"a": [[dumps.article("甲", "文")]]}})
        assert writer.remove("a") == 1
        writer.apply_removals()
    assert dumps.live() == []


def test_a_purged_document_is_back(dumps: Dumps) -> None:
    """A document that was purged and comes again is no longer among the purged."""
    article = dumps.article("甲", "文")
    dumps.pages({"a": [article]})
    dumps.remove("a")
    with CorpusWriter(dumps.folder) as writer:
        assert writer.purge() == 1
    dumps.pages({"b": [article]})
    assert [(id_, gone) for _, id_, gone in dumps.changes()] == [(dumps.id_of(article), False)]


@pytest.mark.parametrize("limit", ["_MOST_DOCUMENTS", "_MOST_CHARACTERS", "_MOST_SIGHTINGS"])
def test_how_many_wait_makes_no_difference(
    dumps: Dumps, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """Writing after every page, or at the end, gives the same corpus and the same log."""
    made = {
        f"{number}": [
            dumps.article(f"题{number}", "文", published="2025-01-02"),
            *(dumps.snippet(f"题{at}", "摘要", at + 1, channel="甲") for at in range(number)),
        ]
        for number in range(6)
    }
    dumps.pages(made)
    live, changes = dumps.live(), dumps.changes()
    other = type(dumps)(dumps.folder.with_name("other"))
    other.folder.mkdir()
    monkeypatch.setattr(buffer, limit, 1)
    other.pages(made)
    assert (other.live(), other.changes()) == (live, changes)
