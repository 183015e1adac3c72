"""Segments: postings, columns, deletions and merges, against counting text by text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from souwen.index.columns import HAS_NUMBER, IS_TRADITIONAL, MOST_IN_BODY, MOST_IN_TITLE, Entry
from souwen.index.segments import writer as array_storage
from souwen.index.segments.segment import record_of
from souwen.index.segments.snapshot import Snapshot
from souwen.language.code_points import points_of
from souwen.language.normalise import forms, normalise
from souwen.language.script import leaning
from souwen.language.sketches import sketches
from souwen.language.terms import Family, RunKind, count_terms, runs
from souwen.language.titles import group_of
from souwen.language.versions import numbers_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _id(name: str) -> str:
    return f"{name:0>16}"


def _entry(name: str, title: str, body: str = "", *, day: int = 0, channel: str = "") -> Entry:
    return Entry(_id(name), article=True, day=day, channel=channel, title=title, body=body)


class Shelf:
    """An index in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.opened: list[Snapshot] = []
        array_storage.create(folder)

    def write(self, *entries: Entry, delete: tuple[str, ...] = ()) -> None:
        """Delete and add in one commit."""
        writer = array_storage.IndexWriter(self.folder)
        writer.delete([_id(name) for name in delete])
        writer.add(entries)
        writer.commit()

    def snapshot(self) -> Snapshot:
        """Open the newest state."""
        self.opened.append(Snapshot(self.folder))
        return self.opened[-1]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """Give an empty index."""
    shelf = Shelf(tmp_path)
    yield shelf
    for snapshot in shelf.opened:
        snapshot.close()


def _names(snapshot: Snapshot, family: Family, term: str) -> set[str]:
    found = snapshot.postings(family, term).documents.tolist()
    return {snapshot.ids[ordinal].lstrip("0") for ordinal in found}


def test_postings_hold_both_counts(shelf: Shelf) -> None:
    """A posting says how often its term stands in the title and how often in the body."""
    shelf.write(_entry("a", "医保医保", "医保和医保、医保"), _entry("b", "社保", "医保"))
    postings = shelf.snapshot().postings(Family.GRAM, "医保")
    assert postings.title.tolist() == [2, 0]
    assert postings.body.tolist() == [3, 1]


def test_counts_are_capped(shelf: Shelf) -> None:
    """A term that stands more often than a posting can hold does not spill into the other count."""
    shelf.write(_entry("a", "医 " * 300, "医 " * 70_000))
    postings = shelf.snapshot().postings(Family.GRAM, "医")
    assert postings.title.tolist() == [MOST_IN_TITLE]
    assert postings.body.tolist() == [MOST_IN_BODY]


def test_several_segments_and_deletions(shelf: Shelf) -> None:
    """Documents of every segment are found, deleted ones are not, and an older snapshot stays."""
    shelf.write(_entry("a", "医保"), _entry("b", "医保"))
    before = shelf.snapshot()
    shelf.write(_entry("c", "医保"), delete=("a", "f"))
    after = shelf.snapshot()
    assert _names(after, Family.GRAM, "医保") == {"b", "c"}
    assert _names(before, Family.GRAM, "医保") == {"a", "b"}
    assert int(after.columns.live.sum()) == 2


def test_many_commits_leave_few_segments(shelf: Shelf, tmp_path: Path) -> None:
    """Segments merge, so that fifty commits do not leave fifty of them, and nothing is lost."""
    for number in range(50):
        shelf.write(
            _entry(f"{number:x}", f"医保{number}"), delete=(f"{number - 20:x}",) * (number > 20)
        )
    snapshot = shelf.snapshot()
    assert len(list(tmp_path.glob("*.arrays"))) < 8
    assert len(list(tmp_path.iterdir())) == len(list(tmp_path.glob("*.arrays"))) + 1
    assert int(snapshot.columns.live.sum()) == 50 - 29
    assert len(snapshot.postings(Family.GRAM, "医保").documents) == 50 - 29


def test_c47_no_second_copy_outlives_a_change(shelf: Shelf) -> None:
    """Of two documents of one id, however they came there, every copy goes with a change."""
    shelf.write(_entry("a", "医保"), _entry("a", "医保"))
    shelf.write(_entry("a", "社保"))
    shelf.write(_entry("a", "医疗"), delete=("a",))
    snapshot = shelf.snapshot()
    assert [id_.lstrip("0") for id_ in snapshot.ids if id_] == ["a"]
    assert _names(snapshot, Family.GRAM, "医") == {"a"}


def test_columns(shelf: Shelf) -> None:
    """Dates, channels and lengths come back for each document."""
    shelf.write(_entry("a", "医保卡", "PD-1", day=7, channel="健康新闻"), _entry("b", "社保"))
    columns = shelf.snapshot().columns
    assert columns.days.tolist() == [7, 0]
    assert [columns.channel_names[code] for code in columns.channels] == ["健康新闻", ""]
    assert columns.title_lengths.tolist() == [3, 2]
    assert columns.body_lengths.tolist() == [2, 0]


def test_terms_are_listed(shelf: Shelf) -> None:
    """Terms come in order, those of all segments once, from any beginning on."""
    shelf.write(_entry("a", "187 1870 987 医保，医疗 2.5"))
    shelf.write(_entry("b", "1871 187 医，保 3a"))
    snapshot = shelf.snapshot()
    assert list(snapshot.terms(Family.ATOM, "187")) == [
        "187",
        "1870",
        "1871",
        "2.5",
        "3",
        "987",
        "a",
    ]
    assert list(snapshot.terms(Family.GRAM)) == ["2", "5", "保", "医", "医保", "医疗", "疗"]
    assert list(snapshot.terms(Family.GRAM, "医保")) == ["医保", "医疗", "疗"]
    assert list(snapshot.terms(Family.GRAM, "医保险")) == ["医疗", "疗"]


def test_changes_that_are_not_committed_leave_no_trace(shelf: Shelf) -> None:
    """What a writer did before `commit` is not there, and the next writer works."""
    writer = array_storage.IndexWriter(shelf.folder)
    writer.add([_entry("a", "医保")])
    assert [path.name for path in shelf.folder.iterdir()] == ["souwen.json"]
    assert shelf.snapshot().size == 0
    shelf.write(_entry("b", "医保"))
    assert _names(shelf.snapshot(), Family.GRAM, "医保") == {"b"}


TEXT = st.text(
    st.sampled_from("医保險险基数社缴费的1234.5,, aÉbB元⁹①\n。-か") | st.characters(codec="utf-8"),
    max_size=40,
)
ENTRIES = st.builds(
    lambda day, channel, article, title, body: (day, channel, article, title, body),
    st.integers(0, 3),
    st.sampled_from(["", "甲", "乙"]),
    st.booleans(),
    TEXT,
    st.one_of(TEXT, st.just("编号100,200，基数18,700元，1.5和2025.04.26")),
)
STEPS = st.lists(st.tuples(st.lists(ENTRIES, max_size=4), st.integers(0, 9)), max_size=10)


@given(STEPS)
@settings(max_examples=60, deadline=None)
def test_an_index_holds_what_its_texts_have(
    tmp_path_factory: pytest.TempPathFactory, steps: Any
) -> None:
    """After any additions, deletions and merges it is as if each text were counted by itself."""
    shelf = Shelf(tmp_path_factory.mktemp("segments"))
    entries: dict[str, Entry] = {}
    for number, (added, step) in enumerate(steps):
        deleted = tuple(name for at, name in enumerate(entries) if step and at % step == 1)
        new = {
            f"{number:x}c{at:x}": Entry(
                _id(f"{number:x}c{at:x}"), article, day, channel, title, body
            )
            for at, (day, channel, article, title, body) in enumerate(added)
        }
        shelf.write(*new.values(), delete=deleted)
        entries = {name: entry for name, entry in entries.items() if name not in deleted} | new
    snapshot = shelf.snapshot()
    assert _rows(snapshot) == {entry.id: _row(entry) for entry in entries.values()}
    expected = _postings(list(entries.values()))
    assert {term: _read(snapshot, *term) for term in expected} == expected
    for family in Family:
        listed = list(snapshot.terms(family))
        assert listed == sorted(set(listed))
        every = {term for other, term in expected if other is family}
        # What is listed and has no document was deleted, and nothing was left out.
        assert every <= set(listed)
        assert not any(_read(snapshot, family, term) for term in set(listed) - every)
        for start in [*listed[:9], *(term + "医" for term in listed[-9:]), "\U0010ffff"]:
            assert list(snapshot.terms(family, start)) == [t for t in listed if t >= start]
    snapshot.close()


def test_few_sketches_are_as_many(tmp_path: Path) -> None:
    """A page of hits, read one by one, has the sketches and numbers that arrays give."""
    array_storage.create(tmp_path)
    for batch in range(3):
        writer = array_storage.IndexWriter(tmp_path)
        numbers = range(batch * 50, batch * 50 + 50)
        writer.add([Entry(f"{n:x}", True, 0, "", f"第{n}{n}号", f"医保{n}" * 9) for n in numbers])
        writer.commit()
    snapshot = Snapshot(tmp_path)
    many = snapshot.sketches(np.arange(150)[::-1])
    few = [snapshot.sketches(np.array([ordinal])) for ordinal in range(149, -1, -1)]
    for of_many, of_few in zip(many, zip(*few, strict=True), strict=True):
        assert of_many.tolist() == np.concatenate(of_few).tolist()
    assert len(set(many[1].tolist())) > 30
    snapshot.close()


def _rows(snapshot: Snapshot) -> dict[str, tuple[Any, ...]]:
    columns = snapshot.columns
    records = snapshot.records(np.arange(snapshot.size))
    return {
        id_: (
            bool(columns.articles[ordinal]),
            int(columns.days[ordinal]),
            columns.channel_names[columns.channels[ordinal]],
            int(columns.title_lengths[ordinal]),
            int(columns.body_lengths[ordinal]),
            int(columns.folds[ordinal]),
            int(columns.places[ordinal]),
            int(columns.flags[ordinal]),
            *(found.tolist() for found in snapshot.sketches(np.array([ordinal]))),
            record,
        )
        for ordinal, (id_, record) in enumerate(zip(snapshot.ids, records, strict=True))
        if id_
    }


def _row(entry: Entry) -> tuple[Any, ...]:
    group = group_of(normalise(entry.title))
    text = points_of(normalise(entry.title) + normalise(entry.body))
    both = f"{normalise(entry.title).replace('|', '-')}|{normalise(entry.body)}|"
    return (
        entry.article,
        entry.day,
        entry.channel,
        _length(entry.title),
        _length(entry.body),
        group.key,
        group.place,
        entry.flags
        | group.has_number * HAS_NUMBER
        | (leaning(entry.title + entry.body) > 0) * IS_TRADITIONAL,
        sketches(text, np.array([0, len(text)])).tolist(),
        numbers_of(points_of(both), np.array([0, both.index("|") + 1, len(both)])).tolist(),
        record_of(forms(entry.title), forms(entry.body)),
    )


def _length(text: str) -> int:
    """Count the gram characters and the atoms of a text."""
    found = runs(normalise(text))
    return sum(len(run.text if run.kind is RunKind.GRAM else run.atoms) for run in found)


def _postings(entries: list[Entry]) -> dict[tuple[Family, str], dict[str, tuple[int, int]]]:
    """Count every term of every text: how often it is in the title and the body of which."""
    found: dict[tuple[Family, str], dict[str, tuple[int, int]]] = {}
    for entry in entries:
        title, body = (count_terms(text) for text in (entry.title, entry.body))
        for family in Family:
            for term in title[family] | body[family]:
                found.setdefault((family, term), {})[entry.id] = (
                    min(title[family][term], MOST_IN_TITLE),
                    min(body[family][term], MOST_IN_BODY),
                )
    return found


def _read(snapshot: Snapshot, family: Family, term: str) -> dict[str, tuple[int, int]]:
    documents, title, body = (values.tolist() for values in snapshot.postings(family, term))
    assert documents == sorted(set(documents))
    return {
        snapshot.ids[ordinal]: (in_title, in_body)
        for ordinal, in_title, in_body in zip(documents, title, body, strict=True)
    }
