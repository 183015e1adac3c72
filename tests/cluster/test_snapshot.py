"""One state of an index on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Shelf


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
