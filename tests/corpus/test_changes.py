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
