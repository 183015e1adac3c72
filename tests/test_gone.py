"""What shrinks to nothing by mistake never empties the search without a word."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Run = Callable[..., subprocess.CompletedProcess[str]]

NOBODY = 65534


def write(folder: Path, *names: str) -> None:
    """Write a page a name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        page = f"医保怎么报销{name}\n\n门诊可以报销,{name}上这么说。\n"
        (folder / name).write_text(page, "utf-8")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that carries out a command as a process, with nobody at the terminal."""

    def carried_out(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "souwen", "--data", "data", *arguments],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
            stdin=subprocess.DEVNULL,
        )

    return carried_out


def found(run: Run) -> int:
    """Count what a search finds."""
    return len(run("search", "医保", "--ids", "--no-collapse", "-n", "100").stdout.split())


@pytest.mark.parametrize("what", ["missing", "missing/*.txt", "empty", "two/missing ones"])
def test_a_path_without_files_makes_no_data_folder(run: Run, tmp_path: Path, what: str) -> None:
    """A misspelt path is one line that names it, and exit 3; nothing is made on the disk."""
    (tmp_path / "empty").mkdir()
    ended = run("add", what, "--quiet")
    assert ended.returncode == (0 if what == "empty" else 3)
    lines = ended.stderr.splitlines()
    assert [what in line and line.startswith("skipped: ") for line in lines] == [True] * len(lines)
    assert len(lines) == (0 if what == "empty" else 1)
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]
    assert "souwen --data data add PATH" in run("search", "医保").stderr


def test_a_path_without_files_beside_one_with(run: Run, tmp_path: Path) -> None:
    """What is there is taken in, what is not there is told."""
    write(tmp_path / "dump", "a.txt")
    ended = run("add", "missing", "dump")
    assert ended.returncode == 3
    assert "skipped: missing: no such file or folder" in ended.stderr
    assert found(run) == 1


@pytest.mark.parametrize("named", [(), ("--as", "站")])
@pytest.mark.parametrize("how", ["empty", "missing"])
def test_an_unmounted_disk(run: Run, tmp_path: Path, how: str, named: tuple[str, ...]) -> None:
    """A mount point without its disk takes nothing away, with --prune neither, but for --yes."""
    dump = tmp_path / "mnt" / "dump"
    write(dump, "a.txt", "b.txt", "c.txt")
    assert run("add", str(dump), *named).returncode == 0
    dump.rename(tmp_path / "elsewhere")
    if how == "empty":
        dump.mkdir()
    plain = run("add", str(dump), *named)
    assert plain.returncode == (0 if how == "empty" else 3)
    assert found(run) == 3
    if how == "missing" and named:
        return  # of a name nothing is known but its folder: nothing is below it, nothing goes
    refused = run("add", str(dump), "--prune", "--quiet", *named)
    assert refused.returncode == 3
    assert (
        "nothing removed: this would retire 3 of 3 documents; run again with --yes"
        in refused.stderr
    )
    assert found(run) == 3
    agreed = run("add", str(dump), "--prune", "--yes", *named)
    assert "retired 3" in agreed.stdout
    assert found(run) == 0
    if how == "missing":
        dump.parent.mkdir(exist_ok=True)
    else:
        dump.rmdir()
    (tmp_path / "elsewhere").rename(dump)
    back = run("add", str(dump), *named)
    assert "Added 3 documents" in back.stdout
    assert found(run) == 3


def test_files_that_become_empty(run: Run, tmp_path: Path) -> None:
    """One file of many that becomes empty is counted in the report; if most do, it is refused."""
    dump = tmp_path / "dump"
    write(dump, "a.txt", "b.txt", "c.txt")
    run("add", "dump")
    (dump / "a.txt").write_bytes(b"")
    one = run("add", "dump")
    assert one.returncode == 0
    assert "retired 1, ignored 1" in one.stdout
    assert "a.txt: empty" in one.stderr
    assert found(run) == 2
    for name in ("b.txt", "c.txt"):
        (dump / name).write_bytes(b"")
    most = run("add", "dump")
    assert most.returncode == 3
    assert "would retire 2 of 2 documents" in most.stderr
    assert found(run) == 2
    write(dump, "a.txt", "b.txt", "c.txt")
    again = run("add", "dump")
    assert again.returncode == 0
    assert "Added 1 document from " in again.stdout
    assert "Also: unchanged 2." in again.stdout
    assert run("check", "--deep").stdout == "No problems found.\n"


@contextmanager
def nobody() -> Iterator[None]:
    """Be a user who may not do everything, where this one may."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs the permissions of Unix")
@pytest.mark.parametrize("closed", ["a.txt", "inner", "."])
def test_what_may_not_be_read(closed: str) -> None:
    """What cannot be read is skipped with its name; its documents stay, with --prune --yes too."""

    def live(folder: Path) -> souwen.Results:
        dump = folder / "dump"
        write(dump, "a.txt", "b.txt")
        write(dump / "inner", "c.txt")
        with souwen.open(folder / "data") as engine:
            engine.add([dump])
            (dump / closed).chmod(0)
            try:
                report = engine.add([dump], prune=True, yes=True)
            finally:
                (dump / closed).chmod(0o755)
            if os.geteuid():
                (skipped,) = report.skipped
                assert skipped.source == str((dump / closed).resolve())
                assert "cannot be read" in skipped.reason
            assert report.retired == 0
            return engine.search("医保", collapse=False)

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o777)
        # Loads all modules that are needed: the other user may not even see where they are.
        assert live(folder / "before").total == 3
        with nobody():
            assert live(folder / "after").total == 3


def test_one_of_two_disks_is_not_mounted(tmp_path: Path) -> None:
    """The smaller of two dumps does not vanish with --prune without a question."""
    write(tmp_path / "large", *"abcde")
    write(tmp_path / "small", "z")
    paths = [tmp_path / "large", tmp_path / "small"]
    with souwen.open(tmp_path / "data") as engine:
        engine.add(paths)
        (tmp_path / "small").rename(tmp_path / "elsewhere")
        (tmp_path / "small").mkdir()
        report = engine.add(paths, prune=True)
        assert report.retired == 0
        (skipped,) = report.skipped
        assert skipped.source == str(tmp_path / "small")
        assert "agree with --yes" in skipped.reason
        assert engine.add(paths, prune=True, yes=True).retired == 1
