"""Records of normalised texts, and keys of terms."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from souwen.index.segments.segment import fields_of, key_of, opening_of, parts_of, record_of
from souwen.language.terms import Family

TEXT = st.text(st.sampled_from("医保a\U00020000 \n"), max_size=20)
FORMS = st.lists(TEXT, min_size=1, max_size=2)


@given(FORMS, FORMS, st.integers(0, 9), st.integers(0, 9))
def test_a_record_gives_its_texts(title: list[str], body: list[str], start: int, most: int) -> None:
    """All forms come back, and the first of them in parts without a look at the rest."""
    record = record_of(title, body)
    assert fields_of(record) == (title, body)
    first, rest = parts_of(record)
    assert first == title[0]
    assert opening_of(rest, start, most) == body[0][start : start + most]


def test_keys_of_terms_are_apart() -> None:
    """Grams lie in the order of their characters below all others, whose families count."""
    terms = [(Family.GRAM, "保"), (Family.GRAM, "医"), (Family.GRAM, "保医"), (Family.GRAM, "医保")]
    keys = [key_of(*term) for term in terms]
    assert keys == sorted(keys)
    others = {
        key_of(family, term) for family in (Family.WORD, Family.ATOM) for term in ("医保", "2")
    }
    others |= {key_of(Family.GRAM, "2"), key_of(Family.GRAM, "25")}
    assert len(others) == 6
    assert min(others) >= 1 << 63 > max(keys)
