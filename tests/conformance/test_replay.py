"""Changes may be applied again, wholly or in part: the index follows the log all the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Backend

FIRST = {"a": "医保甲", "b": {"title": "医保乙", "published": "2025-01-01"}, "c": "医保丙"}


def _answer(backend: Backend) -> tuple[object, ...]:
    results = backend.search("医保", facets=True, collapse=False)
    return results.total, results.facets, {(hit.id, hit.published) for hit in results}


def test_a_batch_again_changes_nothing(backend: Backend) -> None:
    """The same documents again are no second ones, and what is gone is gone."""
    backend.add(FIRST)
    backend.remove("a")
    backend.write({"b": {"title": "医保乙", "published": "2024-01-01"}, "d": "医保丁"})
    batch = backend.batch()
    backend.index.apply(batch)
    once = _answer(backend)
    for _ in range(3):
        backend.index.apply(batch)
        assert _answer(backend) == once
        assert backend.is_level()


def test_half_a_batch_and_then_all_of_it(backend: Backend) -> None:
    """After a crash in the middle of a batch, the whole of it again is as if once."""
    backend.add(FIRST)
    backend.remove("a", "c")
    backend.write({"d": "医保丁", "e": "医保戊"})
    batch = backend.batch()
    reached = backend.index.reached()
    half = replace(batch, seq=reached, documents=batch.documents[:1], gone=batch.gone[:1])
    backend.index.apply(half)
    assert backend.index.reached() == reached
    backend.index.apply(batch)
    assert backend.is_level()
    assert set(backend.found("医保")) == {"b", "d", "e"}


def test_an_old_batch_and_then_what_followed(backend: Backend) -> None:
    """Changes from an earlier point of the log on lead to the same state."""
    backend.add(FIRST)
    first = backend.batch(since=0)
    backend.remove("a")
    backend.add({"d": "医保丁"})
    expected = _answer(backend)
    backend.index.apply(first)
    backend.follow()
    assert backend.is_level()
    assert _answer(backend) == expected


def test_nothing_changes_nothing(backend: Backend) -> None:
    """An empty batch leaves every document where it is."""
    backend.add(FIRST)
    batch = backend.batch(since=0)
    backend.index.apply(replace(batch, documents=()))
    backend.follow()
    assert set(backend.found("医保")) == {"a", "b", "c"}


NAMES = st.sampled_from("abcde")
STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "date", "remove", "purge", "again"]), NAMES),
    min_size=1,
    max_size=8,
)


@given(steps=STEPS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_history_is_followed(
    backend_name: str, make_backend: Callable[..., Backend], steps: list[tuple[str, str]]
) -> None:
    """Whatever came and went, in however many batches, the index holds what the corpus holds."""
    backend = make_backend(backend_name)
    backend.add({"stays": "医保"})
    there = {"stays"}
    for step, name in steps:
        if step == "add":
            backend.write({name: f"医保{name}"})
            there.add(name)
        elif step == "date":
            backend.write({name: {"title": f"医保{name}", "published": "2025-01-01"}})
            there.add(name)
        elif step == "remove" and name in there:
            backend.remove(name)
            there.remove(name)
        elif step == "purge":
            backend.purge()
        else:
            backend.follow()
            backend.index.apply(backend.batch(since=0))
    backend.follow()
    assert backend.is_level()
    assert set(backend.found("医保")) == there
