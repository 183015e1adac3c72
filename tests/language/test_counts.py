"""Chinese numerals before what they count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.counts import COUNTED, counts_in, cuts_numeral
from souwen.language.literal import LiteralText
from souwen.language.numerals import numeral_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Shelf


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        *[("第十四届全国人大四次会议", ["第十四届", "四次"]), ("占百分之三点五", ["百分之三点五"])],
        *[("罚款三百万元", ["三百万元"]), ("五险一金", []), ("万一个", []), ("数十人", [])],
    ],
)
def test_what_counts(text: str, counts: list[str]) -> None:
    """A numeral counts before what is counted, and nowhere else."""
    assert [text[start:end] for start, end in counts_in(text)] == counts


@given(st.integers(0, 9999), st.integers(0, 9999), st.sampled_from(COUNTED))
def test_a_number_is_in_no_other(number: int, other: int, counted: str) -> None:
    """A numeral before what it counts stands in that of the same number only."""
    literal = LiteralText.whole(f"{numeral_of(number)}{counted}")
    assert literal.stands_in([f"共{numeral_of(other)}{counted}"]) == (number == other)


@pytest.mark.parametrize(
    ("text", "at", "cuts"),
    [
        *[("十四届", 1, True), ("两万六千个", 2, True), ("一点五倍", 2, True), ("数十人", 1, True)],
        *[
            ("三分之一份", 3, True),
            ("五十几", 2, True),
            ("三点五", 1, True),
            ("申万一级", 2, False),
        ],
        *[
            ("2024二级", 4, False),
            ("部分三级", 2, False),
            ("热点一日", 2, False),
            ("四届", 0, False),
        ],
        *[("人数五人", 2, False), ("五点击", 1, False), ("百分之五", 4, False)],
    ],
)
def test_where_a_numeral_goes_on(text: str, at: int, cuts: bool) -> None:
    """Numerals go on over 万, 亿 and 点 between them, and where 几 or 数 makes them uncertain."""
    assert cuts_numeral(text, at) is cuts


@pytest.mark.parametrize(
    ("query", "text", "other"),
    [
        *[("4届全国人大", "第四届全国人大", "第十四届全国人大"), ("10周年", "十周年", "二十周年")],
        *[("5日", "八月五日", "拘留十五日"), ("1年", "获刑一年", "获刑十一年")],
        *[("2人死亡", "二人死亡", "二百一十二人死亡"), ("1月1日", "一月一日", "十一月一日")],
        *[("5条规定", "有五条规定", "第二十五条，按规定"), ("6000个", "六千个", "两万六千个")],
        *[("新规4届", "新规四届", "新规十四届"), ("第4届", "第四届", "第四十届")],
        *[("2023年1月1日", "二〇二三年一月一日", "二〇二三年一月十一日")],
    ],
)
def test_digits_are_a_whole_numeral(
    shelf: Callable[..., Shelf], query: str, text: str, other: str
) -> None:
    """A number in digits finds the whole numeral, literally or among other words, and no part."""
    texts = shelf({"a": f"会议讨论{text}的事", "b": f"会议讨论{other}的事"})
    assert texts.found(query, mode="all") == ["a"]
