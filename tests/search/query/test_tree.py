"""What is looked for in a tree, and what excludes."""

from __future__ import annotations

from souwen.search.query.tree import (
    And,
    Filter,
    FilterName,
    Literal,
    Not,
    Or,
    Token,
    clauses,
    strings,
)

WANTED, QUOTED, OTHER, UNWANTED = Token("医保"), Literal("报销 比例"), Token("异地"), Token("广告")
TREE = And(
    (
        WANTED,
        Or((QUOTED, OTHER)),
        Not(
            Or((UNWANTED, Literal("无"))),
        ),
        Filter(FilterName.KIND, "article"),
    )
)


def test_strings_that_a_match_has() -> None:
    """Tokens and literals are given in order, without those of an exclusion and without filters."""
    assert list(strings(TREE)) == [WANTED, QUOTED, OTHER]


def test_strings_that_exclude() -> None:
    """The strings of an exclusion are given apart."""
    assert list(strings(TREE, excluded=True)) == [UNWANTED, Literal("无")]
    assert list(strings(Not(WANTED))) == []


def test_clauses() -> None:
    """The parts of an AND hold side by side; anything else is one clause."""
    assert clauses(TREE) == TREE.parts
    assert clauses(QUOTED) == (QUOTED,)
