"""dict add, remove and list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
import pytest

from souwen.cli.commands import souwen
from souwen.cli.dictionary import dictionary
from souwen.corpus.errors import InputError, RequestError
from souwen.search.own.dictionary import Entry, UserDictionary
from souwen.search.own.word_list import Imported

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import FakeEngine, Process, Run


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


def test_import(engine: FakeEngine, run: Run) -> None:
    """What is new is told, and what was left out; a file that cannot be read is exit 4."""
    engine.answers["dictionary_import"] = Imported(1200, 1100, 3, 0)
    ended = run("dict", "import", "词表.txt")
    assert ended.out == "1,200 words, 1,100 of them new, and 3 new synonyms\n"
    assert (ended.code, ended.err) == (0, "")
    assert engine.calls == [("dictionary_import", ("词表.txt",), {})]
    engine.answers["dictionary_import"] = Imported(2, 2, 0, 2)
    assert "2 left out" in run("dict", "import", "词表.txt").err
    engine.answers["dictionary_import"] = InputError("词表.txt", "line 2: no letter")
    ended = run("dict", "import", "词表.txt")
    assert (ended.code, ended.err) == (4, "souwen: 词表.txt: line 2: no letter\n")


def test_remove(engine: FakeEngine, run: Run) -> None:
    """A word that was not there is exit 1."""
    engine.answers["dictionary_remove"] = True
    assert run("dict", "remove", "居保").out == "removed 居保\n"
    engine.answers["dictionary_remove"] = False
    ended = run("dict", "remove", "居\x1b保")
    assert (ended.code, ended.out) == (1, "")
    assert "dict list" in ended.err


def test_list(engine: FakeEngine, run: Run, tmp_path: Path) -> None:
    """A line a word, or a JSON array; lines that are no entries are told, and are no failure."""
    (tmp_path / "dictionary.tsv").write_text("居保\t居民医保\t城居保\n惠民保\n。\n", "utf-8")
    engine.answers["dictionary"] = UserDictionary.load(tmp_path)
    ended = run("dict", "list")
    assert ended.code == 0
    assert ended.out.splitlines() == ["居保    居民医保 城居保", "惠民保"]
    assert "line 3: no letter" in ended.err
    ended = run("dict", "list", "--json")
    assert json.loads(ended.out) == [
        {"word": "居保", "synonyms": ["居民医保", "城居保"]},
        {"word": "惠民保", "synonyms": []},
    ]
    engine.answers["dictionary"] = UserDictionary()
    ended = run("dict", "list", "--json")
    assert (ended.code, ended.out) == (1, "[]\n")
    assert "dict add" in ended.err


def test_check(engine: FakeEngine, run: Run, tmp_path: Path) -> None:
    """What is wrong with the file is told, a line each, with exit 4; accepted, it is well."""
    (tmp_path / "dictionary.tsv").write_bytes("居保\n".encode() + b"\xff\n")
    engine.answers["dictionary"] = UserDictionary.load(tmp_path)
    ended = run("dict", "check")
    assert (ended.code, ended.out) == (4, "")
    assert "line 2: not UTF-8" in ended.err
    assert run("dict", "list").code == 4
    engine.answers["dictionary_accept"] = UserDictionary().added("居保")[0]
    ended = run("dict", "check", "--accept")
    assert (ended.code, ended.out) == (0, "No problems found in 1 of your own words.\n")


def test_a_search_uses_no_damaged_words(process: Process, tmp_path: Path) -> None:
    """A search ends with one line and exit 4 until the file is accepted or put back."""
    (tmp_path / "a.txt").write_text("居民医保怎么报销\n\n居民医保门诊可以报销。\n", "utf-8")
    assert process("add", "a.txt").returncode == 0
    assert process("dict", "add", "居保", "居民医保").returncode == 0
    assert process("search", "居保", "--ids").returncode == 0
    path = tmp_path / "souwen-data" / "dictionary.tsv"
    before = path.read_bytes()
    for content in (b"", before[:-3], before + "医险\t居民医保\n".encode(), None):
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        for command in (["search", "居保"], ["explain", "居保", "0"], ["dict", "add", "惠民保"]):
            ended = process(*command)
            assert (ended.returncode, ended.stdout) == (4, b"")
            assert ended.stderr.count(b"\n") == 1
            assert b"dictionary.tsv is damaged" in ended.stderr
            assert b" dict check --accept`" in ended.stderr
        path.write_bytes(before)
        assert process("search", "居保", "--ids").returncode == 0
    path.write_bytes(before + "医险\t居民医保\n".encode())
    assert process("dict", "check", "--accept").returncode == 0
    assert process("search", "医险", "--ids").returncode == 0


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
