"""Decoded text to the documents on its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.corpus.sources import Form
from souwen.ingest.documents import form_of, keyed_pages, read_pages, split_pages

TEXT = "怎么备案\n\n先登录，再提交。\n"

if TYPE_CHECKING:
    from souwen.corpus.documents import Record


@pytest.mark.parametrize(
    ("text", "form"),
    [(TEXT, Form.TEXT), ("<h1>怎么备案</h1><p>先登录。</p>", Form.HTML), ("1 < 2", Form.TEXT)],
)
def test_the_form_of_a_text(text: str, form: Form) -> None:
    """Markup makes HTML, a sign alone does not."""
    assert form_of(text) is form


def test_a_page_without_documents_is_none() -> None:
    """Pages are those that have something to see."""
    assert read_pages(" \n\u3000\n", Form.TEXT).pages == ()
    ((record,),) = read_pages(TEXT, Form.TEXT).pages
    assert (record.title, record.body) == ("怎么备案", "先登录，再提交。")


def test_several_html_documents_in_one_text() -> None:
    """Each HTML document is a page of its own, and a warning that several share is given once."""
    page = "<html><body><h1>第{}篇</h1><p>先登录，再提交。</p></body></html>"
    pages, warnings = split_pages(page.format(1) + page.format(2), Form.HTML)
    assert [split.records[0].title for split in pages] == ["第1篇", "第2篇"]
    assert len(warnings) == len(set(warnings))


def test_keys_of_pages() -> None:
    """The only page of a member has its key, several are numbered."""
    records = read_pages(TEXT, Form.TEXT).pages[0]
    assert [page.key for page in keyed_pages("/k", (records,))] == ["/k"]
    assert [page.key for page in keyed_pages("/k", (records, records))] == ["/k#1", "/k#2"]
    assert keyed_pages("/k", ()) == ()


PARAGRAPHS = "".join(
    f"<p>{text}没有备案的，先自己付清费用，再带着发票和出院记录回参保地报销。</p>"
    for text in (
        "参保人在外地住院前，先在手机上办理备案。",
        "备案当天就生效。",
        "备案半年后可以取消。",
    )
)


def article_of(head: str, body: str) -> Record:
    """Read a page of one article."""
    text = (
        f"<!DOCTYPE html><html><head><title>备案通知</title>{head}</head><body>{body}</body></html>"
    )
    ((record,),) = read_pages(text, Form.HTML).pages
    return record


def test_the_head_knows_better_than_a_signature() -> None:
    """Who signed a text did so on some day; the page says when it was published, if it says so."""
    signed = f"<h1>备案通知</h1>{PARAGRAPHS}<p>市医保局</p><p>二〇一九年四月二十日</p>"
    for head, published in (
        ('<meta name="PubDate" content="2025-04-26 08:30">', "2025-04-26"),
        ("", "2019-04-20"),
    ):
        record = article_of(head, signed)
        assert record.published == published
        assert record.body.endswith("市医保局\n\n二〇一九年四月二十日")


def test_a_byline_knows_better_than_the_head() -> None:
    """The date line below a title is the article's own."""
    head = '<meta name="PubDate" content="2025-04-27">'
    record = article_of(head, f"<h1>备案通知</h1><div>2025-04-26 健康网</div>{PARAGRAPHS}")
    assert (record.published, record.channel) == ("2025-04-26", "健康网")


def test_a_byline_above_the_main_text_is_read_as_in_a_text() -> None:
    """A day and the name of a site, beside a menu, date the page and name its channel."""
    menu = "".join(f'<a href="{n}">某栏目{n}</a>' for n in range(4))
    inner = f"<h1>备案通知</h1><div>2025-04-26 <span>健康网</span></div><div>{PARAGRAPHS}</div>"
    record = article_of("", f"<div>{menu}</div><div>{inner}</div>")
    assert (record.published, record.channel) == ("2025-04-26", "健康网")
