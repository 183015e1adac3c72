"""What a text shows that a program kept of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.text.shown import shown

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        ("甲<br>乙<BR/>丙", "甲\n乙\n丙"),
        ("甲<em class='k'>乙</em>丙\n丁", "甲乙丙\n丁"),
        ('<a href="/x">甲</a>', "甲"),
        ('甲<br><img src="x.png">乙', "甲\n乙"),
        ("甲<p>乙</p>丙", "甲\n乙\n丙"),
        ("&lt;b&gt;甲&lt;/b&gt;&amp;乙", "甲&乙"),
        ("&amp;nbsp;甲&#8226;乙", " 甲•乙"),
        (r"\u533b\u4fdd", "医保"),
    ],
)
def test_what_is_left_of_markup_is_read(kept: str, text: str) -> None:
    """Entities, codes and single tags are what they stand for, and lines stay."""
    assert shown(kept) == text


@pytest.mark.parametrize(
    "text",
    [
        "a<b 且 c>d",
        "<img src=x>甲",
        "<script>甲</script>",
        "x <b> y",
        "List<a>",
        "<未完>",
        "1 < 2 & 3",
        "&这; &x",
        "#医保#",
    ],
)
def test_what_is_no_markup_stays(text: str) -> None:
    """A sign of comparison, a tag without its end and a lone `&` are text."""
    assert shown(text) == text


def test_a_page_of_markup_is_read_as_one() -> None:
    """Blocks stand apart, and the title comes first only where it is asked for."""
    page = "<h1>甲</h1><p>乙</p><p>丙</p>"
    assert shown(page, title=True) == "甲\n\n乙\n\n丙"
    assert shown(page).endswith("乙\n\n丙")


@given(st.text(alphabet="<>/&;#abrp甲 \n\"='", max_size=80))
def test_nothing_of_a_text_is_lost(text: str) -> None:
    """Whatever signs stand around it, each ideograph is still there, in its order."""
    assert shown(text).count("甲") <= text.count("甲")
    if "<" not in text:
        assert shown(text).count("甲") == text.count("甲")


def test_it_is_linear(is_linear: Callable[[Callable[[int], object], int], bool]) -> None:
    """Tags that never end are read in linear time."""
    for unit in ("<b", "<b ", "<br", "</b", "<b>", "&amp;", "&nbsp;<"):
        assert is_linear(lambda size, unit=unit: shown(unit * size), 5_000)
