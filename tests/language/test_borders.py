"""Where a text may be cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.borders import inside_words


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("职工医保报销比例", ["职工", "医保", "报销", "比例"]),
        ("職工醫療保險", ["醫療", "保險"]),
        ("每月18,700元起", ["0元"]),
        ("用量3.5mg每日", ["5m"]),
        ("涨了8%左右", ["8%"]),
        ("去佳木斯市办理", ["佳木斯市", "办理"]),
        ("到２０２４年底", ["４年"]),
    ],
)
def test_words_numbers_and_places_are_whole(text: str, whole: list[str]) -> None:
    """No word, no number and its unit, and no name of a place is cut."""
    inside = inside_words(text)
    for part in whole:
        start = text.index(part)
        assert inside >= set(range(start + 1, start + len(part))), part


def test_between_words_is_a_border() -> None:
    """Between two words a text may be cut."""
    assert 4 not in inside_words("职工医保报销比例")
    assert inside_words("") == frozenset()


@given(st.text("职工医保醫療18,元%mg北京市 ，㎡é\u0301", max_size=40))
def test_only_offsets_within_the_text(text: str) -> None:
    """Whatever stands there, offsets lie between two characters of the text."""
    assert all(0 < at < len(text) for at in inside_words(text))
