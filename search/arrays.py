"""Sets of documents as sorted arrays of ordinals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..index.snapshot import Ordinals

_NOTHING = np.zeros(0, np.int64)


def members(documents: Ordinals, of: Ordinals) -> Ordinals:
    """Give the documents that are also in `of`, in order."""
    if not len(of) or not len(documents):
        return _NOTHING
    places = np.searchsorted(of, documents)
    places[places == len(of)] = 0
    found: Ordinals = documents[of[places] == documents]
    return found


def intersection(sets: Sequence[Ordinals]) -> Ordinals:
    """Give the documents that are in every one of at least one set."""
    first, *others = sorted(sets, key=len)
    for other in others:
        if not len(first):
            break
        first = members(first, other)
    return first


def union(sets: Sequence[Ordinals]) -> Ordinals:
    """Give the documents that are in any set."""
    filled = [documents for documents in sets if len(documents)]
    if not filled:
        return _NOTHING
    if len(filled) == 1:
        return filled[0]
    # Not `np.unique`, which hashes, and loads a part of numpy that nothing else here needs.
    together = np.sort(np.concatenate(filled))
    is_first = np.append(True, together[1:] != together[:-1])
    first: Ordinals = together[is_first]
    return first
