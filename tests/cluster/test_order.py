"""The order of candidates on the cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from souwen.cluster.clauses import EVERYTHING
from souwen.cluster.order import order_of, ranked
from souwen.search.request import Page, Sort

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Both

# A text in which nothing stands twice.
QUESTION = "".join(chr(0x4E00 + 13 * number) for number in range(300)) + "怎么办"
SUBJECTS = ("医保", "社保", "养老", "公积金", "备案", "报销", "住院", "门诊")
DOCUMENTS = {
    f"{one}{other}": {
        "title": f"{one}{other}{number}",
        "body": f"{one}的事。" * (number % 5 + 1) + f"{other}在后。" * (number % 3),
    }
    for number, (one, other) in enumerate((a, b) for a in SUBJECTS for b in SUBJECTS if a != b)
}


@pytest.mark.parametrize("text", ["医保", "医保报销", "住院怎么报销", "门诊 报销", "养老 2"])
def test_the_best_are_among_the_first(both: Callable[[dict[str, Any]], Both], text: str) -> None:
    """What is best on one machine is among the first of the cluster's order, of many more."""
    pair = both(DOCUMENTS)
    page = Page(5, collapse=False)
    best = [line.id for line in pair.local.run(pair.read(text), page).lines if line.matches]
    candidates = pair.candidates(text)
    assert {*best} <= {*candidates.ids(10)} | {*candidates.ids(1_000)[:10]}


def test_every_order_is_whole() -> None:
    """Whatever the order, nothing is left to chance: the last thing sorted by is the change."""
    for sort in Sort:
        *_, last = order_of(sort)
        assert last == {"id": "asc"}


def test_a_long_question_is_no_larger_a_request(both: Callable[[dict[str, Any]], Both]) -> None:
    """However long a question is, its order takes a bounded number of clauses."""
    pair = both({"a": QUESTION, "b": "别的"})
    sizes = []
    for length in (150, 300):
        strings = pair.read(QUESTION[:length]).strings
        sizes.append(str(ranked(EVERYTHING, strings, pair.statistics)).count("'term'"))
    assert sizes[1] < 1.2 * sizes[0]
    assert sizes[1] < 400
