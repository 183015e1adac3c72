"""Why a document is found or not, in sentences."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from souwen.corpus.documents import Document, Kind
from souwen.language.readings import Readings
from souwen.search.answer.explanation import Explanation, explanation
from souwen.search.explained import Explained, Missed
from souwen.search.query.interpret import QueryReader
from souwen.search.query.tree import Token
from souwen.search.request import SearchRequest

DOCUMENT = Document("a" * 16, Kind.ARTICLE, "异地", "", *[None] * 3, (), None, (), ())
FOUND = Explained(rank=2, total=5, score=1.5, parts=(("literal", 1.0), ("relevance", 0.5)))


def explained(query: str, says: Explained | None, document: Document = DOCUMENT) -> Explanation:
    """Explain a document with an index that says something of it."""
    snapshot: Any = SimpleNamespace(explain=lambda *_: says)
    return explanation(snapshot, SearchRequest(query).read(QueryReader(Readings())), document)


def test_a_document_that_is_found() -> None:
    """Its rank and what its score is made of are those that the index gives."""
    told = explained("异地", FOUND)
    assert told.matches
    assert (told.rank, told.total, told.score, told.why_not) == (2, 5, 1.5, ())
    assert told.as_dict()["parts"] == {"literal": 1.0, "relevance": 0.5}
    assert told.reading == ("must match: 异地",)
    assert told.sentence == "It passes every filter; rank 2 of 5."


def test_beyond_the_ranks_that_are_looked_at() -> None:
    """A document without a rank matches where nothing keeps it out."""
    told = explained("异地", replace(FOUND, rank=None, score=None))
    assert (told.matches, told.rank) == (True, None)


def test_a_document_that_is_not_found() -> None:
    """Each clause that keeps it out has a line, with what the document lacks."""
    missed = Missed(Token("备案"), ("备案",))
    told = explained("异地 备案", Explained(total=5, why_not=(missed,)))
    assert not told.matches
    assert told.why_not == ("must match: 备案 (it lacks: 备案)",)
    assert told.sentence == "No match: 备案 is not there; documents that match: 5."


@pytest.mark.parametrize(
    ("retired", "why"), [(True, "no source shows it any more"), (False, "it is not indexed yet")]
)
def test_a_document_that_the_index_has_not(why: str, *, retired: bool) -> None:
    """What is not indexed is retired, or comes with the next change."""
    told = explained("异地", Explained(is_indexed=False), replace(DOCUMENT, retired=retired))
    assert (told.matches, told.why_not) == (False, (why,))
    assert told.sentence == f"No match: {why}."


def test_a_query_with_a_problem() -> None:
    """Where nothing can be looked for, that is the reason, and no index is asked."""
    told = explained("。", None)
    assert (told.matches, told.why_not) == (False, ("the query holds nothing to search for",))
    assert told.sentence == "No match: the query holds nothing to search for."
