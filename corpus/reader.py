"""Read the corpus, in whatever folder, whoever writes to it meanwhile."""

from __future__ import annotations

from contextlib import closing, contextmanager
from itertools import starmap
from typing import TYPE_CHECKING, Self

from . import schema
from .counted import lost_documents, lost_rows
from .counts import CorpusStats, months_of
from .database import REMEDY, Database, chunks, marks
from .documents import Document, Flag, Kind
from .errors import AmbiguousIdError, DamagedError, LostError
from .log_reader import LogReader
from .opening import open_to_read, stamp_of
from .problems import changed_sources, problems
from .row_hash import row_hash
from .sources import SourceInfo, condition
from .witness import REMEDY as LOST
from .witness import compare, read_witness, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from .database import Row

_AT_ONCE = 1_000  # rows in memory while the corpus is read through
_DOCUMENT = f"""SELECT {", ".join(f"d.{column}" for column in schema.HASHED["documents"])},
    d.hash, t.title, t.body FROM documents d LEFT JOIN texts t ON t.document = d.number"""
_SHOWN = f"""SELECT {", ".join(f"x.{column}" for column in schema.HASHED["sightings"])}, x.hash,
    {", ".join(f"s.{column}" for column in schema.HASHED["sources"])}, s.hash
    FROM sightings x JOIN sources s ON s.id = x.source_id WHERE x.document IN"""
_SIGHTING = len(schema.HASHED["sightings"])  # where its hash is in a row of these
_URL, _REF = (schema.HASHED["sightings"].index(column) for column in ("url", "ref"))
_KEY = _SIGHTING + 1 + schema.HASHED["sources"].index("key")


class CorpusReader(LogReader):
    """A read-only view of the corpus in a data folder; a context manager.

    It never waits for the writer. It may be used from several threads, which take turns; each of
    them having its own is faster.

    Args:
        folder: the data folder.
        accept: read what is there, although it lost its last changes, or is another corpus.

    Raises:
        NoDataError: there is no corpus in it.
        LostError: it is not what was committed last.
        OlderError: whoever writes has to bring it up to date first.
        DamagedError, OutdatedError: what is there cannot be used.
        SouwenError: it cannot be read.
    """

    def __init__(self, folder: Path, *, accept: bool = False) -> None:
        self._folder = folder
        self._depth = 0
        self._accepts = accept
        self._database, self._stamp = self._open()

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
    def one_state(self) -> Iterator[None]:
        """See one state of the corpus inside the block, from the first look on."""
        with self._database.lock:
            if not self._depth:
                self._database.run("BEGIN")
            self._depth += 1
        try:
            yield
        finally:
            with self._database.lock:
                self._depth -= 1
                if not self._depth:
                    self._database.run("ROLLBACK")

    @contextmanager
    def snapshot(self) -> Iterator[int]:
        """Lend the number of the latest change, and see that state inside the block."""
        with self._database.lock:
            if not self._depth:
                self.look_again()
        with self.one_state():
            yield self.seq()

    def id(self) -> str | None:
        """Return the random id of the corpus; None for one that was made before there were ids."""
        found: str | None = self._database.value("SELECT value FROM meta WHERE key = 'id'")
        return found

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
            AmbiguousIdError: several ids begin so.
            LostError, DamagedError: none does, but documents are gone, or not found by their ids.
        """
        start = beginning.strip().lower()
        if not start or not set(start) <= set("0123456789abcdef"):
            return None
        sql = "SELECT id FROM documents {} WHERE id >= ? AND id < ? ORDER BY id LIMIT 2"
        rows = self._database.all(sql.format(""), (start, start + "g"))
        if len(rows) > 1:
            raise AmbiguousIdError(start)
        if not rows:
            self.check_whole()
            if self._database.all(sql.format("NOT INDEXED"), (start, start + "g")):
                raise DamagedError(self._database.path, "an index in it misses a document", REMEDY)
        return next(iter(self.documents([id_ for (id_,) in rows]).values()), None)

    def live(self, *, retired: bool = False) -> Iterator[Document]:
        """Yield every document that is not retired, in the order in which they came.

        Args:
            retired: those that are, too.

        Raises:
            LostError, DamagedError: one is gone, or is not what it was; the last of all is told
                when the others are through.
        """
        condition = "" if retired else "NOT d.retired AND"
        sql = f"{_DOCUMENT} WHERE {condition} d.number > ? ORDER BY d.number LIMIT ?"
        for rows in self._database.batches(sql, 0):
            yield from self._documents(rows, sources=True)
        self.check_whole()

    def check_whole(self) -> None:
        """Raise `LostError` where rows of documents are gone."""
        self._lost(lost_documents(self._database) or lost_rows(self._database, "documents"))

    def _lost(self, line: str | None) -> None:
        if line:
            raise LostError(self._database.path, line, LOST)

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

    def shown(self) -> dict[str, int]:
        """Return how often each document that is not retired is shown, as far as that is sound."""
        sound = f"NOT retired AND hash IS {schema.hash_of('documents')}"
        return dict(self._database.all(f"SELECT id, shown FROM documents WHERE {sound}"))

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
        """Yield every source, by its key.

        Raises:
            LostError: some are gone, or not what they were; told at the end.
        """
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
        self._lost(next(changed_sources(self._database), None))

    def stats(self) -> CorpusStats:
        """Count what is there.

        Raises:
            LostError: it is less than what should be there.
        """
        (row,) = self._database.all(
            """SELECT count(*) - total(retired), total(kind = 'article' AND NOT retired),
            total(kind = 'snippet' AND NOT retired), (SELECT count(*) FROM sources),
            (SELECT count(*) FROM sightings), total(retired) FROM documents"""
        )
        stats = CorpusStats(*map(int, row))
        is_there = stats.documents + stats.retired
        self._lost(lost_documents(self._database, is_there) or lost_rows(self._database, "sources"))
        shown = self._database.value("SELECT total(shown) FROM documents")
        if int(shown) != stats.sightings:
            self._lost(f"{stats.sightings} sightings are there, and {int(shown)} should be")
        return stats

    def months(self) -> list[tuple[str, int]]:
        """Return how many documents that are not retired are of each month, in order."""
        return months_of(self._database)

    def live_count(self) -> int:
        """Return how many documents are there and not retired."""
        return int(self._database.value("SELECT count(*) - total(retired) FROM documents"))

    def problems(self, *, deep: bool = False) -> Iterator[str]:
        """Yield what is wrong with the database, a line each; `deep` reads every text."""
        with self.one_state():
            yield from problems(self._database, self._folder, deep=deep)

    def unknown(self, ids: Iterable[str]) -> list[str]:
        """Return those of these ids that no document has, and none that was purged had."""
        asked = list(ids)
        known: set[str] = set()
        for chunk in chunks(asked):
            for table in ("documents", "purged"):
                sql = f"SELECT id FROM {table} WHERE id IN ({marks(chunk)})"
                known |= {id_ for (id_,) in self._database.all(sql, chunk)}
        return [id_ for id_ in asked if id_ not in known]

    def blocked(self) -> list[tuple[str, str]]:
        """Return (id, when it was blocked) of every blocked document, in order of time."""
        sql = "SELECT id, blocked_at FROM blocked ORDER BY blocked_at, id"
        return [(id_, at) for id_, at in self._database.all(sql)]

    def titles(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the titles of documents, as far as they can be read; for a message."""
        found: dict[str, str] = {}
        for chunk in chunks(ids):
            sql = f"""SELECT d.id, t.title FROM documents d JOIN texts t ON t.document = d.number
                WHERE d.id IN ({marks(chunk)})"""
            found |= {id_: str(title) for id_, title in self._database.all(sql, chunk)}
        return found

    def copy_to(self, folder: Path) -> None:
        """Copy the corpus, as it is now, into another folder that is there.

        Raises:
            SouwenError: it cannot be read or written.
        """
        with closing(Database(folder / schema.FILE_NAME, "mode=rwc")) as copy:
            copy.fill_from(self._database)

    def _documents(self, rows: Sequence[Row], *, sources: bool) -> Iterator[Document]:
        shown = self._sightings([row[0] for row in rows]) if sources else {}
        intact: set[Row] = set()  # sources that were looked at
        for row in rows:
            try:
                yield self._document(row, shown[row[0]] if sources else None, intact)
            except (ValueError, TypeError, AttributeError) as error:
                raise DamagedError(self._database.path, str(error), LOST) from None

    def _sightings(self, numbers: Sequence[int]) -> dict[int, list[Row]]:
        shown: dict[int, list[Row]] = {number: [] for number in numbers}
        for chunk in chunks(numbers):
            rows = self._database.all(
                f"{_SHOWN} ({marks(chunk)}) ORDER BY s.key, x.source_id, x.position", chunk
            )
            for row in rows:
                shown[row[2]].append(row)
        return shown

    def _document(self, row: Row, shown: Sequence[Row] | None, intact: set[Row]) -> Document:
        """Make a document of its row and its sightings, none of which changed by itself."""
        *says, hash_, title, body = row
        _, id_, kind, _, published, channel, url, flags, article, retired, *rest = says
        _, arrived, _, _, count, xor, text = rest
        if row_hash(*says) != hash_:
            raise self._damaged(f"what it says of {id_} is not what it was")
        if title is None or body is None:
            raise LostError(self._database.path, f"the text of {id_} is gone", LOST)
        if row_hash(title, body) != text:
            raise self._damaged(f"the text of {id_} is not what it was")
        whole = 0
        for each in shown or ():
            whole ^= each[_SIGHTING]
            source = each[_SIGHTING + 1 :]
            if row_hash(*each[:_SIGHTING]) != each[_SIGHTING] or (
                source not in intact and row_hash(*source[:-1]) != source[-1]
            ):
                raise self._damaged(f"a source of {id_} is not what it was")
            intact.add(source)
        if shown is not None and (len(shown), whole) != (count, xor):
            reason = f"{len(shown)} sources of {id_} are there, and {count} should be"
            raise LostError(self._database.path, reason, LOST)
        keys, urls, refs = (
            tuple(dict.fromkeys([each[at] for each in shown or () if each[at] is not None]))
            for at in (_KEY, _URL, _REF)
        )
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
            keys,
            refs,
            bool(retired),
            urls,
            arrived,
        )

    def _damaged(self, reason: str) -> DamagedError:
        return DamagedError(self._database.path, reason, LOST)

    def look_again(self) -> None:
        """Open the file anew where it changed under a connection that cannot see that.

        Raises:
            NoDataError: it is not there any more.
        """
        if self._stamp != stamp_of(self._folder)[: len(self._stamp)]:
            self._database.close()
            self._database, self._stamp = self._open()

    def _open(self) -> tuple[Database, tuple[int, ...]]:
        witness = None if self._accepts else read_witness(self._folder)
        database, stamp = open_to_read(self._folder)
        try:
            if witness is not None:  # which was read first: it is never ahead of a sound corpus
                compare(self._folder, witness, state_of(database))
        except BaseException:
            database.close()
            raise
        return database, stamp
