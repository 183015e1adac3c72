"""Patterns over source keys."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest

from souwen.corpus.sources import condition


def _fits(key: str, sql: str, values: list[str]) -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        query = f"SELECT {sql} FROM (SELECT ? AS key)"
        # The key is the last value in the text of the statement.
        return bool(connection.execute(query, (*values, key)).fetchone()[0])


@pytest.mark.parametrize(
    ("pattern", "key", "fits"),
    [
        ("/d/a", "/d/a", True),
        ("/d/a", "/d/a/b/c", True),
        ("/d/a", "/d/a!b", True),
        ("/d/a", "/d/a#2", True),
        ("/d/a", "/d/ab", False),
        ("/d/a", "/d/a.txt", False),
        ("/d/a/", "/d/a/b", True),
        ("/", "/d/a", True),
        ("/d/*.txt", "/d/a/b.txt", True),
        ("/d/*.txt", "/d/a/b.TXT", False),
        ("/d/[ab]", "/d/[ab]", True),
        ("/d/[ab]", "/d/[ab]/x", True),
        ("/d/[ab]", "/d/a", True),
        ("/d/[ab]", "/d/c", False),
        ("*", "anything", True),
        ("", "", False),
        ("a\0b", "a\0b", False),
        ("*" * 20_000, "a", False),
        ("/d/\udcff", "/d/\\xff", True),
    ],
)
def test_condition(pattern: str, key: str, fits: bool) -> None:
    """A pattern means itself, what it holds, and what it fits as a glob."""
    assert _fits(key, *condition("key", pattern)) is fits


def test_a_glob_takes_no_long_time() -> None:
    """A pattern of many stars is answered at once."""
    started = time.process_time()
    assert not _fits("a" * 4_000, *condition("key", "*a" * 200 + "b"))
    assert time.process_time() - started < 2
