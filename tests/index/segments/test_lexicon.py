"""The order of terms that are kept as strings."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from souwen.index.columns import Entry
from souwen.index.segments.invert import invert
from souwen.index.segments.lexicon import places_beginning, string_order, terms_from
from souwen.language.terms import Family

STRINGS = st.lists(
    st.one_of(
        st.text(st.sampled_from("ab医"), max_size=40),
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6),
    ).map(lambda text: ("w" + text).encode()),
    unique=True,
)


@given(STRINGS)
@settings(max_examples=300, deadline=None)
def test_strings_in_the_order_of_their_bytes(strings: list[bytes]) -> None:
    """Strings are ordered as Python orders their bytes, however long they are alike."""
    ends = np.cumsum([len(string) for string in strings], dtype=np.uint64)
    order = string_order(ends, np.frombuffer(b"".join(strings), np.uint8))
    assert [strings[place] for place in order.tolist()] == sorted(strings)


@given(
    st.lists(st.text(st.sampled_from("医保险a1b2.－ 𠮷􏿽"), max_size=12), min_size=1, max_size=5),
    st.text(st.sampled_from("医保险a1b2𠮷􏿽"), min_size=1, max_size=3),
)
@settings(max_examples=200, deadline=None)
def test_terms_that_begin_so_lie_together(bodies: list[str], start: str) -> None:
    """Their places, found by two looks, are those of a walk over all terms that compares each."""
    segment = invert([Entry(f"a{at}", True, 0, "", "", body) for at, body in enumerate(bodies)])
    for family in Family:
        walked = {place for term, place in terms_from(segment, family) if term.startswith(start)}
        found = places_beginning(segment, family, start).tolist()
        assert len(found) == len(set(found))
        assert set(found) == walked
