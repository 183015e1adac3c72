"""A file beside the database that knows which change was committed last.

A write-ahead log that is cut, or lost, takes committed changes with it, and the counts inside the
database go back with them: the file does not.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from .errors import DamagedError, LostError
from .files import open_file, replace_file, unwritable
from .schema import FILE_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from .database import Database

WITNESS_NAME = "corpus.json"
#: What to do about a corpus that lost something.
REMEDY = (
    "put back a copy of the folder, or let `souwen check --repair` save what can be saved, "
    "and `souwen add` the dumps again"
)


class Witness(NamedTuple):
    """What is known of the corpus from outside: its id, and its last committed change."""

    corpus: str
    seq: int


def read_witness(folder: Path) -> Witness | None:
    """Return what the file knows; None where there is none, or it cannot be read."""
    try:
        with open_file(folder / WITNESS_NAME) as file:
            values = json.loads(file.read())
        corpus, seq = values["corpus"], values["seq"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return Witness(corpus, seq) if isinstance(corpus, str) and isinstance(seq, int) else None


def state_of(database: Database) -> Witness:
    """Return the same of the corpus itself.

    Raises:
        DamagedError: it says neither.
    """
    sql = "SELECT key, value FROM meta WHERE key IN ('id', 'seq') ORDER BY key"
    values = [value for _, value in database.all(sql)]
    match values:
        case [str() as corpus, int() as seq]:
            return Witness(corpus, seq)
    raise DamagedError(database.path, "no id and no count of changes in it", REMEDY)


def write_witness(folder: Path, witness: Witness) -> None:
    """Replace the file; what it says is committed already.

    Raises:
        SouwenError: it cannot be written.
    """
    path = folder / WITNESS_NAME
    try:
        replace_file(path, json.dumps(witness._asdict()).encode() + b"\n")
    except OSError as error:
        raise unwritable(path, error) from None


def compare(folder: Path, witness: Witness | None, now: Witness) -> None:
    """Compare a corpus with what the witness, which was read before it, knows.

    Raises:
        LostError: the corpus is another one, or lost its last changes.
    """
    if witness is None:
        return
    path = folder / FILE_NAME
    if witness.corpus != now.corpus:
        raise LostError(path, f"it is not the corpus that {WITNESS_NAME} knows", REMEDY)
    if now.seq < witness.seq:
        reason = f"it ends at change {now.seq}, but {witness.seq} were committed"
        raise LostError(path, reason, REMEDY)
