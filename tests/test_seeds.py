"""The two real pages: what their search must give."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import souwen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def engine(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[souwen.Engine]:
    """Give an engine that holds both pages."""
    with souwen.open(tmp_path_factory.mktemp("seeds") / "data") as engine:
        report = engine.add([seeds])
        assert (report.articles, report.snippets, report.added) == (2, 40, 42)
        yield engine


def test_a_second_time_changes_nothing(engine: souwen.Engine, seeds: Path) -> None:
    """Adding the same pages again adds nothing and finds all 42 documents unchanged."""
    report = engine.add([seeds])
    assert (report.added, report.updated, report.unchanged, report.retired) == (0, 0, 42, 0)


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ('"社保基数"', 26),
        ("医", 33),
        ("险", 19),
        ('"缴费基数"', 19),
        ('"直接结算"', 3),
        ("18700元", 4),
        ("18,700元", 4),
        ("１８，７００元", 4),
        ('"70元"', 0),
        ("門診慢特病", 1),
        ("北极熊", 0),
    ],
)
def test_how_many_documents_match(engine: souwen.Engine, query: str, total: int) -> None:
    """Each of these finds exactly as many documents as hold it."""
    results = engine.search(query, limit=50, collapse=False)
    assert results.total == len(results) == total
    assert results.total_is_exact
    assert results.relaxed is None
    assert sum(1 + hit.folded for hit in engine.search(query, limit=50)) == total


def test_an_amount_in_any_spelling_is_the_same(engine: souwen.Engine) -> None:
    """18700元 finds the same four documents with and without comma, in half and full width."""
    spellings = ("18700元", "18,700元", "１８，７００元")
    found = [{hit.id for hit in engine.search(query, collapse=False)} for query in spellings]
    assert found[0] == found[1] == found[2]
    assert not found[0] & {hit.id for hit in engine.search('"70元"')}


def test_the_articles_are_on_top(engine: souwen.Engine) -> None:
    """异地就医 is what both articles are about."""
    assert [hit.kind for hit in engine.search("异地就医")[:2]] == [souwen.Kind.ARTICLE] * 2


def test_a_question_finds_its_article(engine: souwen.Engine) -> None:
    """A question in other words has the article that answers it first."""
    assert engine.search("怎么申请异地医保")[0].title == "怎么样申请异地医保"


def test_four_characters_are_marked_together(engine: souwen.Engine) -> None:
    """Every hit of 直接结算 marks these four characters as one span."""
    for hit in engine.search('"直接结算"', collapse=False):
        marked = [hit.title[start:end] for start, end in hit.title_spans]
        marked += [hit.excerpt[start:end] for start, end in hit.excerpt_spans]
        assert marked
        assert set(marked) == {"直接结算"}


def test_excerpts_are_slices(engine: souwen.Engine) -> None:
    """An excerpt is what stands at its offset in the text."""
    for hit in engine.search("医保", limit=50):
        document = engine.document(hit.id)
        assert document is not None
        start = hit.excerpt_start
        assert document.body[start : start + len(hit.excerpt)] == hit.excerpt


def test_an_export_comes_back_whole(engine: souwen.Engine, tmp_path: Path) -> None:
    """What is exported and added again gives the same documents with the same ids."""
    dump = tmp_path / "dump.jsonl"
    lines = [json.dumps(fields, ensure_ascii=False) for fields in engine.export()]
    dump.write_text("\n".join(lines) + "\n", "utf-8")
    with souwen.open(tmp_path / "data") as copy:
        copy.add([dump])
        assert copy.stats().documents == 42
        for hit in copy.search("医", limit=50):
            original, again = engine.document(hit.id), copy.document(hit.id)
            assert original is not None
            assert again is not None
            assert (original.title, original.body) == (again.title, again.body)
            assert (original.published, original.channel) == (again.published, again.channel)
