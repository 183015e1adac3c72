"""Find what is wrong with a corpus."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from .counted import OF_SOURCES, lost_documents, lost_rows, lost_sightings
from .derived import WRONG
from .documents import Kind, may_be_id
from .errors import DamagedError, LostError
from .intake import unpack
from .schema import COUNTED, hash_of
from .witness import WITNESS_NAME, compare, read_witness, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .database import Database
    from .witness import Witness

_MOST_LINES = 20  # about one sort of damage
# What a row of each table is called in a line, and the SQL for its name.
_ROWS = {
    "containers": ("the file {}", "key"),
    "members": ("the text {}", "key"),
    "sources": ("the source {}", "key"),
    "documents": ("what is said of {}", "id"),
    "sightings": (
        "a source of {}",
        "(SELECT d.id FROM documents d WHERE d.number = sightings.document)",
    ),
    "purged": ("the purged {}", "id"),
    "blocked": ("the blocked {}", "id"),
}
_WIDE = "members"  # a look at all of its rows reads all texts


def problems(database: Database, folder: Path, *, deep: bool = False) -> Iterator[str]:
    """Yield what is wrong, a line each.

    Args:
        database: of a corpus.
        folder: that it is in.
        deep: read every text too, and derive anew what every document should show.
    """
    witness = read_witness(folder)  # first: it is never ahead of a sound corpus
    try:
        yield from _damage(database, "integrity_check" if deep else "quick_check")
        yield from _witness(database, folder, witness)
        for table, *_ in database.all("PRAGMA foreign_key_check")[:_MOST_LINES]:
            yield f"corpus: a row of {table} belongs to nothing"
        yield from _log(database)
        yield from _changed_rows(database, deep=deep)
        yield from _lost_rows(database)
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


def _witness(database: Database, folder: Path, witness: Witness | None) -> Iterator[str]:
    if witness is None:
        yield f"corpus: {WITNESS_NAME}, which knows its last change, is not there or damaged"
        return
    try:
        compare(folder, witness, state_of(database))
    except LostError as error:
        yield f"corpus: {error.reason}"


def _log(database: Database) -> Iterator[str]:
    latest = database.value("SELECT value FROM meta WHERE key = 'seq'")
    highest = database.value("SELECT max(seq) FROM documents") or 0
    if not isinstance(latest, int) or latest < highest:
        yield f"corpus: the log of changes is at {latest}, a document at {highest}"
    twice = database.value("SELECT count(*) - count(DISTINCT seq) FROM documents")
    if twice:
        yield f"corpus: {twice} documents share their place in the log of changes"
    textless = """SELECT d.id FROM documents d
        WHERE NOT EXISTS (SELECT 1 FROM texts t WHERE t.document = d.number) LIMIT ?"""
    for (id_,) in database.all(textless, (_MOST_LINES,)):
        yield f"corpus: the text of {id_} is gone"


def changed_sources(database: Database) -> Iterator[str]:
    """Yield what is wrong with the list of sources, or with what they show; no more than some."""
    for table in OF_SOURCES:
        yield from _changed(database, table)
        yield from filter(None, [lost_rows(database, table)])
    yield from lost_sightings(database)


def _changed_rows(database: Database, *, deep: bool) -> Iterator[str]:
    for table in _ROWS:
        if table != _WIDE or deep:
            yield from (f"corpus: {line}" for line in _changed(database, table))


def _changed(database: Database, table: str) -> Iterator[str]:
    called, name = _ROWS[table]
    sql = f"SELECT {name} FROM {table} WHERE hash IS NOT {hash_of(table)} LIMIT ?"
    for (found,) in database.all(sql, (_MOST_LINES,)):
        yield f"{called.format(found)} is not what it was"


def _lost_rows(database: Database) -> Iterator[str]:
    rows = (lost_rows(database, table) for table in COUNTED)
    lines = chain([lost_documents(database)], rows, lost_sightings(database, _MOST_LINES))
    yield from (f"corpus: {line}" for line in lines if line)


def _texts(database: Database) -> Iterator[str]:
    sql = """SELECT d.number, d.id, d.kind, t.title, t.body,
        d.text_hash IS row_hash(t.title, t.body)
        FROM documents d JOIN texts t ON t.document = d.number
        WHERE d.number > ? ORDER BY d.number LIMIT ?"""
    for rows in database.batches(sql, 0):
        for _, id_, kind, title, body, is_same in rows:
            if not is_same or not may_be_id(id_, Kind(kind), title, body):
                yield f"corpus: the text of {id_} is not what it was"


def _pages(database: Database) -> Iterator[str]:
    sql = "SELECT id, key, text FROM members WHERE id > ? ORDER BY id LIMIT ?"
    for rows in database.batches(sql, 0, size=100):
        for _, key, packed in rows:
            try:
                unpack(packed, database.path)
            except DamagedError as error:
                yield f"corpus: {key}: {error.reason}"
