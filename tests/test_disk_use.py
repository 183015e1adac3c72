"""What lies on the disk is what the state of now needs, however much was done before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.corpus import changes
from souwen.corpus.reader import CorpusReader
from souwen.ingest import add

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = 60


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few documents be as many commits and segments as many documents are."""
    monkeypatch.setattr(changes, "_MOST", 7)
    monkeypatch.setattr(add, "_COMMIT_EVERY", 9)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder for temporary files, which is empty now."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("SQLITE_TMPDIR", str(folder))
    return folder


def write(dump: Path, first: int, version: str = "旧") -> None:
    """Write a dump of so many documents from a number on."""
    dump.mkdir(exist_ok=True)
    rows = []
    for number in range(first, first + DOCUMENTS):
        body = f"{version}医保门诊第{number}条可以报销。" * 20
        rows.append(json.dumps({"id": str(number), "title": f"医保第{number}篇", "body": body}))
    (dump / "list.jsonl").write_text("\n".join(rows) + "\n", "utf-8")


def needed(folder: Path) -> set[str]:
    """Return the files that the state of now needs, by what its own lists name."""
    number = (folder / "index" / "CURRENT").read_text("utf-8").strip()
    generation = f"index/{number}"
    manifest = json.loads((folder / generation / "souwen.json").read_bytes())
    files = {f"{segment['name']}.arrays" for segment in manifest["segments"]} | {"souwen.json"}
    return {f"{generation}/{name}" for name in files} | {
        "corpus.sqlite3",
        "corpus.json",
        "writer.lock",
        "index/CURRENT",
    }


def there(folder: Path) -> set[str]:
    """Return the files that are there, without the empty log that a reader of SQLite leaves."""
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    log = folder / "corpus.sqlite3-wal"
    if log.exists() and not log.stat().st_size:
        found -= {log.name, "corpus.sqlite3-shm"}
    return found


def size(folder: Path) -> int:
    """Return the bytes of all of them."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_weeks_leave_nothing_behind(tmp_path: Path, temporary: Path) -> None:
    """After twenty weeks of changes the folder holds the files that it needs, and has not grown."""
    dump, data = tmp_path / "dump", tmp_path / "data"
    sizes = []
    for week in range(20):
        write(dump, week * DOCUMENTS // 2, "新" if week % 2 else "旧")
        with souwen.open(data) as engine:
            engine.add([dump], dry_run=True)
            report = engine.add([dump], prune=True, yes=True)
            assert report.added
            if week % 3 == 0:
                engine.reindex(resplit=week % 2 == 0)
            assert engine.purge() == report.retired
        assert there(data) == needed(data)
        assert not list(temporary.iterdir())
        sizes.append(size(data))
    assert max(sizes[4:]) < 2 * max(sizes[:3])
    with souwen.open(data) as engine:
        assert engine.check(deep=True).ok
        assert engine.search("医保", collapse=False).total == DOCUMENTS


def test_what_a_kill_left_goes_with_the_next_change(tmp_path: Path) -> None:
    """Halves of files and generations go when the next command changes the index or builds it."""
    dump, data = tmp_path / "dump", tmp_path / "data"
    write(dump, 0)
    with souwen.open(data) as engine:
        engine.add([dump])
    for turn, command in enumerate(("add", "reindex"), 1):
        live = data / "index" / (data / "index" / "CURRENT").read_text("utf-8").strip()
        half = data / "index" / "77"
        half.mkdir()
        litter = [
            half / "souwen.json",
            half / "half.arrays",
            data / "index" / "CURRENT.new",
            live / "souwen.json.new",
            live / "0123456789abcdef.arrays",
            live / "segments.999.json",
            live / "_MAIN_999.toc",
            live / "_MAIN_999.toc.123",
            data / "writer.json.new",
        ]
        for path in litter:
            path.write_bytes(b"half")
        with subprocess.Popen([sys.executable, "-c", ""]) as gone:
            pass
        holder = {"pid": gone.pid, "host": os.uname().nodename, "command": "x", "since": "2025"}
        (data / "writer.json").write_text(json.dumps(holder), "utf-8")
        with souwen.open(data) as engine:
            if command == "add":
                write(dump, turn, "新")
                engine.add([dump], yes=True)
            else:
                engine.reindex()
            assert engine.check(deep=True).ok
        left = there(data) - needed(data)
        # The half of a pointer is written over by the next one that is made.
        assert left <= {"index/CURRENT.new"}, command
    assert there(data) == needed(data)


def test_the_log_of_a_reader_goes_too(tmp_path: Path) -> None:
    """SQLite's log grows while a reader holds on to a state, and is emptied by the next writer."""
    dump, data = tmp_path / "dump", tmp_path / "data"
    write(dump, 0)
    with souwen.open(data) as engine:
        engine.add([dump])
    log = data / "corpus.sqlite3-wal"
    with CorpusReader(data) as reader, reader.snapshot():
        for week in range(1, 4):
            write(dump, week, "新")
            with souwen.open(data) as engine:
                engine.add([dump], yes=True)
        assert log.stat().st_size > 0
    with souwen.open(data) as engine:
        engine.purge()
    assert there(data) == needed(data)
