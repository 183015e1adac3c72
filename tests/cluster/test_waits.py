"""Waits between tries."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from souwen.cluster import waits
from souwen.cluster.waits import Waits, ending

if TYPE_CHECKING:
    import pytest


def test_waits_grow_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each wait is about twice as long as the last one up to 8 seconds, and none ends too late."""
    now = 100.0
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += seconds

    monkeypatch.setattr(waits.time, "monotonic", lambda: now)
    monkeypatch.setattr(waits.time, "sleep", sleep)
    tries = Waits(60)
    while tries.again():
        pass
    for wait, expected in zip(slept, (0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 8.0, 8.0), strict=False):
        assert 0.7 * expected <= wait <= 1.3 * expected
    assert 160 - 8 < now < 160 + 0.3 * 8
    assert not tries.again()


def test_without_patience_nothing_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first wait would be too long, it is over at once."""
    monkeypatch.setattr(waits.time, "sleep", lambda _: 1 / 0)
    assert not Waits(0.1).again()


def test_waits_of_a_block_end_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each begins later, none ends later; inside a block without an end each has its own."""
    now = 100.0
    monkeypatch.setattr(waits.time, "monotonic", lambda: now)
    monkeypatch.setattr(waits.time, "sleep", lambda _: None)
    with ending(5):
        now = 104.0
        assert Waits(5).again()
        now = 104.9
        assert not Waits(5).again()
        with ending(math.inf):
            assert Waits(5).again()
    assert Waits(5).again()
