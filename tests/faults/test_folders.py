"""Folders that cannot be written, are of another version, or whose clock went backwards."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import time
from typing import TYPE_CHECKING

import pytest

import souwen

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Stage

NOBODY = 65534
STEPS = 3


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def _close_to_others(stage: Stage, folder: Path) -> int | None:
    """Make a folder read-only; give whom to be where this process may write in any case."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222 | 0o444)
    for path in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        path.chmod(0o555)
    if os.geteuid():
        return None
    _let_others_through(stage.home)
    return NOBODY


def _let_others_through(home: Path) -> None:
    for path in [*home.rglob("*"), home, *home.parents]:
        mode = stat.S_IMODE(path.stat().st_mode)
        if path.is_dir() and mode & 0o055 != 0o055:
            path.chmod(mode | 0o055)


def _opened_again(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def test_c56_a_folder_that_cannot_be_written(stage: Stage) -> None:
    """Reading works, every writing command is one line, and not a byte changes."""
    folder = stage.copy(STEPS)
    before = _files(folder)
    user = _close_to_others(stage, folder)
    with souwen.open(stage.state(STEPS)) as engine:
        expected = engine.search("医保").total
    told = stage.run(folder, [("search", ["医保"], {}), ("check", [], {"deep": True})], user=user)
    assert (told["code"], told["error"]) == (0, None)
    assert told["gave"][0] == expected
    for step in (*stage.script, ("check", [], {"deep": True})):
        told = stage.run(folder, [step], user=user)
        assert told["code"] == 0
        if step[0] == "check":
            assert told["error"] is None
            continue
        sort, said = told["error"]
        assert sort == "SouwenError", (step, told)
        assert "\n" not in said
        assert str(folder) in said
    _opened_again(folder)
    assert _files(folder) == before
    stage.recovers(folder, STEPS)


@pytest.mark.parametrize("closed", ["index", "corpus.sqlite3", "index/*", "index/*/*.arrays"])
def test_permission_denied(stage: Stage, closed: str) -> None:
    """A part of the folder that may be neither read nor written is one line; then all is well."""
    folder = stage.copy(STEPS)
    user = None
    if not os.geteuid():  # nothing is denied to root
        user = NOBODY
        _let_others_through(stage.home)
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, user, user)
    paths = sorted(folder.glob(closed))
    modes = [path.stat().st_mode for path in paths]
    for path in reversed(paths):
        path.chmod(0)
    steps = (("search", ["医保"], {}), stage.script[STEPS], stage.script[0])
    told = [stage.run(folder, [step], user=user) for step in steps]
    for path, mode in zip(paths, modes, strict=True):
        path.chmod(mode)
    for one in told:
        sort, said = one["error"] or ("", "")
        assert not sort.startswith("!"), one
        assert "\n" not in said
    again = stage.run(folder, [stage.script[0]])  # not the last one: the state has moved on
    assert (again["code"], again["error"]) == (0, None)
    stage.look(folder)


def test_a_file_in_the_place_of_the_folder(tmp_path: Path, stage: Stage) -> None:
    """A file where the data folder should be is one line."""
    (tmp_path / "data").write_text("x")
    for step in (stage.script[0], ("search", ["医保"], {})):
        told = stage.run(tmp_path / "data", [step])
        assert told["error"][0] in {"SouwenError", "NoDataError"}
        assert "\n" not in told["error"][1]


def test_c50_a_newer_index(stage: Stage) -> None:
    """A newer version's index is one line for a search, and a writing command makes its own."""
    folder = stage.copy(STEPS)
    (path,) = folder.glob("index/*/souwen.json")
    values = json.loads(path.read_bytes())
    path.write_text(json.dumps(values | {"format": values["format"] + 1}), "utf-8")
    before = _files(folder)
    with souwen.open(folder) as engine, pytest.raises(souwen.OutdatedError, match="reindex"):
        engine.search("医保")
    assert _files(folder) == before
    assert any("outdated" in problem for problem in souwen.open(folder).check().problems)
    stage.run(folder, [stage.script[STEPS - 1]])
    stage.is_as_undisturbed(folder, STEPS)


def test_a_newer_corpus(stage: Stage) -> None:
    """A newer version's corpus is one line for every command, and not a byte changes."""
    folder = stage.copy(STEPS)
    connection = sqlite3.connect(folder / "corpus.sqlite3")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = _files(folder)
    for step in (*stage.script, ("search", ["医保"], {}), ("check", [], {}), ("stats", [], {})):
        told = stage.run(folder, [step])
        assert told["error"][0] == "OutdatedError", (step, told)
        assert "\n" not in told["error"][1]
        assert "newer souwen" in told["error"][1]
    assert _files(folder) == before


def test_a_clock_that_goes_backwards(stage: Stage) -> None:
    """Files of tomorrow, and a dump older than what is kept, change nothing: contents count."""
    folder = stage.copy(STEPS)
    tomorrow, long_ago = time.time() + 90_000, 86_400.0
    for path in folder.rglob("*"):
        os.utime(path, (tomorrow, tomorrow))
    dump = stage.home / "third"
    for path in dump.rglob("*"):
        os.utime(path, (long_ago, long_ago))
    stage.recovers(folder, STEPS)


def test_readers_see_a_commit_of_an_older_date(stage: Stage) -> None:
    """An engine that is open sees what was written after its clock went back."""
    folder = stage.copy(STEPS)
    for path in folder.rglob("*"):
        os.utime(path, (time.time() + 90_000,) * 2)
    with souwen.open(folder) as engine:
        before = engine.search("医保", collapse=False).total
        told = stage.run(folder, [stage.script[STEPS]])
        assert told["error"] is None
        (path,) = folder.glob("index/*/souwen.json")
        os.utime(path, (86_400.0, 86_400.0))
        after = engine.search("医保", collapse=False).total
    with souwen.open(folder) as engine:
        assert engine.search("医保", collapse=False).total == after != before
