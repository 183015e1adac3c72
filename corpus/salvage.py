"""Make the database of a corpus anew of what can be read, where SQLite calls it damaged.

Everything is done with a copy in the data folder: its pages are read one by one, and each record
that the hash in it knows goes into a new database. That one takes the place of the old in one
transaction of SQLite, so a crash leaves the one or the other. What is missing then is missing as
rows that somebody deleted would be: the counts that it keeps tell, until it is repaired.
"""

from __future__ import annotations

import logging
import mmap
import shutil
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from . import schema
from .backup import STAGED, remove_leftovers
from .btree import HEAD, PageFile
from .database import Database
from .errors import DamagedError, NoDataError, OutdatedError
from .files import open_file, sync, unwritable
from .opening import open_to_read
from .outside import check_database
from .row_hash import digest, row_hash
from .witness import read_witness, state_of

if TYPE_CHECKING:
    from .btree import Cell, Value

_LOG = logging.getLogger(__name__)
_REMEDY = "put back a copy, or move the folder away and `souwen add` the dumps again"
# Read and written all the same, although the schema or the size of the file is wrong.
_LENIENT = "PRAGMA writable_schema = ON"
_WIDE = "text"
_TABLES = (*schema.HASHED, "texts")
# Of these a row that changed is of use: the rest of the corpus says what it was, or hangs on it.
_USED_ALL_THE_SAME = ("containers", "members", "documents")
_WITHOUT_ROWID = ("sightings", "purged", "blocked")
# What their values are, where the hash does not tell one table from another.
_TYPES = {"texts": (int, str, str), "purged": (str, int, int), "blocked": (str, str, int)}


def salvage(folder: Path) -> bool:
    """Make a database that SQLite calls whole of one that is damaged; the caller holds the lock.

    Returns:
        Whether there was a need.

    Raises:
        DamagedError: nothing of a corpus can be read in it; nothing was changed.
        SouwenError: it cannot be read or written; nothing was changed.
    """
    if _is_whole(folder):
        return False
    path = folder / schema.FILE_NAME
    check_database(path)
    remove_leftovers(folder)
    try:
        with tempfile.TemporaryDirectory(prefix=STAGED, dir=folder) as staged:
            old, new = Path(staged) / "old", Path(staged) / "new"
            _copy(path, old)
            with closing(Database(new, "mode=rwc")) as database:
                schema.create(database)
                read = _Filling(database, folder).fill_from(old)
                (said,) = database.one("PRAGMA integrity_check(1)") or ("",)
                if said != "ok":
                    raise DamagedError(path, said, _REMEDY)
                _replace(path, database, new)
    except OSError as error:
        raise unwritable(path, error) from None
    _LOG.warning("corpus: %s was made anew of what could be read: %s", path.name, read)
    return True


def _is_whole(folder: Path) -> bool:
    try:
        database, _ = open_to_read(folder)
    except NoDataError:
        return read_witness(folder) is None  # else there was one
    except OutdatedError:
        return True  # and nothing for this version
    except DamagedError:
        return False
    with closing(database):
        try:
            there = {name for (name,) in database.all("SELECT name FROM sqlite_master")}
            if not there.issuperset(_TABLES):
                return False
            state_of(database)
            for table in schema.HASHED:  # raises where a text is none
                database.value(f"SELECT xor_all({schema.hash_of(table)}) FROM {table}")
            database.value("SELECT xor_all(row_hash(title, body)) FROM texts")
            return database.all("PRAGMA integrity_check(1)") == [("ok",)]
        except DamagedError:
            return False


def _copy(path: Path, old: Path) -> None:
    """Copy a database, and have what is committed in its log be in the copy."""
    has_log = False
    for suffix in ("-wal", ""):
        source = path.with_name(path.name + suffix)
        if source.exists():
            with open_file(source) as file, old.with_name(old.name + suffix).open("xb") as copy:
                shutil.copyfileobj(file, copy)
                has_log |= bool(suffix and copy.tell())
    if has_log:
        try:
            with closing(Database(old, "mode=rw")) as database:
                database.run(_LENIENT)
                database.run("PRAGMA wal_checkpoint(TRUNCATE)")
        except DamagedError as error:
            _LOG.debug("corpus: its log cannot be read: %s", error.reason)
    old.touch()


def _replace(path: Path, database: Database, new: Path) -> None:
    """Put a database into the place of another, in one transaction of that."""
    try:
        _fill(path, database)
    except DamagedError:  # SQLite does not see that it is one: it gets the head of the new one
        head = bytearray(new.read_bytes()[:HEAD])
        head[92:96] = bytes(4)  # the count of pages in it is not believed
        with path.open("r+b") as file:
            file.write(head)
        sync(path)
        _fill(path, database)


def _fill(path: Path, database: Database) -> None:
    with closing(Database(path, "mode=rwc")) as target:
        target.run(_LENIENT)
        target.fill_from(database)


class _Filling:
    """Fills a new database."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._folder = database, folder
        self._columns = {
            table: [row[1] for row in database.all(f"PRAGMA table_info({table})")]
            for table in _TABLES
        }
        self._keys = {key for (key,) in database.all("SELECT key FROM meta")}
        self._meta: dict[Value, Value] = {}
        self._changed: list[tuple[str, tuple[Value, ...]]] = []
        self._found = 0

    def fill_from(self, old: Path) -> str:
        """Insert what can be read in a file; return how much that is, in words.

        Raises:
            DamagedError: that is nothing.
        """
        read = "nothing"
        self._database.run("BEGIN IMMEDIATE")
        if old.stat().st_size:
            with old.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as it:
                pages = PageFile(it)
                for cells in pages.pages():
                    self._take(cells)
                read = f"{pages.size - pages.unread} of its {pages.size} pages"
                if not pages.knows_free:
                    read += ", of which some may have been free: what was removed may be back"
            if not (self._found or self._meta):
                reason = "nothing of a corpus can be read in it"
                raise DamagedError(self._folder / schema.FILE_NAME, reason, _REMEDY)
        for table, values in self._changed:
            self._insert(table, values)
        self._write_meta()
        self._database.run("COMMIT")
        return read

    def _take(self, cells: list[Cell]) -> None:
        for rowid, values in cells:
            for table, columns in self._columns.items():
                if len(columns) != len(values) or (table in _WITHOUT_ROWID) != (rowid is None):
                    continue
                row = values if rowid is None else (rowid, *values[1:])
                if self._fits(table, row):
                    self._found += 1
                    self._insert(table, row)
                    break
                if table in _USED_ALL_THE_SAME:
                    self._changed.append((table, row))
        if all(len(values) == len(("key", "value")) for _, values in cells):
            meta = {key: value for _, (key, value) in cells}
            if meta.keys() <= self._keys:
                self._meta |= meta

    def _fits(self, table: str, row: tuple[Value, ...]) -> bool:
        types = _TYPES.get(table, ())
        if not all(isinstance(*each) for each in zip(row, types, strict=False)):
            return False
        if table == "texts":  # whose hash is kept by its document; no text has a zero
            return not any(isinstance(value, str) and "\0" in value for value in row)
        says: dict[str, object] = dict(zip(self._columns[table], row, strict=True))
        wide = says.get(_WIDE)
        if isinstance(wide, bytes):
            says[_WIDE] = digest(wide)
        return row_hash(*(says[column] for column in schema.HASHED[table])) == says["hash"]

    def _insert(self, table: str, row: tuple[Value, ...]) -> None:
        marks = ", ".join("?" * len(row))
        self._database.run(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)

    def _write_meta(self) -> None:
        """Write down the id and the last change, and the counts as they were, or none."""
        run, witness = self._database.run, read_witness(self._folder)
        id_, seq = self._meta.get("id"), self._meta.get("seq")
        if not isinstance(id_, str):
            id_ = witness.corpus if witness else schema.new_id()
        known = [witness.seq] if witness and witness.corpus == id_ else []
        known += [seq] if isinstance(seq, int) else []
        for table in ("documents", "purged"):
            latest = f"SELECT coalesce(max(seq), 0) FROM {table} WHERE typeof(seq) = 'integer'"
            known.append(self._database.value(latest))
        for key, _ in self._database.all("SELECT key, value FROM meta"):
            run("UPDATE meta SET value = ? WHERE key = ?", (self._meta.get(key), key))
        run("UPDATE meta SET value = ? WHERE key = 'id'", (id_,))
        run("UPDATE meta SET value = ? WHERE key = 'seq'", (max(known),))
