"""What a corpus knows of its own rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.corpus.counted import (
    OF_SOURCES,
    count_anew,
    lost_documents,
    lost_rows,
    lost_sightings,
)
from souwen.corpus.database import Database
from souwen.corpus.schema import COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Dumps


@pytest.fixture
def filled(dumps: Dumps) -> Iterator[Database]:
    """Give a bare connection to a corpus that lived through additions, removals and a purge."""
    files = {f"/d/{name}": [dumps.article(name), dumps.snippet(f"{name}摘")] for name in "甲乙丙"}
    dumps.pages(files)
    dumps.pages({"/d/甲": [dumps.article("甲", "改")]})
    dumps.remove("/d/乙")
    database = Database(dumps.folder / "corpus.sqlite3", "mode=rw")
    database.run("BEGIN")
    yield database
    database.run("ROLLBACK")
    database.close()


def _said(database: Database) -> list[str]:
    rows = (lost_rows(database, table) for table in COUNTED)
    return [line for line in (lost_documents(database), *rows, *lost_sightings(database)) if line]


def test_a_history_leaves_every_count_right(filled: Database) -> None:
    """After whatever commands, what is noted is what is there."""
    assert _said(filled) == []
    assert lost_documents(filled, 99) is not None


@pytest.mark.parametrize("table", [*OF_SOURCES, "documents"])
def test_a_row_that_is_gone_is_told(filled: Database, table: str) -> None:
    """Each table says when one of its rows is gone; counted anew, it is as it is."""
    filled.run("PRAGMA foreign_keys = OFF")
    filled.run(f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")
    assert f"the rows of {table} are not those it counts" in _said(filled)
    assert (table == "documents") == (lost_documents(filled) is not None)
    count_anew(filled)
    assert not [line for line in _said(filled) if "sources of" not in line]


def test_a_sighting_that_is_gone_or_another(filled: Database) -> None:
    """The document that it was of is named, with how many of its sources are there."""
    filled.run("""UPDATE sightings SET hash = 5
        WHERE document = (SELECT min(document) FROM sightings)""")
    (line,) = lost_sightings(filled, 99)
    assert line.startswith("1 sources of ")
    filled.run("DELETE FROM sightings")
    assert len(list(lost_sightings(filled, 99))) > 1
