"""A corpus is repaired: what pages can give comes back, what is lost is named."""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.corpus.errors import LostError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    WritePage = Callable[[Path, str], Path]


@pytest.fixture
def folder(tmp_path: Path, write_page: WritePage) -> Iterator[Path]:
    """Give a data folder with the pages of a folder in it; the dump is beside it."""
    for number in range(6):
        write_page(tmp_path / "dump" / f"{number}.txt", f"文{number}医保")
    with souwen.open(tmp_path / "data") as engine:
        engine.add([tmp_path / "dump"])
    yield tmp_path / "data"
    with souwen.open(tmp_path / "data") as engine:
        assert engine.check(deep=True).ok


def _damage(folder: Path, *statements: str) -> None:
    connection = sqlite3.connect(folder / "corpus.sqlite3")
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


ROWS = [
    "DELETE FROM texts WHERE document = 3",
    "UPDATE texts SET body = body || 'x' WHERE document = 3",
    "DELETE FROM documents WHERE number = 3",
    "DELETE FROM sightings WHERE document = 3",
    "UPDATE sightings SET published = '1999-01-01' WHERE document = 3",
    "DELETE FROM sources WHERE id = 3",
    "UPDATE documents SET url = 'x' WHERE number = 3",
]


@pytest.mark.parametrize("damage", ROWS)
def test_kept_pages_bring_it_back(folder: Path, damage: str) -> None:
    """What is in the kept text of a page is there again, and nothing is lost."""
    with souwen.open(folder) as engine:
        before = [document["id"] for document in engine.export()]
    _damage(folder, damage)
    with souwen.open(folder) as engine:
        assert engine.check(deep=True).problems
        report = engine.check(deep=True, repair=True)
        assert report.ok, report
        assert not report.lost
        assert sorted(document["id"] for document in engine.export()) == sorted(before)
        assert engine.search("医保", collapse=False).total == 6


def test_what_is_lost_is_named_and_read_again(folder: Path) -> None:
    """Where the kept page is gone too, it is named; the same dump brings it back."""
    _damage(
        folder,
        "DELETE FROM texts WHERE document = 3",
        "UPDATE members SET text = x'00' WHERE id = 3",
    )
    with souwen.open(folder) as engine:
        report = engine.check(repair=True)
        assert not report.ok
        (lost,) = report.lost
        assert engine.search("医保", collapse=False).total == 5
        assert engine.add([folder.parent / "dump"]).added == 1
        assert engine.document(lost.split()[0]) is not None


@pytest.mark.parametrize("wal", ["deleted", "cut", "emptied"])
def test_a_log_that_lost_commits(
    folder: Path, tmp_path: Path, wal: str, write_page: WritePage
) -> None:
    """Every command says what is missing, nothing is rebuilt, until it is accepted by a repair."""
    holder = sqlite3.connect(folder / "corpus.sqlite3")
    holder.execute("BEGIN")
    holder.execute("SELECT count(*) FROM documents").fetchone()  # keeps the log from being emptied
    write_page(tmp_path / "more" / "1.txt", "新文医保")
    with souwen.open(folder) as engine:
        engine.add([tmp_path / "more"])
    log = folder / "corpus.sqlite3-wal"
    content = log.read_bytes()
    database = (folder / "corpus.sqlite3").read_bytes()
    holder.close()
    (folder / "corpus.sqlite3").write_bytes(database)
    (folder / "corpus.sqlite3-shm").unlink(missing_ok=True)
    if wal == "deleted":
        log.unlink(missing_ok=True)
    else:
        log.write_bytes(b"" if wal == "emptied" else content[: len(content) // 3])
    index = sorted(path.name for path in (folder / "index").rglob("*"))
    with souwen.open(folder) as engine:
        for call in (
            lambda: engine.search("医保"),
            engine.stats,
            lambda: list(engine.export()),
            lambda: engine.add([tmp_path / "more"]),
            engine.purge,
        ):
            with pytest.raises(LostError, match="were committed"):
                call()
    assert sorted(path.name for path in (folder / "index").rglob("*")) == index
    with souwen.open(folder) as engine:
        report = engine.check(repair=True)
        assert len(report.lost) == 1
        assert engine.search("医保", collapse=False).total == 6
        assert engine.add([tmp_path / "more"]).added == 1
        assert engine.search("医保", collapse=False).total == 7


def test_a_restored_corpus_has_no_index_yet(folder: Path, tmp_path: Path) -> None:
    """The index of before is told to be another's; the next search builds that of what is there."""
    with souwen.open(folder) as engine:
        engine.backup(tmp_path / "backup")
        engine.restore(tmp_path / "backup", yes=True)
        (problem,) = engine.check().problems
        assert "that of another corpus" in problem
        with souwen.open(tmp_path / "other") as other:
            assert other.restore(tmp_path / "backup") is not None
        shutil.rmtree(tmp_path / "other" / "index", ignore_errors=True)
        shutil.copytree(folder / "index", tmp_path / "other" / "index")
        with souwen.open(tmp_path / "other") as other:
            report = other.check(repair=True)
            assert (report.ok, report.lost) == (True, ())
        assert engine.search("医保", collapse=False).total == 6
        assert engine.check().ok


@pytest.mark.parametrize("page", [0, 1, 2, 3, 5, 8])
def test_a_damaged_database_ends_whole(folder: Path, page: int) -> None:
    """Whichever page SQLite stumbles over, a repair ends with a database that is whole."""
    path = folder / "corpus.sqlite3"
    content = bytearray(path.read_bytes())
    content[page * 4096 : (page + 1) * 4096] = bytes(4096)
    path.write_bytes(content)
    with souwen.open(folder) as engine:
        before = engine.check(deep=True, repair=True)
        assert before.problems
        assert before.repaired == before.problems
        assert engine.check(deep=True).ok
        engine.add([folder.parent / "dump"])
        assert engine.search("医保", collapse=False).total == 6


def test_a_database_that_is_gone(folder: Path) -> None:
    """What the index knows of it is named; the dump brings it back."""
    (folder / "corpus.sqlite3").unlink()
    with souwen.open(folder) as engine:
        with pytest.raises(souwen.SouwenError, match="check --repair"):
            engine.add([folder.parent / "dump"])
        assert len(engine.check(repair=True).lost) == 6
        assert engine.add([folder.parent / "dump"]).added == 6


def test_fewer_pages_that_show_it(folder: Path, tmp_path: Path) -> None:
    """A document that is still there, and not by as many pages as before, is named with these."""
    with souwen.open(folder) as engine:
        (tmp_path / "more").mkdir()
        shutil.copy(tmp_path / "dump" / "3.txt", tmp_path / "more" / "3.txt")
        engine.add([tmp_path / "more"])
    _damage(
        folder,
        "DELETE FROM sightings WHERE source_id = 4",
        "UPDATE members SET text = x'00' WHERE id = 4",
    )
    with souwen.open(folder) as engine:
        (lost,) = engine.check(deep=True, repair=True).lost
        assert lost.endswith("文3医保 (1 of 2 pages that show it)")
        engine.add([tmp_path / "dump"])
        assert len(engine.document(lost.split()[0]).sources) == 2
