"""Tables over all code points."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from souwen.language.characters import HAN, MARKS, SMALL_DIGITS, normalise_cluster
from souwen.language.code_points import (
    NOT_ONE,
    han_table,
    kept_apart,
    normalised_points,
    points_of,
    sides,
    table_of,
)
from souwen.language.spaces import KEPT_APART, Side, side_of


@given(st.text(min_size=1))
def test_what_each_becomes(text: str) -> None:
    """A code point becomes what its character does, and is beside a space what that is."""
    for character, point in zip(text, normalised_points(points_of(text)).tolist(), strict=True):
        becomes = normalise_cluster(character)
        if re.match(f"[{MARKS}{SMALL_DIGITS}]", character) or len(becomes) != 1:
            assert point == NOT_ONE
        else:
            assert chr(point) == becomes
            assert sides()[point] == side_of(becomes)


@given(st.characters())
def test_a_class_has_what_its_pattern_has(character: str) -> None:
    """A table says of a character what the class of the same ranges does."""
    assert table_of(HAN)[ord(character)] == (re.match(f"[{HAN}]", character) is not None)
    assert han_table()[ord(character)] == table_of(HAN)[ord(character)]


def test_pairs() -> None:
    """The table of pairs is the set of them."""
    assert {
        (one, other) for one in Side for other in Side if kept_apart()[one, other]
    } == KEPT_APART
