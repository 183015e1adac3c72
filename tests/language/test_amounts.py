"""Numbers that are equal, and how else they may be written."""

from __future__ import annotations

import re
from decimal import Decimal
from math import prod
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.amounts import amounts_in
from souwen.language.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Callable


def forms(text: str) -> list[str]:
    """Give the other ways to write the only amount of a text."""
    (part,) = amounts_in(text)
    return [text[: part.start] + other.text + text[part.end :] for other in part.alternatives]


def value(amount: str) -> Decimal:
    """Work out what an amount is, digit by digit of its units."""
    digits, unit = re.fullmatch(r"([0-9.]+)([千百万亿]*)(?:元|块钱)?", amount).groups()  # type: ignore[union-attr]
    return Decimal(digits) * prod(
        {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[it] for it in unit
    )


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("1.87万元", "18700元"),
        ("18700元", "1.87万元"),
        ("1.8万", "18000"),
        ("2亿", "200000000"),
        ("5千元", "5000元"),
        ("5000元", "5千元"),
        ("3千万元", "30000000元"),
        ("500块钱", "500元"),
        ("3万块钱", "3万元"),
        ("社保基数18800能拿多少", "社保基数1.88万能拿多少"),
    ],
)
def test_an_amount_is_written_in_other_ways(text: str, other: str) -> None:
    """Units of thousands are worked out, and put in where the number allows it."""
    assert other in forms(text)


@pytest.mark.parametrize(
    "text",
    [
        "50%",
        "2025年",
        "20250426",
        "12393",
        "1-2万元",
        "1万多元",
        "1万2",
        "3万一",
        "100.55元",
        "pd-10000",
        "b12000",
        "000001元",
        "12000mg",
        "1.2.3万",
        "9" * 40 + "元",
    ],
)
def test_what_is_no_plain_amount_stays(text: str) -> None:
    """Shares, dates, codes, ranges and approximations have no other way to be written."""
    assert amounts_in(text) == []


def test_width_and_commas_make_no_difference() -> None:
    """However an amount is typed, it leads to the same other ways to write it."""
    typed = ("18700元", "18,700元", "１８７００元", "18700块钱", "18700.00元")
    found = [set(forms(normalise(text))) | {"18700元"} for text in typed]
    assert all(ways == {"18700元", "1.87万元"} for ways in found)


@given(st.decimals("0.0001", 99999, places=4), st.sampled_from(["万元", "亿元", "万", "千元"]))
def test_amounts_round_trip(number: Decimal, unit: str) -> None:
    """Every other way to write an amount is the same number, and leads back to the first."""
    text = f"{number.normalize():f}{unit}"
    for part in amounts_in(text):
        for other in part.alternatives:
            assert value(other.text) == value(text)
            if unit.endswith("元") and value(text) % 1 == 0:
                back = [it for found in amounts_in(other.text) for it in found.alternatives]
                assert all(value(it.text) == value(text) for it in back)


@given(st.integers(1_000, 10**8).map(lambda tens: 10 * tens))
def test_yuan_and_ten_thousands_lead_to_each_other(yuan: int) -> None:
    """An amount of yuan is found by its form in 万 or 亿, and that by the plain one."""
    plain = f"{yuan}元"
    for other in forms(plain):
        assert plain in forms(other)
    if yuan < 10**8:
        assert any("万" in other for other in forms(plain))


@given(st.text("0123456789.,万千亿元块钱%-年a多 ", max_size=30))
def test_any_text_can_be_read(text: str) -> None:
    """Parts lie apart in the text, and each other form is the same number."""
    end = 0
    for part in amounts_in(text):
        assert end <= part.start < part.end <= len(text)
        end = part.end
        same = value(text[part.start : part.end])
        assert all(value(other.text) == same for other in part.alternatives)


@pytest.mark.parametrize("piece", ["1", "1.", "1万", "1.1万元,"])
def test_time_grows_with_the_text(
    piece: str, is_linear: Callable[[Callable[[int], object], int], bool]
) -> None:
    """A text four times as long takes about four times as long."""
    assert is_linear(lambda size: amounts_in(piece * size), 4000)
