"""The log of changes, as the database keeps it: the latest change of each document."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from .errors import RequestError
from .values import brief

if TYPE_CHECKING:
    from .database import Database


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed after a point of the log, each document once, in the order of the log.

    Attributes:
        seq: the last change that is told of; the next question begins there.
        new: ids of documents that first came after that point.
        updated: of those that were there and are shown otherwise, or again.
        retired: of those that no source shows any more.
        purged: of those that were taken out for good.
        complete: whether that is all; else ask again from `seq`.
    """

    seq: int
    new: tuple[str, ...]
    updated: tuple[str, ...]
    retired: tuple[str, ...]
    purged: tuple[str, ...]
    complete: bool

    __repr__ = brief

    def as_dict(self) -> dict[str, object]:
        """Return it as JSON values."""
        return asdict(self)


def latest(database: Database, seq: int, limit: int = -1) -> list[tuple[int, str, bool]]:
    """Return (seq, id, whether it is gone) of each document that changed after `seq`, in order."""
    rows = database.all(
        """SELECT seq, id, retired FROM documents WHERE seq > ?
        UNION ALL SELECT seq, id, 1 FROM purged WHERE seq > ? ORDER BY 1 LIMIT ?""",
        (seq, seq, limit),
    )
    return [(number, id_, bool(retired)) for number, id_, retired in rows]


def latest_shown(
    database: Database, seq: int, behind: str, limit: int = -1
) -> list[tuple[int, str, bool]]:
    """Return the same with changes of sources alone, from a document of change `seq` on."""
    later = "({0} > ?1 OR ({0} = ?1 AND ?2 <> '' AND id > ?2))".format
    rows = database.all(
        f"""SELECT shown_seq, id, retired FROM documents WHERE {later("shown_seq")}
        UNION ALL SELECT seq, id, retired FROM documents
            WHERE shown_seq IS NULL AND {later("seq")}
        UNION ALL SELECT seq, id, 1 FROM purged WHERE {later("seq")} ORDER BY 1, 2 LIMIT ?3""",
        (seq, behind, limit),
    )
    return [(number, id_, bool(retired)) for number, id_, retired in rows]


def arrived_since(database: Database, seq: int) -> set[str]:
    """Return the ids of the documents that first came after `seq`."""
    sql = "SELECT id FROM documents WHERE seq > ? AND first_seq > ?"
    return {id_ for (id_,) in database.all(sql, (seq, seq))}


def count(database: Database, seq: int, by: str = "seq") -> int:
    """Return how many documents changed after `seq`, by this expression."""
    (row,) = database.all(
        f"""SELECT (SELECT count(*) FROM documents WHERE {by} > ?)
        + (SELECT count(*) FROM purged WHERE seq > ?)""",
        (seq, seq),
    )
    return int(row[0])


def told(database: Database, seq: int, newest: int, limit: int) -> Changes:
    """Return what changed after `seq`.

    Args:
        database: of the corpus.
        seq: the change that is known.
        newest: the last change of the log.
        limit: most changes to return.

    Raises:
        RequestError: the log does not go so far, as that of a corpus that was put back.
    """
    if seq > newest:
        raise RequestError(f"there is no change {seq:,}: the log ends with change {newest:,}")
    rows = database.all(
        """SELECT seq, id, CASE WHEN retired THEN 'retired' WHEN first_seq > ? THEN 'new'
            ELSE 'updated' END FROM documents WHERE seq > ?
        UNION ALL SELECT seq, id, 'purged' FROM purged WHERE seq > ? ORDER BY 1 LIMIT ?""",
        (seq, seq, seq, limit + 1),
    )
    complete, rows = len(rows) <= limit, rows[:limit]
    ids: dict[str, list[str]] = {"new": [], "updated": [], "retired": [], "purged": []}
    for _, id_, what in rows:
        ids[what].append(id_)
    # The last change of the log may be of sources alone, which is none of a document.
    last = rows[-1][0] if rows else seq
    reached = max(newest, last) if complete else last
    return Changes(
        seq=reached, complete=complete, **{what: tuple(found) for what, found in ids.items()}
    )
