"""Open the database of a corpus to write: make it, bring it up to date, and compare its witness."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from . import schema
from .database import Database
from .errors import LostError, OlderError
from .migrate import migrate
from .witness import REMEDY, WITNESS_NAME, compare, read_witness, state_of, write_witness

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from .witness import Witness

_LOG = logging.getLogger(__name__)
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    f"cache_size = -{64 * 1024}",  # KiB
    f"journal_size_limit = {64 * 1024 * 1024}",  # bytes
)


def open_to_write(folder: Path, tables: Iterable[str], *, accept: bool) -> tuple[Database, Witness]:
    """Open a corpus for the holder of the lock; make it, or bring it up to date, if need be.

    Args:
        folder: the data folder.
        tables: what makes the working tables of the connection.
        accept: take what is there for the corpus, although it lost its last changes, or is another.

    Returns:
        The database, and what the witness knows of it.

    Raises:
        LostError: it is not what was committed last.
        DamagedError, OutdatedError: what is there cannot be used.
        SouwenError: it cannot be written.
    """
    witness = read_witness(folder)
    database = Database(folder / schema.FILE_NAME, "mode=rwc")
    try:
        _prepare(database, witness, accept=accept)
        for statement in (*tables, *schema.triggers()):
            database.run(statement)
        try:
            compare(folder, witness, state_of(database))
        except LostError as error:
            if not accept:
                raise
            _LOG.warning("corpus: %s; what is there counts from now on", error.reason)
            # The numbers of what is lost will be given again: no index may follow on.
            database.run("UPDATE meta SET value = ? WHERE key = 'id'", (schema.new_id(),))
        return database, testify(folder, database, witness)
    except BaseException:
        database.close()
        raise


def testify(folder: Path, database: Database, witness: Witness | None) -> Witness:
    """Have the witness know what is committed; return what it knows, `witness` before."""
    now = state_of(database)
    if now != witness:
        write_witness(folder, now)
    return now


def _prepare(database: Database, witness: Witness | None, *, accept: bool) -> None:
    try:
        is_empty, is_older = schema.is_empty(database), False
    except OlderError:
        is_empty, is_older = False, True
    if is_empty and witness and not accept:
        raise LostError(database.path, f"it is empty, and {WITNESS_NAME} knows one", REMEDY)
    for pragma in _PRAGMAS:
        database.run(f"PRAGMA {pragma}")
    if is_older:
        migrate(database)
    if is_empty:
        schema.create(database)
