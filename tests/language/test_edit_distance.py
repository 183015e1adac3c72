"""Substrings that are nearly a string."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.edit_distance import closest_substrings, edit_distance

TEXT = st.text("甲乙丙", max_size=12)


def plain_distance(token: str, text: str) -> int:
    """Work the distance out as it is defined, a row of the table after the other."""
    row = list(range(len(text) + 1))
    for number, character in enumerate(token, 1):
        above, row[0] = row[0], number
        for place, other in enumerate(text, 1):
            above, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, above + (character != other)),
            )
    return row[-1]


@pytest.mark.parametrize(
    ("token", "text", "found"),
    [
        ("社报基数", "佳木斯社保基数18800", "社保基数"),
        ("保社基数", "佳木斯社保基数18800", "社保基数"),
        ("社基数", "佳木斯社保基数18800", "社保基数"),
        ("高血压呀病", "老人高血压病的饮食", "高血压病"),
        ("异地就医备按", "异地就医备案流程", "异地就医备案"),
    ],
)
def test_what_was_meant_is_found(token: str, text: str, found: str) -> None:
    """Other, missing, superfluous and exchanged characters are found, at their whole length."""
    assert found in closest_substrings(token, text, 2)


@given(TEXT.filter(bool), TEXT, st.integers(1, 2))
def test_the_nearest_are_found_and_nothing_farther(token: str, text: str, most: int) -> None:
    """What is found is within the distance or an anagram, and the nearest there is is found."""
    found = closest_substrings(token, text, most)
    everything = {
        text[start:end] for start in range(len(text)) for end in range(start + 1, len(text) + 1)
    }
    for substring, distance in found.items():
        assert substring in everything - {token}
        is_anagram = sorted(substring) == sorted(token)
        assert plain_distance(token, substring) == distance or (is_anagram and distance == most)
    least = min((plain_distance(token, one) for one in everything), default=most + 1)
    if 0 < least <= most:
        assert least in {plain_distance(token, one) for one in found}


@given(TEXT, TEXT)
def test_the_distance_is_that_of_the_definition(token: str, text: str) -> None:
    """The bit vectors give what the table gives, of empty and of long strings too."""
    assert edit_distance(token, text) == plain_distance(token, text)
    long = "丁" * 70
    assert edit_distance(long + token, text + long) == plain_distance(long + token, text + long)


@given(TEXT, TEXT)
def test_the_distance_is_one(one: str, other: str) -> None:
    """It is 0 for equal strings only, the same both ways, and at most the longer's length."""
    distance = edit_distance(one, other)
    assert (distance == 0) == (one == other)
    assert distance == edit_distance(other, one) <= max(len(one), len(other))
