"""What people call the fields above a text, and the day on a date line."""

from __future__ import annotations

import pytest

from souwen.ingest.pages.labels import field_of, label_of_day


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
