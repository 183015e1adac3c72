"""What is sent of a document, and what comes back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from souwen.cluster.documents import MOST_SHOWN, bodies_of, document_of, sketch_of, source_of
from souwen.cluster.tokens import END
from souwen.corpus.documents import Document, Flag, Kind
from souwen.index.follow import entry_of
from souwen.index.segments.invert import invert
from souwen.language.terms import Family, count_terms

ONE = Document(
    "00000000000000aa",
    Kind.ARTICLE,
    "佳木斯社保基数18,800",
    "医保100,200报销6.74%\n第二行 PD-1",
    "2025-01-01",
    "健康",
    "http://a/1",
    (Flag.TRUNCATED,),
    None,
    ("a/1", "b/2"),
    ("r1",),
    urls=("http://a/1",),
    arrived="2025-02-03T04:05:06+00:00",
)
EMPTY = Document("00000000000000bb", Kind.SNIPPET, "", "", None, None, None, (), None, ("c",), ())
SEQS = {ONE.id: 7, EMPTY.id: 9}


def test_a_document_comes_back() -> None:
    """What a cluster keeps of a document is all that a hit shows of it."""
    for document, body in zip((ONE, EMPTY), bodies_of([ONE, EMPTY], SEQS), strict=True):
        assert document_of(source_of(body)) == document
        assert document_of(source_of(body)).arrived == document.arrived
        assert body["seq"] == SEQS[document.id]


def test_terms_are_those_of_the_index() -> None:
    """The terms of both fields, in all their forms, are those that a local index counts."""
    (body,) = bodies_of([ONE], SEQS)
    for side, text in (("t", ONE.title), ("b", ONE.body)):
        counts = count_terms(text)
        found = {name: sorted(body[side].get(name, "").split()) for name in ("chars", "bigrams")}
        grams = [term for term in counts[Family.GRAM].elements() if not term.isdecimal()]
        assert found["bigrams"] == sorted(term for term in grams if len(term) > 1)
        chars = [term for term in grams if len(term) == 1]
        assert found["chars"] == sorted([*chars, *counts[Family.ATOM].elements()])
        assert sorted(body[side]["words"].split()) == sorted(counts[Family.WORD].elements())


def test_a_further_form_is_a_further_value() -> None:
    """A number with a comma is found with it and without it; what has one more form says so."""
    (body,) = bodies_of([ONE], SEQS)
    first, second = body["t"]["units"]
    assert first.split()[-2:] == ["18800", END]
    assert second.split()[-1] == "800"


def test_how_a_title_is_read() -> None:
    """Each sign of a title has its readings in its place, or of what stands in for a title."""
    untitled = replace(ONE, title="", body="银行b12怎么走？今天。")
    read = [body["t"]["sounds"].split() for body in bodies_of([untitled], SEQS)]
    assert read == [["yin", "xing-hang", "_", "_", "zen", "me", "zou", "_"]]


def test_columns_are_those_of_the_index() -> None:
    """Lengths, dates, groups, flags and sketches are those of a local index."""
    arrays = invert([entry_of(ONE), entry_of(EMPTY)]).arrays
    for at, body in enumerate(bodies_of([ONE, EMPTY], SEQS)):
        assert body["day"] == arrays["days"][at]
        assert body["bits"] == arrays["flags"][at]
        assert body["added"] == arrays["arrived"][at]
        assert body["title_length"] == arrays["title_lengths"][at]
        assert body["body_length"] == arrays["body_lengths"][at]
        assert sketch_of(body) == np.asarray(arrays["sketches"])[at].tobytes()
        key = int(arrays["folds"][at])
        assert body["fold"] == (str(key) if key else f"-{body['id']}")
        assert int(body.get("place", 0)) == arrays["places"][at]


def test_of_many_sources_the_number_is_kept() -> None:
    """A snippet under thousands of pages keeps the first of them, and how many there are."""
    many = tuple(f"{number:05}" for number in range(5_000))
    document = Document(ONE.id, Kind.SNIPPET, "医保", "", None, None, None, (), None, many, many)
    (body,) = bodies_of([document], SEQS)
    assert body["sources"] == body["refs"] == list(many[:MOST_SHOWN])
    assert body["source_count"] == body["ref_count"] == 5_000


def test_nothing_is_nothing() -> None:
    """No documents give no bodies."""
    assert bodies_of([], {}) == []
