"""Analyzers: what a query asks for, what a phrase consists of, and what a highlighter marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.highlight import Highlighter, set_matched_filter

from souwen.index.whoosh.analysis import TextAnalyzer, WholeAnalyzer
from souwen.language.normalise import normalise
from souwen.language.terms import Family, count_form

TEXT = st.text(st.sampled_from("医保報销养老金 HpV１2.5,，-。\n"), max_size=30)


def _texts(value: str, **options: object) -> list[str]:
    return [token.text for token in TextAnalyzer()(value, **options)]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("養老金", ["养老", "老金"]),
        ("医", ["医"]),
        ("HPV 疫苗", ["hpv", "疫苗"]),
        ("PD-1", ["pd", "1"]),
        ("１８,７００元", ["18700", "元"]),
        ("2025.04.26", ["2025", "04", "26"]),
        ("2.5mg", ["2.5", "mg"]),
        ("，。", []),
    ],
)
def test_what_a_query_asks_for(query: str, terms: list[str]) -> None:
    """Runs of characters give their pairs, or the one that they are; the others are atoms."""
    assert _texts(query, mode="query") == terms


def test_patterns_are_not_taken_apart() -> None:
    """The beginning of a term is normalised, and else what it is."""
    assert _texts("ＨＰＶ18*", mode="query", tokenize=False) == ["hpv18*"]
    assert [token.text for token in WholeAnalyzer()("養老金", mode="query")] == ["养老金"]


@given(TEXT)
def test_a_phrase_is_all_of_its_text(text: str) -> None:
    """The parts of a phrase, laid one behind the other, are the normalised text."""
    assert "".join(_texts(text, mode="query", chars=True)) == normalise(text)


@given(TEXT)
def test_the_terms_of_a_text(text: str) -> None:
    """A text gives every gram and atom, in order, each where it stands in the original."""
    tokens = [(t.text, t.startchar, t.endchar) for t in TextAnalyzer()(text, mode="index")]
    counts = count_form(normalise(text))
    parts = {part for part in counts[Family.GRAM] if part.isdecimal()}
    assert {token[0] for token in tokens} == set(counts[Family.GRAM]) - parts | set(
        counts[Family.ATOM]
    )
    assert [start for _, start, _ in tokens] == sorted(start for _, start, _ in tokens)
    for term, start, end in tokens:
        assert term in normalise(text[start:end])


@pytest.mark.parametrize(
    ("terms", "marked"),
    [
        ({"养老", "老金"}, "交[养老金]的人，[养老]院，老"),
        ({"养"}, "交[养]老金的人，[养]老院，老"),
        ({"老"}, "交养[老]金的人，养[老]院，[老]"),
        ({"养老", "老", "院"}, "交[养老]金的人，[养老][院]，[老]"),
        ({"人"}, "交养老金的[人]，养老院，老"),
    ],
)
def test_marks_are_whole(terms: set[str], marked: str) -> None:
    """Pairs that overlap make one mark, and single characters are marked where they stand."""
    text = marked.replace("[", "").replace("]", "")
    tokens = TextAnalyzer()(text, positions=True, chars=True, mode="index")
    found = Highlighter._merge_matched_tokens(set_matched_filter(tokens, terms))
    spans = [(token.startchar, token.endchar) for token in found if token.matched]
    for start, end in reversed(spans):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    assert text == marked
