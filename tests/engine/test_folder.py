"""A data folder, while it is closed, goes and comes back."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.corpus.errors import SouwenError
from souwen.index.follow import Index

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WritePage = Callable[[Path, str], Path]


def test_closing_while_a_search_begins_leaves_no_file_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_page: WritePage
) -> None:
    """A search that meets the end of its engine says so, and opens nothing any more."""
    engine = souwen.open(tmp_path / "data")
    engine.add([write_page(tmp_path / "a.txt", "甲医保")])

    def close_first(index: Index) -> object:
        monkeypatch.undo()
        engine.close()
        return index.stamp()

    monkeypatch.setattr(Index, "stamp", close_first)
    with pytest.raises(SouwenError, match="closed"):
        engine.search("医保")
    assert engine._session._index is None


def test_a_data_folder_that_is_made_anew_is_read_anew(tmp_path: Path) -> None:
    """A folder that is deleted and filled again under an open engine shows its new content."""
    page = tmp_path / "a.txt"
    with souwen.open(tmp_path / "data") as engine:
        for title in ("异地备案", "医保目录"):
            page.write_text(f"{title}\n", "utf-8")
            with souwen.open(tmp_path / "data") as other:
                other.add([page])
            assert [hit.title for hit in engine.search("备案 OR 目录")] == [title]
            shutil.rmtree(tmp_path / "data")
