"""What heads a page, and what only names its site."""

from __future__ import annotations

import pytest

from souwen.ingest.text.html import read_documents

A1 = (
    "参保人员在外地住院以前要先办理异地就医备案。备案可以在手机上办，"
    "也可以到窗口办，办好以后直接刷社保卡结算。"
)
TITLE = "异地就医备案指南"
SITE = '<meta property="og:site_name" content="医保通">'


def _title(markup: str) -> str:
    (document,) = read_documents(markup)
    return document.text.partition("\n")[0]


@pytest.mark.parametrize(
    "head",
    [
        f"<title>{TITLE}_健康网</title><h1 class=logo><a href=/>健康网</a></h1><h2>{TITLE}</h2>",
        f"<title>{TITLE}-某某健康网</title><h1>某某健康网</h1><h2>{TITLE}</h2>",
        f"<title>{TITLE} | 某某健康网</title><h1>某某健康网</h1><div>{TITLE}</div>",
        f"<title>某某健康网</title><h1>某某健康网</h1><h2>{TITLE}</h2>",
        f"<title>某某健康网</title><h2>{TITLE}</h2>",
        f"<title>某某健康网</title><h1><a href='http://x.example/'>健康</a></h1><h3>{TITLE}</h3>",
        f"<title>医保通</title>{SITE}<h1>医保通</h1><h2>{TITLE}</h2>",
        f"{SITE}<meta property='og:title' content='{TITLE}'><title>医保通</title><h1>医保通</h1>",
        f"<title>{TITLE}_医保通</title><div id='siteName'><h1>医保通</h1></div><h1>{TITLE}</h1>",
        f"<meta property='og:title' content='{TITLE}'>",
    ],
)
def test_a_logo_is_no_title(head: str) -> None:
    """The headline is found, wherever the name of the site stands, and the name is no text."""
    markup = f"{head}<p>{A1}</p>"
    assert _title(markup) == TITLE
    (document,) = read_documents(markup)
    assert "健康" not in document.text


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>某某健康网</title><h1>某某健康网</h1>", "某某健康网"),
        (
            "<title>如何登录医保平台</title><h1>如何登录医保平台</h1><h2>一、下载</h2>",
            "如何登录医保平台",
        ),
        (
            "<title>上海医保局</title><h1>上海医保局</h1><p>本局职责如下。</p><h2>地址</h2>",
            "上海医保局",
        ),
        (f"<title>某某网 - {TITLE}</title><h1>{TITLE}</h1><h2>一、条件</h2>", TITLE),
        (f"<title>某某网</title><h1>{TITLE}</h1><h2>一、条件</h2>", TITLE),
    ],
)
def test_a_heading_stays_the_title(head: str, title: str) -> None:
    """What has no better beside it, and what is no name of a site, is the title as before."""
    assert _title(f"{head}<p>{A1}</p>") == title
