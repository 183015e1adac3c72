"""Indexes for Whoosh, and what a look at every text says of them."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from souwen.corpus.changes import ChangeBatch
from souwen.corpus.documents import Document, Kind, document_id
from souwen.index.follow import Index
from souwen.index.whoosh.index import WhooshIndex
from souwen.language.literal import LiteralText
from souwen.language.normalise import forms, normalise
from souwen.language.terms import Family, bigrams, count_terms, runs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORDS = (
    *(
        "医保",
        "养老金",
        "报销",
        "异地就医",
        "社保基数",
        "缴费",
        "备案",
        "职工",
        "的",
        "在",
        "医",
        "门诊",
    ),
    *("hpv", "pd-1", "18700元", "2.5mg", "2025.04.26", "187", "1870", "ab", "b12", "iphone 15"),
)
MARKS = ("", "", "", "，", "。", "、", " ", "\n", "-")


def make(chance: random.Random, number: int) -> Document:
    """Make a document."""

    def text(most: int) -> str:
        parts = (chance.choice(WORDS) + chance.choice(MARKS) for _ in range(chance.randrange(most)))
        return "".join(parts).strip()

    kind, title, body = chance.choice(list(Kind)), f"{text(5)}{number}", text(25)
    day = date(2025, 1, 1).replace(day=chance.randrange(1, 29), month=chance.randrange(1, 13))
    return Document(
        document_id(kind, title, body),
        kind,
        title,
        body,
        chance.choice([None, day.isoformat()]),
        chance.choice([None, "健康新闻", "社保资讯"]),
        None,
        (),
        None,
        (),
        (),
    )


class Held:
    """An index of several segments with deletions, and its documents."""

    words = WORDS
    make = staticmethod(make)

    def __init__(self, folder: Path, seed: int) -> None:
        chance = random.Random(seed)
        self.documents: dict[str, Document] = {}
        self.files = Index(folder)
        for number in range(chance.randrange(3, 7)):
            added = [make(chance, 100 * number + at) for at in range(chance.randrange(1, 40))]
            gone = [id_ for id_ in self.documents if chance.random() < 0.15]
            self.documents |= {document.id: document for document in added}
            for id_ in gone:
                del self.documents[id_]
            self.files.apply(ChangeBatch(number + 1, tuple(added), tuple(gone)))
        self.whoosh = WhooshIndex(self.files, self._texts_of)

    def _texts_of(self, id_: str) -> tuple[str, str]:
        document = self.documents[id_]
        return document.title, document.body

    def having(self, accept: Callable[[Document], bool]) -> set[str]:
        """Return the ids of the documents that are accepted."""
        return {id_ for id_, document in self.documents.items() if accept(document)}

    @staticmethod
    def terms_of(document: Document, field: str) -> dict[str, int]:
        """Return how often each term stands in a field of a document, as far as it is counted."""
        title, body = (count_terms(text) for text in (document.title, document.body))
        counted: dict[str, int] = {}
        for family in Family:
            if field not in {family.value, "text", "title"}:
                continue
            for term in title[family] | body[family]:
                if field in {"text", "title"} and not _is_of_text(family, term):
                    continue
                in_body = 0 if field == "title" else min(body[family][term], 31)
                if times := min(title[family][term], 7) + in_body:
                    counted[term] = times
        return counted

    @staticmethod
    def asked_for(text: str) -> list[str]:
        """Return the terms that a document has that matches a text."""
        found: list[str] = []
        for run in runs(normalise(text)):
            found += run.atoms or bigrams(run.text) or [run.text]
        return found

    @staticmethod
    def stands(text: str, document: Document, *, title_only: bool = False) -> bool:
        """Return whether a string stands literally in a document."""
        texts = [document.title] if title_only else [document.title, document.body]
        return any(LiteralText.read(text).stands_in(forms(one)) for one in texts)

    @staticmethod
    def found(searcher: Any, query: Any) -> set[str]:
        """Return the ids that a query gives, by a search and by its documents alike."""
        hits = searcher.search(query, limit=None)
        ids = [hit["id"] for hit in hits]
        assert len(ids) == len(set(ids)) == len(hits)
        return set(ids)


def _is_of_text(family: Family, term: str) -> bool:
    return family is Family.ATOM or (family is Family.GRAM and not term[0].isdecimal())


@pytest.fixture(scope="package", params=range(3))
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Give an index."""
    return Held(tmp_path_factory.mktemp("held"), request.param)


@pytest.fixture
def another(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Give an index that may be changed."""
    return Held(tmp_path_factory.mktemp("held"), 7)
