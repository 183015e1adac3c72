"""reindex, check, stats, sources and export."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING

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
}
STATS = SimpleNamespace(as_dict=lambda: COUNTED)


@dataclass(frozen=True, slots=True)
class Source:
    """A source as the engine lists it."""

    key: str
    container: str = "/页.txt"
    encoding: str = "gb18030"
    form: str = "text"
    versions: str = "decoder 1, splitter 1"
    added_at: str = "2025-05-01T08:00:00+00:00"
    documents: int = 21


def test_stats(engine: FakeEngine, run: Run) -> None:
    """The numbers are aligned, or JSON with exactly the documented fields."""
    engine.answers["stats"] = STATS
    lines = run("stats").out.splitlines()
    assert lines[0] == "documents         1,042"
    assert lines[-1] == "index up to date  yes"
    assert json.loads(run("stats", "--json").out) == COUNTED


def test_reindex(engine: FakeEngine, run: Run) -> None:
    """Rebuilding ends with the numbers of what was built."""
    engine.answers["reindex"] = STATS
    assert "index seq         42" in run("reindex", "--resplit").out
    (_, _, options) = engine.calls[0]
    assert options["resplit"] is True
    assert callable(options["progress"])


def test_check(engine: FakeEngine, run: Run) -> None:
    """What is wrong is exit 4, what was repaired is not."""
    engine.answers["check"] = SimpleNamespace(problems=(), repaired=(), lost=(), ok=True)
    ended = run("check")
    assert (ended.code, ended.out) == (0, "all is well\n")
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
    assert ended.out == "problem: a hole\nrepaired: it\nall is well\n"
    assert [options for _, _, options in engine.calls][1:] == [
        {"deep": True, "repair": False},
        {"deep": False, "repair": True},
    ]


def test_sources(engine: FakeEngine, run: Run) -> None:
    """A line a source with its whole key, or a JSON array; none is exit 1."""
    engine.answers["sources"] = lambda: iter([Source("/页 1.txt"), Source("健康网/二.txt\x1b")])
    ended = run("sources")
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
