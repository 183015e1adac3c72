"""The first looks that most lines fail never turn away a line of boilerplate."""

from __future__ import annotations

import pytest

from souwen.ingest.pages import boilerplate
from souwen.ingest.pages.boilerplate import (
    disclaimer_before,
    header_word,
    is_disclaimer,
    is_footer,
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
