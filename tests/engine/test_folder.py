"""A data folder, while it is closed, goes and comes back."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.corpus.errors import RequestError, SouwenError
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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("path", value) for value in (3, b"data", True)),
        *(("index", value) for value in (3, b"x")),
        *(("lock_timeout", value) for value in ("1", None, True)),
        *(("progress", value) for value in (3, "x")),
        *(("remembered", value) for value in ("1", 1.5, None, True)),
    ],
)
def test_arguments_of_another_type(name: str, value: Any) -> None:
    """A folder is not opened with what would fail at the first search only."""
    with pytest.raises(TypeError, match=f"^{name} must be"):
        souwen.open(**{name: value})


@pytest.mark.parametrize("name", ["lock_timeout", "remembered"])
def test_numbers_below_nothing(name: str) -> None:
    """Neither seconds nor hits are less than none."""
    given: dict[str, Any] = {name: -1}
    with pytest.raises(RequestError, match=f"^{name} must be from 0"):
        souwen.open(**given)


def test_paths_and_texts_of_another_type(tmp_path: Path) -> None:
    """What takes a path or a text names the argument that is none."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([souwen.__path__[0] + "/samples"])
        for name, ask in (
            ("target", engine.backup),
            ("source", engine.restore),
            ("runs", engine.saved.mark),
            ("text", souwen.analyze),
            ("path", souwen.split),
        ):
            given: Any = 3
            with pytest.raises(TypeError, match=f"^{name} must be"):
                ask(given)
    wrong: Any = 3
    with pytest.raises(TypeError, match="language must be"), souwen.speaking(wrong):
        pass
