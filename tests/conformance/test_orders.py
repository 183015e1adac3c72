"""The order by relevance, as far as every index promises the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Backend


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("职工医保报销", {"body": "职工医保报销"}, {"title": "报销，职工医保", "body": "职工"}),
        ("心慌去医院", {"body": "说到心慌去医院"}, {"title": "心悸去医院", "body": "心悸去医院"}),
        ("异地就医怎么备案", {"body": "异地就医怎么备案"}, {"title": "异地就医备案，异地就医"}),
        ("医保", {"title": "职工医保"}, {"body": "医保"}),
        ("职工 医保", {"title": "职工医保"}, {"title": "职工", "body": "医保"}),
    ],
)
def test_what_stands_as_it_was_typed_is_first(
    backend: Backend, query: str, better: dict[str, str], worse: dict[str, str]
) -> None:
    """A literal match stands above any other, one in the title above one in the text."""
    backend.add({"worse": {"title": "题", **worse}, "better": {"title": "目", **better}})
    assert backend.found(query) == ["better", "worse"]


def test_of_equal_scores_the_newer_first(backend: Backend) -> None:
    """What is equal but for its day is in the order of its days, undated last."""
    days = {"b": "2024-01-01", "a": "2025-01-01", "d": None, "c": "2023-01-01"}
    backend.add(
        {
            name: {"title": "医保报销", "body": f"{name}。", "published": day}
            for name, day in days.items()
        }
    )
    found = backend.search("医保报销", collapse=False)
    assert len({hit.score for hit in found}) == 1
    assert [hit.refs[0] for hit in found] == ["a", "b", "c", "d"]


def test_scores_fall_along_the_ranks(backend: Backend) -> None:
    """Ranks go on over pages, from 1, and no later hit has a higher score."""
    backend.add(
        {
            str(number): {"title": f"{'医保' * (number % 3)}职工", "body": "报销" * number}
            for number in range(1, 9)
        }
    )
    for query in ("医保", "职工 报销", "医保 OR 报销", "职工医保报销怎么办"):
        whole = backend.search(query, limit=99, collapse=False)
        assert [hit.rank for hit in whole] == list(range(1, len(whole) + 1))
        scores = [hit.score for hit in whole]
        assert scores == sorted(scores, reverse=True)
        second = backend.search(query, limit=3, offset=3, collapse=False)
        assert [(hit.rank, hit.id) for hit in second] == [(hit.rank, hit.id) for hit in whole[3:6]]
