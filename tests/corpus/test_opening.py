"""A corpus is opened to read, in whatever folder."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.errors import DamagedError, NoDataError
from souwen.corpus.opening import open_to_read, stamp_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Dumps


def test_nothing_there(tmp_path: Path) -> None:
    """A folder without a corpus, no folder, and an empty file are no data."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "corpus.sqlite3").touch()
    for folder in (tmp_path, tmp_path / "none", tmp_path / "empty"):
        with pytest.raises(NoDataError):
            open_to_read(folder)


def test_the_stamp_changes_with_the_file(dumps: Dumps) -> None:
    """A write and another file in its place both change it; looking does not."""
    dumps.pages({"/d/a": [dumps.article("一")]})
    before = stamp_of(dumps.folder)
    database, _ = open_to_read(dumps.folder)
    database.close()
    assert stamp_of(dumps.folder) == before
    dumps.pages({"/d/b": [dumps.article("二")]})
    assert stamp_of(dumps.folder) != before


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER t AFTER INSERT ON documents BEGIN DELETE FROM texts; END",
        "CREATE VIEW v AS SELECT * FROM documents",
    ],
)
def test_a_file_with_statements_of_its_own_is_refused(dumps: Dumps, planted: str) -> None:
    """A corpus with triggers or views is none that souwen made: nothing of them is run."""
    dumps.pages({"/d/a": [dumps.article("一")]})
    connection = sqlite3.connect(dumps.folder / "corpus.sqlite3")
    connection.execute(planted)
    connection.commit()
    with pytest.raises(DamagedError, match="triggers or views"):
        open_to_read(dumps.folder)
    connection.execute("DROP TRIGGER t" if "TRIGGER" in planted else "DROP VIEW v")
    connection.commit()
    connection.close()
