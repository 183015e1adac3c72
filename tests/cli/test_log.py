"""What is said on standard error while something is done."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.lock import WriterLock

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Process

TIME = r"souwen: \d\d:\d\d:\d\d "


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Give a page."""
    path = tmp_path / "页.txt"
    path.write_text("医保怎么报销\n\n门诊可以报销。\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ((), []),
        (
            ("-v",),
            [
                "data: this process has the lock",
                r"corpus: change 1 is kept, 1 pages read",
                r"index: generation 1 is at change 1",
                "data: let the lock go",
            ],
        ),
        (("-vv",), [None, r"reading: .*/页\.txt", None, None, None]),
        (("--verbose", "--verbose", "-v"), [None] * 5),
    ],
)
def test_verbose(
    process: Process, page: Path, option: tuple[str, ...], expected: list[str | None]
) -> None:
    """-v says what is done, -vv each file too, with the time and on standard error only."""
    ended = process(*option, "--data", "data", "add", page.name)
    assert ended.returncode == 0
    lines = ended.stderr.decode().splitlines()
    assert len(lines) == len(expected)
    for line, pattern in zip(lines, expected, strict=True):
        assert re.fullmatch(TIME + (pattern or ".*"), line), line
    assert ended.stdout.decode().startswith("Added 1 document")
    if "-vv" in option:
        again = process(*option, "--data", "data", "add", page.name).stderr.decode()
        assert re.search(TIME + r"unchanged: .*/页\.txt", again)


def test_a_search_that_builds_the_index_says_so(
    process: Process, page: Path, tmp_path: Path
) -> None:
    """With -v a search that has to build the index says which change it has reached."""
    process("--data", "data", "add", page.name)
    assert process("-v", "--data", "data", "search", "医保").stderr == b""
    shutil.rmtree(tmp_path / "data" / "index")
    told = process("-v", "--data", "data", "search", "医保").stderr.decode()
    assert re.search(TIME + r"index: generation 1 is at change 1\n", told)


def test_a_line_of_the_log_is_one_line(process: Process, tmp_path: Path) -> None:
    """Whatever a file is called, it steers no terminal and breaks no line."""
    name = "页\x1b[2J\n二.txt"
    (tmp_path / name).write_text("医保怎么报销\n\n门诊可以报销。\n", "utf-8")
    told = process("-vv", "add", name).stderr.decode()
    assert "\x1b" not in told
    assert len(told.splitlines()) == 5


def test_who_waits_is_told_for_whom(process: Process, page: Path, tmp_path: Path) -> None:
    """Who waits says for whom, and again when it gives up; who only reads waits for nobody."""
    process("--data", "data", "add", page.name)
    held = r"process \d+ on \S+ \(.*\) since 20\S+(, for \d+ seconds?)?"
    with WriterLock(tmp_path / "data"):
        for command in (["add", page.name], ["reindex"], ["purge"], ["dict", "add", "惠民保"]):
            ended = process("--data", "data", "--lock-timeout", "1.3", *command)
            told = ended.stderr.decode().splitlines()
            assert (ended.returncode, ended.stdout, len(told)) == (4, b"", 2), told
            assert re.fullmatch(
                rf"souwen: waiting up to 0\.3 seconds: data is being written by {held}", told[0]
            )
            assert re.fullmatch(
                rf"souwen: data is being written by {held}: try again when it has ended", told[1]
            )
        quick = process("--data", "data", "--lock-timeout", "0", "purge")
        assert (quick.returncode, quick.stderr.count(b"\n")) == (4, 1)
        checked = process("--data", "data", "check")
        assert (checked.returncode, checked.stdout) == (0, b"No problems found.\n")
        assert re.fullmatch(
            rf"souwen: {held} is writing: an index that is behind is no fault meanwhile\n",
            checked.stderr.decode(),
        )
        counted = process("--data", "data", "stats").stdout.decode()
        assert re.search(rf"^being written by +{held}$", counted, re.MULTILINE)
        assert process("--data", "data", "search", "医保").returncode == 0
    assert b"being written" not in process("--data", "data", "stats").stdout
    assert process("--data", "data", "--lock-timeout", "0", "purge").returncode == 0


@pytest.mark.parametrize("seconds", ["-1", "many", ""])
def test_a_time_that_cannot_be_one(process: Process, seconds: str) -> None:
    """A time to wait that is none is a usage error."""
    ended = process("--lock-timeout", seconds, "stats")
    assert ended.returncode == 2
    assert b"--lock-timeout" in ended.stderr


def test_the_library_prints_nothing(tmp_path: Path) -> None:
    """A program that configured no logging hears nothing of what the library logs."""
    (tmp_path / "a.txt").write_text("医保怎么报销\n\n门诊可以报销。\n", "utf-8")
    code = """
import sys, souwen
from souwen.corpus.lock import WriterLock
from pathlib import Path
with souwen.open("data", lock_timeout=1.1) as engine:
    engine.add(["a.txt"])
    with WriterLock(Path("data")):
        try:
            engine.purge()
        except souwen.LockedError:
            pass
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True
    )
    assert (ended.stdout, ended.stderr) == (b"", b"")
