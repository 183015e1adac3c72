"""Nothing that a stranger put into a data folder makes a file elsewhere change."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.database import Database
from souwen.corpus.errors import DamagedError
from souwen.corpus.outside import check_database, check_not_link

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Give a database of one table."""
    path = tmp_path / "a.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE kept (number)")
    return path


def _journal(named: Path) -> bytes:
    """Make a journal of a transaction over several databases, with the file that says so."""
    name = str(named).encode()
    numbers = (len(name), sum(name))
    locked = (0x40000000 // 512 + 1).to_bytes(4, "big")
    foot = b"".join(number.to_bytes(4, "big") for number in numbers)
    return b"x" * 512 + locked + name + foot + bytes.fromhex("d9d505f920a163d7")


def test_a_journal_that_names_a_file(database: Path, tmp_path: Path) -> None:
    """SQLite would delete the file that a journal names; souwen does not let it come to that."""
    precious, journal = tmp_path / "precious", database.with_name(database.name + "-journal")
    for is_checked in (True, False):
        precious.write_text("precious")
        journal.write_bytes(_journal(precious))
        if is_checked:
            with pytest.raises(DamagedError, match=r"journal is damaged .*delete the journal"):
                Database(database, "mode=rw")
        else:
            with closing(sqlite3.connect(database)) as connection:
                connection.execute("SELECT * FROM kept")
        assert precious.exists() is is_checked


def test_a_journal_of_one_database(database: Path) -> None:
    """What a crash left half done is no reason to refuse."""
    database.with_name(database.name + "-journal").write_bytes(b"x" * 600)
    check_database(database)
    with closing(Database(database, "mode=rw")) as opened:
        assert opened.all("SELECT * FROM kept") == []


def test_links(database: Path, tmp_path: Path) -> None:
    """A link is refused, wherever it leads; what is no link, or not there, is let through."""
    link = tmp_path / "link"
    for target in (database, tmp_path / "nothing", tmp_path):
        link.symlink_to(target)
        with pytest.raises(DamagedError, match="is a link"):
            check_not_link(link)
        with pytest.raises(DamagedError, match="is a link"):
            Database(link, "mode=rwc")
        link.unlink()
        check_not_link(target)


def test_the_schema_is_not_trusted(database: Path) -> None:
    """What stands in the schema calls no function that may do more than compute."""
    with closing(Database(database, "mode=rw")) as opened:
        assert opened.value("PRAGMA trusted_schema") == 0
