"""Characters that look alike, and digits that are digits by where they stand."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from souwen.language.atoms import cuts_atom
from souwen.language.characters import (
    normalise_cluster,
    simplified,
    unit_digits,
    unit_digits_of_part,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[("m²", "m2"), ("80m³", "80m3"), ("kg/m²", "kg/m2"), ("cm²", "cm2"), ("co₂", "co2")],
        *[("pm₂.₅", "pm2.5"), ("pm₂.₅7", "pm2.₅7")],
        *[("10⁹", "10⁹"), ("xm²", "xm²"), ("m²3室", "m²3室"), ("²", "²"), ("b₁₂", "b12")],
    ],
)
def test_digits_of_units(text: str, expected: str) -> None:
    """A power belongs to its unit and a small number to its formula; 10⁹ and m²3 stay."""
    assert unit_digits(text) == expected


@example("k₂²", 1, 3)
@example("k₂²医", 1, 4)
@example("m²₂m", 1, 4)
@given(st.text("km²³₂3/医 ", max_size=12), st.integers(0, 11), st.integers(1, 12))
def test_a_part_is_read_as_its_text_may_be(text: str, low: int, high: int) -> None:
    """Whatever whole atoms are cut out of a text, one of their readings is what they became."""
    whole = unit_digits(text)
    if all(not cuts_atom(whole, at, at) for at in (low, high)):
        assert whole[low:high] in unit_digits_of_part(text[low:high])


@pytest.mark.parametrize(
    ("cluster", "expected"),
    [
        *[("医\u0332", "医"), ("醫\u20dd", "医"), ("1\u20e3", "1"), ("e\u0301", "é")],
        *[("か\u3099", "が"), ("㎡", "m²"), ("㎥", "m³"), ("㎎", "mg"), ("・", "·"), ("⻓", "长")],
    ],
)
def test_a_cluster(cluster: str, expected: str) -> None:
    """What is drawn over an ideograph goes; what makes another letter stays."""
    assert normalise_cluster(cluster) == expected


def test_the_tables_are_closed() -> None:
    """Every character becomes one that is not folded again, and no common one is folded away."""
    table = simplified()
    assert len(table) > 4500
    assert all(len(key) == len(value) == 1 for key, value in table.items())
    assert not set(table.values()) & set(table)
    assert not set("芸弁予欠缶余著沈") & set(table) - {"著"}
