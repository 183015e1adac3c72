"""An index that is built anew takes the place of the old one at the end, or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.changes import batches
from souwen.corpus.errors import DamagedError, LostError
from souwen.search.follow import catch_up, rebuild

if TYPE_CHECKING:
    from .conftest import Backend


@pytest.fixture
def behind(backend: Backend) -> Backend:
    """Return a backend whose index is a change behind the corpus."""
    backend.add({"a": "医保甲", "b": "医保乙"})
    backend.write({"c": "医保丙"})
    return backend


def test_swapped_in_at_the_end(behind: Backend) -> None:
    """Searches go on with the old one until the new one is whole."""
    reached, state = behind.index.reached(), behind.index.state()
    with behind.corpus() as corpus:
        with behind.index.rebuilding() as new:
            assert new.reached() == 0
            for batch in batches(corpus, 0, behind.index.is_remote):
                new.apply(batch)
                assert (behind.index.reached(), behind.index.state()) == (reached, state)
                assert set(behind.found("医保")) == {"a", "b"}
            with new.snapshot() as snapshot:
                assert snapshot.size == 3
        assert behind.index.reached() == corpus.seq()
    assert behind.index.state() != state
    assert set(behind.found("医保")) == {"a", "b", "c"}
    assert behind.is_level()


@pytest.mark.parametrize("applied", [0, 1])
def test_an_exception_leaves_the_old_one(behind: Backend, applied: int) -> None:
    """Whatever goes wrong inside is raised as it is, and changes nothing."""
    reached, state = behind.index.reached(), behind.index.state()

    def fail() -> None:
        with behind.index.rebuilding() as new:
            for _ in range(applied):
                new.apply(behind.batch(since=0))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (behind.index.reached(), behind.index.state()) == (reached, state)
    assert set(behind.found("医保")) == {"a", "b"}
    behind.follow()
    assert behind.is_level()


def test_one_that_lacks_documents_is_not_swapped_in(
    behind: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rebuild compares its documents with those of the corpus, and keeps the old one."""
    batch = behind.batch(since=0)
    monkeypatch.setattr("souwen.search.follow.batches", lambda *_: iter([batch]))
    behind.write({"d": "医保丁"})
    with behind.corpus() as corpus, pytest.raises(DamagedError, match="not 4"):
        rebuild(behind.index, corpus)
    assert set(behind.found("医保")) == {"a", "b"}


def test_what_was_retired_is_not_built_in(behind: Backend) -> None:
    """A new index holds what is live, and nothing that was retired or purged."""
    behind.remove("a")
    behind.purge()
    behind.remove("b")
    with behind.corpus() as corpus:
        rebuild(behind.index, corpus)
    assert behind.found("医保") == ["c"]
    assert behind.is_level()


def test_one_that_is_ahead_of_the_corpus_stays_as_it_is(behind: Backend) -> None:
    """An index that saw what the corpus lost is evidence of it, and not built anew unasked."""
    batch = behind.batch()
    behind.index.apply(replace(batch, seq=batch.seq + 9))
    with behind.corpus() as corpus, pytest.raises(LostError):
        catch_up(behind.index, corpus)
    assert behind.index.reached() == batch.seq + 9
    with behind.corpus() as corpus:
        rebuild(behind.index, corpus)
    assert behind.is_level()


def test_changes_of_another_corpus_are_refused(backend: Backend) -> None:
    """They leave the index as it is: their numbers say nothing about its own corpus."""
    backend.write({"a": "医保甲"})
    batch = backend.batch()
    backend.index.apply(replace(batch, corpus="one"))
    backend.write({"b": "医保乙"})
    with pytest.raises(DamagedError, match="another corpus"):
        backend.index.apply(replace(backend.batch(), corpus="another"))
    assert backend.index.reached() == batch.seq
    assert backend.found("医保") == ["a"]
    backend.index.apply(replace(backend.batch(), corpus="one"))
    assert set(backend.found("医保")) == {"a", "b"}
