"""Sets of documents as ascending arrays of ordinals.

Each operation has two ways: by binary search, where one set is far smaller, and by marking one set
in a mask that reaches up to its last ordinal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ...index.columns import Mask, Ordinals

    Places = NDArray[np.int64]

NOTHING = np.zeros(0, np.int64)
# A binary search in memory costs about so many steps of a walk along an array.
_SEARCH = 20
_MASK = 16  # ordinals of a mask that are cleared while one step is made


def contained(documents: Ordinals, of: Ordinals) -> Mask:
    """Return whether each document, in whatever order, is in `of`."""
    if not len(of) or not len(documents):
        return np.zeros(len(documents), np.bool_)
    if len(documents) * _SEARCH < len(of) + int(of[-1]) // _MASK:
        return _searched(documents, of)[1]
    reach = int(of[-1]) + 1
    mask = np.zeros(reach + 1, np.bool_)
    mask[of] = True
    # What lies beyond is looked up at the end, which is False.
    return mask[np.minimum(documents, reach)]


def places(documents: Ordinals, of: Ordinals) -> tuple[Places, Mask]:
    """Return where each document stands in `of`, and whether it does; elsewhere the place is 0."""
    if not len(of) or not len(documents):
        return np.zeros(len(documents), np.int64), np.zeros(len(documents), np.bool_)
    return _searched(documents, of)


def _searched(documents: Ordinals, of: Ordinals) -> tuple[Places, Mask]:
    found = np.searchsorted(of, documents)
    found[found == len(of)] = 0
    return found, of[found] == documents


def members(documents: Ordinals, of: Ordinals) -> Ordinals:
    """Return the documents that are also in `of`, in order."""
    if documents is of:
        return documents
    return documents[contained(documents, of)]


def without(documents: Ordinals, others: Ordinals) -> Ordinals:
    """Return the documents that are not in `others`, in order."""
    return documents[~contained(documents, others)]


def intersection(sets: Sequence[Ordinals]) -> Ordinals:
    """Return the documents that are in every one of at least one set."""
    first, *others = sorted(sets, key=len)
    for other in others:
        if not len(first):
            break
        first = members(first, other)
    return first


def union(sets: Iterable[Ordinals]) -> Ordinals:
    """Return the documents that are in any set."""
    filled = [documents for documents in sets if len(documents)]
    if not filled:
        return NOTHING
    if len(filled) == 1:
        return filled[0]
    reach = max(int(documents[-1]) for documents in filled) + 1
    if sum(map(len, filled)) * _SEARCH > reach:
        mask = np.zeros(reach, np.bool_)
        for documents in filled:
            mask[documents] = True
        return np.flatnonzero(mask)
    # Not `np.unique`, which hashes, and loads a part of numpy that nothing else here needs.
    together = np.sort(np.concatenate(filled))
    is_first = np.append(True, together[1:] != together[:-1])
    first: Ordinals = together[is_first]
    return first
