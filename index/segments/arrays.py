"""Helpers for flat arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def firsts(ascending: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the places at which a new value begins in an ascending array."""
    if not len(ascending):
        return np.zeros(0, np.int64)
    changes = np.flatnonzero(ascending[1:] != ascending[:-1]) + 1
    return np.concatenate([np.zeros(1, np.int64), changes])


def offsets_into(ascending: NDArray[np.int64]) -> NDArray[Any]:
    """Return offsets in as few bytes as they need; they are most of what a term costs."""
    is_small = not len(ascending) or ascending[-1] < 1 << 32
    return ascending.astype(np.uint32 if is_small else np.uint64)


def spread(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return starts[0], starts[0] + 1, ... counts[0] of them, then the same of the next."""
    total = int(counts.sum())
    return np.repeat(starts - (np.cumsum(counts) - counts), counts) + np.arange(total)
