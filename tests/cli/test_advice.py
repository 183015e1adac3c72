"""Command lines that a person can type."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from souwen.cli import advice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Process, Run


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Let the other tests find nothing noted."""
    yield
    advice.called([])
    advice.given(None)


@pytest.mark.parametrize("data", ["数据", "a b", "it's", "-x", "$HOME", ""])
def test_a_line_is_read_by_a_shell_as_it_was_meant(data: str) -> None:
    """Whatever the words are, a shell takes the line apart into them."""
    advice.given(data)
    words = ["search", "医保 报销", '"x"', "*", "`a`"]
    assert shlex.split(advice.command(*words)) == ["souwen", "--data", data, *words]


def test_commands_in_a_message() -> None:
    """Each command in backticks gets the folder; what is none stays."""
    message = "run `souwen reindex`, or `souwen check --deep`; `soufun x` is none, nor `souwen`"
    assert advice.advised(message) == message
    advice.given("甲 乙")
    assert advice.advised(message) == (
        "run `souwen --data '甲 乙' reindex`, or `souwen --data '甲 乙' check --deep`;"
        " `soufun x` is none, nor `souwen`"
    )


def test_the_program_is_named_as_it_can_be_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its name where that is on the PATH, by its path elsewhere, by Python where that was it."""
    program = tmp_path / "venv" / "souwen"
    program.parent.mkdir()
    program.write_text("")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    for called, named in (
        (str(program), "venv/souwen"),
        ("venv/souwen", "venv/souwen"),
        ("/x/souwen/__main__.py", f"{advice._shortest(sys.executable)} -m souwen"),
        ("", "souwen"),
    ):
        advice.called([called, "stats"])
        assert advice.command() == named
    monkeypatch.setenv("PATH", str(program.parent))
    advice.called([str(program)])
    assert advice.command("stats") == "souwen stats"


def test_the_folder_is_named_where_it_was_given(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line about a folder that was named has it; of the usual one, or the environment's, not."""
    monkeypatch.chdir(tmp_path)
    assert run("--data", "无", "stats").err.endswith("`souwen --data 无 add PATH`\n")
    assert run("stats").err.endswith("`souwen add PATH`\n")
    monkeypatch.setenv("SOUWEN_DATA", "无")
    assert run("stats").err.endswith("`souwen add PATH`\n")


def test_a_line_of_a_process_works(process: Process, tmp_path: Path) -> None:
    """What a process says to run can be run as it stands."""
    said = process("--data", "数 据", "stats").stderr.decode()
    line = shlex.split(said.split("`")[1])
    assert line[-2:] == ["add", "PATH"]
    assert (tmp_path / line[0]).exists() or Path(line[0]).name == line[0]
    assert line[1:-2] == ["-m", "souwen", "--data", "数 据"]
