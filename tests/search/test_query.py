"""How a query is described to a person."""

from __future__ import annotations

import dataclasses

import pytest

from souwen.search.query.parse import parse
from souwen.search.query.tree import Query, Token, describe


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("异地就医 -报销", ["must match: 异地就医", "must not match: 报销"]),
        ('"异地就医备案"', ['must match: exactly "异地就医备案"']),
        ("title:医保 187*", ["must match: 医保 in the title", "must match: 187*"]),
        (
            "(a | b -(c d)) kind:article",
            ["must match: a or (b and not (c and d))", "must match: kind is article"],
        ),
        (
            "after:2025-04 before:2025 channel:健康新闻",
            [
                "must match: dated 2025-04-01 or later",
                "must match: dated 2025-12-31 or earlier",
                "must match: channel is 健康新闻",
            ],
        ),
        ("医保 OR", ["must match: 医保", "ignored: OR"]),
        ('"医保', ["must match: 医保", 'ignored: "']),
        ("。", ["the query holds nothing to search for", "ignored: 。"]),
    ],
)
def test_each_clause_has_a_line(text: str, lines: list[str]) -> None:
    """A query is described clause by clause, with what was ignored."""
    assert describe(parse(text)) == lines


def test_nothing_unprintable_is_echoed() -> None:
    """Control characters and lone surrogates of a query never reach the terminal."""
    (line,) = describe(parse('"医\x1b[31m\n保\ud800"'))
    assert line.isprintable()
    assert line == 'must match: exactly "医 [31m 保 "'


def test_queries_are_values() -> None:
    """A query is frozen and compares by value."""
    query = parse("医保")
    assert query == Query("医保", Token("医保"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        query.text = "社保"  # type: ignore[misc]
