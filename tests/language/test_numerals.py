"""Chinese numerals and numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.numerals import (
    NUMERAL,
    digits_of,
    number_of,
    numeral_in_turn,
    numeral_of,
)


@given(st.integers(0, 9999))
def test_there_and_back(number: int) -> None:
    """The numeral of a number stands for that number, and its digits in turn too."""
    assert number_of(numeral_of(number)) == number
    if number > 9:
        assert digits_of(numeral_in_turn(str(number))) == str(number)


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        *[("六十四", 64), ("一百二十", 120), ("一百零二", 102), ("十", 10), ("两", 2), ("零", 0)],
        *[("百", None), ("一一", None), ("二〇二五", None), ("千", None), ("", None)],
    ],
)
def test_numbers(numeral: str, number: int | None) -> None:
    """What is no number on its own is none."""
    assert number_of(numeral) == number


@given(st.text(NUMERAL, max_size=9))
def test_any_numeral_is_read(numeral: str) -> None:
    """No string of numerals raises, and what is read is no more than four digits."""
    number = number_of(numeral)
    assert number is None or 0 <= number <= 9999
