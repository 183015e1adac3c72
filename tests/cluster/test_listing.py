"""The one list of lines of a query, in windows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from souwen.cluster.candidates import WINDOW
from souwen.search.request import Page, Sort

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Both

PLACES = ("佳木斯", "鹤岗", "哈尔滨", "长春", "沈阳", "大连", "济南", "青岛", "南京", "苏州")
# More pages of one template than two windows hold, and other titles behind them.
DOCUMENTS = {
    f"t{number}": {"title": f"{PLACES[number % 10]}社保基数{18_000 + number}", "body": "社保"}
    for number in range(2 * WINDOW + 30)
} | {
    f"o{number}": {"title": f"{chr(0x4E00 + 7 * number)}事说社保", "published": "2025-01-01"}
    for number in range(60)
}


@pytest.mark.parametrize("collapse", [True, False])
def test_pages_are_parts_of_one_list(
    both: Callable[[dict[str, Any]], Both], collapse: bool
) -> None:
    """Page for page every document comes once, and what is behind a line is counted in full."""
    pair = both(DOCUMENTS)
    query = pair.read("社保")
    whole = pair.cluster.run(query, Page(1_000, collapse=collapse)).lines
    ours = pair.local.run(query, Page(1_000, collapse=collapse)).lines
    # Of hundreds that are all alike any may be shown.
    alone = [{line.id for line in lines if not line.folded} for lines in (whole, ours)]
    assert alone[0] == alone[1]
    assert sorted(line.folded for line in whole) == sorted(line.folded for line in ours)
    assert sum(line.folded + 1 for line in whole) == len(DOCUMENTS)
    pages = [
        pair.cluster.run(query, Page(30, offset, collapse=collapse)) for offset in range(0, 300, 30)
    ]
    assert {page.total for page in pages} == {len(DOCUMENTS)}
    assert [line.id for page in pages for line in page.lines] == [line.id for line in whole]


def test_dates_beyond_a_window(both: Callable[[dict[str, Any]], Both]) -> None:
    """By date what is dated comes first, however many documents have no date."""
    pair = both(DOCUMENTS)
    for sort in (Sort.NEWEST, Sort.OLDEST):
        lines = pair.cluster.run(pair.read("社保"), Page(60, sort=sort, collapse=False)).lines
        found = pair.cluster.documents([line.id for line in lines])
        assert {held.document.published for held in found.values()} == {"2025-01-01"}


def test_loose_hits_go_on(both: Callable[[dict[str, Any]], Both]) -> None:
    """Below few matches everything that has a part of the query follows, page for page."""
    pair = both(DOCUMENTS | {"one": "社保与医保"})
    query = pair.read("社保 医保")
    ours, theirs = (
        one.run(query, Page(1_000, collapse=False)) for one in (pair.local, pair.cluster)
    )
    assert (ours.total, ours.more) == (theirs.total, theirs.more) == (1, len(DOCUMENTS))
    assert {line.id for line in ours.lines} == {line.id for line in theirs.lines}
    later = pair.cluster.run(query, Page(20, 150, collapse=False)).lines
    assert list(later) == list(theirs.lines[150:170])
