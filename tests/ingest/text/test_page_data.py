"""What a page says about itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from souwen.corpus.sources import Form
from souwen.ingest.documents import read_pages
from souwen.ingest.text.html import read_documents

if TYPE_CHECKING:
    from souwen.ingest.text.page_data import PageData

A1 = (
    "参保人员在外地住院以前要先办理异地就医备案。备案可以在手机上办，"
    "也可以到窗口办，办好以后直接刷社保卡结算。"
)
A2 = (
    "没有备案的，报销比例要降低十个百分点左右，回到参保地手工报销。"
    "手工报销要带发票、清单、出院小结和银行卡。"
)


def _data(head: str) -> PageData:
    (document,) = read_documents(f"<html><head>{head}</head><body><h1>题</h1><p>{A1}</p></body>")
    return document.data


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2025-04-26T08:00:00+08:00">',
        '<meta name="PubDate" content="2025-04-26 08:30">',
        '<meta name="publishdate" content="2025年4月26日">',
        '<meta itemprop="datePublished" content="2025-04-26">',
        '<meta name="DC.date.issued" content="20250426">',
        '<time datetime="2025-04-26T08:00">4月26日</time>',
        '<script type="application/ld+json">{"datePublished": "2025-04-26"}</script>',
        '<script>var ct = "1745625600";</script>',
    ],
)
def test_n20_the_day(head: str) -> None:
    """N20: the day stands in meta tags, in a time, in structured data."""
    assert _data(head).published == "2025-04-26"


def test_n20_several_times_are_a_list() -> None:
    """The times of other articles date nothing."""
    times = "".join(f'<time datetime="2025-04-{day}"></time>' for day in (25, 26))
    assert _data(times).published is None


@pytest.mark.parametrize(
    ("head", "channel", "url"),
    [
        ('<meta name="ContentSource" content="市医保局">', "市医保局", None),
        ('<meta name="ContentSource" content="来源：市医保局">', "市医保局", None),
        ('<meta name="ColumnName" content="政策解读">', "政策解读", None),
        ('<meta name="source" content="一篇关于来源的很长很长很长很长很长的说明文字">', None, None),
        ('<link rel="canonical" href="https://x.example/1">', None, "https://x.example/1"),
        ('<meta property="og:url" content="http://x.example/2">', None, "http://x.example/2"),
        ('<link rel="canonical" href="/1"><link rel="icon" href="http://x.example">', None, None),
    ],
)
def test_n20_channel_and_url(head: str, channel: str | None, url: str | None) -> None:
    """N20: column, source and address of a page; a relative address is none."""
    data = _data(head)
    assert (data.channel, data.url) == (channel, url)


def test_n20_what_the_text_says_comes_first() -> None:
    """A date line of the page is surer than its head; what it does not say is added."""
    markup = (
        '<meta name="PubDate" content="2025-04-27"><meta name="ContentSource" content="市医保局">'
        f"<h1>题目</h1><p>健康新闻 2025-04-26</p><p>{A1}</p>"
    )
    ((record,),) = read_pages(markup, Form.HTML).pages
    assert (record.published, record.channel) == ("2025-04-26", "健康新闻")


def _script(kind: str, value: object) -> str:
    text = json.dumps(value, ensure_ascii=kind == "ascii")
    return {
        "ld": f'<script type="application/ld+json">{text}</script>',
        "next": f'<script id="__NEXT_DATA__" type="application/json">{text}</script>',
        "state": f"<script>window.__INITIAL_STATE__ = {text};(function(){{}})()</script>",
        "ascii": f'<script>window["__PRELOADED_STATE__"]={text}</script>',
        "address": f'<script id="RENDER_DATA" type="application/json">{quote(text)}</script>',
        "called": f'<script>window._SSR_DATA = decodeURIComponent("{quote(text)}")</script>',
    }[kind]


@pytest.mark.parametrize("kind", ["ld", "next", "state", "ascii", "address", "called"])
@pytest.mark.parametrize(
    "body",
    [f"{A1}\n{A2}", f"<p>{A1}</p><p>{A2}</p>", f"&lt;p&gt;{A1}&lt;/p&gt;{A2}", [A1, A2]],
)
def test_the_text_of_a_page_without_any(kind: str, body: object) -> None:
    """Where a page shows no text, that of its structured data is taken, with title and day."""
    article = {
        "headline": "异地就医备案指南",
        "datePublished": "2025-04-26 08:00",
        "articleBody": body,
    }
    value = article if kind == "ld" else {"props": {"page": [{"id": 7}, {"article": article}]}}
    markup = f"<title>某某网</title><div id=app>加载中</div>{_script(kind, value)}"
    ((record,),) = read_pages(markup, Form.HTML).pages
    assert (record.title, record.published) == ("异地就医备案指南", "2025-04-26")
    assert next(filter(None, record.body.split("\n"))).startswith("参保人员")
    assert "出院小结" in record.body
    assert "<" not in record.body + record.title


def test_a_page_that_shows_its_text_is_read_as_it_is_seen() -> None:
    """Structured data takes the place of no visible text."""
    script = _script("ld", {"headline": "别的", "articleBody": A2 * 3})
    ((record,),) = read_pages(f"<h1>题目</h1><p>{A1}</p><p>{A1}</p>{script}", Form.HTML).pages
    assert "出院小结" not in record.body
    assert record.title == "题目"


@pytest.mark.parametrize(
    "data", ["{not json", "[" * 100_000, "{" * 5000, '{"a": 1} trailing', "%7B%22%zz"]
)
def test_structured_data_that_is_none(data: str) -> None:
    """What cannot be read is one line at most, and the page is read without it."""
    markup = f'<h1>题目</h1><p>{A1}</p><script type="application/ld+json">{data}</script>'
    read = read_pages(markup, Form.HTML)
    ((record,),) = read.pages
    assert record.title == "题目"
    assert set(read.warnings) <= {"structured data that is no JSON"}
