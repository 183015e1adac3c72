"""Ranking by terms: the formula, its limits, and what it prefers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from souwen.index.columns import Entry
from souwen.index.segments.snapshot import Snapshot
from souwen.index.segments.writer import IndexWriter, create
from souwen.language.readings import Readings
from souwen.language.terms import Family
from souwen.search.query.interpret import QueryReader
from souwen.search.ranking.bm25 import BM25
from souwen.search.ranking.concepts import Weights, query_terms
from souwen.search.request import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from souwen.search.ranking.bm25 import Scores


@pytest.fixture
def ranked(tmp_path: Path) -> Iterator[Callable[..., BM25]]:
    """Give a maker of rankings over documents that are pairs of title and body."""
    snapshots = []

    def make(*documents: tuple[str, str]) -> BM25:
        create(tmp_path)
        writer = IndexWriter(tmp_path)
        writer.add([Entry(str(n), True, 0, "", *texts) for n, texts in enumerate(documents)])
        writer.commit()
        snapshots.append(Snapshot(tmp_path))
        return BM25(snapshots[-1])

    yield make
    for snapshot in snapshots:
        snapshot.close()


def _scores(bm25: BM25, *texts: str) -> Scores:
    reader = QueryReader(Readings())
    read = SearchRequest(" ".join(texts), mode="any").read(reader)
    strings = tuple(string for string in read.strings if string.text in texts)
    return bm25.score(np.arange(bm25.size), strings)


def test_terms_of_a_query_are_distinct() -> None:
    """Each term of a query counts once, by its family and the root of how often it stands there."""
    weights = Weights()
    terms = query_terms(("医保医保2.5mg",), weights)
    assert len({(term.family, term.text) for term in terms}) == len(terms)
    by_text = {(term.family, term.text): term for term in terms}
    twice = 2**0.5
    assert by_text[Family.GRAM, "医"].weight == pytest.approx(weights.character * twice)
    assert by_text[Family.GRAM, "保医"].weight == pytest.approx(weights.bigram)
    assert by_text[Family.WORD, "医保"].weight == pytest.approx(weights.word * twice)
    assert by_text[Family.ATOM, "2.5"].share == 1
    assert by_text[Family.WORD, "医保"].share == 0


def test_the_formula(ranked: Callable[..., BM25]) -> None:
    """The score of one term is BM25's, as worked out by hand, over the most that is possible."""
    bm25 = ranked(("x", "医医"), ("y", "保险保险"))
    weights = bm25.weights
    average = 3.0
    frequency = 2 / (1 - weights.body_b + weights.body_b * 2 / average)
    expected = frequency / (frequency + weights.k1)
    assert _scores(bm25, "医")[0] == pytest.approx(expected)
    assert _scores(bm25, "医")[1] == 0


def test_idf_is_never_negative(ranked: Callable[..., BM25]) -> None:
    """A term that stands in every document still counts for something."""
    bm25 = ranked(*[("医保", "")] * 5)
    assert (_scores(bm25, "医保") > 0).all()


def test_title_over_body(ranked: Callable[..., BM25]) -> None:
    """The same words weigh more in the title than in the body."""
    bm25 = ranked(("异地备案", "职工可以"), ("职工可以", "异地备案"))
    scores = _scores(bm25, "异地备案")
    assert scores[0] > scores[1]


def test_scores_stay_below_one(ranked: Callable[..., BM25]) -> None:
    """However often a document repeats the query, its score stays in [0, 1)."""
    scores = _scores(ranked(("医保" * 50, "医保" * 500), ("", "无")), "医保", "报销")
    assert ((scores >= 0) & (scores < 1)).all()


def test_coverage_counts(ranked: Callable[..., BM25]) -> None:
    """A document that has all of the query is before one that repeats a part of it."""
    scores = _scores(ranked(("异地备案", ""), ("异地异地", "")), "异地备案")
    assert scores[0] > scores[1]


def test_sharing_needs_more_than_a_character(ranked: Callable[..., BM25]) -> None:
    """A document shares something with a query if a word, a bigram or an atom is in both."""
    bm25 = ranked(("异地就医", ""), ("就是这样", ""), ("2.5mg", ""))
    assert bm25.sharing(["就医"]).tolist() == [0]
    assert bm25.sharing(["就"]).tolist() == [0, 1]
    assert bm25.sharing(["服2.5克"]).tolist() == [2]


def test_an_empty_index_is_no_trouble(ranked: Callable[..., BM25]) -> None:
    """Without any document there are no scores."""
    assert len(_scores(ranked(), "医保")) == 0
