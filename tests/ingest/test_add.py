"""One run of `add`: its options and the names it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.corpus.errors import RequestError

from ..dumps import json_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WritePage = Callable[[Path, str], Path]


@pytest.mark.parametrize("options", [{"jobs": 0}, {"encoding": "no-such"}, {"map": {"titel": "a"}}])
def test_options_are_checked_before_anything_is_made(
    tmp_path: Path, options: dict[str, Any]
) -> None:
    """An option that cannot be carried out leaves no data folder behind."""
    with souwen.open(tmp_path / "data") as engine, pytest.raises(RequestError):
        engine.add([tmp_path], **options)
    assert not (tmp_path / "data").exists()


def test_one_name_for_two_files_is_told(tmp_path: Path, write_page: WritePage) -> None:
    """With --as, a second file of one name is skipped with a reason, not put over the first."""
    for folder, title in (("a", "甲医保"), ("b", "乙医保"), ("c", "甲医保")):
        write_page(tmp_path / folder / "x.txt", title)
    with souwen.open(tmp_path / "data") as engine:
        for added in (1, 0):
            report = engine.add([tmp_path / name for name in "abc"], name="dump")
            assert (report.added, report.retired) == (added, 0)
            assert [told.source for told in report.skipped] == ["dump/x.txt"]


def test_the_report_says_which_fields_were_read(tmp_path: Path) -> None:
    """Keys are counted by field, long texts that were not read by key; a map reads them."""
    rows: list[dict[str, object]] = [
        {"标题": "甲", "content": "乙", "meta": {"story": "很长" * 9}},
        {"title": "丙", "text": "丁"},
    ]
    dump = json_lines(tmp_path / "a.jsonl", rows)
    with souwen.open(tmp_path / "data") as engine:
        report = engine.add(dump)
        assert report.fields_read == {
            "title": {"标题": 1, "title": 1},
            "body": {"content": 1, "text": 1},
        }
        assert report.fields_unread == {"meta.story": 1}
        assert [told.reason for told in report.warnings] == [
            "longer than what was read, and not read: meta.story"
        ]
        mapped = engine.add(dump, map={"body": ["meta.story", "text"]})
        assert (mapped.added, mapped.retired, mapped.fields_unread) == (1, 1, {})
        assert engine.add(dump, map={"body": "meta.story,text"}).fields_read == {}
        assert engine.search("很长很长").total == 1


def test_of_many_alike_warnings_the_rest_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many rows of a file have the same trouble, the report stays short."""
    monkeypatch.setattr("souwen.ingest.add._MOST_ALIKE", 2)
    rows = [{"title": f"题目{number}", "date": f"{number}天前"} for number in range(9)]
    with souwen.open(tmp_path / "data") as engine:
        *some, rest = engine.add(json_lines(tmp_path / "a.jsonl", rows)).warnings
    assert [told.reason for told in some] == ["impossible date 0天前", "impossible date 1天前"]
    assert rest.reason == "impossible date: 7 more"
    assert rest.source == f"{tmp_path}/a.jsonl"
