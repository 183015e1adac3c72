"""The order of hits."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from souwen.search.ranking.order import best_first
from souwen.search.request import Sort

ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=30)


@given(ROWS, st.sampled_from(list(Sort)), st.integers(0, 40))
def test_the_first_of_the_whole_order(rows: list[tuple[int, int]], sort: Sort, most: int) -> None:
    """The first so many are the beginning of all in order, as sorting one by one gives it."""
    scores = np.array([score for score, _ in rows], np.float64)
    days = np.array([day for _, day in rows], np.int64)
    ids = np.random.default_rng(len(rows)).permutation(len(rows)).astype(np.uint64)

    def key(at: int) -> tuple[float, ...]:
        score, day = rows[at]
        if sort is Sort.RELEVANCE:
            return (-score, -day, ids[at])
        undated = day == 0
        return (undated, day if sort is Sort.OLDEST else -day, -score, ids[at])

    assert (
        best_first(scores, days, ids.__getitem__, sort, most).tolist()
        == sorted(range(len(rows)), key=key)[:most]
    )
