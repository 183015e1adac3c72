"""Two dumps that were read by a person: the samples, and the two real pages where they are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

import souwen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Known:
    """What a dump is known to hold, by reading it."""

    articles: int
    snippets: int
    totals: Mapping[str, int]  # how many documents hold a query
    amounts: tuple[str, ...]  # one amount in several spellings
    others: str  # an amount that ends another one, and is none of these
    topic: str  # what two articles are about
    question: str  # in other words than the `answer`, the title of an article
    answer: str
    phrase: str
    marked: frozenset[str]  # what a hit of the phrase marks


KNOWN = {
    "samples": Known(
        articles=18,
        snippets=51,
        totals={
            '"社保基数"': 9,
            "医": 39,
            "险": 18,
            '"生育津贴"': 3,
            "19600元": 2,
            "7200元": 3,
            "7,200元": 3,
            "７，２００元": 3,
            '"9600元"': 0,
            '"門診慢特病"': 2,
            '"12393"': 1,
            "北极熊": 0,
        },
        amounts=("7200元", "7,200元", "７，２００元"),
        others='"200元"',
        topic="养老金",
        question="退休金怎么计算",
        answer="养老金是怎么算出来的",
        phrase='"门诊慢特病"',
        marked=frozenset({"门诊慢特病", "門診慢特病"}),
    ),
    "seeds": Known(
        articles=2,
        snippets=40,
        totals={
            '"社保基数"': 26,
            "医": 33,
            "险": 19,
            '"缴费基数"': 19,
            '"直接结算"': 3,
            "18700元": 4,
            "18,700元": 4,
            "１８，７００元": 4,
            '"70元"': 0,
            "門診慢特病": 1,
            "北极熊": 0,
        },
        amounts=("18700元", "18,700元", "１８，７００元"),
        others='"70元"',
        topic="异地就医",
        question="怎么申请异地医保",
        answer="怎么样申请异地医保",
        phrase='"直接结算"',
        marked=frozenset({"直接结算"}),
    ),
}


@pytest.fixture(scope="session")
def known(dump: Path) -> Known:
    """Return what the dump is known to hold."""
    return KNOWN["seeds" if dump.name == "seeds" else "samples"]


@pytest.fixture(scope="module")
def engine(
    dump: Path, known: Known, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[souwen.Engine]:
    """Return an engine that holds the dump."""
    with souwen.open(tmp_path_factory.mktemp("known") / "data") as engine:
        report = engine.add([dump])
        assert (report.articles, report.snippets) == (known.articles, known.snippets)
        assert report.added == known.articles + known.snippets
        yield engine


def test_a_second_time_changes_nothing(engine: souwen.Engine, dump: Path, known: Known) -> None:
    """Adding the same pages again adds nothing and finds all documents unchanged."""
    report = engine.add([dump])
    documents = known.articles + known.snippets
    assert (report.added, report.updated, report.unchanged, report.retired) == (0, 0, documents, 0)


def test_how_many_documents_match(engine: souwen.Engine, known: Known) -> None:
    """Each query finds exactly as many documents as hold it, folded or not."""
    totals, counted = {}, {}
    for query in known.totals:
        results = engine.search(query, limit=100, collapse=False)
        assert results.total_is_exact, query
        assert sum(hit.matches == "all" for hit in results) == results.total, query
        totals[query] = results.total
        lines = [hit for hit in engine.search(query, limit=100) if hit.matches == "all"]
        counted[query] = sum(1 + hit.folded for hit in lines)
    assert totals == counted == known.totals


def test_an_amount_in_any_spelling_is_the_same(engine: souwen.Engine, known: Known) -> None:
    """An amount finds the same documents with and without comma, in half and full width."""
    found = [{hit.id for hit in engine.search(text, collapse=False)} for text in known.amounts]
    assert found[0]
    assert found[0] == found[1] == found[2]
    assert not found[0] & {hit.id for hit in engine.search(known.others, collapse=False)}


def test_the_articles_are_on_top(engine: souwen.Engine, known: Known) -> None:
    """What two articles are about has these first."""
    assert [hit.kind for hit in engine.search(known.topic)[:2]] == [souwen.Kind.ARTICLE] * 2


def test_a_question_finds_its_article(engine: souwen.Engine, known: Known) -> None:
    """A question in other words has the article that answers it first."""
    assert engine.search(known.question)[0].title == known.answer


def test_a_phrase_is_marked_as_a_whole(engine: souwen.Engine, known: Known) -> None:
    """Every hit of a phrase marks its characters as one span."""
    marked = set()
    for hit in engine.search(known.phrase, collapse=False):
        spans = [hit.title[start:end] for start, end in hit.title_spans]
        spans += [hit.excerpt[start:end] for start, end in hit.excerpt_spans]
        assert spans
        marked.update(spans)
    assert marked == known.marked


def test_excerpts_are_slices(engine: souwen.Engine) -> None:
    """An excerpt is what stands at its offset in the text."""
    hits = engine.search("医保", limit=50)
    assert hits
    for hit in hits:
        document = engine.document(hit.id)
        assert document is not None
        start = hit.excerpt_start
        assert document.body[start : start + len(hit.excerpt)] == hit.excerpt


def test_an_export_comes_back_whole(engine: souwen.Engine, known: Known, tmp_path: Path) -> None:
    """What is exported and added again gives the same documents with the same ids."""
    dump = tmp_path / "dump.jsonl"
    lines = [json.dumps(fields, ensure_ascii=False) for fields in engine.export()]
    dump.write_text("\n".join(lines) + "\n", "utf-8")
    with souwen.open(tmp_path / "data") as copy:
        copy.add([dump])
        assert copy.stats().documents == known.articles + known.snippets
        for hit in copy.search("医", limit=50):
            original, again = engine.document(hit.id), copy.document(hit.id)
            assert original is not None
            assert again is not None
            assert (original.title, original.body) == (again.title, again.body)
            assert (original.published, original.channel) == (again.published, again.channel)
