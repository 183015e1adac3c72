"""What is exported comes back as it was."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import souwen
from souwen.corpus.errors import DamagedError

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    {"id": "1", "title": "备案指南", "body": "先办备案。", "url": "http://a.example/x"},
    {"id": "2", "title": "备案指南", "body": "先办备案。", "url": "https://b.example/x"},
    {
        "id": "3",
        "title": "题",
        "body": "题\n\n  文  \n",
        "published": "2025-01-02",
        "channel": "栏",
    },
    {"id": "4", "title": "", "body": "没有题目的文章，有一句话。"},
    {
        "id": "5",
        "kind": "snippet",
        "title": "备案指南",
        "body": "摘要...",
        "published": "2025-03-04",
    },
]


def _add(folder: Path, rows: list[dict[str, Any]]) -> souwen.Engine:
    folder.mkdir(exist_ok=True)
    dump = folder / "dump.jsonl"
    dump.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    engine = souwen.open(folder / "data")
    report = engine.add([dump])
    assert not report.skipped
    return engine


def _facts(engine: souwen.Engine) -> list[dict[str, Any]]:
    ids = [str(row["id"]) for row in engine.export(retired=True)]
    assert len(ids) == len(set(ids))
    with engine._session.reading() as corpus:
        documents = list(corpus.live(retired=True))
    facts = [asdict(document) for document in documents]
    for fact in facts:
        del fact["sources"], fact["arrived"]
        fact["urls"] = sorted(fact["urls"])
    return sorted(facts, key=lambda fact: fact["id"])


def test_there_and_back(tmp_path: Path) -> None:
    """Texts, dates, channels, links, refs and flags are the same, also of retired documents."""
    with _add(tmp_path / "one", ROWS) as one:
        one.add([tmp_path / "one" / "dump.jsonl"])
        gone = tmp_path / "one" / "gone.txt"
        gone.write_text("旧文\n\n已经没有了。", "utf-8")
        one.add([gone])
        one.remove([str(gone)])
        rows = list(one.export(retired=True))
        assert sum("retired" in row for row in rows) == 1
        assert len(list(one.export())) == len(rows) - 1
        with _add(tmp_path / "two", rows) as two:
            assert _facts(two) == _facts(one)
            assert two.check(deep=True).ok
            assert two.stats().retired == 1


_lines = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)
_texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=40)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(_lines, _texts), min_size=1, max_size=4))
def test_whatever_the_texts_are(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    """A document comes back with its id, whatever lines, spaces and marks its text has."""
    folder = tmp_path_factory.mktemp("export")
    rows = [{"title": title, "body": f"文{body}"} for title, body in texts]
    with _add(folder / "one", rows) as one, _add(folder / "two", list(one.export())) as two:
        assert _facts(two) == _facts(one)


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM texts WHERE document = 2",
        "DELETE FROM documents WHERE number = 2",
        "UPDATE texts SET body = 'x' WHERE document = 2",
        "UPDATE documents SET channel = 'x' WHERE number = 2",
        "DELETE FROM sightings WHERE document = 2",
    ],
)
def test_it_is_whole_or_an_error(tmp_path: Path, damage: str) -> None:
    """A document that is gone, or not what it was, is never left out, or let out, unsaid."""
    with _add(tmp_path, ROWS):
        pass
    connection = sqlite3.connect(tmp_path / "data" / "corpus.sqlite3")
    with connection:
        connection.execute(damage)
    connection.close()
    with souwen.open(tmp_path / "data") as engine, pytest.raises(DamagedError):
        list(engine.export())
