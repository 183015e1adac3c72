"""A command line in, an exit code out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

import souwen
from souwen import Results
from souwen.cli.exits import ExitCode

if TYPE_CHECKING:
    from conftest import FakeEngine, Run


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (souwen.RequestError("after must be a date"), 2, "souwen: after must be a date"),
        (souwen.NoDataError(Path("souwen-data")), 4, "souwen: no data in souwen-data"),
        (souwen.LockedError(Path("d"), "process 7"), 4, "souwen: d is being written by process 7"),
        (souwen.OutdatedError(Path("d"), "made by 0.1", "run `souwen reindex`"), 4, "reindex"),
        (souwen.DamagedError(Path("d"), "cut", "run `souwen check`"), 4, "souwen: d is damaged"),
        (KeyboardInterrupt(), 130, "souwen: interrupted; what was finished is kept\n"),
        (click.Abort(), 130, "souwen: interrupted; what was finished is kept\n"),
        (KeyError("x"), 4, "souwen: internal error: KeyError: 'x' (SOUWEN_DEBUG=1 shows where)\n"),
        (RecursionError(), 4, "souwen: internal error: RecursionError (SOUWEN_DEBUG=1"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_errors_become_exit_codes(
    engine: FakeEngine, run: Run, error: BaseException, code: int, told: str
) -> None:
    """Each error is one line on standard error and its own exit code."""
    engine.answers["search"] = error
    ended = run("search", "医保")
    assert (ended.code, ended.out) == (code, "")
    assert told in ended.err
    assert ended.err.count("\n") == (1 if told else 0)


def test_debugging_shows_the_traceback(
    engine: FakeEngine, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A traceback is there for whoever asks for it."""
    monkeypatch.setenv("SOUWEN_DEBUG", "1")
    engine.answers["search"] = KeyError("x")
    assert "Traceback" in run("search", "医保").err


def test_the_stand_in_takes_what_the_engine_takes(engine: FakeEngine) -> None:
    """A method that the engine lacks, or an option that it does not take, fails in these tests."""
    engine.answers["search"] = None
    engine.search("医保", limit=3)
    with pytest.raises(AttributeError):
        engine.seek("医保")
    for given, options in (((), {}), (("医保", 3), {}), (("医保",), {"limt": 3})):
        with pytest.raises(TypeError):
            engine.search(*given, **options)
    assert len(engine.calls) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["search", "医保", "--limt", "5"], "No such option"),
        (["search"], "Missing argument"),
        (["search", "医保", "--limit"], "requires an argument"),
        (["search", "医保", "-n", "many"], "many"),
        (["search", "医保", "--limit", "-1"], "--limit"),
        (["search", "医保", "--kind", "book"], "book"),
        (["search", "医保", "--data", "x"], "--data stands before the command"),
        (["serach", "医保"], "No such command"),
        (["add"], "Missing argument"),
        (["stats", "too", "much"], "unexpected extra argument"),
        ([], "Commands:"),
    ],
)
def test_usage_errors(engine: FakeEngine, run: Run, arguments: list[str], told: str) -> None:
    """What cannot be read is said on standard error, with exit code 2; nothing is opened."""
    ended = run(*arguments)
    assert (ended.code, ended.out) == (ExitCode.USAGE, "")
    assert told in ended.err
    assert not engine.opened


def test_help_and_version(run: Run) -> None:
    """Help and version are results."""
    for arguments in (["--help"], ["-h"], ["search", "--help"]):
        ended = run(*arguments)
        assert ended.code == 0
        assert ended.out.startswith("Usage: souwen")
        assert ended.err == ""
    assert run("--version").out.startswith("souwen 0.")


def test_where_the_data_is(engine: FakeEngine, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is that of --data, else of $SOUWEN_DATA, else souwen-data."""
    engine.answers["purge"] = 0
    run("purge")
    monkeypatch.setenv("SOUWEN_DATA", "")
    run("purge")
    monkeypatch.setenv("SOUWEN_DATA", "变量")
    run("purge")
    run("--data", "选项", "purge")
    assert engine.opened == ["souwen-data", "souwen-data", "变量", "选项"]


def test_c69_arguments_of_an_ascii_locale(engine: FakeEngine, run: Run) -> None:
    """A query of undecoded bytes is the query that was typed; a path stays what the system gave."""
    raw = "医保".encode().decode("ascii", "surrogateescape")
    engine.answers |= {"search": Results("医保", ()), "nearest": []}
    run("search", raw, "--channel", raw)
    _, (query,), options = engine.calls[0]
    assert (query, options["channel"]) == ("医保", "医保")
    engine.answers["add"] = KeyboardInterrupt()
    run("add", raw)
    assert engine.calls[-1][1] == ((raw,),)
    assert os.fsencode(raw) == "医保".encode()
