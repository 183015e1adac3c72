"""What is explained of a document is what a search does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Backend

DOCUMENTS = {
    "a": {"title": "职工医保报销", "published": "2025-01-01", "channel": "健康"},
    "b": {"title": "报销职工医保", "body": "门诊报销比例8%"},
    "c": {"title": "居民医保", "body": "报销怎么办", "kind": "snippet"},
    "d": {"title": "2024年医保", "body": "心悸去医院"},
    "e": "天气",
}
QUERIES: list[tuple[str, dict[str, Any]]] = [
    ("职工医保报销", {}),
    ('"职工医保报销"', {}),
    ("医保 报销", {}),
    ("医保 -门诊", {}),
    ("医保怎么报销", {}),
    ("医保 怎么办", {}),
    ("心慌去医院", {}),
    ("2024年医保报销", {}),
    ("职工 北极熊", {}),
    ("职工 北极熊", {"mode": "all"}),
    ("职工 居民", {"mode": "any"}),
    ("医保", {"kind": "article"}),
    ("医保 channel:健康", {}),
    ("(职工 | 居民) title:医保", {}),
    ("kind:article", {"before": "2025"}),
    ("北极熊", {}),
]


@pytest.mark.parametrize(("query", "options"), QUERIES)
def test_matches_where_it_is_found(backend: Backend, query: str, options: dict[str, Any]) -> None:
    """A document matches exactly where a search finds it, with the same rank and total."""
    backend.add(DOCUMENTS)
    found = backend.found(query, **options)
    for name in DOCUMENTS:
        explained = backend.explain(query, name, **options)
        shown = [*found, *backend.loose(query, **options)]
        rank = shown.index(name) + 1 if name in shown else None
        assert (explained.matches, explained.rank) == (name in found, rank)
        assert explained.total == len(found)
        assert bool(explained.why_not) == (name not in found)
        if rank is not None:
            hit = backend.search(query, limit=9, collapse=False, **options)[rank - 1]
            assert explained.score == pytest.approx(hit.score, abs=1e-6)


def test_a_document_that_is_not_indexed_yet(backend: Backend) -> None:
    """It does not match, and the answer says why."""
    backend.add({"a": "医保甲"})
    backend.write({"b": "医保乙"})
    explained = backend.explain("医保", "b")
    assert not explained.matches
    assert explained.why_not == ("it is not indexed yet",)
