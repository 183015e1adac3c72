"""Numbers of all documents, as a cluster tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from souwen.cluster.statistics import Statistics
from souwen.language.literal import LiteralText
from souwen.language.terms import count_terms
from souwen.search.request import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Both

DOCUMENTS = {
    "a": {"title": "医保报销比例", "body": "住院报销70%，门诊2.5%。"},
    "b": {"title": "", "body": "2025.04.26 医保b12"},
    "c": "养老金",
}


def test_they_are_those_of_the_index(both: Callable[[dict[str, Any]], Both]) -> None:
    """Documents, lengths, and how many have each term, are what the local index counts."""
    pair = both(DOCUMENTS)
    ours, theirs = pair.local._segments, pair.statistics
    assert theirs.size == ours.live_count == 3
    assert theirs.average_lengths == pytest.approx(ours.average_lengths)
    texts = [
        text
        for one in DOCUMENTS.values()
        for text in (one.values() if isinstance(one, dict) else [one])
    ]
    for text in [*texts, "从未有过1.5xyz"]:
        for family, counts in count_terms(text).items():
            for term in counts:
                assert theirs.frequency(family, term) == ours.frequency(family, term), term
    assert theirs.holding(LiteralText(("医保",)), title_only=False) == 2
    assert theirs.holding(LiteralText(("医保",)), title_only=True) == 1


def test_each_is_asked_for_once(
    both: Callable[[dict[str, Any]], Both], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a query needs comes by one request, and another one with the same terms by none."""
    pair = both(DOCUMENTS)
    asked = []
    msearch = pair.asking.msearch
    monkeypatch.setattr(
        pair.asking, "msearch", lambda bodies: asked.append(len(bodies)) or msearch(bodies)
    )
    known: dict[Any, Any] = {}
    for _ in range(2):
        statistics = Statistics(pair.asking, known)
        statistics.prepare(pair.read("2024年医保报销 怎么报销"))
    assert len(asked) == 1
    pair.cluster.run(pair.read("医保怎么报销"), Page())
    requests = len(asked)
    pair.cluster.run(pair.read("医保怎么报销"), Page())
    assert len(asked) == requests
