"""The sentences of an answer."""

from __future__ import annotations

import pytest

from souwen.language.readings import Readings
from souwen.search.answer.sentences import describe
from souwen.search.query.interpret import QueryReader, ReadQuery
from souwen.search.request import SearchRequest


def read(text: str) -> ReadQuery:
    """Read a query."""
    return SearchRequest(text).read(QueryReader(Readings()))


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
    assert describe(read(text)) == lines


def test_nothing_unprintable_is_echoed() -> None:
    """Control characters and lone surrogates of a query never reach the terminal."""
    (line,) = describe(read('"医\x1b[31m\n保\ud800"'))
    assert line.isprintable()
    assert line == 'must match: exactly "医 [31m 保 "'
