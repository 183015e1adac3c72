"""A query is read without an index: pure data, the same each time, fit for JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from souwen.language import days
from souwen.language.readings import Readings
from souwen.search.query.interpret import QueryReader, ReadQuery, taken_apart
from souwen.search.query.tree import And, Filter, FilterName, Literal, Mode, Token, strings
from souwen.search.request import SearchRequest

READER = QueryReader(Readings([("娃娃保", ("居民医保",))]))
QUERIES = st.text('医保异地就医备案怎么办 2024年18700元abc"()-|*:OR。,', max_size=30)


def read(query: str, **options: Any) -> ReadQuery:
    """Read a query."""
    return SearchRequest(query, **options).read(READER)


@settings(deadline=None)
@given(QUERIES, st.sampled_from(list(Mode)), st.booleans())
def test_a_read_query_is_data(query: str, mode: Mode, exact: bool) -> None:
    """Read twice it is equal and hashes alike, whoever reads it, and JSON takes it."""
    once = read(query, mode=mode, exact=exact, after="2025-04")
    request = SearchRequest(query, mode=mode, exact=exact, after="2025-04")
    again = request.read(QueryReader(Readings([("娃娃保", ("居民医保",))])))
    assert once == again
    assert hash(once) == hash(again)
    assert json.loads(json.dumps(once.as_dict()))["text"] == query


@settings(deadline=None)
@given(QUERIES)
def test_every_string_of_every_tree_is_read(query: str) -> None:
    """Whichever mixed tokens are taken apart, the strings of the tree and its asides are known."""
    once = read(query)
    known = {string.node for string in once.strings}
    if once.root is None:
        return
    for apart in ((), [token for token, _ in once.mixed]):
        tree, asides = once.with_apart(apart)
        assert {*strings(tree), *strings(tree, excluded=True), *asides} <= known


@pytest.mark.parametrize(
    ("query", "question"),
    [
        ("怎么申请异地医保", "怎么申请异地医保"),
        ("异地就医备案流程", "异地就医备案流程"),
        ("异地就医", None),
        ("异地就医备案流程 医保", None),
        ('"异地就医备案流程"', None),
    ],
)
def test_a_whole_question(query: str, question: str | None) -> None:
    """One long token, or one with a question word, is a question; others are not."""
    found = read(query).question
    assert (found and found.text) == question
    assert read(query, mode="all").question is None


def test_mixed_tokens_can_be_taken_apart() -> None:
    """A token of Han and digits has its pieces, and the tree with them is flat."""
    once = read("2024年医保报销 title:门诊")
    ((token, pieces),) = once.mixed
    assert token.text == "2024年医保报销"
    assert [piece.text for piece in pieces] == ["2024", "年医保报销"]
    tree, _ = once.with_apart([token])
    assert isinstance(tree, And)
    assert [part.text for part in tree.parts if isinstance(part, Token)] == [
        "2024",
        "年医保报销",
        "门诊",
    ]
    assert taken_apart("社保基数1.87万元") == ["社保基数", "1.87万元"]
    assert taken_apart("乙肝dna检测") == ["乙肝", "dna", "检测"]
    assert taken_apart("乙肝dna检测", [(0, 5)]) == ["乙肝dna", "检测"]


def test_filters_of_the_request_join_the_tree() -> None:
    """Options narrow the tree that is run, and the tree as it was typed stays as it is."""
    once = read("医保", kind="article", before="2025")
    assert once.root == Token("医保")
    tree, _ = once.with_apart(())
    assert tree == And(
        (
            Token("医保"),
            Filter(FilterName.KIND, "article"),
            Filter(FilterName.BEFORE, "2025-12-31"),
        )
    )


@pytest.mark.parametrize("asks", ["怎么办", "在哪里", "需要多久", "会不会"])
def test_what_only_asks_is_an_aside(asks: str) -> None:
    """A token that only asks is no condition beside others."""
    once = read(f"医保 {asks} 报销")
    tree, asides = once.with_apart(())
    assert [token.text for token in asides] == [asks]
    assert tree == And((Token("医保"), Token("报销")))


def test_own_words_are_kept_whole_and_have_readings() -> None:
    """The person's words and synonyms are in what is read, and never in a quoted string."""
    token, quoted = read('新娃娃保 "娃娃保"').strings
    assert token.own_words == ((1, 4),)
    assert any("居民医保" in text for text, *_ in token.readings)
    assert quoted.node == Literal("娃娃保")
    assert not quoted.readings
    assert not quoted.parts


def test_words_for_days_mean_another_day_tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read yesterday is not remembered, because 昨天 was another day then."""
    found = []
    for day in (date(2025, 3, 1), date(2025, 3, 1), date(2025, 3, 2)):
        monkeypatch.setattr(days, "today", lambda day=day: day)
        read_query = read("医保 after:昨天 before:昨天 added_after:2d")
        assert isinstance(read_query.root, And)
        found.append([part.value for part in read_query.root.parts if isinstance(part, Filter)])
    assert found[0] == found[1] == ["2025-02-28", "2025-02-28", "2025-02-27"]
    assert found[2] == ["2025-03-01", "2025-03-01", "2025-02-28"]
