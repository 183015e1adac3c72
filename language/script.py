"""Which of the two scripts Chinese is written in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .code_points import points_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CODE_POINTS = 0x110000


def leaning(text: str) -> int:
    """Return how many more traditional than simplified characters a text has, as it was written.

    Above 0 it is traditional, below simplified; characters that both scripts have do not count.
    """
    return int(_weights()[points_of(text)].sum(dtype=np.int64))


@cache
def _weights() -> NDArray[np.int8]:
    """Return 1 for characters of the traditional script alone, -1 for those of the simplified."""
    lines = (Path(__file__).with_name("data") / "t2s.txt").read_text("utf-8").split("\n")
    weights = np.zeros(_CODE_POINTS, np.int8)
    weights[points_of(lines[1])] = -1
    weights[points_of(lines[0])] = 1
    return weights
