"""Terms of a segment, field by field, where a text has more than its terms."""

from __future__ import annotations

import pytest

from souwen.index.columns import Entry
from souwen.index.segments.invert import invert
from souwen.index.whoosh.terms import IdTerms, TextTerms, ValueTerms

TEXTS = [
    ("养老金", "门诊。医保可以报销"),
    ("医保", "养老，金；pd-1"),
    ("2025.04.26", "04.26 和医保卡"),
]


@pytest.fixture
def text() -> TextTerms:
    """Give the terms of some texts."""
    entries = [Entry(f"a{at}", True, 0, "", *texts) for at, texts in enumerate(TEXTS)]
    return TextTerms(invert(entries))


@pytest.mark.parametrize(
    ("string", "documents", "weights"),
    [
        ("医保", [0, 1, 2], [1, 1, 1]),
        ("养老金", [0], [1]),
        ("医保卡", [2], [1]),
        ("04", [2], [1]),
        ("04.26", [2], [2]),
        ("pd-1", [1], [1]),
        ("pd-", [1], [1]),
        ("，", [1], [1]),
        ("d-1", [], []),
        ("不在", [], []),
        ("不在其中", [], []),
    ],
)
def test_any_string_is_found(
    text: TextTerms, string: str, documents: list[int], weights: list[int]
) -> None:
    """What is no term is looked for in the texts, with whole numbers and words at its ends."""
    found = text.find(string)
    assert (found.documents.tolist(), found.weights.tolist()) == (documents, weights)


def test_spans_of_two_texts_are_apart(text: TextTerms) -> None:
    """Positions are those of characters; no phrase goes on from the title into the text."""
    assert text.spans("养老", 0) == [(0, 1)]
    assert text.spans("金", 0) == [(2, 2)]
    ((start, _),) = text.spans("门诊", 0)
    assert start > 1000
    assert text.spans("保可", 0) == [(start + 4, start + 5)]


@pytest.mark.parametrize(
    ("start", "documents"),
    [("养", [0, 1]), ("养老金", [0]), ("医保卡", [2]), ("2", [2]), ("p", [1])],
)
def test_beginnings(text: TextTerms, start: str, documents: list[int]) -> None:
    """A beginning stands for all terms that begin so; of many characters it is looked for."""
    assert text.beginning(start).documents.tolist() == documents


def test_values() -> None:
    """Values are in order, the empty one is none, and beginnings are of values."""
    values = ValueTerms(["b", "", "ab", "b", "a"])
    assert list(values.starting("")) == ["a", "ab", "b"]
    assert list(values.starting("aa")) == ["ab", "b"]
    assert values.find("b").documents.tolist() == [0, 3]
    assert values.find("").documents.tolist() == []
    assert values.beginning("a").documents.tolist() == [2, 4]


def test_ids() -> None:
    """Ids are sixteen hexadecimal digits; nothing else is one."""
    names = ["ff00000000000000", "00000000000000aa", "00000000000000ab"]
    ids = IdTerms(invert([Entry(name, True, 0, "", "", "医") for name in names]))
    assert list(ids.starting("")) == sorted(names)
    assert list(ids.starting("0" * 14 + "ab")) == sorted(names)[1:]
    assert ids.find(names[0]).documents.tolist() == [0]
    assert ids.find("FF00000000000000").documents.tolist() == []
    assert ids.find("x").documents.tolist() == []
    assert ids.beginning("0").documents.tolist() == [1, 2]
    assert ids.beginning("f").documents.tolist() == [0]
