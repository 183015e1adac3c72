"""The lines of a text: where they end, what is blank, and what a title and a body are made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.pages.lines import (
    Piece,
    body_from,
    is_blank,
    physical_lines,
    title_from,
    trimmed,
)

UNSEEN = " \t\u00a0\u3000\u200b\u200d\u2060\ufeff\u00ad"


def test_lines_end_where_unicode_says() -> None:
    """Every line break counts, and NUL is nowhere."""
    assert physical_lines("一\r\n二\x85三\u2028四\0\n") == ["一", "二", "三", "四"]


@given(st.text(st.sampled_from(UNSEEN), max_size=20))
def test_what_cannot_be_seen_is_blank(line: str) -> None:
    """Spaces of any width, also of none, are a blank line, and are trimmed from a text."""
    assert is_blank(line)
    assert not is_blank(f"{line}医")
    assert trimmed(f"{line}医 保{line}") == "医 保"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("  怎么备案  ", ("怎么备案", True)),
        ("备案" * 60, ("备案" * 60, True)),
        ("备案" * 61, ("备案" * 20, False)),
        ("先备案。" + "再结算，" * 20 + "。", ("先备案", False)),
        ("先备案，" + "再结算" * 40 + "。", ("先备案", False)),
        ("先备案，再结算。", ("先备案，再结算。", True)),
    ],
)
def test_a_title(line: str, expected: tuple[str, bool]) -> None:
    """A first line is a title, unless it is a paragraph, whose first sentence or clause serves."""
    assert title_from(line) == expected


def test_a_body() -> None:
    """Ends are trimmed, blank lines are one, and a line that was cut for nothing is whole again."""
    pieces = [
        Piece(1, "  一、备案  ", after_blank=True),
        Piece(2, "    带上证件", after_blank=False),
        Piece(5, "健康新闻 2025-04-26", after_blank=True),
        Piece(5, "以后", after_blank=False, joined=True),
    ]
    assert body_from(pieces) == "一、备案\n    带上证件\n\n健康新闻 2025-04-26以后"
    assert body_from([]) == ""
