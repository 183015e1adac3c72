"""Queries as JSON values."""

from __future__ import annotations

import pytest

from souwen.cluster.clauses import (
    NOTHING,
    all_of,
    any_of,
    best_of,
    having,
    having_any,
    name_of,
    worth,
)
from souwen.language.terms import Family, count_form

A, B = {"term": {"a": {"value": "1"}}}, {"term": {"b": {"value": "2"}}}


def test_one_clause_stays_itself() -> None:
    """What joins several clauses adds nothing around one, and nothing is what none finds."""
    for join in (any_of, all_of, best_of):
        assert join([A]) == A
    assert any_of([]) == all_of([]) == NOTHING


def test_joined() -> None:
    """One is enough of `any_of`, all are needed for `all_of`, the best counts of `best_of`."""
    assert any_of([A, B]) == {"bool": {"should": [A, B], "minimum_should_match": 1}}
    assert all_of([A, B]) == {"bool": {"filter": [A, B]}}
    assert best_of([A, B]) == {"dis_max": {"queries": [A, B]}}
    assert worth(A, 2.5) == {"constant_score": {"filter": A, "boost": 2.5}}


@pytest.mark.parametrize("text", ["医保报销b12和2025.04.26的6.74元,かな", "ⅷ⑩ hba1c"])
def test_every_term_of_a_text_has_a_field(text: str) -> None:
    """Each term that a text has is looked for somewhere, and a character in one place only."""
    for family, counts in count_form(text).items():
        for term in counts:
            assert name_of(family, term) is not None
            assert having(family, term) != NOTHING


def test_what_no_text_has_is_not_asked_for() -> None:
    """A character is no atom, letters are no gram: neither is in any field."""
    assert name_of(Family.ATOM, "医") is None
    assert name_of(Family.GRAM, "b") is None
    assert having(Family.ATOM, "医") == NOTHING


def test_several_terms_are_one_clause_a_field() -> None:
    """However many terms there are, each field is asked once."""
    terms = [(Family.WORD, "医保"), (Family.WORD, "报销"), (Family.ATOM, "12")]
    assert having_any(terms, title_only=True) == any_of(
        [{"terms": {"t.words": ["医保", "报销"]}}, {"terms": {"t.chars": ["12"]}}]
    )
    assert having_any([]) == NOTHING
