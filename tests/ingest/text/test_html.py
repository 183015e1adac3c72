"""HTML to text."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.pages.split import split_text
from souwen.ingest.text import html as html_text
from souwen.ingest.text.html import looks_like_html, read_documents, read_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_c66_entities_are_decoded_once() -> None:
    """What a page shows as markup is text, not markup."""
    assert read_html("<p>&lt;script&gt;医保</p>") == "<script>医保"
    assert read_html("<p>&amp;lt;b&amp;gt;</p>") == "&lt;b&gt;"
    assert read_html("<h1>&lt;img src=x onerror=alert(1)&gt;医保</h1><p>文</p>") == (
        "<img src=x onerror=alert(1)>医保\n\n文"
    )


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


def test_too_many_tags_are_only_stripped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of more elements than there is memory for keeps its text, and a warning says why."""
    monkeypatch.setattr(html_text, "MOST", 1_000)
    (document,) = read_documents("<b>医</b>" * 1_001)
    assert document.text == "医" * 1_001
    assert document.warnings == ("there are too many tags: they were only stripped",)


LANGUAGES = [
    *[
        "中文内容如下。",
        "English text.",
        "日本語の文章です。",
        "한국어 문장입니다.",
        "Русский текст.",
    ],
    *["Ελληνικά εδώ.", "العربية هنا.", "עברית כאן.", "हिन्दी पाठ।", "ภาษาไทย"],
]


def test_a_page_in_ten_languages() -> None:
    """Nothing is lost of a page in many scripts, and nothing is told of it."""
    markup = "<h1>题</h1>" + "".join(f"<p>{line}</p>" for line in LANGUAGES)
    (document,) = read_documents(markup)
    assert document.text.split("\n\n") == ["题", *LANGUAGES]
    assert document.warnings == ()


def test_megabytes_of_data_in_scripts() -> None:
    """Scripts of 5 MB that hold JSON are read, of whatever making, and a page beside them too."""
    story = "参保人员在外地住院以前要先办理异地就医备案。" * 5
    many = json.dumps([{"id": n, "content": story} for n in range(8_000)], ensure_ascii=False)
    assert len(many.encode()) > 2_500_000
    for script in (many, many[:-9], "{" * 3_000_000, '"' + "\\\\" * 2_000_000):
        for kind in ("application/ld+json", "application/json", "text/javascript"):
            markup = f"<h1>题目</h1><script type='{kind}'>window.__STATE__ = {script}</script>"
            (document,) = read_documents(f"{markup}<p>{story}</p><p>{story}</p>")
            assert document.text.startswith("题目")
            assert len(document.warnings) <= 1
