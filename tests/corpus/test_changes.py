"""The change log in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from souwen.corpus import changes
from souwen.corpus.changes import ChangeBatch, batches
from souwen.corpus.reader import CorpusReader

if TYPE_CHECKING:
    import pytest
    from conftest import Dumps


def test_batches(dumps: Dumps, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches lead from a change to the latest: live documents as they are now, and ids gone."""
    records = {name: dumps.article(name) for name in "甲乙丙丁"}
    dumps.pages({f"/d/{name}": [record] for name, record in records.items()})
    reached = dumps.seq()
    dumps.remove("/d/甲", "/d/丙")
    monkeypatch.setattr(changes, "_MOST", 3)
    with CorpusReader(dumps.folder) as reader:
        taken = list(batches(reader, 0))
        later = list(batches(reader, reached))
        assert list(batches(reader, reader.seq())) == []
    assert [len(batch) for batch in taken] == [3, 1]
    assert taken[-1].seq == later[-1].seq == dumps.seq()
    live = [document.title for batch in taken for document in batch.documents]
    assert live == ["乙", "丁"]
    gone = {dumps.id_of(records[name]) for name in "甲丙"}
    assert {id_ for batch in taken for id_ in batch.gone} == gone
    assert later == [ChangeBatch(dumps.seq(), (), tuple(later[0].gone), taken[-1].corpus)]
    assert set(later[0].ids()) == gone


def test_batches_with_sources(dumps: Dumps, monkeypatch: pytest.MonkeyPatch) -> None:
    """What only other pages show is a change too, and none of those that share one is left out."""
    records = {name: dumps.article(name) for name in "甲乙丙丁戊己庚"}
    dumps.pages({f"/d/{name}": [record] for name, record in records.items()})
    reached = dumps.seq()
    dumps.pages({f"/e/{name}": [record] for name, record in records.items()})
    assert dumps.seq() == reached + 1  # one change for all of them
    monkeypatch.setattr(changes, "_MOST", 3)
    with CorpusReader(dumps.folder) as reader:
        assert [len(batch) for batch in batches(reader, reached)] == [0]
        taken = list(batches(reader, reached, sources=True))
    assert [len(batch) for batch in taken] == [3, 3, 1]
    # Only the last batch has all of the change.
    assert [batch.seq for batch in taken] == [reached, reached, reached + 1]
    assert {seq for batch in taken for seq in batch.seqs.values()} == {reached + 1}
    shown = {one.title: one.sources for batch in taken for one in batch.documents}
    assert shown == {name: (f"/d/{name}", f"/e/{name}") for name in records}


def test_each_document_has_its_change(dumps: Dumps) -> None:
    """Documents and what is gone come with the number of their last change."""
    one, two = dumps.article("甲"), dumps.article("乙")
    dumps.pages({"/d/甲": [one], "/d/乙": [two]})
    dumps.remove("/d/甲")
    with CorpusReader(dumps.folder) as reader:
        (batch,) = batches(reader, 0)
        assert batch.seqs == {id_: seq for seq, id_, _ in reader.changes_since(0)}
    assert set(batch.seqs) == {dumps.id_of(one), dumps.id_of(two)}
