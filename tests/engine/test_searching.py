"""The front door: searching while others write, and what is asked of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from whoosh.qparser import QueryParser

import souwen
from souwen.index.follow import Index

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WritePage = Callable[[Path, str], Path]


def test_c52_commit_between_the_looks_at_corpus_and_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_page: WritePage
) -> None:
    """A search that meets a commit of another process shows as many hits as it counts."""
    page, other = write_page(tmp_path / "a.txt", "甲医保"), write_page(tmp_path / "b.txt", "乙医保")
    with souwen.open(tmp_path / "data") as engine, souwen.open(tmp_path / "data") as second:
        engine.add([page])

        def add_first(index: Index) -> object:
            monkeypatch.undo()
            second.add([other])
            return index.stamp()

        monkeypatch.setattr(Index, "stamp", add_first)
        results = engine.search("医保")
        assert len(results) == results.total == 2


def test_marks_of_a_whole_document(shelf: Callable[..., Any]) -> None:
    """What a query looks for is marked all over a document, and nothing where it is not there."""
    body = "异地就医先备案。" + "别的话。" * 100 + "備案以后再就医。"
    engine = shelf({"a": {"title": "异地备案", "body": body}}).engine
    document = engine.document(engine.search("备案")[0].id)
    marks = engine.marks("备案", document.id[:6])
    assert [document.title[start:end] for start, end in marks.title] == ["备案"]
    assert [document.body[start:end] for start, end in marks.body] == ["备案", "備案"]
    assert engine.marks("北京 -备案", document.id) == ((), ()) == engine.marks("?", document.id)
    assert engine.marks("备案", "f" * 16) is None


def test_whoosh_reads_the_index(tmp_path: Path) -> None:
    """The engine gives its index as one of Whoosh, with the texts as they were written."""
    (tmp_path / "a.txt").write_text("《养老金》怎么领\n\n１８,７００元起。\n", "utf-8")
    with souwen.open(tmp_path / "data") as engine:
        with pytest.raises(souwen.NoDataError):
            engine.whoosh()
        engine.add([tmp_path / "a.txt"])
        index = engine.whoosh()
        (tmp_path / "b.txt").write_text("医保报销\n\n门诊可以报销。\n", "utf-8")
        engine.add([tmp_path / "b.txt"])
        with index.searcher() as searcher:
            assert index.doc_count() == 2
            (hit,) = searcher.search(QueryParser("text", index.schema).parse("18700元"))
            assert (hit["title"], hit["text"]) == ("《养老金》怎么领", "１８,７００元起。")
            assert "１８,７００" in hit.highlights("text")
        with pytest.raises(souwen.RequestError, match=r"engine\.add"):
            index.writer()
