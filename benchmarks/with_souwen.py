"""souwen: its index given documents, and its engine given a dump."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contestant import TOP, Answer
from queries import Query, Shape, day_of

import souwen
from souwen.index.columns import Entry
from souwen.index.segments import writer as array_storage
from souwen.language.segmenter import segmenter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from documents import Document

_COMMIT_EVERY = 5_000  # as the index does when it follows the corpus


class SouwenIndex:
    """souwen's index alone, without the corpus; it cannot answer, for the texts are elsewhere."""

    def build(self, folder: Path) -> SouwenBuild:
        """Begin an index in an empty folder."""
        return SouwenBuild(folder)


class SouwenBuild:
    """Takes documents in."""

    def __init__(self, folder: Path) -> None:
        segmenter(
            many=True
        )  # its dictionary is loaded once a process, whatever the number of documents
        array_storage.create(folder)
        self._folder = folder
        self._waiting = 0
        self._writer = array_storage.IndexWriter(folder)

    def add(self, documents: Sequence[Document]) -> None:
        """Take some documents in."""
        self._writer.add(
            [
                Entry(
                    one.id,
                    one.article,
                    day_of(one.published),
                    one.channel or "",
                    one.title,
                    one.body,
                )
                for one in documents
            ]
        )
        self._waiting += len(documents)
        if self._waiting >= _COMMIT_EVERY:
            self.commit()
            self._waiting = 0
            self._writer = array_storage.IndexWriter(self._folder)

    def commit(self) -> None:
        """Make all of them searchable, and lasting on the disk."""
        self._writer.commit()


class Souwen:
    """souwen's engine on a data folder that a dump was added to."""

    def __init__(self, *, limit: int = TOP) -> None:
        self._limit = limit

    def open(self, folder: Path) -> SouwenSearch:
        """Open a data folder."""
        return SouwenSearch(souwen.open(folder), self._limit)


class SouwenSearch:
    """Answers queries."""

    def __init__(self, engine: souwen.Engine, limit: int) -> None:
        self.engine = engine
        self._limit = limit

    def ask(self, query: Query) -> Answer | None:
        """Answer a query; texts are shown as title and excerpt, with what to mark in them."""
        is_exact = query.shape in {Shape.EXACT_4, Shape.EXACT_12}
        found = self.engine.search(
            f'"{query.text}"' if is_exact else query.text,
            limit=self._limit,
            mode="any" if query.shape is Shape.RANKED else "auto",
            sort="newest" if query.shape is Shape.NEWEST else "relevance",
            after=query.after,
            before=query.before,
        )
        return Answer([f"{hit.title}\n{hit.excerpt}" for hit in found], found.total)
