"""dict add, remove and list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
import pytest

from souwen.cli.commands import souwen
from souwen.cli.dictionary import dictionary
from souwen.corpus.errors import RequestError
from souwen.search.own.dictionary import Entry, UserDictionary

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import FakeEngine, Run


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the command in the group, wherever it is registered."""
    monkeypatch.setitem(souwen.commands, "dict", dictionary)


def test_add(engine: FakeEngine, run: Run) -> None:
    """The word and its synonyms reach the engine, and the entry as it is now is shown."""
    engine.answers["dictionary_add"] = Entry("居保", ("居民医保", "城居保"))
    ended = run("dict", "add", "居保", "居民医保")
    assert (ended.code, ended.out) == (0, "居保 = 居民医保 = 城居保\n")
    assert engine.calls == [("dictionary_add", ("居保", ("居民医保",)), {})]
    assert run("dict", "add").code == 2


def test_what_cannot_be_a_word_is_a_usage_error(engine: FakeEngine, run: Run) -> None:
    """The reason is one line on standard error."""
    engine.answers["dictionary_add"] = RequestError("no letter, digit or ideograph in '。'")
    ended = run("dict", "add", "。")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "souwen: no letter, digit or ideograph in '。'\n"


def test_remove(engine: FakeEngine, run: Run) -> None:
    """A word that was not there is exit 1."""
    engine.answers["dictionary_remove"] = True
    assert run("dict", "remove", "居保").out == "removed 居保\n"
    engine.answers["dictionary_remove"] = False
    ended = run("dict", "remove", "居\x1b保")
    assert (ended.code, ended.out) == (1, "")
    assert "dict list" in ended.err


def test_list(engine: FakeEngine, run: Run, tmp_path: Path) -> None:
    """A line a word, or a JSON array; problems of the file are told, and are no failure."""
    (tmp_path / "dictionary.tsv").write_bytes(
        "居保\t居民医保\t城居保\n惠民保\n".encode() + b"\xff\n"
    )
    engine.answers["dictionary"] = UserDictionary.load(tmp_path)
    ended = run("dict", "list")
    assert ended.code == 0
    assert ended.out.splitlines() == ["居保    居民医保 城居保", "惠民保"]
    assert "line 3: not UTF-8" in ended.err
    ended = run("dict", "list", "--json")
    assert json.loads(ended.out) == [
        {"word": "居保", "synonyms": ["居民医保", "城居保"]},
        {"word": "惠民保", "synonyms": []},
    ]
    engine.answers["dictionary"] = UserDictionary()
    ended = run("dict", "list", "--json")
    assert (ended.code, ended.out) == (1, "[]\n")
    assert "dict add" in ended.err


def test_the_group_alone_shows_its_help(run: Run) -> None:
    """As for `souwen` alone, the help goes to standard error and the exit code is 2."""
    ended = run("dict")
    assert (ended.code, ended.out) == (2, "")
    assert "add" in ended.err
    assert run("dict", "--help").code == 0


def test_every_command_has_help() -> None:
    """Each says what it does and shows it on Chinese."""
    assert dictionary.commands
    for name, command in dictionary.commands.items():
        said = command.get_help(click.Context(command, info_name=name))
        assert command.help
        assert f"souwen dict {name}" in said
