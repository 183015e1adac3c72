"""What the value of a field says, whatever its type."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.rows.values import at_path, day_of, is_blank, line_of, text_of, texts_in

ANY = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("甲", "甲"),
        (12393, "12393"),
        (12393.0, "12393"),
        (1.5, "1.5"),
        (Decimal("1.50"), "1.50"),
        (["甲", None, "乙", 3], "甲\n乙\n3"),
        ([{"行号": 1, "内容": "甲"}, {"行号": 2, "内容": "乙"}], "甲\n乙"),
        ([{"title": "一、", "text": ["甲", "乙"]}], "一、\n甲\n乙"),
        ({"rendered": "<p>甲</p>"}, "<p>甲</p>"),
        ({"$oid": "5f3a"}, "5f3a"),
        ({"$numberLong": "7"}, "7"),
        ("甲".encode("gb18030"), "甲"),
        (date(2025, 4, 26), "2025-04-26"),
    ],
)
def test_the_text_of_a_value(value: object, text: str) -> None:
    """Numbers, lists of paragraphs and what programs wrap a text in are texts."""
    assert text_of(value) == text


@pytest.mark.parametrize("value", [True, {"a": 1}, [{"a": 1}], float("inf")])
def test_what_is_no_text(value: object) -> None:
    """The reason says what it is instead."""
    with pytest.raises(ValueError, match="no text in it"):
        text_of(value)


def test_a_line_is_the_first_of_a_list() -> None:
    """A scraper's list of one is that one."""
    assert line_of([[" 甲\n乙 "], "丙"]) == "甲 乙"
    assert line_of(["", "丙"]) == "丙"


@pytest.mark.parametrize(
    "value",
    [
        20250426,
        1745625600,
        1745625600.0,
        1745625600000,
        "1745625600",
        ["2025-04-26"],
        {"$date": "2025-04-26T00:00:00Z"},
        {"$date": {"$numberLong": "1745625600000"}},
        {"$date": 1745625600000},
        "２０２５年４月２６日",
        "二〇二五年四月二十六日",
        date(2025, 4, 26),
        datetime(2025, 4, 25, 20, tzinfo=UTC),
        datetime(2025, 4, 26, 23),  # noqa: DTZ001 - a column of a table has no zone
    ],
)
def test_the_day_of_a_value(value: object) -> None:
    """Each is the day that it was in China."""
    assert day_of(value) == "2025-04-26"


def test_what_says_no_date_is_no_mistake() -> None:
    """What programs write for nothing is nothing; anything else that is no day is told."""
    assert [day_of(said) for said in ("null", "NaN", r"\N", "-", 0)] == [None] * 5
    with pytest.raises(ValueError, match="impossible date 3天前"):
        day_of("3天前")


def test_paths() -> None:
    """A key with dots that is there goes before a path; lists are gone through."""
    fields = {"a": {"b": [{"c": 1}, {"c": 2}]}, "a.b": 3, "x": 4}
    assert at_path(fields, "a.b") == 3
    assert at_path(fields, "a.b.c") == [1, 2]
    assert at_path(fields, "a.b.1.c") == 2
    assert at_path(fields, "a.b.9.c") is None
    assert at_path(fields, "x.y") is None


def test_texts_in_a_value() -> None:
    """The items of a list are one text each, of one path."""
    assert list(texts_in({"b": ["甲 ", "乙丙"], "c": 1}, "a")) == [("a.b", 1), ("a.b", 2)]


@given(ANY)
def test_any_value_says_something_or_nothing(value: Any) -> None:
    """Nothing raises but what is meant to."""
    assert is_blank(value) in {True, False}
    for read in (text_of, line_of, day_of):
        try:
            assert isinstance(read(value), str | None)
        except ValueError as error:
            assert str(error)  # noqa: PT017 - either is right
