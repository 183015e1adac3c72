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
from souwen.language.normalise import readings
from souwen.search.ranking.bm25 import Relevance
from souwen.search.ranking.concepts import Sought
from souwen.search.ranking.title_match import lead_factors

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def relevance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relevance]:
    """Give the ranking of a small index."""
    folder = tmp_path_factory.mktemp("lead")
    create(folder)
    writer = IndexWriter(folder)
    writer.add(
        [Entry("1", True, 0, "", "医保报销", "异地就医"), Entry("2", True, 0, "", "社保", "")]
    )
    writer.commit()
    snapshot = Snapshot(folder, 0)
    yield Relevance(snapshot)
    snapshot.close()


def _factor(relevance: Relevance, query: str, title: str, body: str) -> float:
    (factor,) = lead_factors(
        relevance, [Sought(query)], [record_of(readings(title), readings(body))]
    )
    return factor


def test_early_and_whole_is_best(relevance: Relevance) -> None:
    """A title that begins with the query is raised most, a later one less, half of it hardly."""
    first = _factor(relevance, "医保报销", "医保报销指南", "")
    later = _factor(relevance, "医保报销", "关于职工的基本的医保报销", "")
    half = _factor(relevance, "医保报销", "医保", "报销")
    assert 1 + relevance.weights.lead > first > later > half >= 1


def test_a_text_without_a_title_has_its_opening(relevance: Relevance) -> None:
    """Where there is no title, the opening of the text counts for one."""
    assert _factor(relevance, "医保报销", "", "医保报销指南") > 1.2


@given(st.text(max_size=10), st.text(max_size=30), st.text(max_size=60))
@settings(deadline=None)
def test_nothing_lowers_a_document(relevance: Relevance, query: str, title: str, body: str) -> None:
    """The factor is between 1 and what a lead may add, whatever the texts are."""
    (normalised, *_) = readings(query)
    factor = _factor(relevance, normalised, title, body)
    assert 1 <= factor <= 1 + relevance.weights.lead
