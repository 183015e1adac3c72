"""What a query is made of for ranking."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from souwen.language.readings import Readings
from souwen.search.query.interpret import QueryReader, QueryString
from souwen.search.ranking import concepts as module
from souwen.search.ranking.concepts import Weights, concepts, query_terms
from souwen.search.request import SearchRequest

if TYPE_CHECKING:
    import pytest

WEIGHTS = Weights()
READER = QueryReader(Readings())


def strings(text: str, reader: QueryReader = READER) -> tuple[QueryString, ...]:
    """Read the strings of a query."""
    return SearchRequest(text).read(reader).strings


def test_asking_counts_half() -> None:
    """Characters that only ask weigh half of those that say what is asked for."""
    terms = {term.text: term for term in query_terms(("医保怎么报",), WEIGHTS)}
    assert terms["怎"].weight == terms["医"].weight * WEIGHTS.asking
    assert terms["怎"].share == WEIGHTS.asking


def test_a_query_that_only_asks_counts_in_full() -> None:
    """Where nothing else is there, question words are what is asked for."""
    assert all(term.share in {0, 1} for term in query_terms(("怎么办",), WEIGHTS))


def test_a_synonym_is_an_option() -> None:
    """A part that has other words is a concept with an option for each, worth less than itself."""
    first, *_ = concepts(strings("心慌怎么办"), WEIGHTS)
    own, *others = first
    assert own.worth == 1
    assert {"心", "慌"} <= {term.text for term in own.terms}
    assert any("悸" in {term.text for term in other.terms} for other in others)
    assert all(0 < other.worth < 1 for other in others)


def test_nothing_stands_for_a_quoted_string() -> None:
    """A quoted string has no options but itself."""
    found = concepts(strings('"心慌"'), WEIGHTS)
    assert all(len(concept) == 1 for concept in found)


def test_an_old_dictionary_is_not_remembered() -> None:
    """What was worked out with a dictionary does not keep it alive once another is in its place."""
    readings = Readings([("心慌慌", ("心悸悸",))])
    reader = QueryReader(readings)
    first, *_ = concepts(strings("心慌慌", reader), WEIGHTS)
    assert len(first) > 1
    assert readings.of("心慌慌")
    old = weakref.ref(readings)
    del readings, reader
    gc.collect()
    assert old() is None


@given(
    st.text(st.sampled_from("心慌医保怎么办疼痛头晕1.87万元abc，") | st.characters(), max_size=15)
)
@settings(max_examples=200, deadline=None)
def test_concepts_share_the_terms_out(text: str) -> None:
    """Each term of a query is in exactly one concept, as the query's own."""
    given = strings(text)
    own = [term for concept in concepts(given, WEIGHTS) for term in concept[0].terms]
    assert sorted((term.family, term.text) for term in own) == sorted(
        (term.family, term.text)
        for term in query_terms(tuple(string.text for string in given), WEIGHTS)
    )


def test_what_is_said_again_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that says the same many times has the concepts of one that says it twice."""
    looks = 0
    terms_of = module._terms_of

    def counted(*given: Any) -> Any:
        nonlocal looks
        looks += 1
        return terms_of(*given)

    monkeypatch.setattr(module, "_terms_of", counted)
    counts = []
    for times in (2, 400):
        looks = 0
        found = concepts(strings("心慌头疼" * times), WEIGHTS)
        counts.append((looks, [len(concept) for concept in found]))
    assert counts[0] == counts[1]
