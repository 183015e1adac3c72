"""What people call the fields above a text."""

from __future__ import annotations

import pytest

from souwen.ingest.text.labels import can_be, field_of, label_of_day, settled


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Title", "title"),
        (" URL ", "url"),
        ("Publish Date", "published"),
        ("pub-time", "published"),
        ("標題", "title"),
        ("来源", "channel"),
        ("作者", ""),
        ("标　题", "title"),
        ("分 类 号", None),
        ("来 源", "channel"),
        ("公众号", "channel"),
        ("转载来源", "channel"),
        ("URL Source", "url"),
        ("Published Time", "published"),
        ("Markdown Content", "body"),
        ("发稿日期", "published"),
        ("挂网时间", "published"),
        ("报名时间", None),
        ("截止日期", None),
        ("抓取时间", ""),
        ("特约记者", ""),
        ("地点", None),
        ("", None),
    ],
)
def test_labels(label: str, field: str | None) -> None:
    """Labels are known in any case, with spaces, dashes or underscores."""
    assert field_of(label) == field


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("published", "2025-04-26 08:30", True),
        ("published", "2025-02-30", True),
        ("published", "6月1日上午", False),
        ("published", "每周一至周五", False),
        ("url", "http://x.example/", True),
        ("url", "二楼会议室", False),
        ("channel", "某某网", True),
        ("channel", "字" * 41, False),
        ("title", "", False),
        ("", "某记者", True),
    ],
)
def test_values(field: str, value: str, *, wanted: bool) -> None:
    """A label counts where a value of its kind stands behind it."""
    assert can_be(field, value) is wanted


def test_a_source_may_be_an_address() -> None:
    """`来源：http://...` gives the address, without what stands behind it."""
    assert settled("channel", "http://x.example/1 (原文)") == ("url", "http://x.example/1")
    assert settled("url", "https://x.example/1") == ("url", "https://x.example/1")
    assert settled("channel", "某某网") == ("channel", "某某网")
    assert settled("title", "http://x.example/1") == ("title", "http://x.example/1")


@pytest.mark.parametrize(
    ("words", "begin"),
    [
        ("发布时间", 0),
        ("某网发布时间", 2),
        ("编辑于", 0),
        ("最近更新", 0),
        ("报名时间", None),
        ("成立于", None),
    ],
)
def test_the_label_of_a_day(words: str, begin: int | None) -> None:
    """What calls a day that of publication is told from what happens on it."""
    assert label_of_day(words) == begin
