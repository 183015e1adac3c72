"""Controls of a text made visible."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from souwen.language.harmless import harmless, harmless_lines

DIRTY = st.text(alphabet="医保ab \t\n\r\x1b\x00\x9b\x1f\x85\u2028\u202e\udc9d", max_size=30)
ANY = st.one_of(st.text(), DIRTY)


def is_control(character: str) -> bool:
    """Tell whether a terminal might act on a character."""
    return (
        unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or character in "\u202e\u2066"
    )


@given(ANY)
def test_c66_nothing_steers_the_terminal(text: str) -> None:
    """No control character is left, and each character stays at its place."""
    assert not any(map(is_control, harmless(text)))
    assert not any(map(is_control, harmless_lines(text).replace("\n", "")))
    assert len(harmless(text)) == len(harmless_lines(text)) == len(text)


def test_c66_escape_sequences_are_seen() -> None:
    """An escape sequence comes out as what it is made of."""
    assert harmless("\x1b[31m医保\x07") == "␛[31m医保␇"
    assert harmless("一\n二\t三") == "一 二 三"
