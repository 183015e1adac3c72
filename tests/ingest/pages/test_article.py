"""The lines of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.ingest.pages.article import border_inside, list_inside, read_article
from souwen.ingest.pages.boilerplate import is_disclaimer
from souwen.ingest.pages.joined_pages import pieces_of

if TYPE_CHECKING:
    from souwen.ingest.pages.lines import Piece

NOTICE = "提示:本内容不能代替面诊,如有不适请尽快就医。"


def pieces(*lines: str) -> list[Piece]:
    """Make pieces of lines."""
    return pieces_of("\n".join(lines))[1]


def test_every_line_has_a_role() -> None:
    """Path, title, byline, text, editor, disclaimer and footer are known by where they stand."""
    lines = (
        "首页 > 医保",
        "题",
        "来源:某网 2025-04-26",
        "文。",
        "责任编辑:王",
        NOTICE,
        "首页 顶部",
    )
    article = read_article(pieces(*lines))
    roles = ["header", "title", "date", "body", "body", "disclaimer", "footer"]
    assert [role.value for role in article.roles] == roles
    assert (article.title, [at for at, _ in article.stamps]) == (1, [2])


def test_a_list_of_dates_is_text() -> None:
    """Two date lines under a title are what the article says."""
    article = read_article(pieces("题", "2025-04-26", "2025-04-27", "文。"))
    assert article.stamps == []


def test_a_disclaimer_that_comes_again_ends_a_page() -> None:
    """No article says the same twice, so a page ended between."""
    both = pieces("题", "文。", NOTICE, "又题", "又文。", NOTICE)
    notices = [is_disclaimer(piece.text) for piece in both]
    assert border_inside(both, notices, 0, len(both)) == 3
    assert border_inside(both[:5], notices[:5], 0, 5) is None


def test_recommendations_under_an_unknown_word() -> None:
    """Title, summary and date, twice in the same channel, are no part of the article."""
    listed = ("甲", "长" * 60, "某栏 2025-04-26", "乙", "长" * 60, "某栏 2025-04-27")
    assert list_inside(pieces("题", "文。", "别的", *listed)) == 3
    assert list_inside(pieces("题", "文。", "别的", *listed[:3])) is None


@pytest.mark.parametrize(
    "lines",
    [("市医保局", "二〇一九年四月二十日"), ("市医保局", "2019-04-20"), ("某某 2019年4月20日",)],
)
def test_a_signature_is_text(lines: tuple[str, ...]) -> None:
    """Who signs a text writes 年, or stands above the day: both are part of it, and date it."""
    article = read_article(pieces("题", "文。", "又文。", *lines))
    assert {role.value for role in article.roles[1:]} == {"body"}
    assert article.signed
    assert [stamp.published for _, stamp in article.stamps] == ["2019-04-20"]


@pytest.mark.parametrize(
    "beside",
    [("张三",), ("——答记者问",), ("医保发〔2025〕3号",), ("题_健康网",), ("市医保局", "李四 王五")],
)
def test_what_stands_between_title_and_date_line_is_text(beside: tuple[str, ...]) -> None:
    """A second title, a number or a name above a line with its own labels does not hide it."""
    article = read_article(pieces("题", *beside, "2025-04-26 08:30 来源：健康新闻", "文。"))
    assert [(at, stamp.published) for at, stamp in article.stamps] == [
        (1 + len(beside), "2025-04-26")
    ]
    assert [role.value for role in article.roles[1:]] == [*["body"] * len(beside), "date", "body"]


@pytest.mark.parametrize(
    "lines",
    [
        ("文是一句话。", "2025-04-26 08:30 来源：健康新闻"),
        ("1. 会议", "2025-04-26 08:30 来源：健康新闻"),
        ("会议通知", "2025-04-26"),
    ],
)
def test_a_day_in_the_text_is_no_date_line(lines: tuple[str, ...]) -> None:
    """Below a sentence or a list, and without a label, a day is what the text tells."""
    assert read_article(pieces("题", *lines, "文。", "又文。")).stamps == []


def test_the_day_of_publication_counts_before_that_of_a_change() -> None:
    """Whichever of the two lines is the first."""
    lines = ["更新时间：2025-05-01", "发布时间：2025-04-26"]
    for order in (lines, lines[::-1]):
        article = read_article(pieces("题", *order, "文。"))
        assert [stamp.published for _, stamp in article.stamps] == ["2025-04-26"]


def test_a_date_line_at_the_end_is_no_signature() -> None:
    """With a label, a time, or in digits below a sentence it belongs to the page."""
    for line in ("发布时间：2019年4月20日", "2019年4月20日 08:30", "某栏 2019-04-20"):
        article = read_article(pieces("题", "文。", "又文。", line))
        assert article.roles[-1].value == "date"
        assert article.signed


@pytest.mark.parametrize(
    "lines",
    [
        ("上一篇：生育津贴怎么领取", "下一篇：公积金提取"),
        ("上一条 生育津贴怎么领取", "下一条 没有了", "版权所有 某网"),
        ("上一篇：", "生育津贴怎么领取", "下一篇：", "公积金提取"),
        ("« 上一篇", "【打印本页】【关闭窗口】", "分享到：微信 微博"),
    ],
)
def test_neighbouring_titles_are_footers_at_the_end(lines: tuple[str, ...]) -> None:
    """What leads to other articles is none of this one's text; farther up it is."""
    article = read_article(pieces("题", "文。", *lines))
    assert {role.value for role in article.roles[2:]} == {"footer"}
    article = read_article(pieces("题", "上一篇：生育津贴怎么领取", "文。"))
    assert article.roles[1].value == "body"
    article = read_article(pieces("题", "文。", "下一篇：我们讲怎么报销，敬请期待。"))
    assert article.roles[-1].value == "body"
