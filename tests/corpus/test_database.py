"""What SQLite says, in souwen's own errors."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
from pathlib import Path

import pytest

from souwen.corpus import database as database_module
from souwen.corpus.database import Database, error_of
from souwen.corpus.errors import DamagedError, LockedError, SouwenError

PATH = Path("/data/corpus.sqlite3")


def _error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("said")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "sort", "said"),
    [
        (sqlite3.SQLITE_FULL, SouwenError, "the disk is full"),
        (sqlite3.SQLITE_BUSY, LockedError, "another program"),
        (sqlite3.SQLITE_READONLY, SouwenError, "permissions"),
        (sqlite3.SQLITE_CANTOPEN, SouwenError, "permissions"),
        (sqlite3.SQLITE_IOERR | 10 << 8, SouwenError, "cannot be read or written"),
        (sqlite3.SQLITE_CORRUPT, DamagedError, "said"),
        (sqlite3.SQLITE_NOTADB, DamagedError, "said"),
        (sqlite3.SQLITE_ERROR, DamagedError, "said"),
    ],
)
def test_errors(code: int, sort: type[SouwenError], said: str) -> None:
    """Each sort of failure has its class and one line that names the file or the disk."""
    error = error_of(_error(code), PATH)
    assert type(error) is sort
    assert said in str(error)
    assert "/data" in str(error)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN])
def test_a_full_disk_by_other_names(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no room, a file that cannot be made or grown means a full disk."""
    monkeypatch.setattr(database_module, "_is_full", lambda _: True)
    assert "the disk is full" in str(error_of(_error(code), PATH))


def test_too_many_open_files_by_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no file can be opened any more, that is said, and nothing of permissions."""

    def none_left(*_: object) -> int:
        raise OSError(errno.EMFILE, "x")

    monkeypatch.setattr(os, "open", none_left)
    said = str(error_of(_error(sqlite3.SQLITE_CANTOPEN), PATH))
    assert said.startswith("too many files are open")


def test_mistakes_stay_mistakes() -> None:
    """A wrong call is not taken for damage."""
    error = sqlite3.ProgrammingError("wrong")
    assert error_of(error, PATH) is error


def test_odd_folders(tmp_path: Path) -> None:
    """A folder may have any name."""
    folder = tmp_path / "a?b#c %20 数据"
    folder.mkdir()
    database = Database(folder / "x.sqlite3", "mode=rwc")
    database.run("CREATE TABLE x (y)")
    database.close()
    database.close()
    assert [path.name for path in folder.iterdir()] == ["x.sqlite3"]


def test_taking_turns(tmp_path: Path) -> None:
    """Threads share a connection, a statement at a time."""
    database = Database(tmp_path / "x.sqlite3", "mode=rwc")
    database.run("CREATE TABLE x (y)")
    threads = [
        threading.Thread(target=lambda: database.many("INSERT INTO x VALUES (?)", [(1,)] * 100))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert database.value("SELECT count(*) FROM x") == 400
    database.close()
