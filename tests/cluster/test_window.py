"""Some documents of an index as a snapshot that knows the numbers of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from souwen.cluster.window import Window
from souwen.language.terms import Family
from souwen.search.ranking.bm25 import BM25

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Both

DOCUMENTS = {str(n): {"title": f"医保第{n}条", "body": "报销" * n} for n in range(1, 7)}


def test_a_part_is_scored_as_in_the_whole(both: Callable[[dict[str, Any]], Both]) -> None:
    """The score of a document is the same whether it stands beside all others or alone."""
    pair = both(DOCUMENTS)
    (string,) = pair.read("医保报销").strings
    whole = BM25(pair.local._segments)
    scores = whole.score(np.arange(whole.size), (string,))
    for ordinal in range(whole.size):
        id_ = pair.local._segments.ids[ordinal]
        document = pair.cluster.documents([id_])[id_].document
        window = Window([document], pair.statistics)
        assert (window.size, window.live_count) == (1, len(DOCUMENTS))
        (alone,) = BM25(window).score(np.array([0]), (string,))
        assert round(alone - scores[ordinal], 12) == 0


def test_words_are_cut_when_they_are_asked_for(both: Callable[[dict[str, Any]], Both]) -> None:
    """Whether all words are cut at once or those that are asked for, they stand at one place."""
    pair = both(DOCUMENTS | {"n": {"title": "100,200医保医保", "body": "医保报销，报销医保"}})
    held = pair.cluster.documents([*pair.local._segments.ids])
    documents = [stored.document for stored in held.values()]
    few, all_ = (Window(documents, pair.statistics, vocabulary=each) for each in (False, True))
    for word in ("医保", "报销", "销报", "没有"):
        for one, other in zip(
            few.postings(Family.WORD, word), all_.postings(Family.WORD, word), strict=True
        ):
            assert one.tolist() == other.tolist(), word


def test_a_window_of_nothing(both: Callable[[dict[str, Any]], Both]) -> None:
    """Without a document it still knows how many have a term."""
    window = Window((), both(DOCUMENTS).statistics)
    assert window.size == len(window.ids) == len(window.columns.days) == 0
    assert window.frequency(Family.WORD, "医保") == len(DOCUMENTS)
    assert not len(window.postings(Family.WORD, "医保").documents)
