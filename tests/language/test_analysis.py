"""Every occurrence of every term, with its place in the original text."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from souwen.language.analysis import analyse
from souwen.language.terms import Family, count_terms


def test_the_rows_of_a_text() -> None:
    """Full-width and traditional characters keep their places in the original."""
    rows = [(row.family, row.term, row.start, row.end, row.side) for row in analyse("醫保ＰＤ-1")]
    assert rows == [
        ("gram", "医", 0, 1, "index"),
        ("gram", "医保", 0, 2, "both"),
        ("word", "医保", 0, 2, "both"),
        ("gram", "保", 1, 2, "index"),
        ("atom", "pd", 2, 4, "both"),
        ("atom", "1", 5, 6, "both"),
    ]


@given(st.text(st.sampled_from("医保养老金12.,a ") | st.characters(), max_size=20))
def test_the_rows_are_what_is_indexed(text: str) -> None:
    """They are the terms that the index has of a text, but for the parts of a number."""
    terms = count_terms(text)
    rows = analyse(text)
    assert all(0 <= row.start < row.end <= len(text) for row in rows)
    seen = Counter((row.family, row.term) for row in rows)
    assert set(seen) == {
        (family.value, term)
        for family, counter in terms.items()
        for term in counter
        if family is not Family.GRAM or not term[0].isdecimal()
    }
