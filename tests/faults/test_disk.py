"""A disk that is full or fails, and power that goes: one line, nothing lost, the next run works."""

from __future__ import annotations

import errno
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Stage

WRITE, SYNC, RENAME, REMOVE, TRUNCATE = range(5)
STEPS = range(1, 9)


def _fails(stage: Stage, steps: int, every: int, fault: dict[str, object], name: str) -> None:
    """Let the operations of a step fail, one run each; that is one line, and is made good."""
    step = [stage.script[steps - 1]]
    counted = stage.run(stage.copy(steps - 1), step, fault=fault | {"at": 0})
    for at in range(1 + (5 * steps) % every, counted["count"] + 1, every):
        folder = stage.copy(steps - 1)
        told = stage.run(folder, step, fault=fault | {"at": at})
        assert told["code"] == 0, at
        told_of_it = told["error"] is not None
        if told_of_it:
            sort, said = told["error"]
            assert not sort.startswith("!"), (at, told["error"])
            assert "\n" not in said
            if folder.is_dir() and any(folder.iterdir()):
                stage.answers(folder)
            told = stage.run(folder, step)
            assert (told["code"], told["error"]) == (0, None), (at, told)
        # A file that could not be removed is, by the next command that changes the index.
        stage.is_as_undisturbed(folder, steps, tidy=told_of_it)
        stage.tried(name)
        shutil.rmtree(folder)


@pytest.mark.parametrize("steps", STEPS)
def test_c55_a_full_disk(stage: Stage, long: bool, steps: int) -> None:
    """A disk that is full from any write on is one line; with room again all is well."""
    fault = {"kind": "error", "errno": errno.ENOSPC, "of": [WRITE], "lasting": True}
    _fails(stage, steps, 4 if long else 97, fault, "disk full from a write on")


@pytest.mark.parametrize("steps", STEPS)
def test_c55_a_single_write_that_finds_no_room(stage: Stage, long: bool, steps: int) -> None:
    """The same where there is room again at once, and the program goes on to clean up."""
    fault = {"kind": "error", "errno": errno.ENOSPC, "of": [WRITE]}
    _fails(stage, steps, 6 if long else 127, fault, "disk full at one write")


@pytest.mark.parametrize("steps", STEPS)
def test_a_failing_disk(stage: Stage, long: bool, steps: int) -> None:
    """A sync, rename, removal or truncation that fails is one line or no harm at all."""
    fault = {"kind": "error", "errno": errno.EIO, "of": [SYNC, RENAME, REMOVE, TRUNCATE]}
    _fails(stage, steps, 2 if long else 37, fault, "sync, rename, removal or truncation fails")


@pytest.mark.parametrize("steps", STEPS)
def test_a_loss_of_power(stage: Stage, long: bool, tmp_path: Path, steps: int) -> None:
    """What was synced is enough: of all else, whatever is left of it does no harm."""
    step = [stage.script[steps - 1]]
    total = stage.run(stage.copy(steps - 1), step)["count"]
    every = 4 if long else 101
    for at in range(1 + (13 * steps) % every, total + 1, every):
        folder = stage.copy(steps - 1)
        left = tmp_path / f"left{at}"
        fault = {"kind": "power", "at": at, "survivors": str(left), "seed": 1000 * steps + at}
        assert stage.run(folder, step, fault=fault)["code"] == 137, at
        shutil.rmtree(folder)
        left.rename(folder)
        stage.recovers(folder, steps)
        stage.tried("loss of power")


@pytest.mark.parametrize("steps", STEPS)
def test_what_returned_survives_a_loss_of_power(
    stage: Stage, long: bool, tmp_path: Path, steps: int
) -> None:
    """What a command did is on the disk when it returns, and a search needs no repair."""
    for seed in range(12 if long else 1):
        folder = stage.copy(steps - 1)
        left = tmp_path / f"left{seed}"
        fault = {"kind": "power", "at": -1, "survivors": str(left), "seed": seed}
        told = stage.run(folder, [stage.script[steps - 1]], fault=fault)
        assert told["error"] is None
        shutil.rmtree(folder)
        left.rename(folder)
        stage.is_as_undisturbed(folder, steps, tidy=False)
        stage.tried("loss of power after a command")
        shutil.rmtree(folder)
