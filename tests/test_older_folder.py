"""A data folder of an older version opens, says what it is, and becomes one of this version."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.corpus.reader import CorpusReader

if TYPE_CHECKING:
    from collections.abc import Callable

OLDER = sorted((Path(__file__).parent / "older").glob("*.tar.gz"))
NAME = "旧站"


@pytest.fixture(params=OLDER, ids=lambda path: path.name.partition(".")[0])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Give a copy of an older data folder, beside its dump and what was in it."""
    with tarfile.open(request.param) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path / "data"


@pytest.fixture
def run(older: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Give a function that carries out a command on it as a process."""

    def carried_out(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "souwen", "--data", str(older), *arguments]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    return carried_out


def expected(older: Path) -> dict[str, Any]:
    """Give what was in it."""
    values: dict[str, Any] = json.loads((older.parent / "expected.json").read_bytes())
    return values


def documents(folder: Path) -> list[dict[str, Any]]:
    """Give what is in a folder now, in the same form."""
    with CorpusReader(folder) as reader:
        return [
            {
                "id": one.id,
                "kind": one.kind.value,
                "title": one.title,
                "body": one.body,
                "published": one.published,
                "channel": one.channel,
                "url": one.url,
                "article": one.article,
                "sources": list(one.sources),
                "refs": list(one.refs),
            }
            for one in reader.live()
        ]


def is_whole(older: Path) -> None:
    """Hold a folder against what it was made of, by the code as it is now."""
    was = expected(older)
    assert documents(older) == was["documents"]
    with souwen.open(older) as engine:
        assert engine.check(deep=True).ok
        assert engine.stats().index.up_to_date
        for query, ids in was["found"].items():
            hits = engine.search(query, exact=True, collapse=False, limit=100)
            assert sorted(hit.id for hit in hits) == ids, query
        for id_ in was["retired"]:
            document = engine.document(id_)
            assert document is not None
            assert document.retired
        assert not any(engine.document(id_) for id_ in was["purged"])


def test_reading_says_what_to_run(
    older: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """A search brings the corpus up to date, and is one line more, which names the command.

    What needs no index works. The files of the index stay as they are.
    """
    files = {path: path.read_bytes() for path in older.rglob("*.arrays")}
    ended = run("search", "医保")
    assert (ended.returncode, ended.stdout) == (4, "")
    first, second = ended.stderr.splitlines()
    assert "brought up to date" in first
    assert "outdated" in second
    assert second.endswith(" reindex`")
    assert run("check").returncode == 4
    assert {path: path.read_bytes() for path in older.rglob("*.arrays")} == files
    was = expected(older)
    assert json.loads(run("stats", "--json").stdout)["documents"] == len(was["documents"])
    assert len(run("export").stdout.splitlines()) == len(was["documents"])
    listed = json.loads(run("sources", "--json").stdout)
    told = [[one["key"], one["encoding"], one["versions"], one["documents"]] for one in listed]
    assert told == was["sources"]


@pytest.mark.parametrize("command", [["reindex"], ["check", "--repair"], ["purge"]])
def test_a_writing_command_migrates(
    older: Path, run: Callable[..., subprocess.CompletedProcess[str]], command: list[str]
) -> None:
    """Any command that writes makes an index of this version; every document keeps its id."""
    ended = run(*command)
    assert ended.returncode == 0, ended.stderr
    if command == ["purge"]:
        assert ended.stdout == f"purged {len(expected(older)['retired'])} document\n"
        assert documents(older) == expected(older)["documents"]
        assert run("check", "--deep").stdout == "No problems found.\n"
        return
    is_whole(older)


def test_an_engine_goes_on_once_the_index_is_of_its_version(older: Path) -> None:
    """A search says that the index is outdated until somebody builds it anew, then it answers."""
    with souwen.open(older) as engine, souwen.open(older) as other:
        for _ in range(2):
            with pytest.raises(souwen.OutdatedError):
                engine.search("的")
        other.reindex()
        assert engine.search("的").total


def test_resplitting_migrates_the_pages(older: Path) -> None:
    """`reindex --resplit` has every page read by this version's splitter, without the dump."""
    with souwen.open(older) as engine:
        engine.reindex(resplit=True)
        now = {source.key: source.versions for source in engine.sources()}
    is_whole(older)
    assert now.keys() == {key for key, *_ in expected(older)["sources"]}
    assert len(set(now.values())) == 1
    before = {versions for _, _, versions, _ in expected(older)["sources"]}
    assert before.isdisjoint(now.values())


def test_the_dump_again(older: Path, tmp_path: Path) -> None:
    """Adding the dump again ends as a folder that this version made from the beginning."""
    with souwen.open(older) as engine, souwen.open(tmp_path / "fresh") as fresh:
        report = engine.add([older.parent / "dump"], name=NAME)
        was = expected(older)
        # The flags of one are others by the splitter of today.
        assert (report.unchanged, report.updated) == (len(was["documents"]) - 1, 1)
        assert report.added == len(was["retired"]) + len(was["purged"])
        fresh.add([older.parent / "dump"], name=NAME)
        assert engine.check(deep=True).ok
        for query in was["found"]:
            hits = [one.search(query, collapse=False, limit=100) for one in (engine, fresh)]
            assert [(hit.id, round(hit.score, 6)) for hit in hits[0]] == [
                (hit.id, round(hit.score, 6)) for hit in hits[1]
            ]
    by_id = {one["id"]: one for one in documents(tmp_path / "fresh")}
    assert {one["id"]: one for one in documents(older)} == by_id


def test_an_index_of_another_form(
    older: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """An index of a form that never was, older or newer, is one line, and is made anew by `add`."""
    for form in (1, 999):
        (path,) = older.glob("index/*/souwen.json")
        values = json.loads(path.read_bytes())
        path.write_text(json.dumps(values | {"format": form}), "utf-8")
        run("stats")  # brings the corpus up to date
        ended = run("search", "医保")
        assert (ended.returncode, ended.stderr.count("\n")) == (4, 1)
        assert ended.stderr.endswith(" reindex`\n")
        assert run("add", str(older.parent / "dump" / "旧页.txt"), "--as", NAME).returncode == 0
        is_whole(older)


def test_a_newer_corpus_is_refused(
    older: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """A corpus of a version to come is one line for every command; nothing of it is changed."""
    connection = sqlite3.connect(older / "corpus.sqlite3")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (older / "corpus.sqlite3").read_bytes()
    dump = str(older.parent / "dump")
    for command in (["search", "医保"], ["add", dump], ["reindex"], ["purge"], ["stats"]):
        ended = run(*command)
        assert (ended.returncode, ended.stdout) == (4, ""), command
        assert ended.stderr.count("\n") == 1
        assert "newer souwen" in ended.stderr
    assert (older / "corpus.sqlite3").read_bytes() == before
