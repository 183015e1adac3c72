"""A process that ends at any moment: nothing is lost, and the same command again is enough."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Stage

STEPS = range(1, 9)


@pytest.mark.parametrize("steps", STEPS)
def test_c53_an_end_at_every_operation(stage: Stage, long: bool, steps: int) -> None:
    """A step that ends before any one of its operations on files is made good by the next."""
    step = [stage.script[steps - 1]]
    total = stage.run(stage.copy(steps - 1), step)["count"]
    every = 1 if long else 97
    for at in range(1 + (7 * steps) % every, total + 1, every):
        folder = stage.copy(steps - 1)
        ended = stage.run(folder, step, fault={"kind": "kill", "at": at})
        assert ended["code"] == 137, at
        stage.recovers(folder, steps)
        stage.tried("end before an operation")


@pytest.mark.parametrize("steps", STEPS)
def test_an_end_in_the_middle_of_a_write(stage: Stage, long: bool, steps: int) -> None:
    """A step that is killed with half of a write done is made good by the next."""
    step = [stage.script[steps - 1]]
    total = stage.run(stage.copy(steps - 1), step)["count"]
    every = 5 if long else 211
    for at in range(1 + (11 * steps) % every, total + 1, every):
        folder = stage.copy(steps - 1)
        ended = stage.run(folder, step, fault={"kind": "cut", "at": at})
        assert ended["code"] in {137, -9}, at
        stage.recovers(folder, steps)
        stage.tried("end inside a write")


def test_c53_kills_at_any_instant(stage: Stage, long: bool, tmp_path: Path) -> None:
    """A run of commands that is killed at a random instant goes on with the one that it was at."""
    marks = tmp_path / "marks"
    begun = time.perf_counter()
    stage.run(stage.copy(0), stage.script)
    each = (time.perf_counter() - begun) / len(stage.script)
    chance = random.Random(20260101)
    killed = 0
    while killed < (300 if long else 8):
        first = chance.randrange(len(stage.script))
        steps = stage.script[first : first + 3]
        folder = stage.copy(first)
        marks.write_text("0")
        delay = chance.uniform(0.0, each * len(steps))
        ended = stage.run(folder, steps, delay=delay, marks=str(marks))
        done = int(marks.read_text() or 0)
        if ended["code"] == -9 and done < len(steps):
            stage.recovers(folder, first + done + 1)
            stage.tried("kill -9 at a random instant")
            killed += 1
