"""The group and the place of a title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.normalise import normalise
from souwen.language.titles import group_of

SAME = [
    ("佳木斯社保基数18800是几档", "鹤岗社保基数19000是几档"),
    ("黑龙江佳木斯社保基数18800元", "海南昌江社保基数1.87万元"),
    ("2025年医保缴费标准", "2026年医保缴费标准"),
    ("异地就医怎么备案_健康网", "异地就医怎么备案"),
    ("佳木斯 社保基数：18800", "佳木斯社保基数18800"),
]
APART = [
    ("佳木斯社保基数18800是几档", "佳木斯社保基数18800能拿多少"),
    ("佳木斯医保怎么报销", "医保怎么报销"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_group(one: str, other: str) -> None:
    """Titles that differ in places, numbers, punctuation or a site's name are of one group."""
    assert group_of(normalise(one)).key == group_of(normalise(other)).key != 0


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_groups(one: str, other: str) -> None:
    """Titles with other words are of two groups."""
    assert group_of(normalise(one)).key != group_of(normalise(other)).key


@pytest.mark.parametrize("title", ["", "佳木斯", "2025", "佳木斯18800元", "。"])
def test_nothing_but_places_and_numbers_is_no_group(title: str) -> None:
    """A title without words of its own is in no group."""
    assert group_of(normalise(title)).key == 0


def test_a_key_tells_templates_from_titles() -> None:
    """A template's key is odd, a plain title's is even."""
    assert group_of("佳木斯医保怎么报销").key % 2 == 1
    assert group_of("医保怎么报销").key % 2 == 0


def test_the_narrowest_place_counts() -> None:
    """Of a province and what lies in it, the latter is the place of the title."""
    assert group_of("黑龙江佳木斯医保怎么报销").place == 2308
    assert group_of("医保怎么报销").place == 0


@given(st.text())
def test_any_title_has_a_group(title: str) -> None:
    """No title raises, and a key fits in 64 bits."""
    assert 0 <= group_of(normalise(title)).key < 1 << 64
