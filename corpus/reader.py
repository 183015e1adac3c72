"""Read the corpus, in whatever folder, whoever writes to it meanwhile."""

from __future__ import annotations

import os
import stat
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import starmap
from typing import TYPE_CHECKING, Self

from . import schema
from .database import REMEDY, Database, chunks, marks
from .documents import Document, Flag, Kind
from .errors import DamagedError, NoDataError, RequestError, SouwenError
from .files import raise_shortage
from .problems import problems
from .sources import SourceInfo, condition

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from .database import Row

_AT_ONCE = 1_000  # rows in memory while the corpus is read through
_TIMEOUT = 10.0  # seconds; waited only while a connection makes good what a crash left
_DOCUMENT = """SELECT d.number, d.id, d.kind, t.title, t.body, d.published, d.channel, d.url,
    d.flags, d.article, d.retired FROM documents d JOIN texts t ON t.document = d.number"""
_SHOWN = """SELECT x.document, s.key, x.ref FROM sightings x
    JOIN sources s ON s.id = x.source_id WHERE x.document IN"""


@dataclass(frozen=True, slots=True)
class CorpusStats:
    """The corpus in numbers; retired documents are counted apart."""

    documents: int
    articles: int
    snippets: int
    sources: int
    sightings: int
    retired: int


class CorpusReader:
    """A read-only view of the corpus in a data folder; a context manager.

    It never waits for the writer. It may be used from several threads, which take turns; each of
    them having its own is faster.

    Args:
        folder: the data folder.

    Raises:
        NoDataError: there is no corpus in it.
        DamagedError, OutdatedError: what is there cannot be used.
        SouwenError: it cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._depth = 0
        self._database, self._stamp = _open(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The database file."""
        return self._database.path

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        self._database.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See one state of the corpus inside the block, whatever is written meanwhile."""
        with self._database.lock:
            if not self._depth:
                self.look_again()
                self._database.run("BEGIN")
                try:
                    self.seq()  # the state is that of the first look
                except BaseException:
                    self._database.run("ROLLBACK")
                    raise
            self._depth += 1
        try:
            yield
        finally:
            with self._database.lock:
                self._depth -= 1
                if not self._depth:
                    self._database.run("ROLLBACK")

    def seq(self) -> int:
        """Return the number of the latest change."""
        seq: int | None = self._database.value("SELECT value FROM meta WHERE key = 'seq'")
        if not isinstance(seq, int):
            raise DamagedError(self._database.path, "no count of changes in it", REMEDY)
        return seq

    def id(self) -> str | None:
        """Return the random id of the corpus; None for one that was made before there were ids."""
        found: str | None = self._database.value("SELECT value FROM meta WHERE key = 'id'")
        return found

    def changes_since(self, seq: int, limit: int = -1) -> list[tuple[int, str, bool]]:
        """Return the latest change of each document that changed after `seq`, in order.

        Args:
            seq: the change that is known.
            limit: most changes to return; all without.

        Returns:
            (seq, id, retired) each; a document that was purged counts as retired.
        """
        rows = self._database.all(
            """SELECT seq, id, retired FROM documents WHERE seq > ?
            UNION ALL SELECT seq, id, 1 FROM purged WHERE seq > ? ORDER BY 1 LIMIT ?""",
            (seq, seq, limit),
        )
        return [(number, id_, bool(retired)) for number, id_, retired in rows]

    def count_changes_since(self, seq: int) -> int:
        """Return how many documents changed after `seq`."""
        (row,) = self._database.all(
            """SELECT (SELECT count(*) FROM documents WHERE seq > ?)
            + (SELECT count(*) FROM purged WHERE seq > ?)""",
            (seq, seq),
        )
        return int(row[0])

    def documents(self, ids: Sequence[str], *, sources: bool = True) -> dict[str, Document]:
        """Return documents by their ids, in the order asked for; unknown ids are left out.

        Args:
            ids: of documents, retired ones too.
            sources: with sources and refs; without them it is faster.
        """
        found: dict[str, Document] = {}
        for chunk in chunks(ids):
            rows = self._database.all(f"{_DOCUMENT} WHERE d.id IN ({marks(chunk)})", chunk)
            found |= {document.id: document for document in self._documents(rows, sources=sources)}
        return {id_: found[id_] for id_ in ids if id_ in found}

    def find(self, beginning: str) -> Document | None:
        """Return the document whose id begins so; None where there is none.

        Raises:
            RequestError: several ids begin so.
        """
        start = beginning.strip().lower()
        if not start or not set(start) <= set("0123456789abcdef"):
            return None
        rows = self._database.all(
            "SELECT id FROM documents WHERE id >= ? AND id < ? ORDER BY id LIMIT 2",
            (start, start + "g"),
        )
        if len(rows) > 1:
            raise RequestError(f"several documents begin with {start}: give more of the id")
        return next(iter(self.documents([id_ for (id_,) in rows]).values()), None)

    def live(self) -> Iterator[Document]:
        """Yield every document that is not retired, in the order in which they came."""
        sql = f"{_DOCUMENT} WHERE NOT d.retired AND d.number > ? ORDER BY d.number LIMIT ?"
        for rows in self._database.batches(sql, 0):
            yield from self._documents(rows, sources=True)

    def shared_refs(self) -> set[str]:
        """Return the `id`s of JSON lines that several documents have."""
        rows = self._database.all(
            """SELECT ref FROM sightings WHERE ref IS NOT NULL
            GROUP BY ref HAVING count(DISTINCT document) > 1"""
        )
        return {ref for (ref,) in rows}

    def live_ids(self) -> Iterator[str]:
        """Yield the id of every document that is not retired, in order."""
        sql = "SELECT id FROM documents WHERE NOT retired AND id > ? ORDER BY id LIMIT ?"
        for rows in self._database.batches(sql, ""):
            yield from (id_ for (id_,) in rows)

    def ids_of_sources(self, pattern: str) -> bytes:
        """Return the ids of the documents that the sources show which a pattern means.

        They may be many, so they come as one: 8 bytes each, the highest first, in no order.
        """
        meant, values = condition("s.key", pattern)
        joined = self._database.value(
            f"""SELECT group_concat(id, '') FROM documents WHERE number IN (SELECT x.document
            FROM sources s CROSS JOIN sightings x ON x.source_id = s.id WHERE {meant})""",
            values,
        )
        return bytes.fromhex(str(joined or ""))

    def sources(self) -> Iterator[SourceInfo]:
        """Yield every source, by its key."""
        last, last_id = "", 0
        while rows := self._database.all(
            """SELECT s.id, s.key, c.key, m.encoding, m.form, m.versions, c.added_at,
            (SELECT count(DISTINCT x.document) FROM sightings x WHERE x.source_id = s.id)
            FROM sources s CROSS JOIN members m ON m.id = s.member_id
            CROSS JOIN containers c ON c.id = m.container_id
            WHERE s.key >= ? AND (s.key > ? OR s.id > ?) ORDER BY s.key, s.id LIMIT ?""",
            (last, last, last_id, _AT_ONCE),
        ):
            last_id, last, *_ = rows[-1]
            yield from starmap(SourceInfo, (row[1:] for row in rows))

    def stats(self) -> CorpusStats:
        """Count what is there."""
        (row,) = self._database.all(
            """SELECT count(*) - total(retired), total(kind = 'article' AND NOT retired),
            total(kind = 'snippet' AND NOT retired), (SELECT count(*) FROM sources),
            (SELECT count(*) FROM sightings), total(retired) FROM documents"""
        )
        return CorpusStats(*map(int, row))

    def problems(self, *, deep: bool = False) -> Iterator[str]:
        """Yield what is wrong with the database, a line each; `deep` reads every text."""
        return problems(self._database, deep=deep)

    def copy_to(self, folder: Path) -> None:
        """Copy the corpus, as it is now, into another folder that is there.

        Raises:
            SouwenError: it cannot be read or written.
        """
        with closing(Database(folder / schema.FILE_NAME, "mode=rwc")) as copy:
            copy.fill_from(self._database)

    def _documents(self, rows: Sequence[Row], *, sources: bool) -> Iterator[Document]:
        keys: dict[int, dict[str, None]] = {row[0]: {} for row in rows}
        refs: dict[int, dict[str, None]] = {row[0]: {} for row in rows}
        for chunk in chunks(list(keys) if sources else []):
            shown = self._database.all(
                f"{_SHOWN} ({marks(chunk)}) ORDER BY s.key, x.source_id, x.position", chunk
            )
            for number, key, ref in shown:
                keys[number][key] = None
                if ref is not None:
                    refs[number][ref] = None
        for row in rows:
            try:
                yield _document_of(row, tuple(keys[row[0]]), tuple(refs[row[0]]))
            except (ValueError, TypeError, AttributeError) as error:
                raise DamagedError(self._database.path, str(error), REMEDY) from None

    def look_again(self) -> None:
        """Open the file anew where it changed under a connection that cannot see that.

        Raises:
            NoDataError: it is not there any more.
        """
        if self._stamp != _stamp(self._folder)[: len(self._stamp)]:
            self._database.close()
            self._database, self._stamp = _open(self._folder)


def _document_of(row: Row, sources: tuple[str, ...], refs: tuple[str, ...]) -> Document:
    """Make a document of its row; raise where that is none, as in a damaged file."""
    _, id_, kind, title, body, published, channel, url, flags, article, retired = row
    if not (isinstance(title, str) and isinstance(body, str)):
        raise TypeError(f"{id_} has no text")
    return Document(
        id_,
        Kind(kind),
        title,
        body,
        published,
        channel,
        url,
        tuple(map(Flag, flags.split(","))) if flags else (),
        article,
        sources,
        refs,
        bool(retired),
    )


def _open(folder: Path) -> tuple[Database, tuple[int, ...]]:
    """Open a corpus; return it with as much of its stamp as would change unseen.

    SQLite sees that a file was written to, but not that another one took its place.
    """
    path = folder / schema.FILE_NAME
    stamp = _stamp(folder)
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


def _stamp(folder: Path) -> tuple[int, int, int, int]:
    path = folder / schema.FILE_NAME
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise NoDataError(folder) from None
    except OSError as error:
        raise_shortage(error)
        raise SouwenError(f"{path} cannot be read: {error.strerror or error}") from None
    if not stat.S_ISREG(status.st_mode):
        raise DamagedError(path, "it is no file", REMEDY)
    try:
        waiting = path.with_name(path.name + "-wal").stat().st_size
    except OSError:
        waiting = 0
    return status.st_ino, status.st_mtime_ns, status.st_size, waiting
