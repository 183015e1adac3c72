"""What is shown for the title of a document without one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.stand_in import LONGEST, stand_in


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("7月19日，山东济南。大雨。", "7月19日，山东济南。"),
        ("原标题：商务部正进行评估\n国际在线报道", "商务部正进行评估"),
        ("【原标题】 台风来了！快跑", "台风来了！"),
        ("\n\n  原標題: 標題：颱風\n", "颱風"),
        ("……\n医保怎么报销？", "医保怎么报销？"),
        ("医" * 60 + "。", "医" * LONGEST),
        ("标题党的文章没有人看。", "标题党的文章没有人看。"),
        ("原标题：", "原标题："),
        ("", ""),
        (" \n。。", ""),
    ],
)
def test_the_first_sentence_stands_in(body: str, shown: str) -> None:
    """It is the first sentence, at most forty characters, without what announces a title."""
    start, end = stand_in(body)
    assert body[start:end] == (shown if shown != "原标题：" else "")


@given(st.text(st.sampled_from("医。!原标题：【】\n a"), max_size=60))
def test_it_is_a_slice_of_one_line(body: str) -> None:
    """Whatever the text, it is a short slice of one line, without spaces at its ends."""
    start, end = stand_in(body)
    shown = body[start:end]
    assert len(shown) <= LONGEST
    assert shown == shown.strip()
    assert "\n" not in shown
