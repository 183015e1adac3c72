"""What a character is easily taken for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.likeness import FAR_SHAPE, NEARLY_SOUND, NEVER, SHAPE, SOUND, costs


@pytest.mark.parametrize(
    ("one", "other", "cost"),
    [
        ("压", "压", 0),
        ("压", "呀", SOUND),
        ("星", "新", NEARLY_SOUND),
        ("未", "末", SHAPE),
        ("己", "巳", SHAPE),
        ("期", "斯", FAR_SHAPE),
        ("高", "一", NEVER),
        ("a", "a", 0),
        ("a", "b", NEVER),
        ("1", "7", NEVER),
    ],
)
def test_costs(one: str, other: str, cost: int) -> None:
    """Sound is nearer than shape; letters and digits are taken for nothing else."""
    assert costs(one)[ord(other)] == costs(other)[ord(one)] == cost


@given(st.characters())
def test_any_character_is_itself_alone(character: str) -> None:
    """It costs nothing to take a character for itself, and something for any other."""
    found = costs(character)
    free = (found == 0).nonzero()[0].tolist()
    assert free == ([ord(character)] if 0 < ord(character) < len(found) - 1 else [])
