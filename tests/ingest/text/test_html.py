"""HTML to text."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.pages.split import split_text
from souwen.ingest.text.html import looks_like_html, read_documents, read_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_c30_inline_tags_add_no_space_and_breaks_break() -> None:
    """A word with a bold character stays whole; `<br>` is a line break."""
    assert read_html("<p>职工<b>医</b>保</p><p>糖尿<br>病</p>") == "职工医保\n\n糖尿\n病"


def test_c66_entities_are_decoded_once() -> None:
    """What a page shows as markup is text, not markup."""
    assert read_html("<p>&lt;script&gt;医保</p>") == "<script>医保"
    assert read_html("<p>&amp;lt;b&amp;gt;</p>") == "&lt;b&gt;"
    assert read_html("<h1>&lt;img src=x onerror=alert(1)&gt;医保</h1><p>文</p>") == (
        "<img src=x onerror=alert(1)>医保\n\n文"
    )


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


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<title>丙</title><p>导航</p><h1>甲</h1><p>乙</p>", "甲\n\n导航\n\n乙"),
        ("<h1 hidden>丙</h1><h1><img></h1><h1>甲</h1>乙", "甲\n\n乙"),
        ("<title>甲</title><p>乙</p>", "甲\n\n乙"),
        ("<title>医保须知</title><p>医保须知</p><p>乙</p>", "医保须知\n\n乙"),
        ("<title>医保须知_某某网</title><h2>医保须知</h2>乙", "医保须知\n\n乙"),
        ("<h1>甲<br>乙</h1><p>丙</p>", "甲 乙\n\n丙"),
        ("<title>甲</title>", "甲"),
    ],
)
def test_the_title_comes_first_and_once(markup: str, text: str) -> None:
    """The first visible h1, or else the title, is the first line."""
    assert read_html(markup) == text


def test_without_a_title_everything_stays_in_place() -> None:
    """Where the title is known already, the h1 is a line and the title tag nothing."""
    assert read_html("<title>丙</title><p>导航</p><h1>甲</h1>乙", title=False) == "导航\n\n甲\n\n乙"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>3 < 5 医保", "3 < 5 医保"),
        ("<p>甲<医保>乙</p>", "甲<医保>乙"),
        ("<p>甲<!医保>乙</p>", "甲<!医保>乙"),
        ("<p>甲</p><!-- 乙", "甲\n\n乙"),
        ("<title>甲乙", "甲乙"),
        ("<p>甲</p><p class='x 乙", "甲\n\n<p class='x 乙"),
        ("<p>甲</p><a href='http://x", "甲"),
    ],
)
def test_text_after_a_broken_tag_is_kept(markup: str, text: str) -> None:
    """A lone `<`, a cut tag or comment costs no text."""
    assert read_html(markup) == text


def test_a_cut_page_is_warned_of() -> None:
    """What was mended is told."""
    assert read_documents("<p>甲</p><!-- 乙")[0].warnings == ("an element is cut",)
    assert read_documents("<p>甲</p><a href='http://x")[0].warnings == ("a tag is cut",)
    assert read_documents("<p>甲</p><script>var")[0].warnings == ("a script is cut",)


def test_glued_documents() -> None:
    """Each doctype, or html tag without one, begins a document; conditional comments do not."""
    one = "<!doctype html>\n<!--[if IE]><html class=ie><![endif]--><html><body>甲</body></html>"
    found = read_documents(f"{one}<html><p>乙{one}<p>丙")
    assert [document.text for document in found] == ["甲", "乙", "甲\n\n丙"]


def test_a_document_inside_another_is_a_part_of_it() -> None:
    """A page that was put into a page, doctype and all, is no page of its own."""
    inner = "<!doctype html><html><title>丙</title><body>乙</body></html>"
    found = read_documents(f"<html><title>题</title><body>甲{inner}丁</body></html>{inner}")
    assert [document.text for document in found] == ["题\n\n甲\n\n乙\n\n丁", "丙\n\n乙"]


def test_a_cut_document_does_not_swallow_the_next() -> None:
    """A comment, title or script that is cut ends where the next document begins."""
    for cut in ("<!-- 甲", "<title>甲", "<p>甲</p><script>var x", "<p>甲<a href='x"):
        found = read_documents(f"{cut}<!doctype html><title>乙</title><script></script>--> 丙")
        assert found[-1].text.startswith("乙\n\n")
    kept = '<p>甲<script>document.write("<!doctype html>乙")</script></p>'
    assert read_html(kept) == "甲"


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<b><p>", "<font>", "<table><tr><td>"])
def test_endless_nesting(tag: str) -> None:
    """100,000 open tags are stripped, with a warning, and cost no text."""
    found = read_documents(tag * 100_000 + "医保")
    assert found[0].text == "医保"
    assert "tags nest too deeply: they were only stripped" in found[0].warnings


@pytest.mark.parametrize(
    "piece", ["<", "<!--", "<a b='\"", "<script>", "<p>医</p>", "<br>", "&amp;", "医\n", "<?"]
)
def test_c45_time_grows_with_the_size(is_linear: Callable[..., bool], piece: str) -> None:
    """The time grows in proportion to the markup."""
    assert is_linear(lambda size: read_documents(piece * size), 3_000)


@pytest.mark.parametrize(
    ("text", "is_html"),
    [
        ("<!DOCTYPE html><p>甲", True),
        ("\ufeff\n <html>", True),
        ("<?xml version='1.0'?><html>", True),
        ("<p>职工<b>医</b>保</p>", True),
        ("<meta charset=big5><p>職工</p>", True),
        ("医保须知<br>甲<br>乙<br>", True),
        ("医保须知\n\n收缩压<140，舒张压<90\n", False),
        ("<img src=x onerror=alert(1)>医保\n&lt;script&gt;医保", False),
        ("【异地就医】<本人>填写", False),
        ("医保" * 3000 + "<b>重点</b>", False),
        ("", False),
    ],
)
def test_markup_is_told_from_text(text: str, is_html: bool) -> None:
    """Tags make a file HTML; a less-than sign does not."""
    assert looks_like_html(text) is is_html


def as_paragraphs(lines: list[str]) -> str:
    """Each line a paragraph."""
    return "<html><body>" + "".join(f"<p>{line}</p>\n" for line in lines) + "</body></html>"


def as_breaks(lines: list[str]) -> str:
    """All lines in one block."""
    return "<div>" + "<br>\n".join(lines) + "</div>"


def as_preformatted(lines: list[str]) -> str:
    """All lines as they are."""
    return "<html><pre>" + "\n".join(lines) + "</pre></html>"


def as_a_page(lines: list[str]) -> str:
    """A heading, a list of items, and what comes with a real page."""
    title, *rest = [line for line in lines if line.strip()]
    items = "".join(
        f"<ul><li>{line}</li></ul>" if "•" in line else f"<div><span>{line}</span></div>\n"
        for line in rest
    )
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{title}_某某网</title>"
        f"<style>p{{}}</style></head><body><h1>{title}</h1>{items}<script>x</script></body></html>"
    )


def as_records(lines: list[str]) -> str:
    """Recommendations as boxes: a heading, a paragraph, a channel and a date."""
    start = next(place for place, line in enumerate(lines) if line.startswith("相关推荐"))
    title, *body = [line for line in lines[: start + 1] if line.strip()]
    parts = [f"<h1>{title}</h1>", *(f"<p>{line}</p>" for line in body)]
    rest = [line for line in lines[start + 1 :] if line.strip()]
    whole = len(rest) // 3 * 3
    for name, summary, seen in zip(*(rest[k:whole:3] for k in range(3)), strict=True):
        channel, day = seen.rsplit(None, 1)
        parts.append(
            f"<div class='rec'><h3>{name}</h3>\n<p>{summary}</p>\n"
            f"<div><span>{channel}</span> <span>{day}</span></div></div>"
        )
    return "".join(parts) + "".join(f"<div class='foot'>{line}</div>" for line in rest[whole:])


@pytest.mark.parametrize(
    "convert", [as_paragraphs, as_breaks, as_preformatted, as_a_page, as_records]
)
def test_a_page_as_html(two_pages: list[Path], convert: Callable[[list[str]], str]) -> None:
    """A page gives the same documents as text and as HTML of any making."""
    for path in two_pages:
        text = path.read_text(encoding="utf-8")
        markup = convert([html.escape(line) for line in text.split("\n")])
        assert looks_like_html(markup)
        assert documents(read_html(markup)) == documents(text)


def documents(text: str) -> list[tuple[str, ...]]:
    """Give what a text splits into, bodies without white space."""
    return [
        (record.kind, record.title, "".join(record.body.split()), str(record.published))
        for page in split_text(text)
        for record in page.records
    ]


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """No text raises, as it is or within tags, and what comes out can be stored."""
    for markup in (text, f"<p>{text}</p>", f"<{text}", f"<!--{text}", f"<a {text}>{text}</a>"):
        read_html(markup).encode("utf-8")
        looks_like_html(markup)


PIECES = [
    " ",
    "\n",
    *re.findall(
        r"\S+",
        "<p> </p> <b> <h1> </h1> <title> </title> <!-- --> <script> </script> <pre> <br> <td> <li>"
        "<![CDATA[ ]]> <!doctype <html> </html> < > & &lt; = 医 a <svg> <textarea> ' \"",
    ),
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_mess_of_tags_is_read(markup: str) -> None:
    """No mess of tags raises."""
    read_html(markup).encode("utf-8")


def test_the_menu_of_the_site_is_no_text_of_the_page() -> None:
    """What stands in a nav element is not read, wherever it stands."""
    markup = (
        "<body><nav><a>首页</a> <a>医保</a></nav><h1>缴费</h1><p>九月起缴费。</p>"
        "<nav>上一篇</nav></body>"
    )
    assert read_html(markup).split() == ["缴费", "九月起缴费。"]
