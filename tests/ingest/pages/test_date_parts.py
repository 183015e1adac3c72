"""What stands around the day on a date line."""

from __future__ import annotations

import pytest

from souwen.ingest.pages.date_parts import around, before_label


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("来源：人民网", "人民网"),
        (" 来源： 字体：[大][中][小]", None),
        ("作者：张三 责任编辑：李四 来源:某网", "某网"),
        ("发布机构：市医保局 【打印】【关闭】", "市医保局"),
        ("・IP 属地北京", None),
        (" 阅读 1.2万 · 评论(3) · 1,234次浏览", None),
        ("浏览次数： 次 字号：[ 大 中 小 ]", None),
        (" 查看全文>>", None),
        ("http://www.example.com/ 　 ", None),
        ("来　源：某网", "某网"),
        ("最后修改：2025-04-27 08:30", None),
        ("", None),
    ],
)
def test_parts_that_explain_themselves(text: str, channel: str | None) -> None:
    """Sources, authors, counters, buttons and sizes leave nothing; a label alone is no channel."""
    assert around(text) == (channel, "")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (" 北京", "北京"),
        (" 大会开幕 阅读 12", "大会开幕"),
        ("起执行", "起执行"),
        (" 电话：12393", "电话：12393"),
        ("来源：某网，有删改", "，有删改"),
        (" 至 2025-05-26", "至 2025-05-26"),
        (")", ")"),
    ],
)
def test_what_no_part_explains_is_left(text: str, rest: str) -> None:
    """Names, words of a sentence and labels that nobody knows are left to the reader."""
    assert around(text).rest == rest.lstrip("，")


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("发布时间：", ""),
        ("某网发稿时间: ", "某网"),
        ("某网 挂网日期：", "某网 "),
        ("编辑于 ", ""),
        ("本文最近更新于", ""),
        ("时　间：", ""),
        ("Posted on ", ""),
        ("报名时间：", "报名时间："),
        ("成立于", "成立于"),
        ("健康新闻 ", "健康新闻 "),
    ],
)
def test_the_label_of_a_day(text: str, before: str) -> None:
    """Labels of publication go, whatever their verb; what tells what happens on the day stays."""
    assert before_label(text) == before
