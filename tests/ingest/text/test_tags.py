"""Where the tags of some markup are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.text.tags import strip_tags, tokens

PIECES = re.findall(
    r"\S+",
    "<p> </p> <!-- --> <script> </script> <title> <![CDATA[ ]]> <!doctype < > & = 医 a ' \"",
)


@given(st.lists(st.sampled_from([*PIECES, " "])).map("".join))
def test_the_tokens_of_a_markup_are_the_whole_of_it(markup: str) -> None:
    """Each token begins where the one before it ends, from the first character to the last."""
    cut = list(tokens(markup))
    assert "".join(markup[token.start : token.end] for token in cut) == markup
    assert [token.start for token in cut[1:]] == [token.end for token in cut[:-1]]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>甲<b>乙</b></p><p>丙</p>", "甲乙丙"),
        ("甲<br>乙", "甲\n乙"),
        ("<td>甲<td>乙", "甲 乙"),
        ("<script>甲</script>乙", "乙"),
        ("<nav>甲</nav>乙&lt;", "乙<"),
    ],
)
def test_stripping(markup: str, text: str) -> None:
    """Tags go, what they hide goes with them, lines and cells stay apart."""
    stripped = strip_tags(markup)
    assert re.sub(r"\n\n|^ | $", "", stripped) == text
