"""A piece of a query as a token, a quoted string or a filter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.search.query.operands import (
    is_searchable,
    read_filter,
    read_literal,
    read_token,
    trimmed,
)
from souwen.search.query.tree import Field, Filter, FilterName, Literal, Token

PIECES = st.text(
    st.one_of(st.sampled_from("医保8%*＊（()）《》“”,。!a-"), st.characters()), max_size=12
)


@given(PIECES)
def test_what_is_trimmed_is_punctuation(raw: str) -> None:
    """Trimming takes nothing that can be looked for, and trimming again takes nothing."""
    start, end = trimmed(raw)
    assert not is_searchable(raw[:start])
    assert not is_searchable(raw[end:])
    assert trimmed(raw[start:end]) == (0, end - start)


@given(PIECES)
def test_a_token_is_a_piece_of_the_query(raw: str) -> None:
    """There is a token exactly where there is something to look for, and its text stands there."""
    token = read_token(raw)
    assert (token is not None) == is_searchable(raw)
    if token is not None:
        assert token.text in raw
        assert not (token.open_start or token.open_end) or set(raw) & set("*＊﹡")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("187*", Token("187", open_end=True)),
        ("*187", Token("187", open_start=True)),
        ("*mg*", Token("mg", open_start=True, open_end=True)),
        ("*医保*", Token("医保")),
        ("医保187*", Token("医保187", open_end=True)),
        ("8%", Token("8%")),
        ("#医保#", Token("医保")),
        ("＃医保＃", Token("医保")),
        ("#HPV疫苗#", Token("HPV疫苗")),
        ("医保$", Token("医保")),
        ("@医保局", Token("医保局")),
        ("￥3,024", Token("￥3,024")),
        ("医保C#", Token("医保C#")),
        ("《（普通）》", Token("普通")),
        ("门诊(普通)", Token("门诊(普通)")),
        ("。。", None),
    ],
)
def test_a_token(raw: str, expected: Token | None) -> None:
    """A star is a wildcard beside letters and digits only; a bracket stays with its partner."""
    assert read_token(raw) == expected


def test_a_literal_is_verbatim() -> None:
    """What is quoted stays as it is, or is nothing where there is nothing to look for."""
    assert read_literal(" 医保。", Field.TITLE) == Literal(" 医保。", Field.TITLE)
    assert read_literal("。 ") is None


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        (FilterName.KIND, " 文章", "article"),
        (FilterName.KIND, "ＳＮＩＰＰＥＴ", "snippet"),
        (FilterName.KIND, "书", None),
        (FilterName.AFTER, "2025-04", "2025-04-01"),
        (FilterName.BEFORE, "2025-04", "2025-04-30"),
        (FilterName.BEFORE, "昨晚", None),
        (FilterName.AFTER, "2025-04-26" + " " * 60 + "x", None),
        (FilterName.PLACE, " 佳木斯 ", "佳木斯"),
        (FilterName.PLACE, "开封", "开封市"),
        (FilterName.PLACE, "北京暴雨", None),
        (FilterName.PLACE, "北京，暴雨", None),
        (FilterName.CHANNEL, " 健康新闻 ", "健康新闻"),
        (FilterName.SOURCE, "/数据/*", "/数据/*"),
        (FilterName.SOURCE, " ", None),
    ],
)
def test_a_filter(name: FilterName, raw: str, value: str | None) -> None:
    """A value is read as what its filter takes, or there is no filter."""
    assert read_filter(name, raw) == (value and Filter(name, value))
