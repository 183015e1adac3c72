"""SQLite FTS5: the terms as a text; the documents themselves in a table beside."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from contestant import TOP, Answer
from queries import Query, Shape, day_of
from terms import WORD, bigrams_of, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from documents import Document

_SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT, text TEXT, day INTEGER);
CREATE VIRTUAL TABLE postings USING fts5(
    terms, content = '', tokenize = "unicode61 remove_diacritics 0 tokenchars '.'"
);
"""
_FROM = "FROM postings JOIN documents ON number = postings.rowid WHERE postings MATCH ?"


class Fts5:
    """SQLite FTS5."""

    def build(self, folder: Path) -> Fts5Build:
        """Begin an index in an empty folder."""
        return Fts5Build(folder / "fts5.sqlite")

    def open(self, folder: Path) -> Fts5Search:
        """Open the index of a folder."""
        return Fts5Search(folder / "fts5.sqlite")


class Fts5Build:
    """Takes documents in."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.executescript(_SCHEMA)
        self._number = 0

    def add(self, documents: Sequence[Document]) -> None:
        """Take some documents in."""
        numbered = list(enumerate(documents, self._number + 1))
        self._number += len(documents)
        self._database.executemany(
            "INSERT INTO documents VALUES (?, ?, ?, ?)",
            ((number, one.id, one.text, day_of(one.published)) for number, one in numbered),
        )
        self._database.executemany(
            "INSERT INTO postings (rowid, terms) VALUES (?, ?)",
            ((number, one.terms) for number, one in numbered),
        )

    def commit(self) -> None:
        """Make all of them searchable."""
        self._database.commit()
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._database.close()


class Fts5Search:
    """Answers queries."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)

    def ask(self, query: Query) -> Answer | None:
        """Answer a query."""
        where, order, days = "", "rank", []
        if query.shape is Shape.DATED:
            where, days = " AND day BETWEEN ? AND ?", [day_of(query.after), day_of(query.before)]
        elif query.shape is Shape.NEWEST:
            order = "day DESC"
        asked = _asked(query)
        rows = self._database.execute(
            f"SELECT text {_FROM}{where} ORDER BY {order} LIMIT {TOP}", [asked, *days]
        )
        return Answer([text for (text,) in rows])

    def total(self, query: Query) -> int:
        """Count the matches."""
        (found,) = self._database.execute(
            "SELECT count(*) FROM postings WHERE postings MATCH ?", [_asked(query)]
        )
        return int(found[0])


def _asked(query: Query) -> str:
    match query.shape:
        case Shape.BOTH:
            return _joined((WORD + word for word in query.words), "AND")
        case Shape.RANKED | Shape.QUESTION:
            return _joined(dict.fromkeys(terms_of(query.text)), "OR")
        case Shape.EXACT_4 | Shape.EXACT_12:
            return f'"{" ".join(bigrams_of(query.text))}"'
        case Shape.CHARACTER:
            return f'"{query.text}"'
        case _:
            return f'"{WORD}{query.text}"'


def _joined(terms: Iterable[str], by: str) -> str:
    return f" {by} ".join(f'"{term}"' for term in terms)
