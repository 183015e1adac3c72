"""Scores that may turn out to be lower."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from souwen.search.ranking.settling import Settling

ROWS = st.lists(
    st.tuples(st.integers(0, 20), st.booleans(), st.booleans()), min_size=1, max_size=60
)


@given(ROWS, st.integers(1, 10))
def test_the_best_are_those_of_what_is_settled(
    rows: list[tuple[int, bool, bool]], most: int
) -> None:
    """The first places are those that there are when every score is settled, in the same order."""
    scores, doubtful, holds = (np.array(column) for column in zip(*rows, strict=True))
    all_settled = np.where(doubtful & ~holds, scores - 7.0, scores * 1.0)
    settling = Settling(scores * 1.0, doubtful, lambda places: holds[places], 7.0)

    def order(count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.argsort(-settling.scores, kind="stable")[:count]

    best = settling.best(order, most)
    assert best.tolist() == np.argsort(-all_settled, kind="stable")[:most].tolist()
    assert settling.scores[best].tolist() == all_settled[best].tolist()


def test_what_is_settled_is_not_asked_for_again() -> None:
    """Each score in doubt is settled once, and the others never."""
    asked: list[int] = []

    def holds(
        places: np.ndarray[tuple[int], np.dtype[np.int64]],
    ) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        asked.extend(places.tolist())
        return places < 0

    settling = Settling(np.arange(4.0), np.array([True, False, True, False]), holds, 1.0)
    settling.settle(np.arange(4))
    settling.settle(np.arange(4))
    assert asked == [0, 2]
    assert settling.scores.tolist() == [-1, 1, 1, 3]
    certain = Settling(np.arange(3.0))
    certain.settle(np.arange(3))
    assert certain.scores.tolist() == [0, 1, 2]
