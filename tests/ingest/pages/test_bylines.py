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
