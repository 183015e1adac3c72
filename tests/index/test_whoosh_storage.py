"""The stock storage: postings, columns, deletions, several segments, and one copy of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import whoosh
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from souwen.corpus.errors import SouwenError
from souwen.index import whoosh_storage
from souwen.index.snapshot import Entry
from souwen.index.terms import Family

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def _entry(id_: str, title: str, body: str = "", *, day: int = 0, channel: str = "") -> Entry:
    return Entry(id_, article=True, day=day, channel=channel, title=title, body=body)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with an empty index."""
    whoosh_storage.create(tmp_path)
    return tmp_path


@pytest.fixture
def opened(folder: Path) -> Iterator[Callable[[], whoosh_storage.WhooshSnapshot]]:
    """Give a way to open snapshots that are closed in the end."""
    snapshots = []

    def open_snapshot() -> whoosh_storage.WhooshSnapshot:
        snapshots.append(whoosh_storage.WhooshSnapshot(folder, 0))
        return snapshots[-1]

    yield open_snapshot
    for snapshot in snapshots:
        snapshot.close()


def _write(folder: Path, *entries: Entry, delete: tuple[str, ...] = ()) -> None:
    writer = whoosh_storage.WhooshWriter(folder)
    writer.delete(delete)
    writer.add(entries)
    writer.commit()


def _ids(snapshot: whoosh_storage.WhooshSnapshot, family: Family, term: str) -> set[str]:
    return {snapshot.ids[ordinal] for ordinal in snapshot.postings(family, term).documents}


def test_postings_hold_both_counts(
    folder: Path, opened: Callable[[], whoosh_storage.WhooshSnapshot]
) -> None:
    """A posting says how often its term stands in the title and how often in the body."""
    _write(folder, _entry("a", "医保医保", "医保和医保、医保"), _entry("b", "社保", "医保"))
    postings = opened().postings(Family.GRAM, "医保")
    assert postings.title.tolist() == [2, 0]
    assert postings.body.tolist() == [3, 1]


def test_counts_are_capped(
    folder: Path, opened: Callable[[], whoosh_storage.WhooshSnapshot]
) -> None:
    """A term that stands more often than a posting can hold does not spill into the other count."""
    _write(folder, _entry("a", "医 " * 300, "医 " * 70_000))
    postings = opened().postings(Family.GRAM, "医")
    assert postings.title.tolist() == [255]
    assert postings.body.tolist() == [65_535]


def test_several_segments_and_deletions(
    folder: Path, opened: Callable[[], whoosh_storage.WhooshSnapshot]
) -> None:
    """Documents of every segment are found, deleted ones are not, and an older snapshot stays."""
    _write(folder, _entry("a", "医保"), _entry("b", "医保"))
    before = opened()
    _write(folder, _entry("c", "医保"), delete=("a", "unknown"))
    after = opened()
    assert _ids(after, Family.GRAM, "医保") == {"b", "c"}
    assert _ids(before, Family.GRAM, "医保") == {"a", "b"}
    assert int(after.columns.live.sum()) == 2


def test_c47_no_second_copy_outlives_a_change(
    folder: Path, opened: Callable[[], whoosh_storage.WhooshSnapshot]
) -> None:
    """Two documents of one id, however they came there, are one after the next change."""
    index = FileIndex(FileStorage(str(folder)), indexname="MAIN")
    writer = index.writer()
    for _ in range(2):
        values = {"article": True, "day": 0, "channel": "", "title_length": 1, "body_length": 0}
        writer.add_document(id="a", gram={"医": 1}, **values)
    writer.commit()
    index.close()
    _write(folder, _entry("a", "医保"), delete=("a",))
    assert _ids(opened(), Family.GRAM, "医") == {"a"}
    assert int(opened().columns.live.sum()) == 1


def test_columns(folder: Path, opened: Callable[[], whoosh_storage.WhooshSnapshot]) -> None:
    """Dates, channels and lengths come back for each document."""
    _write(folder, _entry("a", "医保卡", "PD-1", day=7, channel="健康新闻"), _entry("b", "社保"))
    columns = opened().columns
    assert columns.days.tolist() == [7, 0]
    assert [columns.channel_names[code] for code in columns.channels] == ["健康新闻", ""]
    assert columns.title_lengths.tolist() == [3, 2]
    assert columns.body_lengths.tolist() == [2, 0]


def test_terms_are_listed(
    folder: Path, opened: Callable[[], whoosh_storage.WhooshSnapshot]
) -> None:
    """The lexicon of a family can be searched by a predicate."""
    _write(folder, _entry("a", "187 1870 987 医保"))
    assert set(opened().terms(Family.ATOM, lambda term: "187" in term)) == {"187", "1870"}


def test_cancelled_changes_leave_no_trace(
    folder: Path, opened: Callable[[], whoosh_storage.WhooshSnapshot]
) -> None:
    """What a writer did before `cancel` is not there, and the next writer works."""
    writer = whoosh_storage.WhooshWriter(folder)
    writer.add([_entry("a", "医保")])
    writer.cancel()
    assert opened().size == 0
    _write(folder, _entry("b", "医保"))
    assert _ids(opened(), Family.GRAM, "医保") == {"b"}


def test_another_whoosh_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the Whoosh of 2016 is installed in the place of ours, one line says what to do."""
    monkeypatch.setattr(whoosh, "__version__", (2, 7, 4))
    with pytest.raises(SouwenError, match=r"2\.7\.4 is installed.*pip"):
        whoosh_storage.create(tmp_path)
