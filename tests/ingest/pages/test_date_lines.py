"""Date lines: which lines are, and what they say."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.pages.date_lines import (
    is_cut_stamp,
    labelled_channel,
    stamp_before,
    stamp_of,
)

WHEN = ("2025-04-26", "健康新闻")


@pytest.mark.parametrize(
    ("line", "published", "channel"),
    [
        ("健康新闻 2025-04-26", *WHEN),
        ("健康新闻\t2025-04-26", *WHEN),
        ("  健康新闻　２０２５－０４－２６  ", *WHEN),
        ("健康新闻 2025年4月26日", *WHEN),
        ("健康新闻 2025年04月26号 星期六", *WHEN),
        ("健康新闻 2025/4/26", *WHEN),
        ("健康新闻 2025.04.26", *WHEN),
        ("健康新闻 20250426", *WHEN),
        ("健康新闻 2025-04-26 08:30", *WHEN),
        ("健康新闻 2025-04-26T08:30:15+08:00", *WHEN),
        ("【健康新闻】 2025-04-26", *WHEN),
        ("健康新闻 | 2025-04-26", *WHEN),
        ("健康新闻2025-04-26", *WHEN),
        ("来源:健康新闻 2025年4月26日 08:30 作者:张三", *WHEN),
        ("2025-04-26 08:30:00 来源: 健康新闻", *WHEN),
        ("2025-04-26", "2025-04-26", None),
        ("二〇二五年四月二十六日", "2025-04-26", None),
        ("发布时间:2025-04-26 浏览:123次", "2025-04-26", None),
        ("作者:张三 2025-04-26", "2025-04-26", None),
        ("健康新闻 3天前", None, "健康新闻"),
        ("健康新闻 04-26", None, "健康新闻"),
        ("更新时间：2025-05-01 发布时间：2025-04-26 来源：健康新闻", *WHEN),
        ("发布：2025-04-26 更新：2025-05-01", "2025-04-26", None),
        ("發布日期：2025-04-26　更新日期：2025-05-01　點閱次數：12", "2025-04-26", None),
        ("更新时间：2025-04-26", "2025-04-26", None),
        ("2025-04-26 上午 8:30 来源：健康新闻", *WHEN),
        ("2025-04-26 08:30 (北京时间)", "2025-04-26", None),
        ("發佈時間: 2025/04/26 08:30 HKT", "2025-04-26", None),
        ("2025年4月26日，星期六", "2025-04-26", None),
        ("日期：[2025-04-26]", "2025-04-26", None),
        ("2025-04-26 来源：健康新闻 发布于：北京市", *WHEN),
        ("发布日期：2025年4月26日 发布人：管理员 审核人：李四", "2025-04-26", None),
        ("发布机构：健康新闻 | 发布时间：2025-04-26 | 保护视力色：", *WHEN),
        ("3天前", None, None),
        ("昨天 08:30", None, None),
        ("健康新闻 2025-02-30", None, "健康新闻"),
    ],
)
def test_a_stamp_is_read(line: str, published: str | None, channel: str | None) -> None:
    """A date line of any usual form gives its date and its channel."""
    stamp = stamp_of(line)
    assert stamp is not None
    assert (stamp.published, stamp.channel) == (published, channel)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "医保",
        "2025年4月26日起执行",
        "根据2025年2月1日的规定",
        "电话 12393",
        "2025年",
        "2025-04",
        "18700元",
        "共20250426",
        "20250426",
        "2024-2025年",
        "1.2025.4",
        "9999-99-99",
        "3天前提交的材料",
        "本报北京电（记者某某）今天，",
    ],
)
def test_a_sentence_is_no_stamp(line: str) -> None:
    """A line that only holds a date, or what looks like one, is none."""
    assert stamp_of(line) is None


def test_a_preposition_is_no_channel() -> None:
    """What leads to a date is not the name of a channel."""
    for line in ("截至 2025-04-26", "有效期至 2025-04-26", "截止2025-04-26"):
        stamp = stamp_of(line)
        assert stamp is not None
        assert stamp.channel is None
        assert stamp.before


def test_an_impossible_date_is_named() -> None:
    """A date that no calendar has is given as it was written."""
    stamp = stamp_of("健康新闻 2025年2月30日")
    assert stamp is not None
    assert (stamp.published, stamp.impossible) == (None, "2025年2月30日")


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("健康新闻 2025-04-26怎么样申请异地医保", "怎么样申请异地医保"),
        ("2025-04-26怎么样申请异地医保", "怎么样申请异地医保"),
        ("健康新闻 2025-04-262025年海南", "2025年海南"),
        ("健康新闻 2025-04-26 08:302025年海南", "2025年海南"),
        ("健康新闻 2025年4月26日怎么", "怎么"),
        ("健康新闻 2025/4/26首页 顶部", "首页 顶部"),
    ],
)
def test_text_joined_to_a_stamp(line: str, rest: str) -> None:
    """The stamp that a line begins with ends before what was joined to it."""
    stamp = stamp_before(line)
    assert stamp is not None
    assert stamp.published == "2025-04-26"
    assert line[stamp.end :] == rest


def test_the_beginning_of_a_stamp_is_told() -> None:
    """A stamp cut short is no stamp, and no text either."""
    for line in ("健康新闻 20", "健康新闻 2025-0", "健康新闻 2025年4月2", "健康新闻 2025-04-2"):
        assert is_cut_stamp(line)
    for line in ("健康新闻", "健康新闻 2025-04-26", "共2025", "医保 12", "健康新闻 2025/4/26"):
        assert not is_cut_stamp(line)


def test_a_source_alone() -> None:
    """A line that names its source and nothing else gives it."""
    assert labelled_channel("来源：某某网") == "某某网"
    assert labelled_channel("来源：某某网，有删改") is None
    assert labelled_channel("某某网") is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_form_gives_the_same_date(day: date) -> None:
    """Whatever the form, the date is the one that was written."""
    for form in (
        f"{day}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y.%m.%d}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        stamp = stamp_of(f"某栏 {form}")
        assert stamp is not None
        assert (stamp.published, stamp.channel) == (str(day), "某栏")


@given(st.text(max_size=120))
def test_no_line_breaks_it(line: str) -> None:
    """Any line can be asked about."""
    for stamp in (stamp_of(line), stamp_before(line)):
        if stamp is not None:
            assert 0 <= stamp.start < stamp.end <= len(line)
    is_cut_stamp(line)
    labelled_channel(line)
