"""What each term gave a document adds up to its relevance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from souwen.index.columns import Entry
from souwen.index.segments.snapshot import Snapshot
from souwen.index.segments.writer import IndexWriter, create
from souwen.language.readings import Readings
from souwen.search.query.interpret import QueryReader
from souwen.search.ranking.bm25 import BM25
from souwen.search.ranking.contributions import contributions
from souwen.search.request import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from souwen.search.query.interpret import QueryString

DOCUMENTS = (("异地就医备案", "先登录。"), ("须知", "就医备案，1.5mg"), ("天气", "无关。"))


@pytest.fixture
def bm25(tmp_path: Path) -> Iterator[BM25]:
    """Return the ranking over three documents."""
    create(tmp_path)
    writer = IndexWriter(tmp_path)
    writer.add([Entry(str(n), True, 0, "", *texts) for n, texts in enumerate(DOCUMENTS)])
    writer.commit()
    snapshot = Snapshot(tmp_path)
    yield BM25(snapshot)
    snapshot.close()


def _strings(query: str) -> tuple[QueryString, ...]:
    return SearchRequest(query).read(QueryReader(Readings())).strings


@pytest.mark.parametrize(
    ("query", "ordinal"), [("异地就医", 0), ("备案", 0), ("备案 1.5mg", 1), ("就医备案", 1)]
)
def test_terms_add_up(bm25: BM25, query: str, ordinal: int) -> None:
    """Where a document covers the query, the terms gave its score of what they can give."""
    strings = _strings(query)
    terms = contributions(bm25, ordinal, strings)
    most = sum(term.weight for term in terms)
    (score,) = bm25.score(np.array([ordinal]), strings).tolist()
    assert score > 0
    assert sum(term.gave for term in terms) / most == pytest.approx(score)
    assert [term.gave for term in terms] == sorted((term.gave for term in terms), reverse=True)


def test_a_term_says_where_it_stands(bm25: BM25) -> None:
    """Counts in title and text, and in how many documents, are those of the index."""
    by_term = {
        (term.family.value, term.term): term for term in contributions(bm25, 0, _strings("备案"))
    }
    term = by_term["gram", "备案"]
    assert (term.documents, term.title, term.body, term.own) == (2, 1, 0, True)
    assert 0 < term.gave <= term.weight
    absent = {(t.family.value, t.term): t for t in contributions(bm25, 2, _strings("备案"))}
    assert (absent["gram", "备案"].gave, absent["gram", "备案"].title) == (0, 0)
