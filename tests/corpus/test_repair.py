"""Rows that changed by themselves are put right or discarded."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from conftest import Dumps


def _damage(dumps: Dumps, statement: str) -> None:
    connection = sqlite3.connect(dumps.folder / "corpus.sqlite3")
    with connection:
        connection.executescript(statement)
    connection.close()


def _repair(dumps: Dumps) -> None:
    with CorpusWriter(dumps.folder, accept=True) as writer:
        writer.discard_damaged()
        writer.repair()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE documents SET published = '1999-01-01'",
        "UPDATE documents SET channel = 'x', url = 'y', article = 'z'",
        "UPDATE documents SET title_key = 5",
        "UPDATE documents SET kind = 'snippet' WHERE kind = 'article'",
        "UPDATE documents SET text_hash = 5",
        "UPDATE documents SET arrived = char(0, 0, 0)",
        "UPDATE documents SET arrived = NULL; UPDATE containers SET added_at = x'00'",
        "UPDATE documents SET hash = 5",
        "UPDATE documents SET shown = 9, shown_xor = 9",
        "UPDATE meta SET value = 9 WHERE key = 'documents'",
        "UPDATE meta SET value = 9 WHERE key LIKE 'xor of %'",
        "DELETE FROM meta WHERE key NOT IN ('id', 'seq')",
    ],
)
def test_what_follows_from_the_rest_is_put_right(dumps: Dumps, damage: str) -> None:
    """A document whose text fits its id is as it was, whatever else was said of it."""
    snippet = dumps.snippet("甲", "摘要", published="2025-01-01", channel="栏", url="http://x")
    dumps.pages({"/d/a": [dumps.article("甲", "全文"), snippet]})
    before = dumps.live()
    _damage(dumps, damage)
    assert dumps.problems()
    _repair(dumps)
    assert dumps.live() == before
    for document in dumps.live():
        assert document.arrived
        assert datetime.fromisoformat(document.arrived).year >= 2025


@pytest.mark.parametrize(
    ("damage", "left"),
    [
        ("UPDATE texts SET body = 'x' WHERE title = '甲'", ["乙"]),
        ("DELETE FROM texts WHERE title = '甲'", ["乙"]),
        ("UPDATE sightings SET url = 'x' WHERE document = 1", ["乙"]),
        ("UPDATE sources SET key = 'x' WHERE key = '/d/a'", ["乙"]),
        ("DELETE FROM sources WHERE key = '/d/a'", ["乙"]),
        ("DELETE FROM members WHERE key = '/d/a'", ["乙"]),
        ("DELETE FROM containers WHERE key = '/d/a'", ["乙"]),
        ("UPDATE containers SET key = '/d/x' WHERE key = '/d/a'", ["乙"]),
        ("DELETE FROM documents WHERE number = 1", ["乙"]),
        ("UPDATE members SET text = x'00' WHERE key = '/d/a'", ["甲", "乙"]),
        ("UPDATE containers SET versions = 'x' WHERE key = '/d/a'", ["甲", "乙"]),
    ],
)
@pytest.mark.parametrize("also", [False, True])
def test_what_cannot_be_told_is_discarded_and_read_again(
    dumps: Dumps, damage: str, left: list[str], *, also: bool
) -> None:
    """Nothing wrong is left, what is sound stays, and adding the dump brings back the rest."""
    files = {"/d/a": [dumps.article("甲", "一")], "/d/b": [dumps.article("乙", "二")]}
    dumps.pages(files)
    before = dumps.live()
    _damage(dumps, damage)
    if also:  # rows of some file are gone, nobody knows of which
        _damage(dumps, "UPDATE meta SET value = 9 WHERE key = 'xor of sources'")
    assert dumps.problems()
    _repair(dumps)
    assert [document.title for document in dumps.live()] == left
    assert not [line for line in dumps.problems() if "not kept" not in line]
    dumps.pages(files)
    assert sorted(document.id for document in dumps.live()) == sorted(one.id for one in before)
