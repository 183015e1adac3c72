"""Open the database of a corpus to read, in whatever folder, whatever a crash left there."""

from __future__ import annotations

import os
import stat
from contextlib import closing
from typing import TYPE_CHECKING

from . import schema
from .database import REMEDY, Database
from .errors import DamagedError, NoDataError, SouwenError
from .files import raise_shortage

if TYPE_CHECKING:
    from pathlib import Path

_TIMEOUT = 10.0  # seconds; waited only while a connection makes good what a crash left


def open_to_read(folder: Path) -> tuple[Database, tuple[int, ...]]:
    """Open a corpus; return it with as much of its stamp as would change unseen.

    SQLite sees that a file was written to, but not that another one took its place.
    """
    path = folder / schema.FILE_NAME
    stamp = stamp_of(folder)
    # Where nothing can be written beside the file, SQLite reads it only as one that never changes;
    # but not where committed pages are still in the -wal, which it would not look at then.
    writable = os.access(folder, os.W_OK)
    immutable = not writable and not stamp[3]
    if writable and path.with_name(path.name + "-journal").exists():
        _roll_back(path)
    database = Database(path, "mode=ro&immutable=1" if immutable else "mode=ro", _TIMEOUT)
    try:
        is_empty = schema.is_empty(database)
    except BaseException:
        database.close()
        raise
    if is_empty:
        database.close()
        raise NoDataError(folder)
    return database, stamp if immutable else stamp[:1]


def _roll_back(path: Path) -> None:
    """Have SQLite undo what a crash left half done while the corpus was being made.

    There was no write-ahead log yet, and a connection that only reads may not do it.
    """
    with closing(Database(path, "mode=rw", _TIMEOUT)) as database:
        database.value("SELECT 1 FROM sqlite_master")


def stamp_of(folder: Path) -> tuple[int, int, int, int]:
    """Return what changes when another file takes the place of a corpus, or it is written to."""
    path = f"{folder}/{schema.FILE_NAME}"  # a search looks often: `Path` would take most of it
    try:
        status = os.stat(path)  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        raise NoDataError(folder) from None
    except OSError as error:
        raise_shortage(error)
        raise SouwenError(f"{path} cannot be read: {error.strerror or error}") from None
    if not stat.S_ISREG(status.st_mode):
        raise DamagedError(folder / schema.FILE_NAME, "it is no file", REMEDY)
    try:
        waiting = os.stat(f"{path}-wal").st_size  # noqa: PTH116
    except OSError:
        waiting = 0
    return status.st_ino, status.st_mtime_ns, status.st_size, waiting
