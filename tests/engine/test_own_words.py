"""The front door: the person's own words, from the next search on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WritePage = Callable[[Path, str], Path]


def test_a_word_holds_from_the_next_search_on(tmp_path: Path, write_page: WritePage) -> None:
    """A synonym finds what it stands for until it is taken out again; twice is an error of none."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([write_page(tmp_path / "a.txt", "异地就医备案")])
        assert engine.search("跨省看病", mode="all").total == 0
        engine.dictionary_add("跨省看病", ["异地就医"])
        assert engine.search("跨省看病", mode="all").total == 1
        assert [entry.word for entry in engine.dictionary()] == ["跨省看病"]
        assert engine.dictionary_remove("跨省看病")
        assert not engine.dictionary_remove("跨省看病")
        assert engine.search("跨省看病", mode="all").total == 0


def test_words_of_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """Words belong to what they are for: without documents there is no dictionary to read."""
    with souwen.open(tmp_path / "none") as engine, pytest.raises(souwen.NoDataError):
        engine.dictionary()
