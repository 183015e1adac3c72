"""What a corpus knows of its own rows, so that rows that are gone are noticed.

`meta` has how many documents there are, and the XOR of the hashes of each table; a document has
count and XOR of its sightings'. What changes a table is noted on the writer's connection, and
written down before each commit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .schema import COUNTED, xor_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .database import Database

#: The tables that say where documents come from.
OF_SOURCES = ("containers", "members", "sources")
_XOR = "SELECT coalesce(xor_all(hash), 0) FROM"
_MEANT = "SELECT value FROM meta WHERE key = ?"
_UNSHOWN = """SELECT d.id, count(x.hash), d.shown FROM documents d
    LEFT JOIN sightings x ON x.document = d.number GROUP BY d.number
    HAVING count(x.hash) <> d.shown OR coalesce(xor_all(x.hash), 0) <> d.shown_xor LIMIT ?"""


def count_rows(database: Database, added: int, difference: int) -> None:
    """Note so many more documents, and what that changes in the XOR of their hashes."""
    database.run("UPDATE meta SET value = value + ? WHERE key = 'documents'", (added,))
    database.noted["documents"] = database.noted.get("documents", 0) ^ difference


def write_noted(database: Database) -> None:
    """Write down what was noted of the hashes of the tables; before each commit."""
    for table, difference in database.noted.items():
        sql = "UPDATE meta SET value = xor(value, ?) WHERE key = ?"
        database.run(sql, (difference, xor_key(table)))
    database.noted.clear()


def count_anew(database: Database) -> None:
    """Write down what is there now, whatever was noted."""
    database.run("REPLACE INTO meta SELECT 'documents', count(*) FROM documents")
    database.noted.clear()
    for table in COUNTED:
        database.run(f"REPLACE INTO meta VALUES (?, ({_XOR} {table}))", (xor_key(table),))


def lost_documents(database: Database, is_there: int | None = None) -> str | None:
    """Return how many documents are gone, in a line; None where none is.

    Args:
        database: of a corpus.
        is_there: how many there are, where somebody counted.
    """
    if is_there is None:
        is_there = int(database.value("SELECT count(*) FROM documents"))
    counted = database.value(_MEANT, ("documents",))
    if counted == is_there:
        return None
    return f"it counts {counted} documents, and {is_there} are there"


def lost_rows(database: Database, table: str) -> str | None:
    """Return that rows of a table are gone, in a line; None where they are those that were."""
    if database.value(f"{_XOR} {table}") == database.value(_MEANT, (xor_key(table),)):
        return None
    return f"the rows of {table} are not those it counts"


def lost_sightings(database: Database, most: int = 1) -> Iterator[str]:
    """Yield which documents miss some of their sources, a line each."""
    for id_, found, shown in database.all(_UNSHOWN, (most,)):
        yield f"{found} sources of {id_} are there, and {shown} should be"
