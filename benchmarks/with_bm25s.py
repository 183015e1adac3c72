"""bm25s: scores worked out beforehand, as sparse arrays; it can only rank what has any term."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import bm25s
from contestant import TOP, Answer
from queries import Query, Shape
from terms import WORD, terms_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from documents import Document


class Bm25s:
    """bm25s."""

    def build(self, folder: Path) -> Bm25sBuild:
        """Begin an index in an empty folder."""
        return Bm25sBuild(folder)

    def open(self, folder: Path) -> Bm25sSearch:
        """Open the index of a folder."""
        return Bm25sSearch(folder)


class Bm25sBuild:
    """Takes documents in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._terms: list[list[str]] = []
        self._texts = (folder / "texts.json").open("w", encoding="utf-8")

    def add(self, documents: Sequence[Document]) -> None:
        """Take some documents in."""
        self._terms += (one.terms.split(" ") for one in documents)
        for one in documents:
            self._texts.write(json.dumps(one.text, ensure_ascii=False) + "\n")

    def commit(self) -> None:
        """Make all of them searchable."""
        self._texts.close()
        index = bm25s.BM25()
        index.index(self._terms, show_progress=False)
        index.save(str(self._folder / "bm25s"))


class Bm25sSearch:
    """Answers queries; the texts are in memory."""

    def __init__(self, folder: Path) -> None:
        self._index: Any = bm25s.BM25.load(str(folder / "bm25s"), mmap=True)
        with (folder / "texts.json").open(encoding="utf-8") as lines:
            self._texts = [json.loads(line) for line in lines]

    def ask(self, query: Query) -> Answer | None:
        """Answer a query that one term is enough for."""
        match query.shape:
            case Shape.RANKED | Shape.QUESTION:
                terms = list(dict.fromkeys(terms_of(query.text)))
            case Shape.RARE | Shape.COMMON:
                terms = [WORD + query.text]
            case Shape.CHARACTER:
                terms = [query.text]
            case _:
                return None
        known = [term for term in terms if term in self._index.vocab_dict]
        if not known:
            return Answer([])
        found, scores = self._index.retrieve([known], k=TOP, show_progress=False)
        return Answer(
            [
                self._texts[int(number)]
                for number, score in zip(found[0], scores[0], strict=True)
                if score
            ]
        )
