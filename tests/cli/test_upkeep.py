"""reindex, check, stats, sources and export."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from souwen import IndexStats, SourceInfo, Stats

if TYPE_CHECKING:
    from conftest import FakeEngine, Run

COUNTED = {
    "documents": 1042,
    "articles": 2,
    "snippets": 40,
    "sources": 2,
    "sightings": 42,
    "retired": 0,
    "index": {"generation": 1, "seq": 42, "bytes": 12345, "up_to_date": True},
    "months": [["2025-03", 40], ["2025-05", 10]],
}
STATS = Stats(
    *(1042, 2, 40, 2, 42, 0),
    index=IndexStats(1, 42, 12345, up_to_date=True),
    months=(("2025-03", 40), ("2025-05", 10)),
)


def source(key: str, **fields: Any) -> SourceInfo:
    """Make a source as the engine lists it."""
    usual = {
        "container": "/页.txt",
        "encoding": "gb18030",
        "form": "text",
        "versions": "decoder 1, splitter 1",
        "added_at": "2025-05-01T08:00:00+00:00",
        "documents": 21,
    }
    return SourceInfo(key, **{**usual, **fields})


def test_stats(engine: FakeEngine, run: Run) -> None:
    """The numbers are aligned, the months are bars; JSON has exactly the documented fields."""
    engine.answers["stats"] = STATS
    lines = run("stats").out.splitlines()
    assert lines[0] == "documents         1,042"
    assert lines[-5:] == [
        "index up to date  yes",
        "",
        "2025-03  40  " + "█" * 40,
        "2025-04   0",
        "2025-05  10  " + "█" * 10,
    ]
    assert json.loads(run("stats", "--json").out) == COUNTED


def test_reindex(engine: FakeEngine, run: Run) -> None:
    """Rebuilding ends with the numbers of what was built."""
    engine.answers["reindex"] = STATS
    ended = run("reindex", "--resplit")
    assert "index seq         42" in ended.out
    assert "2025" not in ended.out
    (_, _, options) = engine.calls[0]
    assert options["resplit"] is True
    assert callable(options["progress"])


def test_check(engine: FakeEngine, run: Run) -> None:
    """What is wrong is exit 4, what was repaired is not."""
    engine.answers["check"] = SimpleNamespace(problems=(), repaired=(), lost=(), ok=True)
    ended = run("check")
    assert (ended.code, ended.out) == (0, "No problems found.\n")
    engine.answers["check"] = SimpleNamespace(
        problems=("a hole\x1b",), repaired=(), lost=(), ok=False
    )
    ended = run("check", "--deep")
    assert (ended.code, ended.out) == (4, "problem: a hole␛\n")
    assert "--repair" in ended.err
    engine.answers["check"] = SimpleNamespace(
        problems=("a hole",), repaired=("it",), lost=(), ok=True
    )
    ended = run("check", "--repair")
    assert ended.code == 0
    assert ended.out == "problem: a hole\nrepaired: it\nNo problems found.\n"
    assert [options for _, _, options in engine.calls][1:] == [
        {"deep": True, "repair": False},
        {"deep": False, "repair": True},
    ]


def test_advice_in_a_problem_can_be_typed(engine: FakeEngine, run: Run) -> None:
    """A command that a problem names has the folder that was given, as one in an error has."""
    problems = ("index: run `souwen reindex`",)
    engine.answers["check"] = SimpleNamespace(problems=problems, repaired=(), lost=(), ok=False)
    assert "--data elsewhere reindex`" in run("--data", "elsewhere", "check").out


def test_sources(engine: FakeEngine, run: Run) -> None:
    """A line a file with what its sources have, a line a source, or JSON; none is exit 1."""
    found = [
        source("/页 1.txt"),
        source("/页.txt#2", encoding="utf-8", documents=1_000, added_at="2025-06"),
        source("健康网/二.txt\x1b", container="健康网/二.txt\x1b"),
    ]
    engine.answers["sources"] = lambda: iter(found)
    assert run("sources").out.splitlines() == [
        "     2    1,021  gb18030,utf-8  text  2025-06  /页.txt",
        "     1       21  gb18030    text  2025-05-01T08:00:00+00:00  健康网/二.txt␛",
    ]
    engine.answers["sources"] = lambda: iter([found[0], found[2]])
    ended = run("sources", "--pages")
    assert ended.out.splitlines() == [
        "   21  gb18030    text  2025-05-01T08:00:00+00:00  decoder 1, splitter 1  /页 1.txt",
        "   21  gb18030    text  2025-05-01T08:00:00+00:00  decoder 1, splitter 1  健康网/二.txt␛",
    ]
    given = json.loads(run("sources", "--json").out)
    assert [source["key"] for source in given] == ["/页 1.txt", "健康网/二.txt\x1b"]
    engine.answers["sources"] = lambda: iter([])
    ended = run("sources", "--json")
    assert (ended.code, json.loads(ended.out)) == (1, [])


def test_export(engine: FakeEngine, run: Run) -> None:
    """A document is a line, even where its text holds what others take for the end of a line."""
    documents = [{"title": "一\u2028"}, {"title": "二\x85"}]
    engine.answers["export"] = iter(documents)
    ended = run("export")
    assert [json.loads(line) for line in ended.out.splitlines()] == documents
