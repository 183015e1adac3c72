"""Which script a text leans to."""

from __future__ import annotations

import pytest

from souwen.language.script import leaning


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("異地就醫備案怎麼辦理", 1),
        ("异地就医备案怎么办理", -1),
        ("北京大学", -1),
        ("北京", 0),
        ("abc 123", 0),
        ("", 0),
        ("医保报销 (醫)", -1),
    ],
)
def test_the_script_of_most_characters_counts(text: str, sign: int) -> None:
    """Characters of one script alone decide, the more of them; what both have says nothing."""
    assert (leaning(text) > 0) - (leaning(text) < 0) == sign
