"""One connection to SQLite whose failures are souwen's own errors."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from .errors import DamagedError, LockedError, SouwenError
from .files import check_files_left
from .outside import check_database
from .row_hash import register

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Row: TypeAlias = tuple[Any, ...]
_MOST_VALUES = 500  # of one statement: older SQLites take 999

#: What to do with a corpus that is damaged.
REMEDY = (
    "put back a copy, or let `souwen check --repair` make it anew of what can be read, "
    "and `souwen add` the dumps again"
)
_LITTLE_ROOM = 256 * 1024  # SQLite needs some room at once, so "full" is before the last byte
_NO_ACCESS = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PERHAPS_FULL = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
_OUTSIDE = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT)
# What a damaged schema makes SQLite say may not even be text.
_FAILURES = (sqlite3.Error, UnicodeDecodeError)
# Calls that no user can cause: they stay what they are.
_MISTAKES = (sqlite3.ProgrammingError, sqlite3.InterfaceError)


class Database:
    """A connection that may be used from several threads, one statement at a time.

    Args:
        path: the database file.
        query: what follows the `?` of its URI, as "mode=ro".
        timeout: seconds to wait for locks of other connections.
    """

    def __init__(self, path: Path, query: str, timeout: float = 30.0) -> None:
        self.path = path
        self.lock = threading.RLock()
        self.noted: dict[str, int] = {}  # by table: what is to be XORed to the hash in `meta`
        check_database(path)
        try:
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?{query}",
                uri=True,
                timeout=timeout,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=256,
            )
            # What a stranger wrote into the schema calls no function that does more than compute.
            self._connection.execute("PRAGMA trusted_schema = OFF")
            register(self._connection, self.noted)
        except sqlite3.Error as error:
            raise error_of(error, path) from error

    @contextmanager
    def _turn(self) -> Iterator[sqlite3.Connection]:
        """Wait for other threads, and raise souwen's errors in the place of SQLite's."""
        try:
            with self.lock:
                yield self._connection
        except _FAILURES as error:
            raise error_of(error, self.path) from error

    def all(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return all rows of a statement."""
        with self._turn() as connection:
            return connection.execute(sql, values).fetchall()

    def one(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """Return the first row of a statement, None where there is none."""
        return next(iter(self.all(sql, values)), None)

    def value(self, sql: str, values: Sequence[object] = ()) -> Any:  # noqa: ANN401 - as it is kept
        """Return the first value of the first row, None where there is none."""
        row = self.one(sql, values)
        return row[0] if row else None

    def batches(
        self, sql: str, start: int | str, values: Sequence[object] = (), size: int = 1_000
    ) -> Iterator[list[Row]]:
        """Yield all rows, some at a time, so that no statement stays open in between.

        Args:
            sql: gives rows in the order of their first column; ends in `> ? ORDER BY ... LIMIT ?`.
            start: less than the first column of every row.
            values: for what stands before.
            size: most rows of a batch.
        """
        while rows := self.all(sql, (*values, start, size)):
            start = rows[-1][0]
            yield rows

    def run(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Run a statement that gives no rows; the cursor has `lastrowid` and `rowcount`."""
        with self._turn() as connection:
            return connection.execute(sql, values)

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each row of values."""
        with self._turn() as connection:
            connection.executemany(sql, rows)

    def fill_from(self, other: Database) -> None:
        """Become a copy of another database, in one go."""
        with self._turn() as connection, other.lock:
            other._connection.backup(connection)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._connection.in_transaction

    def close(self) -> None:
        """Close the connection, whatever is open on it; a second time does nothing."""
        with self.lock:
            self._connection.close()


def error_of(error: sqlite3.Error | UnicodeDecodeError, path: Path) -> Exception:
    """Return what SQLite raised as one of souwen's own errors; `path` is the database file."""
    if isinstance(error, _MISTAKES):
        return error
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_CANTOPEN:
        try:
            check_files_left()
        except SouwenError as shortage:
            return shortage
    # The files beside the database (-wal, -shm) fail in other words when the disk is full.
    if code == sqlite3.SQLITE_FULL or (code in _PERHAPS_FULL and _is_full(path.parent)):
        folder = _full_folder(path.parent)
        message = (
            f"the disk is full: make room in {folder} and run it again; what was kept is safe."
            " Where nothing else can go, delete its folder index/, which is made again"
        )
    elif code in _BUSY:
        return LockedError(path, "another program")
    elif code in _NO_ACCESS:
        message = f"{path} cannot be opened or written: look at its permissions ({error})"
    elif code in _OUTSIDE:
        message = f"{path} cannot be read or written: {error}"
    else:
        return DamagedError(path, " ".join(str(error).split()), REMEDY)
    return SouwenError(message)


def _full_folder(folder: Path) -> Path:
    """Return the folder that is full: temporary tables are on another disk, perhaps."""
    import tempfile  # noqa: PLC0415 - not for a search

    if _is_full(folder) or not _is_full(temporary := Path(tempfile.gettempdir())):
        return folder
    return temporary


def _is_full(folder: Path) -> bool:
    import shutil  # noqa: PLC0415 - not for a search

    try:
        return shutil.disk_usage(folder).free < _LITTLE_ROOM
    except OSError:
        return False


def chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Cut a sequence into pieces that one statement can take."""
    return (values[at : at + _MOST_VALUES] for at in range(0, len(values), _MOST_VALUES))


def marks(values: Sequence[object]) -> str:
    """Return a question mark for each value of an IN list."""
    return ",".join("?" * len(values))
