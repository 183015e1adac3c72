"""A query as lexemes: what is syntax, what is text, and what is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.search.query.lex import Blank, Mark, scan
from souwen.search.query.tree import Field, Filter, FilterName, Literal, Token

QUERIES = st.text(
    st.one_of(st.sampled_from('医保ORNT "“”()（）|-—＂:,title标题 '), st.characters())
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("异地 就医", [Token("异地"), Token("就医")]),
        ('"异地 就医"', [Literal("异地 就医")]),
        ("“异地”就医", [Literal("异地"), Token("就医")]),
        ("甲|乙", [Token("甲"), Mark.OR, Token("乙")]),
        ("医保、社保，产假", [Token("医保"), Token("社保"), Token("产假")]),
        ("产假+津贴 18,700元", [Token("产假"), Token("津贴"), Token("18,700元")]),
        ("异地就医的流程，备案", [Token("异地就医的流程，备案")]),
        ("+86，c+d", [Token("+86，c+d")]),
        ("地点：佳木斯", [Filter(FilterName.PLACE, "佳木斯")]),
        ("flag:地名不符", [Filter(FilterName.FLAG, "place-mismatch")]),
        ("甲 ＯＲ 乙", [Token("甲"), Mark.OR, Token("乙")]),
        ("甲OR乙", [Token("甲OR乙")]),
        ("甲 -乙", [Token("甲"), Mark.NOT, Token("乙")]),
        ("2024-2025", [Token("2024-2025")]),
        ("(甲 乙)", [Mark.OPEN, Token("甲"), Token("乙"), Mark.CLOSE]),
        ("门诊(普通)", [Token("门诊(普通)")]),
        ("title:甲", [Token("甲", Field.TITLE)]),
        ('标题:"甲 乙"', [Literal("甲 乙", Field.TITLE)]),
        ("title:(甲)", [Mark.TITLE, Mark.OPEN, Token("甲"), Mark.CLOSE]),
        ("after:2025-04,", [Filter(FilterName.AFTER, "2025-04-01")]),
        ("after:昨晚", [Token("after:昨晚")]),
        ("-。", [Mark.NOT, Blank("。")]),
    ],
)
def test_lexemes(text: str, expected: list[object]) -> None:
    """Each sort of lexeme is read, and what is no syntax is text."""
    lexemes = scan(text)
    assert list(lexemes.sequence) == expected
    assert lexemes.unpaired == ()


@pytest.mark.parametrize(
    ("text", "unpaired", "depth"),
    [('甲"', ('"',), 0), ("(甲", ("(",), 0), ("甲 )", (")",), 0), ("((甲) 乙)", (), 2)],
)
def test_marks_without_a_partner_are_left_out(
    text: str, unpaired: tuple[str, ...], depth: int
) -> None:
    """What does not close or was not opened is named and no lexeme."""
    lexemes = scan(text)
    assert (lexemes.unpaired, lexemes.depth) == (unpaired, depth)
    assert lexemes.sequence.count(Mark.OPEN) == depth


@given(QUERIES)
def test_groups_are_balanced(text: str) -> None:
    """Of whatever is typed, every group that opens is closed, and none closes before."""
    level = deepest = 0
    lexemes = scan(text)
    for lexeme in lexemes.sequence:
        level += (lexeme is Mark.OPEN) - (lexeme is Mark.CLOSE)
        deepest = max(deepest, level)
        assert level >= 0
    assert (level, deepest) == (0, lexemes.depth)
