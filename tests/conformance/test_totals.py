"""Totals count every document that matches; a page is a part of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import names

if TYPE_CHECKING:
    from .conftest import Backend


@pytest.fixture
def filled(backend: Backend) -> Backend:
    """Return a backend with 30 documents, of several templates, days and texts."""
    backend.add(
        {
            str(number): {
                "title": f"{('北京', '上海', '职工')[number % 3]}医保{number}",
                "body": f"{'报销' * (number % 4)}门诊",
                "published": f"2025-0{1 + number % 5}-01",
            }
            for number in range(30)
        }
    )
    return backend


QUERIES = ("医保", "医保 报销", "北京 OR 职工", "医保怎么报销", "天气", '"医保7"')


@pytest.mark.parametrize("query", QUERIES)
def test_totals_are_exact_whatever_the_page(filled: Backend, query: str) -> None:
    """The total counts documents, not lines; limit, offset, order and folding leave it alone."""
    whole = filled.found(query)
    assert len(set(whole)) == len(whole)
    for options in (
        {"limit": 0},
        {"limit": 3},
        {"limit": 3, "offset": 99},
        {"sort": "newest", "limit": 2},
        {"collapse": False},
    ):
        results = filled.search(query, **options)
        assert (results.total, results.total_is_exact) == (len(whole), True)


@pytest.mark.parametrize("collapse", [True, False])
@pytest.mark.parametrize("query", QUERIES)
def test_pages_are_parts_of_the_whole(filled: Backend, query: str, collapse: bool) -> None:
    """`limit` and `offset` run over lines, and no line is on two pages or on none."""
    whole = filled.search(query, limit=99, collapse=collapse)
    pages = [filled.search(query, limit=4, offset=at, collapse=collapse) for at in range(0, 36, 4)]
    assert [name for page in pages for name in names(page)] == names(whole)
    assert [hit.folded for page in pages for hit in page] == [hit.folded for hit in whole]
    assert not filled.search(query, limit=0, collapse=collapse)
    assert not filled.search(query, offset=len(whole), collapse=collapse)
