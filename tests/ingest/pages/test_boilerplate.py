"""The first looks that most lines fail never turn away a line of boilerplate."""

from __future__ import annotations

import pytest

from souwen.ingest.pages import boilerplate
from souwen.ingest.pages.boilerplate import (
    disclaimer_before,
    header_word,
    is_disclaimer,
    is_footer,
    is_neighbour,
    is_path,
)


def test_header_words() -> None:
    """Every header word is one: plain, decorated, spaced, and with a word for more behind it."""
    for word in boilerplate._STRONG | boilerplate._SEARCHES | boilerplate._WEAK:
        for line in (word, f"【{word}】", f"◆ {' '.join(word)}："):
            assert header_word(line) == word, line
    assert header_word("相关推荐 查看全部") == header_word("相关推荐 More>") == "相关推荐"
    assert header_word("本文相关的新闻资讯") == "本文相关的新闻资讯"


def test_words_of_navigation_are_footers() -> None:
    """A line of any two words of navigation is a footer."""
    for word in boilerplate._NAV_WORDS:
        assert is_footer(f"{word} 首页"), word


@pytest.mark.parametrize(
    "line", ["版权所有 某网", "COPYRIGHT 2025", "© 某网", "(C) 某网", "琼ICP备1号"]
)
def test_imprints_are_footers(line: str) -> None:
    """An imprint is a footer, in capitals too."""
    assert is_footer(line)


def test_notices_are_disclaimers() -> None:
    """Whatever word a notice begins with, and whatever it speaks of, it disclaims."""
    for word in boilerplate._NOTICES.split("|"):
        assert is_disclaimer(f"※【{word}】:仅供参考。"), word
    for word in (*boilerplate._SUBJECTS.split("|"), "免责声明", "僅供參考"):
        assert is_disclaimer(f"  {word}内容仅供参考。"), word


@pytest.mark.parametrize(
    "line", ["您当前的位置：首页", "所在位置:医保", "位置: 甲", "首页 > 医保", "主页>甲"]
)
def test_paths(line: str) -> None:
    """A line that says where the page stands is one, however it begins."""
    assert is_path(line)


def test_what_portals_leave_at_the_end_of_an_article_is_a_footer() -> None:
    """返回某网，查看更多 is one, with a name behind it too; a sentence that begins so is none."""
    assert is_footer("返回某某，查看更多")
    assert is_footer("返回某某，查看更多责任编辑：王小二")
    assert not is_footer("返回某某，查看更多责任编辑：今天的医保新闻")


def test_more_of_a_disclaimer_is_no_title() -> None:
    """Labels and footers that follow a disclaimer on its line begin no page; a title does."""
    notice = "提示:本内容不能代替面诊,如有不适请尽快就医。"
    assert disclaimer_before(f"{notice}怎么办理备案") == len(notice)
    for more in (
        "）整理:王小二",
        "联系方式:a@example.org",
        "投资有风险! 责任编辑：",
        "返回某某，查看更多",
    ):
        assert disclaimer_before(notice + more) is None


@pytest.mark.parametrize(
    "word",
    [
        "看完本文的人还看了",
        "看过这篇文章的网友还看过",
        "往期精彩回顾",
        "更多往期推荐",
        "你可能还会喜欢",
        "您可能对以下内容感兴趣",
        "你也许还想看",
        "猜你想知道",
        "大家还关注",
        "好文推荐",
    ],
)
def test_header_words_by_what_they_are_made_of(word: str) -> None:
    """Words for readers, likings and earlier issues make header words in any composition."""
    assert header_word(f"【{word}】") == word


@pytest.mark.parametrize(
    "line",
    ["你可能想知道", "你可能需要备案", "看病的人", "大家看", "往期", "你关心的问题", "喜欢看的人"],
)
def test_headings_of_an_article_are_no_header_words(line: str) -> None:
    """What a heading inside a text may say is none."""
    assert header_word(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "特别声明：以上内容(如有图片或视频亦包括在内)为用户上传并发布，本平台仅提供信息存储服务。",
        "平台声明：该文观点仅代表作者本人，某号系信息发布平台，某网仅提供信息存储空间服务。",
        "【免责声明】本文仅代表作者个人观点，与某某网无关。",
        "（本文仅供参考，不作为诊疗依据）",
        "免责声明：以上不代表某讯网的观点和立场。",
        "文章只代表作者个人的看法",
    ],
)
def test_statements_of_platforms_are_disclaimers(line: str) -> None:
    """Who only stores a text, or does not share its view, says nothing of its subject."""
    assert is_disclaimer(line)


@pytest.mark.parametrize(
    "line", ["本文与医保无关的内容从略", "他代表作者领奖", "提示：请带好身份证"]
)
def test_what_only_sounds_like_a_disclaimer(line: str) -> None:
    """Words of a disclaimer in another sense make none."""
    assert not is_disclaimer(line)


@pytest.mark.parametrize(
    "line",
    ["分享到：微信 微博 QQ空间", "[打印本页] [关闭窗口]", "打印本页 关闭窗口", "【打印】【关闭】"],
)
def test_buttons_are_footers(line: str) -> None:
    """A line of buttons, and nothing else, is a footer."""
    assert is_footer(line)


@pytest.mark.parametrize(
    "line", ["打印", "【发布】", "分享一个办法", "关闭窗口后再登录", "打印 身份证"]
)
def test_words_on_buttons_are_none(line: str) -> None:
    """One such word may be a heading, and more words a sentence."""
    assert not is_footer(line)


def test_neighbours() -> None:
    """The titles before and behind are known by their label, a sentence that begins so is none."""
    for line in ("上一篇：甲", "下一条 没有了", "« 上一篇", "前一章：甲", "上一篇：甲 下一篇：乙"):
        assert is_neighbour(line)
    for line in ("上一条微博说得对", "下一步：到窗口办", "下一篇：下周再讲。"):
        assert not is_neighbour(line)
