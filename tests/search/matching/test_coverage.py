"""How much of a query documents cover, in whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from souwen.language.readings import Readings
from souwen.search.matching.coverage import FLOOR, Coverage, Covered, weight_of
from souwen.search.query.interpret import QueryReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from souwen.index.segments.snapshot import Snapshot


def test_a_rare_term_weighs_more_and_every_term_something() -> None:
    """Weights are whole numbers, at least 1, and fall with the number of documents."""
    weights = [weight_of(having, 1_000) for having in range(1_001)]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] == 1
    assert weight_of(0, 0) >= 1


def test_what_means_the_same_counts_in_full(snapshot_of: Callable[..., Snapshot]) -> None:
    """A synonym covers its part; what is missing is missing by its weight."""
    snapshot = snapshot_of(("心慌去医院", ""), ("心悸去医院", ""), ("医院", ""), ("天气", ""))
    read = QueryReader(Readings()).read("心慌去哪家医院")
    (string,) = read.strings
    gained, most = Coverage(snapshot).of_question(string, np.arange(4))
    assert gained[0] == gained[1] == most
    assert 0 < gained[2] < most
    assert gained[3] == 0


def test_the_floor_is_drawn_on_whole_numbers() -> None:
    """What covers just so much is enough, and one less is not."""
    wanted, of = FLOOR
    covered = Covered(np.array([wanted * 10, wanted * 10 - 1]), of * 10)
    assert covered.is_enough().tolist() == [True, False]
