"""Spaces and line breaks that mean something, and those that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.normalise import normalise
from souwen.language.spaces import Side, side_of, spaced, unwrapped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[("医 保　卡", "医保卡"), ("医保  PD-1   抑制剂", "医保pd-1抑制剂"), ("  首尾  ", "首尾")],
        *[("第一行 \r\n\r\n 第二行", "第一行\n第二行"), ("a\u2028b", "a\nb")],
        *[("hello   world", "hello world"), ("10 mg", "10mg"), ("iPhone 15", "iphone15")],
        *[("3 5", "3 5"), ("1. 2023年", "1. 2023年"), ("3, 740", "3, 740"), ("80 %", "80%")],
        *[("≥ 28 kg", "≥28kg"), ("第 64 条", "第64条"), ("건강 보험", "건강 보험")],
    ],
)
def test_spaces(text: str, expected: str) -> None:
    """A space counts between two words in letters, two numbers, a digit and a point; else not."""
    assert normalise(text) == expected


def test_sides() -> None:
    """An ideograph is no letter, a circled number no digit."""
    assert [side_of(one) for one in "a医1①.é-"] == [
        *[Side.LETTER, Side.OTHER, Side.DIGIT, Side.OTHER, Side.POINT, Side.LETTER, Side.OTHER],
    ]


PARAGRAPH = [
    "参保人员在外地住院以前要先办理异地就",
    "医备案。备案可以在手机上办，也可以到窗",
    "口办，办好以后直接刷社保卡结算",
]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (PARAGRAPH, "  "),
        (PARAGRAPH[:2], "\n"),
        ([*PARAGRAPH, "", *PARAGRAPH], "  \n\n  "),
        ([line[:8] for line in PARAGRAPH], "\n\n"),
        ([PARAGRAPH[0], PARAGRAPH[1][:-1] + "。", PARAGRAPH[2]], "\n\n"),
        ([f"{at}. {line}" for at, line in enumerate(PARAGRAPH)], "\n\n"),
        ([f"{line[:9]}  {line[9:]}" for line in PARAGRAPH], "\n\n"),
        ([line[:9] + "|" + line[9:] for line in PARAGRAPH], "\n\n"),
        ([f"    {line}" for line in PARAGRAPH], "  "),
        ([f"  {PARAGRAPH[0][:-2]}", *PARAGRAPH[1:]], "  "),
        ([*PARAGRAPH[:2], f"  {PARAGRAPH[2]}"], "\n\n"),
        ([*PARAGRAPH[:2], PARAGRAPH[2] * 3], "\n\n"),
        ([line.replace("，", "").replace("。", "") for line in PARAGRAPH], "\n\n"),
        ([*PARAGRAPH[:2], PARAGRAPH[0] + "。", *PARAGRAPH[:2]], "  \n "),
        (["每次10mg，2024年3月5日起每日3次口服", *PARAGRAPH], "   "),
    ],
)
def test_n09_paragraphs_wrapped_by_hand(lines: list[str], expected: str) -> None:
    """Three lines of a length are a paragraph; lists, tables, short lines and sentences are not."""
    text = "\n".join(lines)
    read = unwrapped(text)
    borders = "".join(new for old, new in zip(text, read, strict=True) if old == "\n")
    assert borders == expected


@given(st.text("参保人员，。0a \n·|", max_size=120))
def test_unwrapping_only_makes_spaces_of_line_breaks(text: str) -> None:
    """No other character changes, so that offsets stay."""
    assert unwrapped(text).replace(" ", "\n") == text.replace(" ", "\n")


@given(st.text("医a1., \n%-", max_size=30), st.data())
def test_what_is_cut_out_is_spaced_as_in_its_text(text: str, data: st.DataObject) -> None:
    """A space is judged by its neighbours alone, so that any part of a text is found."""
    low = data.draw(st.integers(0, len(text)))
    high = data.draw(st.integers(low, len(text)))
    part = text[low:high].strip(" \n")
    assert spaced(part) in spaced(text)
