"""The log of changes, as a reader tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.corpus.errors import RequestError
from souwen.corpus.reader import CorpusReader

if TYPE_CHECKING:
    from conftest import Dumps


def test_a_change_of_sources_alone(dumps: Dumps) -> None:
    """It counts where sources are asked for, and only there; numbers are those of the last one."""
    one, two = dumps.article("甲"), dumps.article("乙")
    dumps.pages({"/d/甲": [one], "/d/乙": [two]})
    reached = dumps.seq()
    dumps.pages({"/e/甲": [one]})
    with CorpusReader(dumps.folder) as reader:
        assert reader.changes_since(reached) == []
        assert reader.count_changes_since(reached) == 0
        assert reader.changes_since(reached, sources=True) == [
            (reached + 1, dumps.id_of(one), False)
        ]
        assert reader.count_changes_since(reached, sources=True) == 1
        assert dict(reader.live_seqs())[dumps.id_of(one)] == reader.seq() == reached + 1
        assert list(reader.live_seqs()) == sorted(reader.live_seqs())


def test_what_is_gone(dumps: Dumps) -> None:
    """What was retired is told in both ways, and is not live."""
    one = dumps.article("甲")
    dumps.pages({"/d/甲": [one]})
    reached = dumps.seq()
    dumps.remove("/d/甲")
    gone = [(dumps.seq(), dumps.id_of(one), True)]
    with CorpusReader(dumps.folder) as reader:
        assert reader.changes_since(reached) == gone
        assert reader.changes_since(reached, sources=True) == gone
        assert list(reader.live_seqs()) == []


def test_behind_a_document(dumps: Dumps) -> None:
    """Of a change that many share, the rest comes behind the last that is known."""
    records = [dumps.article(name) for name in "甲乙丙"]
    dumps.pages({f"/d/{record.title}": [record] for record in records})
    dumps.pages({f"/e/{record.title}": [record] for record in records})
    with CorpusReader(dumps.folder) as reader:
        every = reader.changes_since(0, sources=True)
        seq, id_, _ = every[0]
        assert reader.changes_since(seq, sources=True, behind=id_) == every[1:]
        assert reader.changes_since(seq, sources=True) == []


def test_beyond_the_log(dumps: Dumps) -> None:
    """Nobody can ask for changes behind the last."""
    dumps.pages({"/d/甲": [dumps.article("甲")]})
    with CorpusReader(dumps.folder) as reader, pytest.raises(RequestError):
        reader.changes(reader.seq() + 1, 10)
