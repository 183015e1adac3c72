"""HTML that is repaired before parsing."""

from __future__ import annotations

import tracemalloc

import pytest

from souwen.ingest.text import html as html_text
from souwen.ingest.text import repair
from souwen.ingest.text.html import read_documents, read_html

UNSEEN = (
    "nav template noscript select svg button object audio video canvas map datalist iframe textarea"
)


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
    """What was repaired gives a warning."""
    assert read_documents("<p>甲</p><!-- 乙")[0].warnings == ("an element is cut",)
    assert read_documents("<p>甲</p><a href='http://x")[0].warnings == ("a tag is cut",)
    assert read_documents("<p>甲</p><script>var")[0].warnings == ("a script is cut",)


def test_joined_documents() -> None:
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


@pytest.mark.parametrize(
    "inner", ["<div>", "<table><tr><td>", "<ul><li><div><div>", "<span>", "<p>"]
)
@pytest.mark.parametrize("name", UNSEEN.split())
def test_what_a_hidden_element_leaves_open_hides_nothing_else(name: str, inner: str) -> None:
    """Text below a menu whose tags are not closed is seen; the parser put it into the menu."""
    page = f"<p>前</p><div><{name}>{inner}菜单</{name}></div><p>正文</p>"
    shown = read_html(f"<html><body>{page}{page}</body></html>")
    assert (shown.count("正文"), shown.count("前")) == (2, 2)


def test_a_hidden_element_inside_another_ends_alone() -> None:
    """The end of an inner element does not end the outer one."""
    shown = read_html("<nav><div><select><b>一</select>二</div><nav>三</nav>四</nav><p>五</p>")
    assert shown == "五"


@pytest.mark.parametrize("piece", ["<b>", "<div></div>", "<br>", "<p>"])
def test_many_tags_take_bounded_memory(monkeypatch: pytest.MonkeyPatch, piece: str) -> None:
    """A file of more tags than are parsed takes a few times its own size."""
    monkeypatch.setattr(repair, "MOST", 1_000)
    monkeypatch.setattr(html_text, "MOST", 1_000)
    markup = piece * (400_000 // len(piece))
    tracemalloc.start()
    read_documents(markup)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * len(markup)
