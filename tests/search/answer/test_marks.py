"""What is marked in a document, and what in its place where the string itself stands nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.corpus.documents import Document, Kind
from souwen.language.normalise_batch import normalise_many
from souwen.language.offsets import OF_BODY, offsets_of
from souwen.language.readings import Readings
from souwen.search.answer.marks import Marker
from souwen.search.contract import StoredDocument, StoredText
from souwen.search.query.interpret import QueryReader
from souwen.search.request import SearchRequest

if TYPE_CHECKING:
    from souwen.search.answer.results import Span


def marked(query: str, title: str, body: str, *, kept: bool = False) -> list[list[str]]:
    """Return what a query marks in a title and in a body."""
    read = SearchRequest(query).read(QueryReader(Readings()))
    document = Document("0" * 16, Kind.ARTICLE, title, body, *[None] * 3, (), None, (), ())
    texts = normalise_many([title, body])
    of_title, of_body = (texts.breaks[texts.owners == owner].tolist() for owner in (0, 1))
    offsets = offsets_of([*of_title, *(found | OF_BODY for found in of_body)])
    forms = ([text] for text in texts.texts())
    stored = StoredDocument(document, *(map(StoredText, forms, offsets) if kept else ()))
    marks = Marker(read.strings, read.branches()).marks(stored)

    def slices(text: str, spans: tuple[Span, ...]) -> list[str]:
        assert list(spans) == sorted(spans)
        return [text[start:end] for start, end in spans]

    return [slices(title, marks.title), slices(body, marks.body)]


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("异地备案", [["异地备案"], ["异地备案"]]),  # as it stands
        ("备案指南", [["备案"], ["备案", "指南", "备案"]]),  # its words
        ("就医保", [[], ["就医"]]),  # its bigrams
        ("title:异地", [["异地"], []]),
        ("北极熊", [[], []]),
    ],
)
def test_marks(query: str, expected: list[list[str]], *, kept: bool) -> None:
    """A string is marked as it stands, or by its words, or by its bigrams."""
    body = "异地备案的指南：先登录。就医备案另说。"
    if query == "就医保":
        body = body.replace("备案另说", "另说")
    found = marked(query, "异地备案", body, kept=kept)
    assert found == expected


@pytest.mark.parametrize("kept", [False, True])
def test_marks_are_in_the_original(*, kept: bool) -> None:
    """Where normalising changes lengths, spans are those of the text as it is shown."""
    found = marked("医疗保险 38℃", "醫療  保險", "\u3000体 温３８℃可报", kept=kept)
    assert found == [["醫療  保險"], ["３８℃"]]


def test_nothing_is_marked_for_filters_alone() -> None:
    """A query without strings marks nothing."""
    assert marked("kind:article", "异地", "就医") == [[], []]


@pytest.mark.parametrize(
    ("query", "body", "expected"),
    [
        ("流感 OR HPV", "慢性病人性命攸关，HPV阳性", ["HPV"]),
        ("HPV OR 流感", "感冒的性质，HPV阳性", ["HPV"]),
        ("(流感 | HPV) 阳性", "慢性病，HPV阳性", ["HPV阳性"]),
        ("流感 OR HPV", "流行性感冒和HPV", ["流行性感冒", "HPV"]),
        ("流感 HPV", "慢性病人性命攸关，HPV阳性", ["HPV"]),
        ("职工医保 OR HPV", "职工的HPV", ["HPV"]),
        ("职工医保 OR HPV", "职工须知", ["职工"]),
        ("流感", "性病", []),
        ("脚掌酸痛", "手掌酸疼", ["酸疼"]),
    ],
)
def test_n19_marks_only_what_matched(query: str, body: str, expected: list[str]) -> None:
    """N19: nothing of a branch that is not met, no lone character, no part of a synonym's."""
    assert marked(query, "题", body)[1] == expected
