"""How files split, without storing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from souwen.corpus.errors import RequestError
from souwen.corpus.sources import Form
from souwen.ingest import preview
from souwen.ingest.documents import read_pages
from souwen.ingest.pages.lines import Role
from souwen.ingest.preview import SplitReport, split_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from souwen.ingest.files.containers import Outcome
    from souwen.ingest.files.walk import Container


def test_a_folder(tmp_path: Path) -> None:
    """Pages have their lines, JSON has none; what was not read is told with a reason."""
    (tmp_path / "a.txt").write_text("怎么备案\n\n先登录。\n", "utf-8")
    (tmp_path / "b.jsonl").write_text('{"id": "x", "title": "甲", "body": "乙"}\n{\n', "utf-8")
    (tmp_path / "c.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    report = split_path(str(tmp_path))
    text, row = report.pages
    assert [record.title for page in (text, row) for record in page.records] == ["怎么备案", "甲"]
    assert [line.role for line in text.lines] == [Role.TITLE, Role.BLANK, Role.BODY]
    assert (row.lines, row.key.rpartition("/")[2]) == ((), "b.jsonl#x")
    assert [skipped.source.rpartition("/")[2] for skipped in report.skipped] == ["b.jsonl line 2"]
    assert [ignored.source.rpartition("/")[2] for ignored in report.ignored] == ["c.jpg"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.jsonl", "c.jpg"]


def test_what_is_too_much_to_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page is handed on before the next file is read, and none is kept."""
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"{name}怎么备案\n\n先登录。\n", "utf-8")
    (tmp_path / "d.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    seen: list[str] = []
    read = preview.read_container

    def noted(container: Container, *given: Any) -> Iterator[Outcome]:
        seen.append(f"read {container.name}")
        yield from read(container, *given)

    monkeypatch.setattr(preview, "read_container", noted)
    report = split_path(str(tmp_path), each=lambda part: seen.append(type(part).__name__))
    assert report == SplitReport((), (), (), ())
    pages = [word for name in "abc" for word in (f"read {name}.txt", "SplitOutcome")]
    assert seen == [*pages, "read d.jpg", "Ignored"]


def test_an_encoding_that_is_none(tmp_path: Path) -> None:
    """An encoding that is not known is an error, before any file is looked at."""
    (tmp_path / "a.txt").write_text("甲", "utf-8")
    with pytest.raises(RequestError, match="unknown encoding"):
        split_path(str(tmp_path), "no-such")


def test_explain_shows_what_is_added(tmp_path: Path) -> None:
    """`split` shows the lines of the main text, and the documents that `add` would add."""
    sentences = "".join(
        f"<p>第{k}条，住院前应当先在手机上办理备案，当天就生效。</p>" for k in range(9)
    )
    links = "".join(f"<li><a href='/{k}'>栏目{k}的新闻</a></li>" for k in range(12))
    markup = f"<html><body><ul>{links}</ul><div><h1>备案须知</h1>{sentences}</div></body></html>"
    path = tmp_path / "page.html"
    path.write_text(markup, encoding="utf-8")
    (page,) = split_path(str(path)).pages
    assert (page.records,) == read_pages(markup, Form.HTML).pages
    assert page.records[0].title == "备案须知"
    assert not any("栏目" in line.text for line in page.lines)
