"""Helpers for flat arrays."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from souwen.index.segments.arrays import firsts, spread


@given(st.lists(st.integers(0, 9)).map(sorted))
def test_firsts(values: list[int]) -> None:
    """A place is given for each distinct value: where it stands first."""
    places = firsts(np.array(values, np.uint64)).tolist()
    assert places == [values.index(value) for value in sorted(set(values))]


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 5))))
def test_spread(parts: list[tuple[int, int]]) -> None:
    """Ranges are laid one behind the other."""
    starts, counts = (np.array([part[at] for part in parts], np.int64) for at in (0, 1))
    expected = [value for start, count in parts for value in range(start, start + count)]
    assert spread(starts, counts).tolist() == expected
