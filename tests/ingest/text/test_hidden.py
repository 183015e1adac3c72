"""Which hidden parts of a page are text of its article."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from souwen.ingest.text.html import read_documents

A1 = (
    "参保人员在外地住院以前要先办理异地就医备案。备案可以在手机上办，"
    "也可以到窗口办，办好以后直接刷社保卡结算。"
)
A2 = (
    "没有备案的，报销比例要降低十个百分点左右，回到参保地手工报销。"
    "手工报销要带发票、清单、出院小结和银行卡。"
)
A3 = (
    "退休人员的医保个人账户按月划入，划入的标准由各统筹区自己定。"
    "账户里的钱可以付门诊费，也可以给家里人用。"
)
SHOWN = f"<h1>异地就医备案指南</h1><p>{A1}</p>"


def _text(markup: str) -> str:
    (document,) = read_documents(markup)
    return document.main or document.text


@pytest.mark.parametrize(
    "style", ["visibility: hidden; opacity: 0;", "display:none", "VISIBILITY : HIDDEN"]
)
def test_n01_an_article_that_a_script_shows(style: str) -> None:
    """N01: where hardly any text is shown, a hidden article is the text of the page."""
    text = _text(
        '<h1 id="activity-name">异地就医备案指南</h1><span id="js_name">某某医保</span>'
        f'<div class="rich_media_content" id="js_content" style="{style}">'
        f"<p>{A1}</p><p>{A2}</p></div>"
    )
    assert text.startswith("异地就医备案指南")
    assert A1 in text
    assert A2 in text


@pytest.mark.parametrize(
    "markup",
    [
        f"{SHOWN}<div style='display:none'><p>{A2}</p><p>{A3}</p></div><a>展开阅读全文</a>",
        f'{SHOWN}<div class="rest" hidden><p>{A2}</p></div><span>点击展开全文 ↓</span>',
        f"{SHOWN}<div hidden><p>{A2}</p><p>{A3}</p></div>",
        f"<div><h1>题</h1><div><p>{A1}</p></div><div hidden><p>{A2}</p></div></div>",
        f'<div class="c">{SHOWN}<p style="display:none">{A2}</p></div>',
    ],
)
def test_n13_the_second_half_of_an_article(markup: str) -> None:
    """N13: hidden sentences beside shown ones are text, with or without a link that shows them."""
    assert "出院小结" in _text(markup)


@pytest.mark.parametrize(
    "hidden",
    [
        f'<div class="login-box" style="display:none"><p>{A2}</p><p>{A3}</p></div>',
        f'<div id="loginBox" style="display:none"><p>{A2}</p><p>{A3}</p></div>',
        f'<div style="display:none"><form><p>{A2}</p><p>{A3}</p><input></form></div>',
        f'<div class="popup modal" hidden><p>{A2}</p><p>{A3}</p></div>',
        f"<div hidden>{''.join(f'<a href=x>{A2}</a><br>' for _ in range(4))}</div>",
        f'<div class="comments"><p>{A3}</p><div hidden><p>{A2}</p></div></div>',
        "<p hidden>出院小结，请稍后再看。</p>",
        f"<nav><div hidden><p>{A2}</p><p>{A3}</p></div></nav>",
    ],
)
def test_n13_hidden_boxes_are_no_text(hidden: str) -> None:
    """N13: pop-ups, forms, menus, comments and short notes stay out."""
    assert "出院小结" not in _text(f"{SHOWN}{hidden}<p>{A3}</p>")


def test_what_is_shown_elsewhere_is_not_repeated() -> None:
    """A hidden copy of the text, for telephones perhaps, does not double it."""
    text = _text(f"<div>{SHOWN}<p>{A2}</p><div hidden><p>{A1}</p><p>{A2}</p></div></div>")
    assert text.count("出院小结") == 1


@pytest.mark.parametrize(
    "held",
    [
        f"<script>var t='{A1 * 4}'</script>",
        f"<script>var t='{(A1 * 4).encode('unicode-escape').decode()}'</script>",
        f'<div class="popup" hidden>{A1 * 4}</div>',
    ],
)
def test_a_page_that_holds_back_its_text_warns(held: str) -> None:
    """Where nearly nothing is shown of a page that holds text, one line says so."""
    for markup in (f"<h1>题</h1>{held}", held):
        (document,) = read_documents(f"<html><body>{markup}</body></html>")
        (warning,) = document.warnings
        assert "hardly any text" in warning
    (document,) = read_documents(f"{SHOWN}{held}")
    assert document.warnings == ()


B = A1 + A2 + A3
HINT = "您的浏览器不支持或已禁用JavaScript，请开启JavaScript后刷新页面，否则无法正常浏览本站内容。"


@pytest.mark.parametrize(
    "holder",
    [
        f"<noscript><p>{A1}</p><p>{A2}</p></noscript>",
        f"<template><p>{A1}</p><p>{A2}</p></template>",
        f"<x-article><template shadowrootmode=open><p>{A1}</p><p>{A2}</p></template></x-article>",
        f"<object><p>{A1}</p><p>{A2}</p></object>",
        f"<textarea class=ks-datalazyload>&lt;p&gt;{A1}&lt;/p&gt;{A2}</textarea>",
        f"<textarea hidden><p>{A1}</p><p>{A2}</p></textarea>",
        f"<iframe srcdoc='&lt;p&gt;{A1}&lt;/p&gt;{A2}'></iframe>",
        f"<script type=text/x-template><p>{A1}</p><p>{A2}</p></script>",
    ],
)
def test_an_article_in_an_element_that_shows_nothing(holder: str) -> None:
    """Where a page has no text else, one in such an element is its text, marked up or not."""
    text = _text(f"<title>题_健康网</title><h1>题</h1><p>2025-04-26</p>{holder}<a>首页</a>")
    assert text.startswith("题\n\n2025-04-26\n\n参保")
    assert [A1 in text, A2 in text, "<" in text] == [True, True, False]


@pytest.mark.parametrize(
    "holder",
    [
        f"<noscript>{HINT}</noscript>",
        f"<noscript><p>{B}</p></noscript>",
        f"<template><p>{B}</p></template>",
        f"<textarea>{B}</textarea>",
        f"<iframe srcdoc='{B}'></iframe>",
        f"<div data-content='{B}'></div>",
        f"<select><option>{B}</option></select>",
    ],
)
def test_a_page_that_shows_an_article_takes_none_from_elsewhere(holder: str) -> None:
    """Beside a text that is shown, what shows nothing is no text, and gives no warning."""
    (document,) = read_documents(f"<body>{holder}{SHOWN}<p>{A1}</p></body>")
    assert document.warnings == ()
    assert "出院小结" not in document.text
    assert "JavaScript" not in document.text


@pytest.mark.parametrize(
    "holder",
    [
        f"<noscript>{HINT}</noscript>",
        "<select>" + "<option>江苏省南京市</option>" * 40 + "</select>",
        "<textarea>请输入您的意见，我们会尽快回复。</textarea>",
        f"<meta name=description content='{B}'>",
    ],
)
def test_hints_and_choices_are_no_article(holder: str) -> None:
    """A hint to switch scripts on, a list to choose from and a form are no text of a page."""
    (document,) = read_documents(f"<body><h1>题</h1>{holder}</body>")
    assert (document.text, document.warnings) == ("题", ())


@pytest.mark.parametrize(
    "holder",
    [
        f"<div data-content='{B}'></div>",
        f"<input type=hidden value='{B}'>",
        f"<script>document.write(unescape('{quote(B)}'))</script>",
        f"<script>document.write(unescape('{B.encode('unicode-escape').decode()}'))</script>".replace(
            "\\u", "%u"
        ),
        f"<video>{B}</video>",
        f"<button>{B}</button>",
        f"<svg><foreignObject><p>{B}</p></foreignObject></svg>",
        f"<template><p>{{{{ title }}}} {B}</p></template>",
        f"<textarea class=login-agreement>{B}</textarea>",
    ],
)
def test_where_a_text_cannot_be_taken_from_it_is_told(holder: str) -> None:
    """Attributes, codes in scripts, labels and templates to fill in are counted, each once."""
    (document,) = read_documents(f"<body><h1>题</h1>{holder}</body>")
    (warning,) = document.warnings
    assert re.fullmatch(
        r"it shows hardly any text, but holds 1[34]\d characters of Chinese", warning
    )
