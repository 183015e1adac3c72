"""Answers that are kept for whoever asks the same again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.search import local

from ..dumps import json_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the text of every query that is carried out."""
    noted: list[str] = []
    original = local.LocalSnapshot.run

    def run(snapshot: local.LocalSnapshot, query: object, page: object) -> object:
        noted.append(query.text)  # type: ignore[attr-defined]
        return original(snapshot, query, page)  # type: ignore[arg-type]

    monkeypatch.setattr(local.LocalSnapshot, "run", run)
    return noted


def lines(folder: Path, name: str, *bodies: str) -> Path:
    """Write a dump."""
    return json_lines(folder / name, ({"title": f"{body}须知", "body": body} for body in bodies))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[souwen.Engine]:
    """Give an engine with two documents."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([lines(tmp_path, "a.jsonl", "医保缴费", "养老金")])
        yield engine


def test_the_same_is_carried_out_once(engine: souwen.Engine, runs: list[str]) -> None:
    """A second search for the same gives the same, and runs no query."""
    first = engine.search("医保")
    assert engine.search("医保").as_dict() | {"took_ms": 0} == first.as_dict() | {"took_ms": 0}
    assert runs == ["医保"]


def test_what_is_asked_otherwise_is_carried_out(engine: souwen.Engine, runs: list[str]) -> None:
    """Another page, order, filter, mode or language is another search."""
    engine.search("医保")
    for options in (
        {"limit": 1},
        {"offset": 1},
        {"sort": "newest"},
        {"kind": "article"},
        {"mode": "any"},
        {"facets": True},
        {"collapse": False},
    ):
        engine.search("医保", **options)  # type: ignore[arg-type]
    with souwen.speaking("zh"):
        engine.search("医保")
    assert len(runs) == 9


def test_what_is_added_or_taken_is_seen_at_once(
    engine: souwen.Engine, tmp_path: Path, runs: list[str]
) -> None:
    """After an `add`, a `remove` or a word of one's own an answer is worked out anew."""
    assert engine.search("医保").total == 1
    engine.add([lines(tmp_path, "b.jsonl", "医保报销")])
    assert engine.search("医保").total == 2
    with souwen.open(engine.folder) as other:
        other.remove("*b.jsonl")
    assert engine.search("医保").total == 1
    engine.dictionary_add("医保", ["养老金"])
    assert engine.search("医保").total == 2
    assert len(runs) == 4


def test_few_are_kept(engine: souwen.Engine, runs: list[str]) -> None:
    """What was not asked for again for long is let go, and with 0 nothing is kept."""
    for number in range(400):
        engine.search(f"第{number}页")
    engine.search("第0页")
    assert runs.count("第0页") == 2
    with souwen.open(engine.folder, remembered=0) as other:
        other.search("养老")
        other.search("养老")
    assert runs.count("养老") == 2


def test_an_answer_that_ran_out_of_time_is_not_kept(engine: souwen.Engine, runs: list[str]) -> None:
    """What is not exact is worked out anew, and what is exact answers for any budget."""
    assert not engine.search("医保", budget=1e-9).total_is_exact
    assert engine.search("医保", budget=60).total_is_exact
    assert engine.search("医保", budget=30).total_is_exact
    assert len(runs) == 2
