"""What a run did, each document counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from souwen.corpus.counts import Counts

if TYPE_CHECKING:
    from conftest import Dumps


def test_twice_changes_nothing(dumps: Dumps) -> None:
    """Adding a dump a second time adds nothing, updates nothing and logs nothing."""
    page = [dumps.article("甲", "文"), dumps.snippet("乙"), dumps.snippet("丙", position=2)]
    assert dumps.pages({"/d/a": page}) == Counts(1, 1, 2, 3, 0, 0, 0)
    seq = dumps.seq()
    assert dumps.pages({"/d/a": page}) == Counts(1, 1, 2, 0, 0, 3, 0)
    assert dumps.seq() == seq


def test_reading_again_changes_nothing(dumps: Dumps) -> None:
    """The same pages, read again because another splitter did, log no change."""
    files = {"/d/a": {"/d/a": [[dumps.article("甲"), dumps.snippet("乙", published="2025-01-01")]]}}
    dumps.add(files)
    seq = dumps.seq()
    assert dumps.add(files, versions="decoder 1, splitter 2") == Counts(1, 1, 1, 0, 0, 2, 0)
    assert dumps.seq() == seq


def test_back_again(dumps: Dumps) -> None:
    """A retired document that is seen again is live again, and counts as added."""
    page = [dumps.article("甲")]
    dumps.pages({"/d/a": page, "/d/b": [dumps.article("乙")]})
    dumps.remove("/d/a")
    assert dumps.shown(page[0]).retired
    assert dumps.pages({"/d/c": page}) == Counts(1, 1, 0, 1, 0, 0, 0)
    assert not dumps.shown(page[0]).retired
