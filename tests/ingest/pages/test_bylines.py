"""Date lines right below a title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.pages.bylines import byline_of
from souwen.ingest.pages.split import split_text

BODY = "参保人员在外地住院以前要先办理异地就医备案。备案可以在手机上办，也可以到窗口办。"


@pytest.mark.parametrize(
    ("line", "channel"),
    [
        ("[2025-04-26]", None),
        ("（2025-04-26）", None),
        ("【2025年4月26日 08:30】", None),
        (" (2025.04.26) ", None),
        ("[健康新闻 2025-04-26]", "健康新闻"),
        ("2025/04/26 健康新闻", "健康新闻"),
        ("2025-04-26 08:30 | 某某网", "某某网"),
        ("2025年4月26日　市医保局", "市医保局"),
        ("20250426", None),
        ("发布时间：20250426", None),
        ("20250426 08:30", None),
        ("民國114年4月26日", None),
        ("中華民國１１４年４月２６日", None),
        ("（民国114年4月26日）", None),
    ],
)
def test_n37_forms_below_a_title(line: str, channel: str | None) -> None:
    """Each dates its page, and is no part of the text."""
    (page,) = split_text(f"备案指南\n{line}\n{BODY}\n")
    (record,) = page.records
    assert (record.title, record.body, record.published) == ("备案指南", BODY, "2025-04-26")
    assert record.channel == channel
    stamp = byline_of(line)
    assert stamp is not None
    assert (stamp.start, stamp.end) == (0, len(line)) or stamp.start == line.index("2")


@pytest.mark.parametrize(
    "line",
    [
        "12345678",
        "20251399",
        "12393",
        "2025/04/26 大会开幕",
        "（2025年）",
        "民国26年7月7日",
        "(见第3页)",
        "2025-04-26 至 2025-05-26",
        "[1]",
        "（2025年4月26日国务院通过）",
    ],
)
def test_what_is_text_stays_text(line: str) -> None:
    """Numbers, what happened on a day, and what no calendar has are kept."""
    (page,) = split_text(f"备案指南\n{line}\n{BODY}\n")
    (record,) = page.records
    assert (record.body, record.published) == (f"{line}\n{BODY}", None)


def test_a_list_of_days_is_text() -> None:
    """Days that follow each other are what the article says, in these forms too."""
    for lines in ("20250426\n20250427", "[2025-04-26]\n[2025-04-27]"):
        (page,) = split_text(f"放假安排\n{lines}\n{BODY}\n")
        assert page.records[0].published is None
        assert page.records[0].body.startswith(lines)


def test_farther_down_they_are_text() -> None:
    """Inside the text, and at its end, such a line may be anything."""
    (page,) = split_text(f"备案指南\n{BODY}\n{BODY}\n20250426\n{BODY}\n2025/04/26 健康新闻\n")
    assert page.records[0].published is None
    assert "20250426" in page.records[0].body


@given(st.text(alphabet="[]（）20250426年月日民國 /-健康新闻:", max_size=40))
def test_any_line_is_read(line: str) -> None:
    """No line raises, and a stamp names a day."""
    stamp = byline_of(line)
    assert stamp is None or stamp.published or not stamp.sure or stamp.impossible


@pytest.mark.parametrize(
    ("line", "channel"),
    [
        ("2025年04月26日08:30 来源：人民网", "人民网"),
        ("某某医保 2025年04月26日 08:30 北京", "某某医保"),
        ("某某医保 _2025年04月26日 08:30_ _北京_", "某某医保"),
        ("编辑于 2025-04-26 08:30", None),
        ("发布于 2025-04-26 08:30・IP 属地北京", None),
        ("发文日期：2025年4月26日", None),
        ("挂网时间：2025-04-26", None),
        ("最近更新：2025-04-26", None),
        ("2025-04-26 来源： 字体：[大][中][小]", None),
        ("来源：市医保局 发布时间：2025-04-26 【打印】【关闭】", "市医保局"),
        ("[日期：2025-04-26] [字体：大 中 小]", None),
        ("日期：2025-04-26 08:30:00 (阅读 123 次)", None),
        ("2025年4月26日 08:30 | 来源：健康时报 | 作者：张三 | 责编：李四", "健康时报"),
        ("创建时间：2025-04-26 最后修改：2025-04-27", None),
        ("2025-04-26 08:30 新华社 北京", "新华社"),
        ("发表时间：2025年4月26日 8时30分", None),
        ("发布时间：2025-04-26 08:30\n更新时间：2025-04-27 09:00", None),
        ("发布机构：市医保局\n发文日期：2025年04月26日", "市医保局"),
    ],
)
def test_a_byline_is_read_by_its_parts(line: str, channel: str | None) -> None:
    """Labels, day, time, place, source, counters and buttons make a date line in any order."""
    (page,) = split_text(f"备案指南\n{line}\n{BODY}\n")
    (record,) = page.records
    assert (record.body, record.published, record.channel) == (BODY, "2025-04-26", channel)


@pytest.mark.parametrize(
    "line",
    [
        "报名时间：2025-04-26",
        "截止日期：2025-04-26",
        "会议时间：2025年4月26日 9:00 北京",
        "成立于2025-04-26",
        "自2025年4月26日起执行",
        "2025年4月26日，市医保局发布通知。",
        "2025年4月26日 会议在京召开",
        "创建时间：2025-04-26，以后再改",
    ],
)
def test_what_happens_on_a_day_is_text(line: str) -> None:
    """A day that is not that of publication dates no page, and stays in the text."""
    (page,) = split_text(f"备案指南\n{line}\n{BODY}\n")
    (record,) = page.records
    assert (record.body, record.published) == (f"{line}\n{BODY}", None)


def test_an_author_is_skipped_and_kept() -> None:
    """Above and below the date an author may stand, who stays in the text."""
    for lines in ("作者：某某\n2025-04-26 08:30", "2025-04-26 08:30\n作者：某某"):
        (page,) = split_text(f"备案指南\n{lines}\n{BODY}\n")
        (record,) = page.records
        assert (record.body, record.published) == (f"作者：某某\n{BODY}", "2025-04-26")


def test_the_title_is_no_channel() -> None:
    """A date line that repeats the title names no channel."""
    (page,) = split_text(f"备案指南 - 健康社区\n备案指南 2025-04-26 08:30 楼主\n{BODY}\n")
    assert (page.records[0].published, page.records[0].channel) == ("2025-04-26", None)
