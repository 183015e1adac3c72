"""show and similar."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from souwen import Document, Kind, Marks

if TYPE_CHECKING:
    from conftest import FakeEngine, Run

DOCUMENT = Document(
    id="0123456789abcdef",
    kind=Kind.ARTICLE,
    title="医保",
    body="一\n二",
    published="2025-04-26",
    channel="健康新闻",
    url=None,
    flags=(),
    article=None,
    sources=("/a.txt",),
    refs=(),
)


def test_show(engine: FakeEngine, run: Run) -> None:
    """A document is printed whole, for a person or as JSON."""
    engine.answers["document"] = DOCUMENT
    out = run("show", " 0123 ").out
    assert out.startswith("医保\n2025-04-26 | 健康新闻 | article | 0123456789abcdef\n")
    assert out.endswith("source: /a.txt\n\n一\n二\n")
    assert engine.calls == [("document", ("0123",), {})]
    assert json.loads(run("show", "0123", "--json").out)["body"] == "一\n二"


def test_show_nothing(engine: FakeEngine, run: Run) -> None:
    """An id that names nothing is exit 1."""
    engine.answers["document"] = None
    ended = run("show", "\x1b[2J")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("souwen: no document ␛[2J")


def test_show_several(engine: FakeEngine, run: Run) -> None:
    """Several documents come in the order asked for, with a line between; one that is not, last."""
    documents = {at: replace(DOCUMENT, id=at * 16, title="", body=f"文{at}") for at in "ab"}
    engine.answers["document"] = documents.get
    ended = run("show", "b", "c", "a")
    assert ended.code == 1
    assert ended.err.startswith("souwen: no document c")
    assert ended.out.split("\n\n--------\n\n") == [
        f"2025-04-26 | 健康新闻 | article | {at * 16}\nsource: /a.txt\n\n文{at}" + end
        for at, end in (("b", ""), ("a", "\n"))
    ]
    assert [it["body"] for it in json.loads(run("show", "b", "c", "a", "--json").out)] == [
        *("文b", "文a")
    ]
    assert json.loads(run("show", "c", "d", "--json").out) == []
    assert run("show", "c", "--json").out == ""


def test_show_marks(engine: FakeEngine, run: Run) -> None:
    """What the query looks for is marked, over the ends of lines too, and JSON has its spans."""
    engine.answers["document"] = replace(DOCUMENT, body="一二三\n四五\n六七")
    engine.answers["marks"] = Marks(((0, 1),), ((1, 5), (8, 9)))
    assert run("show", "01", "--query", "x").out.endswith("\n\n一二三\n四五\n六七\n")
    assert ("marks", ("x", "0123456789abcdef"), {}) in engine.calls
    shown = run("show", "01", "--query", "x", "--color", "always").out
    mark, end = "\x1b[1;31m", "\x1b[0m"
    assert shown.startswith(f"{mark}医{end}\x1b[1m保{end}\n")
    assert shown.endswith(f"\n\n一{mark}二三{end}\n{mark}四{end}五\n六{mark}七{end}\n")
    given = json.loads(run("show", "01", "--query", "x", "--json").out)
    assert (given["title_spans"], given["body_spans"]) == ([[0, 1]], [[1, 5], [8, 9]])
    assert "body_spans" not in json.loads(run("show", "01", "--json").out)


def test_similar(engine: FakeEngine, run: Run) -> None:
    """A group is a list of titles with what is known of each, a JSON array, or ids."""
    others = [replace(DOCUMENT, id=f"{at:016x}", title=f"医保{at}") for at in range(3)]
    engine.answers["similar"] = [DOCUMENT, *others]
    ended = run("similar", " 0123 ", "-n", "3")
    assert ended.out.splitlines() == [
        "1.  医保",
        "    2025-04-26 | 健康新闻 | article | 0123456789abcdef",
        "2.  医保0",
        "    2025-04-26 | 健康新闻 | article | 0000000000000000",
        "3.  医保1",
        "    2025-04-26 | 健康新闻 | article | 0000000000000001",
        "",
        "for more: -n 30",
    ]
    assert engine.calls == [("similar", ("0123",), {"limit": 4})]
    assert len(json.loads(run("similar", "0123", "--json").out)) == 4
    assert run("similar", "0123", "--ids", "-n", "2").out == "0123456789abcdef\n" + "0" * 16 + "\n"


def test_similar_to_nothing(engine: FakeEngine, run: Run) -> None:
    """An id that names nothing is exit 1."""
    engine.answers["similar"] = []
    ended = run("similar", "ffff")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("souwen: no document ffff")
