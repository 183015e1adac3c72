"""A query run on segments: its pages are parts of one order."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from souwen.search.ranking import run

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from conftest import Shelf

    MakeShelf = Callable[..., Shelf]


def test_pages_are_those_of_the_whole_beyond_the_limit_of_looking(
    shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where not every candidate is looked at, pages have the order of the whole, in any sort."""
    documents = shelf(
        {
            str(number): {
                "title": "医保备案" if number % 3 == 0 else f"备案题医保{number}",
                "body": ("异地就医备案的话" if number % 2 else "异地就医的备案") * (number % 5),
                "published": f"2025-04-{1 + number % 7:02}" if number % 4 else None,
            }
            for number in range(40)
        }
    )
    queries = ('"医保备案"', '"就医备案"', '医保 -"就医备案"', '"医保备案" OR "就医备案"')
    for query, sort in product(queries, ("relevance", "newest", "oldest")):
        every = documents.engine.search(query, limit=100, sort=sort, collapse=False)
        whole = [hit.refs[0] for hit in every]
        with monkeypatch.context() as patched:
            patched.setattr(run, "MOST_LOOKED_AT", 2)
            patched.setattr(run, "_LOOKED_AT_ONCE", 1)
            paged = []
            for offset in range(0, len(whole) + 3, 3):
                results = documents.engine.search(
                    query, limit=3, offset=offset, sort=sort, collapse=False
                )
                assert results.total >= len(whole)
                assert results.total == len(whole) or not results.total_is_exact
                paged += [hit.refs[0] for hit in results]
        assert paged == whole
