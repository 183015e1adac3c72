"""The writer of segments."""

from __future__ import annotations

import random
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import souwen
from souwen.index.columns import Entry
from souwen.index.manifest import read_manifest
from souwen.index.segments import writer as writer_module
from souwen.index.segments.snapshot import Snapshot
from souwen.index.segments.writer import IndexWriter, create

if TYPE_CHECKING:
    from collections.abc import Callable

    WritePage = Callable[[Path, str], Path]


def test_a_program_that_seeds_its_chance(tmp_path: Path, write_page: WritePage) -> None:
    """Segments have names of their own, though the program draws the same numbers every time."""
    with souwen.open(tmp_path / "data") as engine:
        for name in "甲乙丙":
            random.seed(42)
            engine.add([write_page(tmp_path / f"{name}.txt", f"{name}医保")])
        assert engine.search("医保").total == 3
        assert engine.check(deep=True).ok


def entries(first: int, count: int) -> list[Entry]:
    """Make documents of a few characters."""
    return [
        Entry(f"{number:016x}", article=True, day=0, channel="", title=f"第{number}页", body="医保")
        for number in range(first, first + count)
    ]


def sizes(folder: Path) -> list[int]:
    """Return how many documents each segment has, in their order."""
    return [int(state.live().sum()) for state in read_manifest(folder).segments]


def test_the_last_of_several_commits_leaves_few_segments(tmp_path: Path) -> None:
    """While more follows a batch is a segment; at the end those of like sizes become one."""
    create(tmp_path)
    for batch in range(3):
        writer = IndexWriter(tmp_path)
        writer.add(entries(10 * batch, 10))
        writer.commit(batch + 1, more_follows=batch < 2)
        assert sizes(tmp_path) == ([10] * (batch + 1) if batch < 2 else [30])
    writer = IndexWriter(tmp_path)
    writer.add(entries(30, 10))
    writer.commit(4)
    assert sizes(tmp_path) == [30, 10]  # the larger one is not written again for so few
    assert Snapshot(tmp_path).live_count == 40


@settings(max_examples=20)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_segments_are_few_and_each_is_much_larger_than_the_next(added: list[int]) -> None:
    """Whatever is added week after week, sizes fall at least twofold, and all is in its order."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        create(folder)
        total = 0
        for count in added:
            writer = IndexWriter(folder)
            writer.add(entries(total, count))
            writer.commit()
            total += count
            assert all(larger > 2 * size for larger, size in pairwise(sizes(folder)))
            ids = Snapshot(folder).ids
            assert [ids[at] for at in range(total)] == [f"{number:016x}" for number in range(total)]


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(1, 12), st.booleans(), st.integers(0, 90)), max_size=12))
def test_documents_stand_in_the_order_in_which_they_came(
    commits: list[tuple[int, bool, int]],
) -> None:
    """Whatever is added and deleted, and whether or not more follows, merging keeps the order."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer_module, "_SMALLEST", 2)
        patch.setattr(writer_module, "_MERGED_AT_ONCE", 3)
        folder = Path(name)
        create(folder)
        total, there = 0, list[str]()
        for count, more_follows, deleted in commits:
            writer = IndexWriter(folder)
            gone = there[: len(there) * deleted // 100]
            writer.delete(gone)
            writer.add(entries(total, count))
            writer.commit(more_follows=more_follows)
            there = [id_ for id_ in there if id_ not in gone]
            there += [f"{number:016x}" for number in range(total, total + count)]
            total += count
            snapshot = Snapshot(folder)
            live = np.concatenate([live for _, live in snapshot.segments()])
            assert [snapshot.ids[at] for at in np.flatnonzero(live).tolist()] == there
            assert all(sizes(folder))


def test_segments_stay_narrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments whose postings would need wider numbers together are not merged at the end."""
    monkeypatch.setattr(writer_module, "_MOST_NARROW", 25)
    create(tmp_path)
    for batch in range(4):
        writer = IndexWriter(tmp_path)
        writer.add(entries(10 * batch, 10))
        writer.commit(batch + 1)
        assert max(sizes(tmp_path)) <= 25
