"""What a browser shows of a page."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from souwen.ingest.text.html import read_html
from souwen.ingest.text.nodes import visible_nodes


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>var a='医';</script>",
        "<style>p{}</style>",
        "<!-- 医 -->",
        "<template><p>医</p></template>",
        "<noscript>医</noscript>",
        "<p hidden>医</p>",
        "<p style='color:red; Display : none'>医</p>",
        "<span style='visibility:hidden'>医</span>",
        "<i aria-hidden='true'>医</i>",
        "<select><option>医</select>",
        "<button>医</button>",
        "<svg><title>医</title><text>医</text></svg>",
        "<iframe>医</iframe>",
        "<textarea>医</textarea>",
    ],
)
def test_what_a_reader_does_not_see_is_gone(unseen: str) -> None:
    """Scripts, comments, hidden parts and controls leave no text."""
    assert read_html(f"<p>前</p>{unseen}<p>后</p>") == "前\n\n后"


def test_a_shadow_root_is_shown() -> None:
    """A template that a browser puts into the place of its parent is text like other."""
    assert (
        read_html("<p>前</p><x-a><template shadowrootmode=open>医</template></x-a>") == "前\n\n医"
    )


def test_the_menu_of_the_site_is_no_text_of_the_page() -> None:
    """What stands in a nav element is not read, wherever it stands."""
    markup = (
        "<body><nav><a>首页</a> <a>医保</a></nav><h1>缴费</h1><p>九月起缴费。</p>"
        "<nav>上一篇</nav></body>"
    )
    assert read_html(markup).split() == ["缴费", "九月起缴费。"]


def test_nodes_nest() -> None:
    """An element stands where it begins and where it ends, and its children lie between."""
    soup = BeautifulSoup("<div>甲<p>乙<b>丙</b></p><i hidden>丁</i></div>", "lxml")
    nodes, page, title, *_ = visible_nodes(soup)
    assert [node for node in nodes if isinstance(node, str)] == ["甲", "乙", "丙"]
    assert (nodes[0], nodes[-1], title) == (page, page, "")
    for node in nodes:
        if not isinstance(node, str):
            assert nodes[node.start] is nodes[node.end] is node
            assert all(node.start < child.start < child.end < node.end for child in node.children)


def test_hidden_text_in_a_power_is_not_seen() -> None:
    """What is hidden inside a raised number is no part of it."""
    assert read_html("<p>10<sup>9<i hidden>医</i></sup></p>") == "10⁹"
