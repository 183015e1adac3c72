"""The progress bar, and what a pipe is told in its place."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from wcwidth import wcswidth

import souwen
from souwen.cli.progress import ProgressBar
from souwen.engine.session import Session

if TYPE_CHECKING:
    from pathlib import Path

Err = pytest.CaptureFixture[str]


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return a clock that goes on only where a test says so; nothing is shown in between."""
    monkeypatch.setattr("souwen.cli.progress._SECONDS_ASLEEP", 3_600)
    return Clock()


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let somebody look at standard error."""
    monkeypatch.setattr("souwen.cli.progress.is_terminal", lambda _: True)


def test_nobody_looks(capsys: Err) -> None:
    """Where standard error is no terminal, nothing is drawn."""
    with ProgressBar() as progress:
        progress(1, 2, "页.txt")
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("watched")
def test_quiet(capsys: Err) -> None:
    """--quiet draws nothing."""
    with ProgressBar(quiet=True) as progress:
        progress(1, 2, "页.txt")
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("watched")
def test_a_bar_is_drawn_and_taken_away(capsys: Err) -> None:
    """The bar shows how far it is, fits on the line, is harmless, and is gone at the end."""
    with ProgressBar() as progress:
        progress(1, 2, "页\n\x1b[2J" + "页" * 100)
        drawn = capsys.readouterr().err
        assert drawn.startswith("\r\x1b[K[############------------] 1/2 页 ␛[2J页")
        assert wcswidth(drawn.removeprefix("\r\x1b[K")) < 80
    assert capsys.readouterr().err == "\r\x1b[K"


@pytest.mark.usefixtures("watched")
def test_not_more_often_than_an_eye_can_see(capsys: Err) -> None:
    """Ten thousand states are drawn a few times, the last of them surely."""
    with ProgressBar() as progress:
        for done in range(1, 10_001):
            progress(done, 10_000, "")
    drawn = capsys.readouterr().err.split("\r")
    assert len(drawn) < 100
    assert "10,000/10,000" in drawn[-2]


@pytest.mark.usefixtures("watched")
def test_an_unknown_total_is_a_count(capsys: Err) -> None:
    """Where nobody knows how much there is, the bar counts."""
    with ProgressBar() as progress:
        progress(1234, None, "页.txt")
    assert "1,234 页.txt" in capsys.readouterr().err


@pytest.mark.usefixtures("watched")
def test_what_is_left_is_estimated(clock: Clock, capsys: Err) -> None:
    """From what a stage took so far; the next stage begins its own count at once."""
    with ProgressBar(clock=clock) as progress:
        progress(0, 40_000_000, "reading")
        clock.now += 10
        progress(10_000_000, 40_000_000, "reading")
        assert "10.0 MB/40.0 MB reading, about 30 s left" in capsys.readouterr().err
        clock.now += 300
        progress(20_000_000, 40_000_000, "reading")
        assert "about 5 min left" in capsys.readouterr().err
        progress(0, 9, "indexing")
        assert capsys.readouterr().err.endswith("] 0/9 indexing")


@pytest.mark.usefixtures("watched")
def test_a_bar_goes_on_where_nothing_is_reported(clock: Clock, capsys: Err) -> None:
    """What takes long in one piece is seen to take its time."""
    with ProgressBar(clock=clock) as progress:
        progress(0, None, "purging")
        clock.now += 70
        assert progress.tick()
        assert capsys.readouterr().err.endswith("purging, for 70 s")


def test_a_pipe_is_told_once_and_only_what_takes_long(clock: Clock, capsys: Err) -> None:
    """After two seconds one line says what is done, how much of how much, and what is left."""
    with ProgressBar(clock=clock) as progress:
        progress(0, 1_000, "indexing")
        clock.now += 1.9
        assert progress.tick()
        assert capsys.readouterr().err == ""
        progress(250, 1_000, "indexing")
        clock.now += 0.1
        assert not progress.tick()
        told = "souwen: 250/1,000 indexing, about 6 s left\n"
        assert capsys.readouterr().err == told
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("watched")
def test_a_question_stands_alone(
    clock: Clock, capsys: Err, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a person is asked, no bar is drawn over the question."""
    monkeypatch.setattr("souwen.cli.progress.agreed", lambda warning: warning == "Sure?")
    with ProgressBar(clock=clock) as progress:
        progress(1, 2, "storing")
        assert progress.agreed("Sure?")
        capsys.readouterr()
        assert progress.tick()
        assert capsys.readouterr().err == ""


def on_a_terminal(*arguments: str, cwd: Path) -> tuple[int, str, str]:
    """Run the program with standard error on a terminal; return its exit code, output and that."""
    terminal, its_end = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "souwen", *arguments],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=its_end,
    )
    os.close(its_end)
    seen = b""
    with suppress(OSError):  # the terminal is closed with the program
        while piece := os.read(terminal, 65_536):
            seen += piece
    os.close(terminal)
    out, _ = program.communicate(timeout=120)
    return program.returncode, out.decode(), seen.decode()


def test_a_terminal_sees_each_stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`add` shows reading, storing and indexing, and a search that catches up its indexing."""
    data, pages = tmp_path / "data", tmp_path / "pages"
    pages.mkdir()
    for name in "甲乙丙":
        (pages / f"{name}.txt").write_text(f"{name}医保报销\n\n{name}医保可以报销。\n" * 9, "utf-8")
    code, out, seen = on_a_terminal("--data", str(data), "add", "pages", cwd=tmp_path)
    assert (code, out.splitlines()[0][:7]) == (0, "Added 3")
    stages = ["looking for files", "reading", "3/3 storing", "0/3 building the index", "3/3 build"]
    assert all(stage in seen for stage in stages), seen
    assert seen.endswith("\r\x1b[K")

    with souwen.open(data) as engine, monkeypatch.context() as patch:
        patch.setattr(Session, "catch_up", lambda *_: None)  # a crash came first
        (pages / "丁.txt").write_text("丁医保报销\n\n丁医保可以报销。\n", "utf-8")
        engine.add([pages])
    code, out, seen = on_a_terminal("--data", str(data), "search", "医保", "--ids", cwd=tmp_path)
    assert (code, len(out.split())) == (0, 4)
    assert "0/1 indexing" in seen
    assert "1/1 indexing" in seen
    assert seen.endswith("\r\x1b[K")
    _, _, seen = on_a_terminal("--data", str(data), "search", "医保", "--ids", cwd=tmp_path)
    assert seen == ""  # nothing is to be done any more
    for command, shown in (("export", "exporting"), ("check --deep", "0/4 comparing terms")):
        code, _, seen = on_a_terminal("--data", str(data), *command.split(), cwd=tmp_path)
        assert code == 0
        assert shown in seen
    code, _, seen = on_a_terminal("--data", str(data), "reindex", "--resplit", cwd=tmp_path)
    assert "4/4 splitting" in seen
    assert "4/4 building the index" in seen
    code, _, seen = on_a_terminal("--data", str(data), "purge", cwd=tmp_path)
    assert "purging" in seen
