"""Which hidden parts of a page are text of its article."""

from __future__ import annotations

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
