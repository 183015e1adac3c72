"""The order of terms that are kept as strings."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from souwen.index.segments.lexicon import string_order

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
