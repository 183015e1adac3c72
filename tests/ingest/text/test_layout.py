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
        ("<p><span>健</span>\n<span>康</span>\n<b>报</b></p>", "健康报"),
        ("<p><span>张三</span>\n<span>\n <a>某某医保</a></span></p>", "张三 某某医保"),
        ("<p>来源：健康新闻\n 浏览次数：12\n</p>", "来源：健康新闻 浏览次数：12"),
        (
            "<p><i>2025-04-26</i><i>来源：健康新闻</i><b>责编：李四</b></p>",
            "2025-04-26 来源：健康新闻 责编：李四",
        ),
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
