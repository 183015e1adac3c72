"""The writer of segments."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WritePage = Callable[[Path, str], Path]


def test_a_program_that_seeds_its_chance(tmp_path: Path, write_page: WritePage) -> None:
    """Segments have names of their own, though the program draws the same numbers every time."""
    with souwen.open(tmp_path / "data") as engine:
        for name in "甲乙丙":
            random.seed(42)
            engine.add([write_page(tmp_path / f"{name}.txt", f"{name}医保")])
        assert engine.search("医保").total == 3
        assert engine.check(deep=True).ok
