"""split and analyze."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from unittest.mock import call, create_autospec

import souwen
from souwen import InputError, Kind, Record
from souwen.ingest.pages.lines import Line, Role
from souwen.ingest.preview import SplitOutcome, SplitReport
from souwen.ingest.report import Ignored, Skipped, Warned
from souwen.language.analysis import TermRow

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from conftest import Run

PAGE = SplitOutcome(
    key="/页.txt",
    records=(Record(0, Kind.ARTICLE, "医保", "一\n二"),),
    lines=(
        Line(1, "医保", Role.TITLE, 0),
        Line(2, "一\x1b", Role.BODY, 0),
        Line(3, "", Role.BLANK, None),
    ),
)


def parts(monkeypatch: pytest.MonkeyPatch, *given: Any) -> None:
    """Let the files split into these parts, one file after the other."""
    waiting = list(given)

    def split(*_: object, each: Callable[[object], None], **__: object) -> SplitReport:
        answer = waiting.pop(0)
        if isinstance(answer, Exception):
            raise answer
        for part in answer:
            each(part)
        return SplitReport((), (), (), ())

    monkeypatch.setattr(souwen, "split", create_autospec(souwen.split, side_effect=split))


def test_split_prints_a_document_a_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line a document, with exactly the documented fields."""
    parts(monkeypatch, (PAGE, PAGE))
    ended = run("split", "页.txt")
    lines = [json.loads(line) for line in ended.out.splitlines()]
    fields = ["kind", "position", "title", "body", "published", "channel", "flags"]
    assert [list(line) for line in lines] == [fields] * 2
    assert lines[0]["body"] == "一\n二"
    assert (ended.code, ended.err) == (0, "")


def test_split_explains_each_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --explain each line of the page stands there with its role, harmless."""
    parts(monkeypatch, (PAGE,))
    assert run("split", "--explain", "页.txt").out.splitlines() == [
        "== /页.txt",
        "    1  title         0  医保",
        "    2  body          0  一␛",
        "    3  blank         -",
    ]


def test_split_goes_on_after_a_bad_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be read is told, is exit 3, and stops nothing."""
    told = "坏.zip", "broken"
    parts(
        monkeypatch,
        InputError("无.txt", "no such file"),
        (Ignored(*told), Warned(*told), Skipped(*told)),
        (PAGE,),
    )
    ended = run("split", "无.txt", "坏.zip", "页.txt")
    assert ended.code == 3
    assert ended.err.splitlines() == [
        "skipped: 无.txt: no such file",
        "ignored: 坏.zip: broken",
        "warning: 坏.zip: broken",
        "skipped: 坏.zip: broken",
    ]
    assert len(ended.out.splitlines()) == 1


def test_analyze(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Terms are a table with aligned columns, or JSON; a text without any is exit 1."""
    rows = [TermRow("word", "医保", 0, 2, "both"), TermRow("atom", "70", 2, 4, "index")]
    analyze = create_autospec(souwen.analyze, return_value=rows)
    monkeypatch.setattr(souwen, "analyze", analyze)
    assert run("analyze", "-医保70").out.splitlines() == [
        "family  term  start  end  side",
        "word    医保  0      2    both",
        "atom    70    2      4    index",
    ]
    given = json.loads(run("analyze", "医保", "70", "--json").out)
    assert analyze.call_args_list == [call("-医保70"), call("医保 70")]
    assert given["text"] == "医保 70"
    assert given["terms"][1] == {
        "family": "atom",
        "term": "70",
        "start": 2,
        "end": 4,
        "side": "index",
    }
    analyze.return_value = []
    assert run("analyze", "，").code == 1
