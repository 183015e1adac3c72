"""Decoded text to the documents on its pages."""

from __future__ import annotations

import pytest

from souwen.corpus.sources import Form
from souwen.ingest.documents import form_of, keyed_pages, read_pages, split_pages

TEXT = "怎么备案\n\n先登录，再提交。\n"


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
