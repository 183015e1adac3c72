"""The orders by date: days in order, undated documents last in both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Backend

DAYS = {"b": "2025-04-26", "d": "2025-04-25", "a": "2019-01-01", "c": "2024-12-31"}


def test_newest_and_oldest(backend: Backend) -> None:
    """Whatever matches better: the day alone counts."""
    backend.add(
        {name: {"title": f"{name}医保", "published": day} for name, day in DAYS.items()}
        | {"undated": "医保医保", "none": "天气"}
    )
    assert backend.found("医保", sort="newest") == ["b", "d", "c", "a", "undated"]
    assert backend.found("医保", sort="oldest") == ["a", "c", "d", "b", "undated"]


def test_of_one_day_the_better_first(backend: Backend) -> None:
    """What stands there literally is before what has only its words."""
    day = "2025-04-26"
    backend.add(
        {
            "words": {"title": "报销，职工医保", "published": day},
            "literal": {"title": "职工医保报销", "published": day},
            "older": {"title": "职工医保报销办法", "published": "2025-04-25"},
        }
    )
    assert backend.found("职工医保报销", sort="newest") == ["literal", "words", "older"]
    assert backend.found("职工医保报销", sort="oldest") == ["older", "literal", "words"]


def test_the_line_by_date_is_the_first_of_its_group(backend: Backend) -> None:
    """Folding keeps the order: a line stands where its first document does."""
    backend.add(
        {
            "old": {"title": "佳木斯社保基数18800", "published": "2024-01-01"},
            "new": {"title": "鹤岗社保基数9600", "published": "2025-01-01"},
            "between": {"title": "社保基数", "published": "2024-06-01"},
        }
    )
    newest = backend.search("社保基数", sort="newest")
    assert [(hit.refs[0], hit.folded) for hit in newest] == [("new", 1), ("between", 0)]
    oldest = backend.search("社保基数", sort="oldest")
    assert [(hit.refs[0], hit.folded) for hit in oldest] == [("old", 1), ("between", 0)]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_pages_by_date_are_parts_of_the_whole(backend: Backend, sort: str) -> None:
    """Page after page gives each document once, in the order of the whole."""
    backend.add(
        {
            str(number): {"title": f"医保{number}号", "published": f"2025-{1 + number % 3:02}-01"}
            for number in range(9)
        }
    )
    whole = backend.found("医保", sort=sort)
    pages = [backend.found("医保", sort=sort, limit=2, offset=at) for at in range(0, 10, 2)]
    assert [name for page in pages for name in page] == whole
    assert len(set(whole)) == 9
