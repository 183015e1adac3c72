"""The time of a search: it ends in between two steps, and says so."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.search import budget
from souwen.search.budget import OutOfTimeError, check, within

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WritePage = Callable[[Path, str], Path]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a second pass between each two looks at the clock."""
    seconds = count()
    monkeypatch.setattr(budget.time, "monotonic", lambda: float(next(seconds)))


def test_it_ends(clock: None) -> None:
    """What was given so many seconds may look at the clock that often."""
    del clock
    check()
    with within(2):
        check()
        check()
        with pytest.raises(OutOfTimeError):
            check()
        with within(None), pytest.raises(OutOfTimeError):
            check()
    check()


def test_what_is_inside_ends_with_what_is_outside(clock: None) -> None:
    """A step may get less time than all of them have left, and never more."""
    del clock
    with within(2):
        with within(100):
            check()
            with pytest.raises(OutOfTimeError):
                check()
        with pytest.raises(OutOfTimeError):
            check()
    with within(100):
        with within(1):
            check()
            with pytest.raises(OutOfTimeError):
                check()
        check()


@pytest.fixture
def engine(tmp_path: Path, write_page: WritePage) -> Any:
    """Return an engine of some documents."""
    with souwen.open(tmp_path / "data", remembered=0) as engine:
        for number, title in enumerate(["医保缴费基数", "医保报销比例", "养老金计算"]):
            engine.add([write_page(tmp_path / f"{number}.txt", title)])
        engine.search("医保")  # level, and open
        yield engine


def test_what_there_is_by_then(engine: Any, clock: None) -> None:
    """However much time there is, an answer comes; it says that it is not whole, or is the same."""
    del clock
    whole = engine.search("医保缴费 北极熊", facets=True).as_dict()
    whole.pop("took_ms")
    for seconds in range(1, 200):
        found = engine.search("医保缴费 北极熊", facets=True, budget=seconds).as_dict()
        found.pop("took_ms")
        assert found["query"] == whole["query"]
        if found["total_is_exact"]:
            assert found == whole
            break
        assert found["total"] in {0, whole["total"]}
        assert {hit["id"] for hit in found["hits"]} <= {hit["id"] for hit in whole["hits"]}
    else:
        pytest.fail("no time is enough")
    assert seconds > 2
    first = engine.search("医保", budget=0.5)
    assert (first.total, first.total_is_exact) == (0, False)
    assert first.message == "the search took too long and was given up: ask for less at once"


@pytest.mark.parametrize("seconds", [0, -1, True - 1])
def test_a_budget_that_is_none(engine: Any, seconds: Any) -> None:
    """It is more than 0 seconds, and a number."""
    with pytest.raises(souwen.RequestError, match="budget must be seconds"):
        engine.search("医保", budget=seconds)
    with pytest.raises(TypeError, match="budget must be"):
        engine.search("医保", budget=str(seconds))


def test_time_is_real(engine: Any) -> None:
    """With an hour a search is whole."""
    assert engine.search("医保", budget=3600).total_is_exact
