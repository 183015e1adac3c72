"""A snapshot is one state, whatever is applied meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.corpus.errors import SouwenError
from souwen.search.follow import rebuild

from .conftest import names

if TYPE_CHECKING:
    from .conftest import Backend


def test_a_snapshot_keeps_its_state(backend: Backend) -> None:
    """Documents that come, change and go are not seen by a snapshot that was lent before."""
    backend.add({"a": {"title": "医保甲", "published": "2025-01-01"}, "b": "医保乙"})
    with backend.index.snapshot() as before:
        expected = backend.search_in(before, "医保", facets=True)
        seq, size = before.seq, before.size
        backend.remove("a")
        backend.add({"c": "医保丙", "d": "医保丁"})
        backend.purge()
        again = backend.search_in(before, "医保", facets=True)
        assert (again.hits, again.total, again.facets) == (
            expected.hits,
            expected.total,
            expected.facets,
        )
        assert (before.seq, before.size) == (seq, size)
        with backend.index.snapshot() as after:
            assert set(names(backend.search_in(after, "医保"))) == {"b", "c", "d"}
            assert after.seq > before.seq


def test_a_snapshot_outlives_a_rebuild(backend: Backend) -> None:
    """What took the place of the index is seen by the next snapshot, not by those lent before."""
    backend.add({"a": "医保甲"})
    with backend.index.snapshot() as before:
        backend.write({"b": "医保乙"})
        with backend.corpus() as corpus:
            rebuild(backend.index, corpus)
        assert names(backend.search_in(before, "医保")) == ["a"]
    assert set(backend.found("医保")) == {"a", "b"}


def test_hits_and_totals_are_of_one_state(backend: Backend) -> None:
    """Where a corpus has gone on, and its index has not, what is gone is neither hit nor counted.

    So every hit has its sources.
    """
    backend.add({"a": "医保甲", "b": "医保乙", "d": "医保丁"})
    backend.write({"c": "医保丙"})
    backend.remove("a")
    for purged in (False, True):
        if purged:
            backend.purge()
        results = backend.search("医保", facets=True)
        assert set(names(results)) == {"b", "d"}
        assert results.facets
        assert len(results) == results.total == dict(results.facets["kind"])["article"]
        assert all(hit.sources for hit in results)


def test_the_state_changes_with_every_answer(backend: Backend) -> None:
    """The string differs before and after a change, and stays where nothing was applied."""
    assert backend.index.state() is None
    states = []
    for number in range(3):
        backend.add({str(number): f"医保{number}"})
        states.append(backend.index.state())
        assert backend.index.state() == states[-1]
    backend.remove("0")
    backend.follow()
    states.append(backend.index.state())
    assert len(set(states)) == len(states)


def test_nothing_to_search_in_is_an_error(backend: Backend) -> None:
    """Before anything was applied there is no state to lend, and nothing is reached."""
    assert backend.index.reached() == 0
    with pytest.raises(SouwenError), backend.index.snapshot():
        pass
