"""The query language: how text becomes a tree."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from souwen.search.answer.sentences import problem_sentence
from souwen.search.query.operands import is_searchable
from souwen.search.query.parse import DEEPEST, LONGEST, MOST_OPERANDS, parse
from souwen.search.query.tree import (
    And,
    Field,
    Filter,
    FilterName,
    Literal,
    Node,
    Not,
    Or,
    ProblemKind,
    Token,
)

if TYPE_CHECKING:
    from collections.abc import Callable

TITLE = Field.TITLE


def token(text: str, field: Field = Field.ALL) -> Token:
    """Give a token without wildcards."""
    return Token(text, field)


def tokens(*texts: str) -> And:
    """Give an AND of tokens."""
    return And(tuple(Token(text) for text in texts))


# Queries with much of the language in them, and any other text.
pieces = st.sampled_from(
    [
        *'ab1医保险"＂“”()（）|｜-－*＊:：\\ \u3000\n。，%?[]《》😀\ud800\0.',
        *(" OR ", " AND ", " NOT ", "title:", "标题：", "kind:", "after:2025", "channel:", "-("),
    ]
)
queries = st.one_of(st.text(), st.lists(pieces, max_size=40).map("".join))


# What is guaranteed for every text


@given(queries, st.booleans())
@example("\ud800", False)
@example("医\0保", False)
@example('-"', False)
def test_any_text_is_read(text: str, exact: bool) -> None:
    """No text raises; each gives a tree or a problem with a message of one line."""
    query = parse(text, exact=exact)
    assert query.text == text
    assert (query.root is None) == (query.problem is not None)
    if query.problem:
        assert "\n" not in problem_sentence(query.problem)


def check(node: Node, *, in_and: bool = False) -> bool:
    """Hold what the docstring of `query` promises; tell whether something is looked for."""
    match node:
        case Not(part):
            assert in_and
            assert not isinstance(part, Not)
            check(part)
            return False
        case And(parts):
            assert len(parts) > 1
            assert not any(isinstance(part, And) for part in parts)
            found = [check(part, in_and=True) for part in parts]
            assert any(found)
            assert len({part for part in parts if not isinstance(part, Or | Not)}) == len(
                [part for part in parts if not isinstance(part, Or | Not)]
            )
            return True
        case Or(parts):
            assert len(parts) > 1
            assert not any(isinstance(part, Or) for part in parts)
            return all(check(part) for part in parts)
        case Literal(text) | Token(text):
            assert is_searchable(text)
            return True
        case Filter():
            return True


@given(queries)
def test_every_tree_is_bounded(text: str) -> None:
    """Something is looked for in every AND and on every side of an OR, so nothing matches all."""
    query = parse(text)
    if query.root is not None:
        assert check(query.root)


@given(st.text().map(lambda text: text.replace('"', "")))
@example("异地就医 OR -备案 (title:x")
@example("a\\")
@example("\\\\")
@example("＂“”\n")
def test_any_text_in_marks_is_one_literal(text: str) -> None:
    """Between two marks everything is text, verbatim, whatever it is."""
    query = parse(f'"{text}"')
    if is_searchable(text):
        assert query.root == Literal(text)
    else:
        assert query.problem is not None
        assert query.problem.kind is ProblemKind.EMPTY


@given(queries)
def test_exact_takes_everything_as_text(text: str) -> None:
    """With `exact` the whole query is one literal, marks included."""
    root = parse(text, exact=True).root
    assert root == (Literal(text) if is_searchable(text) else None)


@given(queries)
def test_leaves_are_verbatim(text: str) -> None:
    """The text of a token is a piece of the query: nothing is made up."""
    waiting: list[Node | None] = [parse(text).root]
    while waiting:
        match waiting.pop():
            case And(parts) | Or(parts):
                waiting += parts
            case Not(part):
                waiting.append(part)
            case Token(piece):
                assert piece in text


# Public cases


def test_c12_c13_quoted_text_is_one_literal() -> None:
    """A quoted string keeps its order and its length."""
    assert parse('"异地就医备案"').root == Literal("异地就医备案")
    assert parse('"备案结算"').root == Literal("备案结算")


@pytest.mark.parametrize("text", ["的", "的了", "和"])
def test_c14_particles_are_looked_for(text: str) -> None:
    """A query of particles is a query: nothing is dropped for being common."""
    assert parse(text).root == token(text)


@pytest.mark.parametrize(
    "text", ["。，！", '""', "   ", "？？", "…", "", "\u3000", '"。"', "💊", "％"]
)
def test_c15_nothing_to_search_for(text: str) -> None:
    """Punctuation and blanks give one line, no tree."""
    query = parse(text)
    assert query.root is None
    assert query.problem is not None
    assert query.problem.kind is ProblemKind.EMPTY
    assert problem_sentence(query.problem) == "the query holds nothing to search for"


@pytest.mark.parametrize(
    "text",
    ['"异地就医', "(异地就医", "异地就医)", '异地就医"', "＂异地就医", "（异地就医", "异地就医）",
     "“异地就医", "异地就医”", "[异地就医", "【异地就医】",
     "'异地就医'", '"(异地就医', "((异地就医)"],
)  # fmt: skip
def test_c16_marks_without_a_partner(text: str) -> None:
    """A mark that does not close, or bracket that does not open, is left out."""
    assert parse(text).root == token("异地就医")


def test_c16_square_bracket() -> None:
    """A square bracket is punctuation."""
    assert parse("[异地").root == token("异地")


@pytest.mark.parametrize(
    "text",
    ["提示:医保", "12393:转1", "http://x.cn", "kind:foo", "after:abc", "after:2025-02-30",
     "提示：医保", "kind:-article", "before:2025-13"],
)  # fmt: skip
def test_c17_colon_in_text(text: str) -> None:
    """What only looks like a field stays one token with its colon."""
    assert parse(text).root == token(text)


def test_c18_operators_glued_to_text() -> None:
    """An operator inside text is text."""
    assert parse("职工AND居民").root == token("职工AND居民")
    assert parse("职工and居民 or").root == tokens("职工and居民", "or")


@pytest.mark.parametrize(
    "text", [" NOT OR ", "NOT NOT *", "OR", "AND AND", "| ||", "-", "NOT (OR)"]
)
def test_c19_operators_without_operands(text: str) -> None:
    """A query of operators holds nothing to search for."""
    problem = parse(text).problem
    assert problem is not None
    assert problem.kind is ProblemKind.EMPTY


def test_c19_other_operators_are_text() -> None:
    """Operators of other engines are words; a field without a value is a word."""
    assert parse('" NOT OR "').root == Literal(" NOT OR ")
    assert parse("2025 REQUIRE 8%?").root == tokens("2025", "REQUIRE", "8%")
    assert parse('date:""').root == token("date")
    assert parse('kind:""').root == token("kind")
    assert parse('title:""').root == token("title")
    assert parse("title:。").root == token("title")


def test_c21_minus_sign() -> None:
    """A minus excludes at the start of a token only."""
    assert parse("2024-2025年").root == token("2024-2025年")
    assert parse("医保 -报销").root == And((token("医保"), Not(token("报销"))))
    assert parse("医保 - 报销").root == tokens("医保", "报销")
    assert parse("PD-1").root == token("PD-1")


def test_c22_wildcards() -> None:
    """A star beside a number or Latin word opens its end; elsewhere it means nothing."""
    assert parse("187*").root == Token("187", open_end=True)
    assert parse("１８７＊").root == Token("１８７", open_end=True)
    assert parse("*1*").root == Token("1", open_start=True, open_end=True)
    assert parse("HbA*，").root == Token("HbA", open_end=True)
    assert parse("e\u0301*").root == Token("e\u0301", open_end=True)
    assert parse("*保").root == token("保")
    assert parse("医保*").root == token("医保")
    assert parse("8%*").root == token("8%")
    assert parse("187.*").root == token("187")
    assert parse("1*2 a?b").root == tokens("1*2", "a?b")
    assert parse('"187*"').root == Literal("187*")
    assert parse("*").root is None


def test_c23_long_and_deep_queries() -> None:
    """Too much gives one line that names the number and the limit."""
    deep = parse("(医保 " * 3000 + ")" * 3000).problem
    assert deep is not None
    assert deep.kind is ProblemKind.TOO_LONG
    long = parse("医保 " * 20_000).problem
    assert long is not None
    assert long.kind is ProblemKind.TOO_LONG
    assert "59,999 characters" in problem_sentence(long)
    assert "20,000" in problem_sentence(long)
    nested = parse("(" * 3000 + "医保" + ")" * 3000).problem
    assert nested is not None
    assert nested.kind is ProblemKind.TOO_COMPLEX
    assert "3,000" in problem_sentence(nested)
    assert str(DEEPEST) in problem_sentence(nested)
    assert parse("(" * 3000 + "医保").root == token("医保")


@pytest.mark.parametrize(
    "piece",
    ["(医保 ", ")", '"', "＂", "“ ", "kind:“ ", '\\"', "-", "*", "title:", "title:(", "a(", "【",
     "NOT ", "|", '"＂', "1,", "e\u0301", "channel:“a "],
)  # fmt: skip
def test_c23_time_is_linear(is_linear: Callable[..., bool], piece: str) -> None:
    """Reading takes time in proportion to the query, whatever it is made of."""
    size = (LONGEST - 2) // 4
    assert is_linear(lambda size: parse((piece * size)[:size] + '”"'), size)


# Tokens


def test_spaces_separate() -> None:
    """Spaces of any kind stand between tokens, which must all match."""
    expected = tokens("异地就医", "备案", "流程")
    assert parse(" 异地就医\u3000备案\xa0\t流程\n").root == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("异地就医？", "异地就医"),
        ("《社保法》", "社保法"),
        ("《社保法》解读", "《社保法》解读"),
        ("解读《社保法》", "解读《社保法》"),
        ("社保法》解读", "社保法》解读"),
        ("门诊(普通)", "门诊(普通)"),
        ("门诊（普通）。", "门诊（普通）"),
        ("门诊(", "门诊"),
        ("PD-1(注射)", "PD-1(注射)"),
        ("1)备案流程", "1)备案流程"),
        ("什么是“七险两金”", "什么是“七险两金”"),
        ("8%", "8%"),
        ("C#", "C#"),
        ("¥3,024", "¥3,024"),
        ("38℃", "38℃"),
        ("+86", "+86"),
        ("~/备案/", "备案"),
        ("3.5mg,", "3.5mg"),
        ("\ufeff医保\u200b", "医保"),
        ("--医保", "医保"),
        ("异地就医的流程，备案", "异地就医的流程，备案"),
    ],
)
def test_edges_are_trimmed(text: str, expected: str) -> None:
    """Punctuation goes from the edges of a token; inside, and with a meaning, it stays."""
    assert parse(text).root == token(expected)


def test_duplicates_are_dropped() -> None:
    """What stands twice in an AND or an OR counts once."""
    assert parse("医保 报销 医保").root == tokens("医保", "报销")
    assert parse("医保 | 医保").root == token("医保")
    assert parse("医保 -报销 -报销").root == And((token("医保"), Not(token("报销"))))


def test_blank_tokens_are_ignored_and_named() -> None:
    """A token with nothing to search for is dropped with the operator before it, and said so."""
    query = parse("医保 -% 。 报销")
    assert query.root == tokens("医保", "报销")
    assert query.ignored == ("%", "。")


# Quotations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"a\\"b"', 'a"b'),
        ('"a\\b"', "a\\b"),
        ('"abc\\"', "abc\\"),
        ('"a\\"b\\"', 'a"b\\'),
        ("＂a“b＂", "a“b"),
        ('＂a"b＂', 'a"b'),
        ('"异地就医＂', "异地就医"),
        ('＂异地就医"', "异地就医"),
        ("“异地 就医”", "异地 就医"),
        ('"-报销"', "-报销"),
        ('" 异地  就医 "', " 异地  就医 "),
    ],
)
def test_quotations(text: str, expected: str) -> None:
    """A mark behind a backslash is text; a last one closes all the same."""
    assert parse(text).root == Literal(expected)


def test_marks_open_anywhere() -> None:
    """A straight mark opens in the middle of a token, a curly one at its start only."""
    assert parse('门诊"普通"报销').root == And((token("门诊"), Literal("普通"), token("报销")))
    assert parse("“普通”报销").root == And((Literal("普通"), token("报销")))
    assert parse('"C:\\" 医保').root == And((Literal("C:\\"), token("医保")))
    assert parse('门诊"普通').root == tokens("门诊", "普通")


# Operators and groups


@pytest.mark.parametrize("bar", [" OR ", "|", " | ", "｜", "||", " ＯＲ ", " OR OR ", " OR | AND "])
def test_or(bar: str) -> None:
    """All the ways to write an OR."""
    assert parse(f"职工医保{bar}居民医保").root == Or((token("职工医保"), token("居民医保")))


@pytest.mark.parametrize("bars", ["||", " || ", "｜|"])
def test_two_bars_are_one_operator(bars: str) -> None:
    """Two bars mean what one means, so that nothing is left out."""
    assert parse(f"暴雨{bars}台风").ignored == ()


def test_and_binds_tighter() -> None:
    """AND, written or not, binds tighter than OR."""
    expected = Or((tokens("a", "b"), tokens("c", "d")))
    assert parse("a b OR c d").root == expected
    assert parse("a AND b | c AND d").root == expected
    assert parse('"a"OR"b"').root == Or((Literal("a"), Literal("b")))


@pytest.mark.parametrize(
    "text", ["OR 医保", "医保 OR", "医保 AND", "医保 NOT", "| 医保 |", "医保 OR ()", "NOT | 医保"]
)
def test_operators_without_an_operand_are_dropped(text: str) -> None:
    """An operator that lacks a side is left out, and all but AND are named."""
    query = parse(text)
    assert query.root == token("医保")
    assert query.ignored in {("OR",), ("NOT",), ("NOT", "OR"), ()}


def test_groups() -> None:
    """Parentheses of both widths group, at the start of a token only."""
    either = Or((token("职工"), token("居民")))
    assert parse("(职工 | 居民) 医保").root == And((either, token("医保")))
    assert parse("（职工｜居民）医保").root == And((either, token("医保")))
    assert parse("(职工 OR 居民）").root == either
    assert parse("((a b) c)").root == tokens("a", "b", "c")
    assert parse("(a | b) | c").root == Or((token("a"), token("b"), token("c")))
    assert parse("() 医保").root == token("医保")
    assert parse("(一)参保条件").root == tokens("一", "参保条件")
    assert parse("(门诊(普通 慢特病) | 住院)").root == Or(
        (tokens("门诊(普通", "慢特病"), token("住院"))
    )


def test_exclusions() -> None:
    """All the ways to exclude, and what they apply to."""
    excluded = And((token("医保"), Not(token("报销"))))
    for text in (
        *("医保 -报销", "医保 －报销", "医保 NOT 报销", "医保 AND NOT 报销", "医保 NOT -报销"),
        *("医保 (-报销)", '医保 -"报销', "医保 -(报销", "医保 ＮＯＴ 报销", "医保 NOT NOT 报销"),
    ):
        assert parse(text).root == excluded, text
    assert parse("-报销 医保").root == And((Not(token("报销")), token("医保")))
    assert parse('医保 -"报销 比例"').root == And((token("医保"), Not(Literal("报销 比例"))))
    assert parse("医保 -(报销 | 备案)").root == And(
        (token("医保"), Not(Or((token("报销"), token("备案")))))
    )
    assert parse("医保 -OR").root == And((token("医保"), Not(token("OR"))))
    assert parse("医保 -(-报销)").root == tokens("医保", "报销")
    assert parse("医保 -title:报销").root == And((token("医保"), Not(token("报销", TITLE))))


@pytest.mark.parametrize(
    "text",
    [
        "-报销",
        "NOT 报销",
        "-a -b",
        "-(a | b)",
        "a | -b",
        "-(-a -b) c",
        "-kind:article",
        "-(a | -b) c",
    ],
)
def test_only_exclusions(text: str) -> None:
    """Where nothing is looked for, nothing is found: an exclusion alone is never everything."""
    problem = parse(text).problem
    assert problem is not None
    assert problem.kind is ProblemKind.ONLY_EXCLUSIONS


# Fields and filters


@pytest.mark.parametrize("prefix", ["title:", "Title：", "标题:", "標題：", "ｔｉｔｌｅ："])
def test_title(prefix: str) -> None:
    """The field of titles takes a word, a quotation or a group, right behind its colon."""
    assert parse(f"{prefix}医保").root == token("医保", TITLE)
    assert parse(f'{prefix}"异地 就医"').root == Literal("异地 就医", TITLE)
    assert parse(f"{prefix}“异地 就医”").root == Literal("异地 就医", TITLE)
    assert parse(f"{prefix}(医保 OR 社保) 备案").root == And(
        (Or((token("医保", TITLE), token("社保", TITLE))), token("备案"))
    )
    assert parse(f"{prefix}-医保 报销").root == And((Not(token("医保", TITLE)), token("报销")))
    assert parse(f"{prefix}OR").root == token("OR", TITLE)
    assert parse(f"{prefix}kind:article").root == token("kind:article", TITLE)
    assert parse(f"{prefix}187*").root == Token("187", TITLE, open_end=True)
    assert parse(f"({prefix}(-医保 kind:文章 报销))").root == And(
        (Not(token("医保", TITLE)), Filter(FilterName.KIND, "article"), token("报销", TITLE))
    )


def test_a_field_needs_its_value_at_once() -> None:
    """Behind a space stands another token, and the field is a word."""
    assert parse("title: 医保").root == tokens("title", "医保")
    assert parse("kind： article").root == tokens("kind", "article")
    assert parse("subtitle:医保").root == token("subtitle:医保")


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("kind:article", FilterName.KIND, "article"),
        ("KIND：Snippet", FilterName.KIND, "snippet"),
        ("kind:文章", FilterName.KIND, "article"),
        ("kind:“片段”", FilterName.KIND, "snippet"),
        ("channel:健康新闻", FilterName.CHANNEL, "健康新闻"),
        ('channel:"健康 新闻"', FilterName.CHANNEL, "健康 新闻"),
        ("source:dumps/2025-*/[a-c]?.txt", FilterName.SOURCE, "dumps/2025-*/[a-c]?.txt"),
        ("channel:健康新闻，", FilterName.CHANNEL, "健康新闻"),
        ('channel:"问答？"', FilterName.CHANNEL, "问答？"),
        ("source:dumps/a(1).txt", FilterName.SOURCE, "dumps/a(1).txt"),
        ("after:2025-04", FilterName.AFTER, "2025-04-01"),
        ("before:2025-04", FilterName.BEFORE, "2025-04-30"),
        ("before:2024-02", FilterName.BEFORE, "2024-02-29"),
        ("after:2025", FilterName.AFTER, "2025-01-01"),
        ("before:2025年", FilterName.BEFORE, "2025-12-31"),
        ("after:2025/4/26", FilterName.AFTER, "2025-04-26"),
        ("after:2025.4.26,", FilterName.AFTER, "2025-04-26"),
        ("before:2025年4月26日", FilterName.BEFORE, "2025-04-26"),
        ("before：２０２５年４月", FilterName.BEFORE, "2025-04-30"),
        ("after:２０２５－０４－２６", FilterName.AFTER, "2025-04-26"),
        ("after:20250426", FilterName.AFTER, "2025-04-26"),
        ('after:"2025年 4月"', FilterName.AFTER, "2025-04-01"),
    ],
)
def test_filters(text: str, name: FilterName, value: str) -> None:
    """A filter alone is a query: it was asked for."""
    assert parse(text).root == Filter(name, value)


def test_filters_combine() -> None:
    """A filter stands wherever a token does."""
    assert parse("(医保 kind:article)|channel:健康新闻").root == Or(
        (
            And((token("医保"), Filter(FilterName.KIND, "article"))),
            Filter(FilterName.CHANNEL, "健康新闻"),
        )
    )
    assert parse("kind:snippet -医保").root == And(
        (Filter(FilterName.KIND, "snippet"), Not(token("医保")))
    )


# Limits


def test_limits_are_the_last_that_pass() -> None:
    """At each limit a query is still read, one beyond it no more."""
    assert parse("医" * LONGEST).problem is None
    assert parse("医" * LONGEST + "保").problem is not None
    assert parse("医" * LONGEST + "保", exact=True).problem is not None
    assert parse(f"  {'医' * LONGEST}  ").problem is None
    assert parse("保 " * MOST_OPERANDS).root == token("保")
    assert parse("保 " * MOST_OPERANDS + "医").problem is not None
    assert parse("(" * DEEPEST + "医" + ")" * DEEPEST).root == token("医")
    assert parse("(" * (DEEPEST + 1) + "医" + ")" * (DEEPEST + 1)).problem is not None


def test_the_deepest_tree_can_be_handled() -> None:
    """The deepest tree can be compared, hashed, printed, copied and pickled."""
    text = "y " + "-(z | w " * DEEPEST + "x" + ")" * DEEPEST
    query = parse(text)
    assert query.root is not None
    assert query == parse(text)
    assert hash(query) == hash(parse(text))
    assert repr(query).count("Not(") == DEEPEST
    assert pickle.loads(pickle.dumps(query)) == query
    assert copy.copy(query) == query
