"""Sets of documents as arrays are sets, by whichever of their two ways they are worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.search.matching import ordinal_sets
from souwen.search.matching.ordinal_sets import (
    contained,
    intersection,
    members,
    places,
    union,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from souwen.index.columns import Ordinals

SETS = st.sets(st.integers(0, 300), max_size=40)


def ordinals(documents: set[int]) -> Ordinals:
    """Return a set as an ascending array."""
    return np.array(sorted(documents), np.int64)


@pytest.fixture(
    params=[0, 20, 10**6], ids=["search", "as it is", "mask"], autouse=True, scope="module"
)
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    """Have a binary search made always, where it pays, and never."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordinal_sets, "_SEARCH", request.param)
        yield


@given(SETS, SETS)
def test_two_sets(left: set[int], right: set[int]) -> None:
    """Members, differences and places are those of Python's sets."""
    documents, others = ordinals(left), ordinals(right)
    assert members(documents, others).tolist() == sorted(left & right)
    assert without(documents, others).tolist() == sorted(left - right)
    at, is_there = places(documents, others)
    assert is_there.tolist() == [document in right for document in sorted(left)]
    assert others[at[is_there]].tolist() == sorted(left & right)


@given(st.lists(SETS, min_size=1, max_size=5))
def test_several_sets(sets: list[set[int]]) -> None:
    """Unions and intersections are those of Python's sets."""
    arrays = [ordinals(documents) for documents in sets]
    assert union(arrays).tolist() == sorted(set().union(*sets))
    assert intersection(arrays).tolist() == sorted(set.intersection(*sets))


@given(st.lists(st.integers(0, 400), max_size=20), SETS)
def test_documents_in_any_order(asked: list[int], of: set[int]) -> None:
    """Whether documents are in a set may be asked in any order, and more than once."""
    assert contained(np.array(asked, np.int64), ordinals(of)).tolist() == [
        document in of for document in asked
    ]


def test_no_set_at_all() -> None:
    """The union of nothing is nothing."""
    assert union([]).tolist() == []
