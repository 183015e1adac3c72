"""add, remove and purge."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from souwen.ingest.report import AddReport, Ignored, Skipped, Warned

if TYPE_CHECKING:
    from conftest import FakeEngine, Run

REPORT = AddReport(
    sources=2,
    articles=2,
    snippets=1,
    added=1200,
    ignored_sources=(Ignored("空.txt", "empty"),),
    warnings=(Warned("断.txt", "a cut character at the end"),),
    took_ms=1500.0,
)


@dataclass
class Removed:
    """What a removal did."""

    sources: int
    retired: int
    refused: str | None = None


def test_add_says_what_it_did(engine: FakeEngine, run: Run) -> None:
    """The sum is a result; each input with something to know about it stands beside it."""
    engine.answers["add"] = REPORT
    ended = run("add", "dumps")
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "Added 1,200 documents from 2 pages in 1.5 s.",
        "Also: ignored 1, warnings 1.",
    ]
    assert ended.err.splitlines() == [
        "ignored: 空.txt: empty",
        "warning: 断.txt: a cut character at the end",
    ]


def test_all_that_was_read_is_new(engine: FakeEngine, run: Run) -> None:
    """Where nothing else is to be told, one line has it all, with what the documents are."""
    engine.answers["add"] = AddReport(sources=1, articles=1, snippets=2, added=3, took_ms=40.0)
    told = "Added 3 documents (1 article, 2 snippets) from 1 page in 0.0 s.\n"
    assert run("add", "dumps").out == told


def test_add_options(engine: FakeEngine, run: Run) -> None:
    """Every option reaches the engine; without --jobs all cores are used."""
    engine.answers["add"] = REPORT
    run("add", "a", "b")
    (_, given, options) = engine.calls[0]
    assert given == (("a", "b"),)
    assert options.pop("jobs") >= 1
    assert callable(options.pop("progress"))
    assert callable(options.pop("confirm"))
    assert options == {
        "prune": False,
        "yes": False,
        "name": None,
        "dry_run": False,
        "encoding": None,
        "max_size": None,
        "max_ratio": None,
        "map": {},
        "exclude": (),
    }
    arguments = ["--prune", "--yes", "--as", "健康网", "--jobs", "3", "--dry-run"]
    arguments += ["--encoding", "gbk", "--max-size", "64M", "--max-ratio", "7"]
    arguments += ["--map", "title=bt,meta.t", "--map", "url=lj"]
    arguments += ["--exclude", "*.bak", "--exclude", "草稿/*"]
    assert run("add", "-", *arguments).out.endswith("a dry run: nothing was stored\n")
    (_, given, options) = engine.calls[1]
    assert given == (("-",),)
    assert callable(options.pop("progress"))
    assert callable(options.pop("confirm"))
    assert options == {
        "prune": True,
        "yes": True,
        "name": "健康网",
        "jobs": 3,
        "dry_run": True,
        "encoding": "gbk",
        "max_size": 64 * 1024**2,
        "max_ratio": 7,
        "map": {"title": ["bt", "meta.t"], "url": ["lj"]},
        "exclude": ("*.bak", "草稿/*"),
    }


def test_skipped_inputs_are_exit_3(engine: FakeEngine, run: Run) -> None:
    """Each skipped input is told with its reason, the first twenty of them; --quiet keeps them."""
    skipped = tuple(Skipped(f"{number}.zip", "broken\x1b") for number in range(25))
    engine.answers["add"] = AddReport(skipped=skipped, warnings=REPORT.warnings)
    ended = run("add", "dumps", "--quiet")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.count("skipped: ") == 21
    assert "skipped: 0.zip: broken␛\n" in ended.err
    assert "skipped: and 5 more" in ended.err
    assert "warning" not in ended.err


def test_what_is_cut_from_the_list_is_counted(engine: FakeEngine, run: Run) -> None:
    """Beyond twenty of a kind there is a count, which names --json only where that has them all."""
    ignored = tuple(Ignored(f"{number}.txt", "empty") for number in range(22))
    warnings = tuple(Warned(f"{number}.txt", "cut") for number in range(23))
    engine.answers["add"] = AddReport(ignored_sources=ignored, warnings=warnings)
    told = run("add", "dumps").err.splitlines()
    assert "ignored: and 2 more" in told
    assert "warning: and 3 more (--json has all)" in told


def test_what_a_cluster_was_sent(engine: FakeEngine, run: Run) -> None:
    """A line says how many documents were sent, acknowledged, and how fast; JSON has it too."""
    followed = {"sent": 1200, "acknowledged": 1200, "per_second": 812.5}
    engine.answers["add"] = AddReport(followed=followed)
    told = "index: 1,200 documents sent, 1,200 acknowledged, 812.5 a second"
    assert told in run("add", "dumps").out.splitlines()
    assert json.loads(run("add", "dumps", "--json").out)["index"] == followed


def test_add_json(engine: FakeEngine, run: Run) -> None:
    """--json prints the report and nothing else."""
    engine.answers["add"] = AddReport(skipped=(Skipped("坏.zip", "broken"),))
    ended = run("add", "dumps", "--json")
    given = json.loads(ended.out)
    assert list(given) == [
        "sources",
        "articles",
        "snippets",
        "added",
        "updated",
        "unchanged",
        "retired",
        "ignored",
        "warnings",
        "skipped",
        "fields_read",
        "fields_unread",
        "took_ms",
    ]
    assert given["skipped"] == [{"source": "坏.zip", "reason": "broken"}]
    assert (ended.code, ended.err) == (3, "")


def test_without_a_terminal_nobody_is_asked(engine: FakeEngine, run: Run) -> None:
    """What needs an answer is refused; the report says why, and names the option."""
    answers = []

    def add(*_: object, **options: Any) -> AddReport:
        answers.append(options["confirm"]("This retires 40 of 42 documents."))
        return AddReport(skipped=(Skipped("dumps", "kept, agree with --yes"),))

    engine.answers["add"] = add
    ended = run("add", "dumps", "--quiet")
    assert answers == [False]
    assert (ended.code, ended.err) == (3, "skipped: dumps: kept, agree with --yes\n")


@pytest.mark.parametrize(
    ("answer", "agrees"), [("y\n", True), ("是\n", True), ("\n", False), ("", False)]
)
def test_on_a_terminal_a_person_is_asked(
    engine: FakeEngine, run: Run, monkeypatch: pytest.MonkeyPatch, answer: str, agrees: bool
) -> None:
    """Only a yes is a yes; the end of the input is none."""

    class Keyboard:
        def readline(self) -> str:
            return answer

    def remove(*_: object, **options: Any) -> Removed:
        return (
            Removed(1, 2)
            if options["confirm"]("This retires 2.")
            else Removed(0, 0, "nobody agreed")
        )

    engine.answers["remove"] = remove
    monkeypatch.setattr(sys, "stdin", Keyboard())
    monkeypatch.setattr("souwen.cli.terminal.is_terminal", lambda _: True)
    ended = run("remove", "*")
    assert ended.err.startswith("This retires 2. Go on? [y/N] ")
    assert ended.code == (0 if agrees else 3)


def test_remove(engine: FakeEngine, run: Run) -> None:
    """A removal is counted; a key that fits nothing is exit 1."""
    engine.answers["remove"] = Removed(1, 20)
    assert run("remove", "健康网/*", "页.txt").out == "removed 1 source, retired 20 documents\n"
    assert engine.calls[0][1] == (("健康网/*", "页.txt"),)
    engine.answers["remove"] = Removed(0, 0)
    ended = run("remove", "x")
    assert (ended.code, ended.out) == (1, "")
    assert "souwen sources" in ended.err


def test_purge(engine: FakeEngine, run: Run) -> None:
    """A purge says how much went."""
    engine.answers["purge"] = 1
    assert run("purge").out == "purged 1 document\n"
