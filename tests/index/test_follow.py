"""The index that follows the corpus, where files are damaged, go or cannot be written."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.corpus.errors import LostError, SouwenError
from souwen.index.segments import snapshot as array_snapshot
from souwen.index.segments import writer as array_storage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WritePage = Callable[[Path, str], Path]


def test_check_sees_what_a_search_refuses(tmp_path: Path, write_page: WritePage) -> None:
    """A damaged segment is found, and repaired, by a check that is not asked to look deep."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([write_page(tmp_path / "a.txt", "甲医保")])
        (segment,) = (tmp_path / "data" / "index" / "1").glob("*.arrays")
        data = bytearray(segment.read_bytes())
        data[len(data) // 2] ^= 255
        segment.write_bytes(data)
        assert not engine.check().ok
        assert engine.check(repair=True).ok
        assert engine.search("医保").total == 1


def test_a_damaged_segment_is_named(tmp_path: Path) -> None:
    """Changed bytes in the index read as damage with the command to run, and `reindex` mends it."""
    page = tmp_path / "a.txt"
    page.write_text("异地备案\n\n先登录再提交，医保报销比例。\n", "utf-8")
    with souwen.open(tmp_path / "data") as engine:
        engine.add([page])
        (segment,) = (tmp_path / "data" / "index").glob("*/*.arrays")
        data = bytearray(segment.read_bytes())
        data[len(data) // 2 : len(data) // 2 + 64] = b"\xff" * 64
        segment.write_bytes(data)
        report = engine.check(deep=True)
        assert any("checksum" in problem for problem in report.problems)
        engine.reindex()
        assert engine.check(deep=True).ok
        assert engine.search("备案").total == 1


def test_c52_opening_meets_files_that_a_writer_replaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_page: WritePage
) -> None:
    """An index whose segments go between the look at its table and their opening is no damage."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([write_page(tmp_path / "a.txt", "甲医保")])

        def load_late(path: Path) -> object:
            monkeypatch.undo()
            with souwen.open(tmp_path / "data") as other:
                other.add([write_page(tmp_path / "a.txt", "乙医保")], yes=True)
            assert not path.exists()
            return array_snapshot.load(path)

        monkeypatch.setattr(array_snapshot, "load", load_late)
        assert [hit.title for hit in engine.search("医保")] == ["乙医保"]


@pytest.mark.parametrize("error", [TypeError, ValueError, KeyError, MemoryError, AssertionError])
def test_a_fault_of_ours_is_no_damage(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    write_page: WritePage,
    error: type[Exception],
) -> None:
    """An exception that no bad byte raises comes through, and no index is built anew for it."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([write_page(tmp_path / "a.txt", "甲医保")])

        def fail(*_: object) -> None:
            raise error("a fault")

        with monkeypatch.context() as patched:
            patched.setattr(array_storage, "invert", fail)
            with pytest.raises(error, match="a fault"):
                engine.add([write_page(tmp_path / "b.txt", "乙医保")])
        with monkeypatch.context() as patched, souwen.open(tmp_path / "data") as other:
            patched.setattr(array_snapshot, "load", fail)
            with pytest.raises(error, match="a fault"):
                other.search("医保")
        assert engine.search("医保", collapse=False).total == 2
        assert [path.name for path in (tmp_path / "data" / "index").iterdir() if path.is_dir()] == [
            "1"
        ]


def test_a_rebuild_that_nobody_asked_for_is_heard(
    tmp_path: Path, write_page: WritePage, caplog: pytest.LogCaptureFixture
) -> None:
    """An index that is built anew because it cannot be used is a warning that says why."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([write_page(tmp_path / "a.txt", "甲医保")])
        engine.reindex()
        assert not caplog.records
        (segment,) = (tmp_path / "data" / "index" / "2").glob("*.arrays")
        segment.write_bytes(b"")
        engine.add([write_page(tmp_path / "b.txt", "乙医保")])
        (record,) = caplog.records
        assert record.name.startswith("souwen.")
        assert "is damaged (it is cut)" in record.getMessage()
        assert engine.search("医保", collapse=False).total == 2


@pytest.mark.parametrize("then", ["search", "add"])
def test_index_of_a_corpus_that_was_put_back_is_built_anew_when_asked(
    tmp_path: Path, then: str, write_page: WritePage
) -> None:
    """An older copy of the corpus is a loss, until somebody asks for an index of what is there."""
    data, copy = tmp_path / "data", tmp_path / "copy.sqlite3"
    first, third = (
        write_page(tmp_path / "1.txt", "甲医保"),
        write_page(tmp_path / "3.txt", "丙医保"),
    )
    more = [write_page(tmp_path / "2" / f"{number}.txt", f"乙{number}医保") for number in range(3)]
    with souwen.open(data) as engine:
        engine.add([first])
    shutil.copy(data / "corpus.sqlite3", copy)
    with souwen.open(data) as engine:
        engine.add(more[:1])
    shutil.copy(copy, data / "corpus.sqlite3")
    with souwen.open(data) as engine:
        for call in (lambda: engine.search("医保"), lambda: engine.add(more), engine.stats):
            with pytest.raises(LostError, match="it ends at change 1, but 2 were committed"):
                call()
        engine.reindex()
        if then == "add":
            # So many that the number of changes overtakes that of the index.
            engine.add([third, *more])
        expected = {hit.id for hit in engine.search("医保", collapse=False)}
        assert expected == {str(document["id"]) for document in engine.export()}
        assert engine.check(deep=True).ok


def test_index_that_cannot_be_written_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_page: WritePage
) -> None:
    """A failing disk under the index is an error of souwen's, and leaves the old index."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([write_page(tmp_path / "a.txt", "甲医保")])

        def fail(*_: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(array_storage, "save", fail)
            with pytest.raises(SouwenError, match="No space left"):
                engine.reindex()
        assert engine.search("医保").total == 1
        assert [path.name for path in (tmp_path / "data" / "index").iterdir() if path.is_dir()] == [
            "1"
        ]
