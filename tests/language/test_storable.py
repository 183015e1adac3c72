"""Text that can be stored."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from souwen.language.storable import storable, storable_path

TEXT = st.text(st.one_of(st.sampled_from("a医\0\ud800\udcff\ufffd"), st.characters()))


@given(TEXT)
def test_any_text_becomes_storable(text: str) -> None:
    """It can be written, holds no NUL, and stays as it is where it was so before."""
    result = storable(text)
    result.encode()
    assert "\0" not in result
    assert storable(result) == result
    assert len(result) == len(text) - text.count("\0")


def test_halves_are_replaced() -> None:
    """Half a character is lost, not the text around it."""
    assert storable("甲\ud800乙\0丙\udc80") == "甲\ufffd乙丙\ufffd"


@given(TEXT)
def test_any_path_becomes_storable(path: str) -> None:
    """It can be written, and stays as it is where it could be before."""
    result = storable_path(path)
    result.encode()
    assert storable_path(result) == result


def test_bytes_of_a_path_are_shown() -> None:
    """Bytes of a path that are no UTF-8 are shown as such, everything else stays."""
    assert storable_path("/d/医保") == "/d/医保"
    assert storable_path("/d/\udcff") == "/d/\\xff"
    assert storable_path("/d/\ud800") == "/d/\\ud800"
