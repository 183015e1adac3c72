"""Many at once: readers while writers take turns, and across a rebuilding of the index."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

import souwen

if TYPE_CHECKING:
    from pathlib import Path

_WRITER = """
import sys, souwen
folder, dump, name = sys.argv[1:4]
for number in range(int(sys.argv[4])):
    with souwen.open(folder, lock_timeout=60) as engine:
        engine.add([f"{dump}/{name}{number}.jsonl"], name="网")
        if name == "b" and number % 3 == 2:
            engine.reindex()
"""
EACH = 5  # documents of one command: a state has a multiple of it


def _dumps(folder: Path, rounds: int) -> Path:
    folder.mkdir()
    for name in "ab":
        for number in range(rounds):
            rows = [
                {
                    "id": f"{name}{number}-{row}",
                    "title": f"医保{name}{number}-{row}",
                    "body": "报销",
                }
                for row in range(EACH)
            ]
            text = "\n".join(json.dumps(row) for row in rows)
            (folder / f"{name}{number}.jsonl").write_text(text + "\n", "utf-8")
    return folder


def test_c52_twenty_readers_while_two_write(long: bool, tmp_path: Path) -> None:
    """Readers meet no error and only states that a command left; none is lost, also at a switch."""
    rounds = 30 if long else 4
    dump, folder = _dumps(tmp_path / "dump", rounds), tmp_path / "data"
    first = tmp_path / "first.jsonl"
    rows = [{"id": f"x{row}", "title": f"医保{row}", "body": "报销"} for row in range(EACH)]
    first.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    with souwen.open(folder) as engine:
        engine.add([first], name="网")
    ended = threading.Event()
    wrong: list[str] = []
    looks: list[int] = []

    def read(number: int) -> None:
        latest = 0
        shared = souwen.open(folder) if number % 2 else None
        while not ended.is_set():
            engine = shared or souwen.open(folder)
            try:
                results = engine.search("医保", limit=1000, collapse=False)
                total, given = results.total, len(results)
            except Exception as error:  # noqa: BLE001 - none is expected
                wrong.append(f"{type(error).__name__}: {error}")
                break
            if total % EACH or total < latest or total != given:
                wrong.append(f"{total} found after {latest}, {given} given")
            latest = total
            looks.append(total)
            if shared is None:
                engine.close()
            ended.wait(0.01)
        if shared is not None:
            shared.close()

    readers = [threading.Thread(target=read, args=(number,)) for number in range(20)]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(folder), str(dump), name, str(rounds)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in "ab"
    ]
    for reader in readers:
        reader.start()
    said = [writer.communicate()[1] for writer in writers]
    ended.set()
    for reader in readers:
        reader.join()
    assert [writer.returncode for writer in writers] == [0, 0], said
    assert wrong == []
    assert len(looks) >= 20
    with souwen.open(folder) as engine:
        assert engine.search("医保").total == EACH * (2 * rounds + 1)
        assert engine.check(deep=True).ok


def test_a_writer_that_waits_too_long(tmp_path: Path) -> None:
    """A second writer says in one line who holds the lock, and does nothing; readers go on."""
    dump, folder = _dumps(tmp_path / "dump", 2), tmp_path / "data"
    with souwen.open(folder) as engine:
        engine.add([dump / "a0.jsonl"], name="网")
    code = """
import sys, time
from pathlib import Path
from souwen.corpus.lock import WriterLock
with WriterLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    with souwen.open(folder, lock_timeout=0.2) as engine:
        for write in (
            lambda: engine.add([dump / "a1.jsonl"], name="网"),
            lambda: engine.remove("网/*", yes=True),
            engine.reindex,
            engine.purge,
        ):
            with pytest.raises(souwen.LockedError, match=rf"\A[^\n]*process {holder.pid} [^\n]*\Z"):
                write()
        assert engine.search("医保").total == EACH
    holder.stdin.close()
    holder.wait()
    holder.stdout.close()
    with souwen.open(folder) as engine:
        engine.add([dump / "a1.jsonl"], name="网")
        assert engine.search("医保").total == 2 * EACH
