"""The nodes of a page as lines."""

from __future__ import annotations

import pytest

from souwen.ingest.text.html import read_html


def test_c30_inline_tags_add_no_space_and_breaks_break() -> None:
    """A word with a bold character stays whole; `<br>` is a line break."""
    assert read_html("<p>职工<b>医</b>保</p><p>糖尿<br>病</p>") == "职工医保\n\n糖尿\n病"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<ul><li>甲<li>乙</ul>", "甲\n\n乙"),
        ("<table><tr><td>1<td>2<tr><td>3</table>", "1 2\n\n3"),
        ("<p>正\n文 abc\n def</p>", "正文 abc def"),
        ("<pre>甲\n\n乙</pre>", "甲\n\n乙"),
        ("甲<br><br>乙", "甲\n\n乙"),
        ("<p>4.0×10<sup>9</sup>/L<sup>[1]</sup></p>", "4.0×10⁹/L[1]"),
        ("<p>甲<![CDATA[乙<丙]]></p>", "甲乙<丙"),
        ("<p>甲&nbsp;乙&#x110000;&#xD800;</p>", "甲\u00a0乙\ufffd\ufffd"),
    ],
)
def test_layout(markup: str, text: str) -> None:
    """Lines, cells and white space come out as a browser shows them."""
    assert read_html(markup) == text
