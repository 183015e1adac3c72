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
        f"<title>{TITLE}-健康频道-某网</title><h1>健康频道</h1><h2>{TITLE}</h2>",
        f"<title>{TITLE}_政策解读_市医保局</title><h1>政策解读</h1><div>{TITLE}</div>",
        f"<title>市医保局-{TITLE}</title><h1>市医保局</h1><h2>{TITLE}</h2>",
        f"<title>{TITLE}</title><h1>请登录</h1><h2>{TITLE}</h2>",
        *(
            f"<title>{nothing}</title><h2>{TITLE}</h2>"
            for nothing in ("无标题文档", "Untitled Document", "新建网页 1", "undefined", "详情")
        ),
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


NAV = "<div><a href=1>首页</a><a href=2>健康资讯</a></div>"
LONG = f"{TITLE}_健康资讯_健康网"
OG = "<meta property='og:title' content='%s'>"


@pytest.mark.parametrize(
    "head",
    [
        f"<title>{LONG}</title>{NAV}<h2>{TITLE}</h2>",
        f"<title>{TITLE}-健康资讯-健康网</title>{NAV}<h3> {TITLE}</h3><h3>健康资讯</h3>",
        f"<title>{TITLE} | 某某健康网</title>{OG % TITLE}{NAV}",
        f"<title>{LONG}</title>{OG % LONG}<meta name='ArticleTitle' content='{TITLE}'>{NAV}",
        f"<title>{TITLE} 某某市人民政府</title><meta name='ArticleTitle' content='{TITLE}'>",
        f"<title>{LONG}</title>{OG % (TITLE + '_健康资讯')}<h2>{TITLE}</h2>",
        f"<title>健康网 - {TITLE}</title>{NAV}<h2>{TITLE}</h2>",
        f"<title>{LONG}</title>{NAV}<div class=tit>{TITLE}</div>",
    ],
)
def test_names_beside_a_title_are_no_part_of_it(head: str) -> None:
    """Without an `<h1>`, what a meta tag, another heading or a line says ends the title."""
    assert _title(f"<head>{head}<div><p>{A1}</p><p>{A1}</p></div>") == TITLE


@pytest.mark.parametrize(
    ("title", "head"),
    [
        (LONG, f"{NAV}<h3>健康资讯</h3>"),
        (LONG, OG % "健康网"),
        (LONG, OG % LONG),
        ("北京 - 医保政策解读", "<h3>北京</h3>"),
        ("大话四川-医保怎么报销[麻辣社区]", "<p>论坛</p><p>大话四川</p>"),
        ("医保政策 解读2025版", "<h2>医保政策</h2>"),
        ("医保政策解读", "<h2>医保政策</h2>"),
    ],
)
def test_a_title_is_not_cut_at_what_is_no_title(title: str, head: str) -> None:
    """A column, a site, a place and the beginning of a title leave it as it is."""
    assert _title(f"<title>{title}</title>{head}<p>{A1}</p>") == title


def test_a_short_title_is_one_beside_a_site_alone() -> None:
    """Three characters are the title where nothing but the site is cut off."""
    assert _title(f"<title>糖尿病_健康网</title>{NAV}<h2>糖尿病</h2><p>{A1}</p>") == "糖尿病"
