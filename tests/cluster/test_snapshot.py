"""One state of an index on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from souwen.search.request import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Both, Shelf


def test_what_is_added_meanwhile_is_not_in_it(cluster_shelf: Shelf) -> None:
    """A snapshot has the documents and the change that were there when it was lent."""
    shelf = cluster_shelf
    shelf.add({"a": "医保甲"})
    with shelf.index.snapshot() as before:
        seq = before.seq
        shelf.add({"a": "医保甲", "b": "医保乙"})
        assert (before.size, before.seq) == (1, seq)
        with shelf.index.snapshot() as after:
            assert after.size == 2
            assert after.seq > seq


def test_a_rank_is_a_place_in_the_list(both: Callable[[dict[str, Any]], Both]) -> None:
    """Of more matches than a window holds, each is explained with the place where it is listed."""
    pair = both({str(n): {"title": f"医保{n}", "body": "医保。" * (n % 7)} for n in range(230)})
    query = pair.read("医保")
    lines = pair.cluster.run(query, Page(300, collapse=False)).lines
    assert len(lines) == 230
    for place in (0, 99, 100, 150, 229):
        explained = pair.cluster.explain(query, lines[place].id)
        assert (explained.rank, explained.total) == (place + 1, 230)
        assert explained.score == round(lines[place].score, 6)
    assert not pair.cluster.explain(query, "0" * 16).is_indexed
