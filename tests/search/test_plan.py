"""How many of the strings of a query a document must have, and what is enough where few do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Shelf

    MakeShelf = Callable[..., Shelf]


@pytest.fixture
def insurance(shelf: MakeShelf) -> Shelf:
    """Give four small documents about insurance and the weather."""
    return shelf(
        {
            "a": "职工医保报销",
            "b": "社保基数",
            "c": {"title": "城乡居民", "body": "居民医保的报销比例怎么办"},
            "d": "天气",
        }
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("医保 OR 怎么办", {"a", "c"}),
        ("怎么 OR 天气", {"c", "d"}),
        ("怎么办 如何", {"c"}),
        ("(天气 OR 怎么办) 医保", {"c"}),
    ],
)
def test_question_words_in_an_or_do_not_match_everything(
    insurance: Shelf, query: str, expected: set[str]
) -> None:
    """A word that only asks is a condition wherever nothing else would be one."""
    assert {*insurance.found(query), *insurance.loose(query)} == expected


def test_excluded_question_word_does_not_exclude_everything(insurance: Shelf) -> None:
    """An exclusion of a question word leaves out only what holds it."""
    results = insurance.engine.search("医保 报销 -怎么办")
    assert [hit.refs[0] for hit in results] == ["a"]
    assert results.relaxed is None


def test_question_word_beside_a_keyword_only_ranks(shelf: MakeShelf) -> None:
    """医保 怎么办 finds all about 医保, what holds 怎么办 first."""
    documents = shelf({"a": "医保", "b": {"title": "医保", "body": "怎么办"}, "c": "怎么办"})
    assert documents.found("医保 怎么办") == ["b", "a"]


@pytest.mark.parametrize("options", [{}, {"mode": "any"}])
def test_exclusions_stay_strict_where_less_is_enough(
    insurance: Shelf, options: dict[str, Any]
) -> None:
    """A relaxed query leaves out what it says, not what shares a word with that."""
    query = "报销 北极熊 -居民养老"
    assert {*insurance.found(query, **options), *insurance.loose(query, **options)} == {"a", "c"}


@pytest.mark.parametrize(
    ("query", "options", "expected"),
    [
        ("title:天气比例怎么办", {}, {"d"}),
        ("title:比例 title:天气", {}, {"d"}),
        ("title:医保 title:北极熊", {"mode": "any"}, {"a"}),
    ],
)
def test_title_field_holds_for_questions_and_relaxed_queries(
    insurance: Shelf, query: str, options: dict[str, Any], expected: set[str]
) -> None:
    """Whatever way a token matches, `title:` looks at titles only."""
    assert {*insurance.found(query, **options), *insurance.loose(query, **options)} == expected


def test_mode_all_is_never_relaxed(insurance: Shelf) -> None:
    """With mode all every token must match, so there may be nothing."""
    assert insurance.found("报销 北极熊", mode="all") == []
    assert insurance.loose("报销 北极熊", mode="all") == []
    assert insurance.loose("报销 北极熊")


@pytest.mark.parametrize("query", ["北极熊 的", "北极熊 怎么办"])
def test_a_relaxed_hit_shares_more_than_a_character_or_a_question_word(
    insurance: Shelf, query: str
) -> None:
    """A common character or a question word alone makes no relaxed hit."""
    assert insurance.found(query) == insurance.loose(query) == []


def test_groups_are_not_loosened_without_being_named(insurance: Shelf) -> None:
    """Relaxing a token beside a group leaves the strings of the group as they are."""
    query = "(居民养老 OR 职工养老) 报销的比例额"
    assert insurance.found(query) == insurance.loose(query) == []


def test_star_stays_where_a_token_is_taken_apart(shelf: MakeShelf) -> None:
    """医保187* taken apart is 医保 and 187*."""
    results = shelf({"a": "医保 共 18700 元"}).engine.search("医保187*")
    assert results.total == 1
    assert results.relaxed is not None
    assert results.relaxed.how == "taken-apart"


@pytest.mark.parametrize("asks", ["是谁", "在哪里", "有哪些", "是什么意思", "需要多久", "会吗"])
def test_a_question_part_is_no_condition_glued_or_spaced(
    shelf: Callable[..., Shelf], asks: str
) -> None:
    """A query finds the same, whether what only asks is a token of its own or not."""
    texts = shelf({"a": "ChatGPT发布新功能", "b": "马斯克在哪里，他是谁，需要多久"})
    assert texts.found(f"ChatGPT {asks}") == texts.found(f"ChatGPT{asks}") == ["a"]


def test_what_joins_a_question_is_no_condition(shelf: Callable[..., Shelf]) -> None:
    """Of a token that asks the content must be there, not the words around it."""
    texts = shelf({"a": "高血压的遗传", "b": "高血压会好"})
    assert texts.found("高血压 会遗传吗") == texts.found("高血压会不会遗传") == ["a"]


def test_another_reading_that_stands_keeps_a_token_whole(shelf: Callable[..., Shelf]) -> None:
    """A token is taken apart where neither it nor another reading of it stands somewhere."""
    texts = shelf(
        {"a": "2023年8月9日会议召开", "b": "会议在别处，2023-08-09是另一天", "c": "台风2023"}
    )
    assert texts.found("2023-08-09会议") == ["a"]
    assert texts.found("2023-08-09台风") == []
    assert texts.found("台风2023年") == []
    assert texts.found("2023台风") == ["c"]


@pytest.mark.parametrize("query", ["运20", "运-20", "运20 首飞", "运20首飞"])
def test_a_code_in_han_characters_has_a_hyphen_or_none(
    shelf: Callable[..., Shelf], query: str
) -> None:
    """A code stands as it is or with its hyphen; it is no 运 with 20, where it stands."""
    texts = shelf({"a": "运-20首飞", "b": "首飞20次，运输繁忙", "c": "首飞：运20，成功"})
    assert set(texts.found(query)) == ({"a"} if query == "运20首飞" else {"a", "c"})


def test_what_only_looks_like_a_code_is_taken_apart(shelf: Callable[..., Shelf]) -> None:
    """Where a code stands in neither way, its characters and its number are what is asked for."""
    texts = shelf({"a": "医保新规，自2024起", "b": "医保"})
    assert texts.found("医保2024") == ["a"]
    assert texts.found("医保2024新规") == ["a"]
    results = texts.engine.search("医保2024新规")
    assert results.relaxed is not None
    assert results.relaxed.of == ("医保", "2024", "新规")
