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


def test_an_own_word_counts_whole_or_not_at_all(snapshot_of: Callable[..., Snapshot]) -> None:
    """Its pieces elsewhere cover nothing of it, nor do those of a synonym of one's own."""
    snapshot = snapshot_of(
        ("居保金怎么领取", ""),
        ("领取：居保，保金", ""),
        ("领取电子娃卡", ""),
        ("领取电子，娃卡", ""),
    )
    read = QueryReader(Readings([("居保金", ("电子娃卡",))])).read("居保金怎么领取")
    gained, most = Coverage(snapshot).of_question(read.strings[0], np.arange(4))
    assert gained[0] == gained[2] == most
    assert gained[1] == gained[3] < most / 2


def test_what_is_asked_twice_counts_twice(snapshot_of: Callable[..., Snapshot]) -> None:
    """A question that is repeated asks for as much again, of which documents cover as much."""
    coverage = Coverage(snapshot_of(("心悸去医院", ""), ("医院", ""), ("天气", "")))
    reader = QueryReader(Readings())
    (once,) = reader.read("心慌去哪家医院").strings
    (thrice,) = reader.read("心慌去哪家医院" * 3).strings
    gained, most = coverage.of_question(once, np.arange(3))
    again, of = coverage.of_question(thrice, np.arange(3))
    assert (again.tolist(), of) == ((gained * 3).tolist(), most * 3)


def test_the_floor_is_drawn_on_whole_numbers() -> None:
    """What covers just so much is enough, and one less is not."""
    wanted, of = FLOOR
    covered = Covered(np.array([wanted * 10, wanted * 10 - 1]), of * 10)
    assert covered.is_enough().tolist() == [True, False]
