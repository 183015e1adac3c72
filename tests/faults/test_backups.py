"""Backups that are taken while another process adds, and restores that are interrupted."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import souwen

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Stage

_ADDER = """
import sys, souwen, souwen.ingest.add
souwen.ingest.add._COMMIT_EVERY = 20
with souwen.open(sys.argv[1], lock_timeout=60) as engine:
    print("begun", flush=True)
    while True:
        engine.add(sys.argv[2:3], name="网")
        engine.add(sys.argv[3:4], name="网", yes=True)
"""


@pytest.fixture
def dumps(tmp_path: Path) -> list[Path]:
    """Give two states of a dump, which share half of their pages."""
    made = []
    for number in range(2):
        path = tmp_path / str(number) / "dump.jsonl"
        path.parent.mkdir()
        rows = [
            {"id": str(row), "title": f"医保{row}", "body": f"报销{row if row % 2 else number}"}
            for row in range(150)
        ]
        path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
        made.append(path)
    return made


def test_a_backup_during_an_add_is_whole(
    long: bool, tmp_path: Path, dumps: list[Path], stage: Stage
) -> None:
    """It restores to a state that a deep check calls whole, with its index built by a search."""
    folder = tmp_path / "data"
    with souwen.open(folder) as engine:
        engine.add([dumps[0]], name="网")
    command = [sys.executable, "-c", _ADDER, str(folder), *map(str, dumps)]
    adder = subprocess.Popen(command, stdout=subprocess.PIPE)
    sizes = set()
    try:
        assert adder.stdout is not None
        adder.stdout.readline()
        for number in range(50 if long else 4):
            time.sleep(0.05)  # so that it is another moment, which nothing depends on
            backup, restored = tmp_path / f"backup{number}", tmp_path / f"restored{number}"
            with souwen.open(folder) as engine:
                made = engine.backup(backup)
            with souwen.open(restored) as engine:
                assert engine.restore(backup) == made
                assert engine.search("医保", collapse=False).total == made.documents
                assert engine.check(deep=True).ok
            sizes.add(made.seq)
            stage.tried("backup during an add, restored")
    finally:
        adder.kill()
        adder.communicate()
    assert sizes


_RESTORER = """
import os, sys, souwen
import souwen.corpus.backup as backup
left = int(sys.argv[3])
def counting(function):
    def counted(*given, **options):
        global left
        if not left:
            os._exit(9)
        left -= 1
        return function(*given, **options)
    return counted
for module, names in ((os, ["unlink"]), (backup, ["replace", "sync", "_check"])):
    for name in names:
        setattr(module, name, counting(getattr(module, name)))
backup.Path.unlink = counting(backup.Path.unlink)
with souwen.open(sys.argv[2]) as engine:
    engine.restore(sys.argv[1], yes=True)
"""


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(
    tmp_path: Path, dumps: list[Path], stage: Stage
) -> None:
    """Wherever it ends, the next command has a whole corpus, and one that was there or is asked."""
    with souwen.open(tmp_path / "first") as engine:
        engine.add([dumps[1]], name="网")
        engine.backup(tmp_path / "backup")
        new = {row["title"] + row["body"] for row in engine.export()}
    for operation in range(40):
        folder = tmp_path / f"data{operation}"
        with souwen.open(folder) as engine:
            engine.add([dumps[0]], name="网")
            old = {row["title"] + row["body"] for row in engine.export()}
        command = [sys.executable, "-c", _RESTORER, str(tmp_path / "backup"), str(folder)]
        ended = subprocess.run([*command, str(operation)], check=False, capture_output=True)
        with souwen.open(folder) as engine:
            found = {row["title"] + row["body"] for row in engine.export()}
            assert found in (old, new), operation
            assert engine.search("医保", collapse=False).total == len(found)
            engine.add([dumps[0]], name="网")
            assert engine.check(deep=True).ok, operation
        assert not list(folder.glob("restore.*")), operation
        stage.tried("a restore that is killed")
        if not ended.returncode:
            assert found == new
            break
    else:
        pytest.fail(f"it was never through: {ended.stderr.decode()}")
