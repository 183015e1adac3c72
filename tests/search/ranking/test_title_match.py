"""A title that has the whole query raises a document, and nothing lowers one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from souwen.index.columns import Entry
from souwen.index.segments.segment import record_of
from souwen.index.segments.snapshot import Snapshot
from souwen.index.segments.writer import IndexWriter, create
from souwen.language.normalise import forms
from souwen.search.ranking.bm25 import BM25
from souwen.search.ranking.title_match import title_factors

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def bm25(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BM25]:
    """Give the ranking of a small index."""
    folder = tmp_path_factory.mktemp("title")
    create(folder)
    writer = IndexWriter(folder)
    writer.add(
        [Entry("1", True, 0, "", "医保报销", "异地就医"), Entry("2", True, 0, "", "社保", "")]
    )
    writer.commit()
    snapshot = Snapshot(folder)
    yield BM25(snapshot)
    snapshot.close()


def _factor(bm25: BM25, query: str, title: str, body: str) -> float:
    (factor,) = title_factors(bm25, [query], [record_of(forms(title), forms(body))])
    return factor


def test_early_and_whole_is_best(bm25: BM25) -> None:
    """A title that begins with the query is raised most, a later one less, half of it hardly."""
    first = _factor(bm25, "医保报销", "医保报销指南", "")
    later = _factor(bm25, "医保报销", "关于职工的基本的医保报销", "")
    half = _factor(bm25, "医保报销", "医保", "报销")
    assert 1 + bm25.weights.title_match > first > later > half >= 1


def test_a_text_without_a_title_has_its_opening(bm25: BM25) -> None:
    """Where there is no title, the opening of the text counts for one."""
    assert _factor(bm25, "医保报销", "", "医保报销指南") > 1.2


@given(st.text(max_size=10), st.text(max_size=30), st.text(max_size=60))
@settings(deadline=None)
def test_nothing_lowers_a_document(bm25: BM25, query: str, title: str, body: str) -> None:
    """The factor is between 1 and what a title may add, whatever the texts are."""
    (normalised, *_) = forms(query)
    factor = _factor(bm25, normalised, title, body)
    assert 1 <= factor <= 1 + bm25.weights.title_match
