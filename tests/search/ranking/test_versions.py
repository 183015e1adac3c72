"""Versions are found by their sketches, among hits and in the whole index."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from souwen.index.columns import Entry
from souwen.index.segments.snapshot import Snapshot
from souwen.index.segments.writer import IndexWriter, create
from souwen.search.ranking.versions import Versions, rarest_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from souwen.index.columns import Ordinals


def sentence(chance: random.Random) -> str:
    """Return a sentence of random ideographs that name no place."""
    return "".join(chr(0x9000 + chance.randrange(900)) for _ in range(20)) + "。"


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """Return an index of 200 texts, of each of the first ten also a half and a snippet."""
    chance = random.Random(3)
    texts = ["".join(sentence(chance) for _ in range(30)) for _ in range(200)]
    texts += [text[: len(text) // 2] for text in texts[:10]]
    texts += [text[210:294] for text in texts[:10]]
    create(tmp_path)
    for start in range(0, len(texts), 90):
        writer = IndexWriter(tmp_path)
        some = enumerate(texts[start : start + 90], start)
        writer.add([Entry(f"{at:016x}", True, 0, "", "", text) for at, text in some])
        writer.commit()
    return Snapshot(tmp_path)


def test_versions_are_found_in_the_whole_index(snapshot: Snapshot) -> None:
    """A text, its half and its snippet find one another; a text by itself finds none."""
    for at in range(10):
        for one in (at, 200 + at, 210 + at):
            found = {at, 200 + at, 210 + at} - {one}
            assert set(Versions(snapshot).of(one).tolist()) == found
    assert Versions(snapshot).of(50).tolist() == []


def test_hits_are_put_on_lines(snapshot: Snapshot) -> None:
    """Versions have one line, and lines are numbered as they come, also a few at a time."""
    documents = np.array([5, 60, 205, 61, 201, 1, 215])
    assert Versions(snapshot).lines_of(documents) == [0, 1, 0, 2, 3, 3, 0]
    versions = Versions(snapshot)
    assert versions.lines_of(documents[:4]) == [0, 1, 0, 2]
    assert versions.lines_of(documents[4:]) == [3, 3, 0]


def test_the_rarest_word_tells_apart(snapshot: Snapshot) -> None:
    """Of two versions that only one has the query's rarest word neither is behind the other."""
    documents = np.array([5, 205])
    assert Versions(snapshot, [np.array([5, 70])]).lines_of(documents) == [0, 1]
    assert Versions(snapshot, [np.array([5, 205])]).lines_of(documents) == [0, 0]


def test_rarest_words_stand_somewhere(tmp_path: Path) -> None:
    """The rarest words are those that fewest documents have, of those that any has."""
    snapshot = _snapshot_of(tmp_path, "医保报销", "医保备案", "医保abc")
    assert [found.tolist() for found in rarest_words(snapshot, ["医保报销", "养老金"])] == [[0]]
    assert [found.tolist() for found in rarest_words(snapshot, ["医保报销abc"])] == [[0], [2]]
    assert rarest_words(snapshot, ["养老金", "?"]) == []


def test_what_only_asks_is_no_rarest_word(tmp_path: Path) -> None:
    """A word of the question that only one text has does not tell it from its copy."""
    snapshot = _snapshot_of(tmp_path, "医保什么时候报销", "医保报销", "报销")
    assert [found.tolist() for found in rarest_words(snapshot, ["医保什么时候报"])] == [[0, 1]]


def test_other_numbers_are_told_apart_without_a_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of pages that differ in a number no text is read; of the others they are."""
    chance = random.Random(7)
    text = "".join(sentence(chance) for _ in range(10))
    bodies = [f"{text}每月{number}元。" for number in (5_000, 5_000, *range(6_000, 6_020))]
    snapshot = _snapshot_of(tmp_path, *bodies)
    read: list[int] = []
    records = Snapshot.records

    def counted(snapshot: Snapshot, documents: Ordinals) -> Iterator[bytes]:
        read.extend(documents.tolist())
        return records(snapshot, documents)

    monkeypatch.setattr(Snapshot, "records", counted)
    lines = Versions(snapshot).lines_of(np.arange(len(bodies)))
    assert lines == [0, 0, *range(1, 21)]
    assert {0, 1} <= set(read)
    assert len(read) < 10  # two of 64 bits may be the same


def _snapshot_of(folder: Path, *texts: str) -> Snapshot:
    create(folder)
    writer = IndexWriter(folder)
    writer.add([Entry(f"{at:016x}", True, 0, "", "", text) for at, text in enumerate(texts)])
    writer.commit()
    return Snapshot(folder)
