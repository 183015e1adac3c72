"""Find what is wrong with a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .derived import WRONG
from .documents import Kind, document_id
from .errors import DamagedError
from .intake import unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .database import Database

_MOST_LINES = 20  # about one sort of damage


def problems(database: Database, *, deep: bool = False) -> Iterator[str]:
    """Yield what is wrong, a line each.

    Args:
        database: of a corpus.
        deep: read every text too, and derive anew what every document should show.
    """
    try:
        yield from _damage(database, "integrity_check" if deep else "quick_check")
        for table, *_ in database.all("PRAGMA foreign_key_check")[:_MOST_LINES]:
            yield f"corpus: a row of {table} belongs to nothing"
        yield from _log(database)
        if deep:
            for (id_,) in database.all(f"{WRONG} LIMIT {_MOST_LINES}"):
                yield f"corpus: {id_} does not show what its sources say"
            yield from _texts(database)
            yield from _pages(database)
    except DamagedError as error:
        yield f"corpus: {error.reason}"
    except (ValueError, TypeError, AttributeError) as error:
        yield f"corpus: a value in it cannot be one: {error}"


def _damage(database: Database, pragma: str) -> Iterator[str]:
    for (message,) in database.all(f"PRAGMA {pragma}({_MOST_LINES})"):
        if message != "ok":
            yield f"corpus: {' '.join(message.split())}"


def _log(database: Database) -> Iterator[str]:
    latest = database.value("SELECT value FROM meta WHERE key = 'seq'")
    highest = database.value("SELECT max(seq) FROM documents") or 0
    if not isinstance(latest, int) or latest < highest:
        yield f"corpus: the log of changes is at {latest}, a document at {highest}"
    twice = database.value("SELECT count(*) - count(DISTINCT seq) FROM documents")
    if twice:
        yield f"corpus: {twice} documents share their place in the log of changes"
    textless = database.value(
        """SELECT count(*) FROM documents d
        WHERE NOT EXISTS (SELECT 1 FROM texts t WHERE t.document = d.number)"""
    )
    if textless:
        yield f"corpus: {textless} documents have no text"


def _texts(database: Database) -> Iterator[str]:
    sql = """SELECT d.number, d.id, d.kind, t.title, t.body FROM documents d
        JOIN texts t ON t.document = d.number WHERE d.number > ? ORDER BY d.number LIMIT ?"""
    for rows in database.batches(sql, 0):
        for _, id_, kind, title, body in rows:
            if document_id(Kind(kind), title, body) != id_:
                yield f"corpus: the text of {id_} is not what it was"


def _pages(database: Database) -> Iterator[str]:
    sql = "SELECT id, key, text FROM members WHERE id > ? ORDER BY id LIMIT ?"
    for rows in database.batches(sql, 0, size=100):
        for _, key, packed in rows:
            try:
                unpack(packed, database.path)
            except DamagedError as error:
                yield f"corpus: {key}: {error.reason}"
