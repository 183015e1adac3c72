"""An index beside its corpus, whoever writes meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from souwen.corpus import level
from souwen.corpus.level import not_level
from souwen.corpus.reader import CorpusReader

if TYPE_CHECKING:
    import pytest
    from conftest import Dumps

GONE = "0123456789abcdef"


def test_what_changed_since_is_not_looked_at(dumps: Dumps) -> None:
    """An index that is behind has no fault; what it should have at the change it reached counts."""
    one, two, three = (dumps.article(name) for name in "甲乙丙")
    dumps.pages({"/d/甲": [one], "/d/乙": [two]})
    reached = dumps.seq()
    dumps.remove("/d/甲")
    dumps.pages({"/d/丙": [three]})
    before, after = {dumps.id_of(one), dumps.id_of(two)}, {dumps.id_of(two), dumps.id_of(three)}
    with CorpusReader(dumps.folder) as corpus:
        for indexed in (before, after, before | after):
            assert list(not_level(indexed, corpus, reached)) == []
        assert list(not_level(after, corpus, corpus.seq())) == []
        assert list(not_level(set(), corpus, reached)) == ["index: 1 documents are missing"]
        assert list(not_level(before, corpus, corpus.seq())) == [
            "index: 1 documents are missing",
            "index: 1 documents are there that should not be",
        ]


def test_what_the_corpus_never_had(dumps: Dumps, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that only the index knows is gone from the corpus; many are counted."""
    monkeypatch.setattr(level, "_MOST_LINES", 1)
    dumps.pages({"/d/甲": [dumps.article("甲")]})
    live = {document.id for document in dumps.live()}
    with CorpusReader(dumps.folder) as corpus:
        assert list(not_level({*live, GONE, f"1{GONE[1:]}"}, corpus, corpus.seq() + 2)) == [
            "index: 2 changes ahead of the corpus",
            f"corpus: {GONE} is gone, which the index has",
            "corpus: 2 documents are gone in all",
        ]
