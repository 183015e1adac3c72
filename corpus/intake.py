"""One member into the tables: what its pages show, compared with what they showed before."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ..language.storable import storable, storable_path
from .arrivals import Arrivals
from .errors import DamagedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .database import Database
    from .document import Record
    from .removals import Removals
    from .source import Member, Page

# Of a sighting: what makes it that sighting (position, document), and what it says of the document
# (published, channel, url, ref).
_Place: TypeAlias = tuple[int, int]
_Says: TypeAlias = tuple[str | None, str | None, str | None, str | None]

_LEVEL = 3  # of zlib: level 6 takes twice the time for 5 % less
_MOST_KEPT = 50_000  # numbers in memory before they go to the tables


class Put(NamedTuple):
    """What became of a member.

    Attributes:
        row: its number.
        was_there: whether there was one of its key.
        differs: whether that said something else.
    """

    row: int
    was_there: bool
    differs: bool


class Intake:
    """Puts members into the tables, and keeps which documents that touched."""

    def __init__(self, database: Database, removals: Removals) -> None:
        self._database = database
        self._removals = removals
        self._arrivals = Arrivals(database)
        self._dirty: dict[int, bool] = {}
        self._shown: set[int] = set()
        self.lost = False
        """Whether something vanished since this was last set to False."""

    def put(self, container_id: int, member: Member, versions: str) -> Put:
        """Have the member show these pages and no others."""
        pages = [_storable(page) for page in member.pages]
        member_id, known, same = self._member(container_id, member, versions)
        before: dict[int, tuple[int, str]] = {}
        if known:
            self._arrivals.write()
            self._removals.take_back(member_id)
            rows = self._database.all(
                "SELECT number, id, key FROM sources WHERE member_id = ?", (member_id,)
            )
            before = {number: (id_, key) for number, id_, key in rows}
        for page in pages:
            source_id, key = before.pop(page.number, (0, ""))
            fresh = not source_id
            if fresh:
                source_id = self._new_source(member_id, page)
            elif key != page.key:
                self._database.run("UPDATE sources SET key = ? WHERE id = ?", (page.key, source_id))
            numbers = self._documents(page.records, retext=known and not same)
            self._sightings(source_id, page.records, numbers, fresh=fresh)
        for source_id, _ in before.values():
            self._removals.source(source_id)
            self.lost = True
        self._arrivals.write_if_many()
        if len(self._dirty) + len(self._shown) > _MOST_KEPT:
            self.flush()
        return Put(member_id, known, not same)

    def write(self) -> None:
        """Write the new documents and sightings that are kept in memory."""
        self._arrivals.write()

    def flush(self) -> None:
        """Write all that is kept in memory, to the working tables too."""
        self._arrivals.write()
        self._database.many(
            """INSERT INTO dirty VALUES (?, ?)
            ON CONFLICT (number) DO UPDATE SET retexted = max(retexted, excluded.retexted)""",
            self._dirty.items(),
        )
        self._database.many(
            "INSERT INTO touched VALUES (?, 1) ON CONFLICT (number) DO UPDATE SET now = 1",
            ((number,) for number in self._shown),
        )
        self._dirty.clear()
        self._shown.clear()

    def _member(self, container_id: int, member: Member, versions: str) -> tuple[int, bool, bool]:
        """Give the row of a member, whether it was there, and whether it was the same."""
        key = storable_path(member.key)
        says = (member.form.value, member.encoding, member.digest, versions)
        row = self._database.one(
            """SELECT id, form, encoding, digest, versions FROM members
            WHERE container_id = ? AND key = ?""",
            (container_id, key),
        )
        known = row is not None
        if row is None:
            cursor = self._database.run(
                """INSERT INTO members (container_id, key, text, form, encoding, digest, versions)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
                (container_id, key, pack(member.text), *says),
            )
            row = (cursor.lastrowid, *says)
        elif tuple(row[1:]) != says:
            self._database.run(
                """UPDATE members SET text = ?, form = ?, encoding = ?, digest = ?, versions = ?
                WHERE id = ?""",
                (pack(member.text), *says, row[0]),
            )
        return row[0], known, tuple(row[1:]) == says

    def _new_source(self, member_id: int, page: Page) -> int:
        cursor = self._database.run(
            "INSERT INTO sources (member_id, number, key) VALUES (?, ?, ?)",
            (member_id, page.number, page.key),
        )
        return cursor.lastrowid or 0

    def _documents(self, records: Sequence[Record], *, retext: bool) -> list[int]:
        """Give the row of each record's document; where it is new, make it.

        Args:
            records: of one page.
            retext: have documents that are there take the text of the record: copies of a text
                may differ in white space, and where a page changed in nothing else, it shows.
        """
        ids, known = self._arrivals.numbers(records)
        numbers = []
        for id_, record in zip(ids, records, strict=True):
            if id_ not in known:
                known[id_] = self._arrivals.document(id_, record), False
            elif retext or (known[id_][1] and known[id_][0] not in self._shown):
                if self._arrivals.is_waiting(id_):
                    self._arrivals.write()
                self._retext(known[id_][0], record)
                known[id_] = known[id_][0], False
            numbers.append(known[id_][0])
        return numbers

    def _retext(self, number: int, record: Record) -> None:
        flags = ",".join(record.flags)
        run = self._database.run
        changed = run(
            """UPDATE texts SET title = ?, body = ?
            WHERE document = ? AND (title, body) <> (?, ?)""",
            (record.title, record.body, number, record.title, record.body),
        ).rowcount
        changed += run(
            "UPDATE documents SET flags = ? WHERE number = ? AND flags <> ?", (flags, number, flags)
        ).rowcount
        if changed:
            self._dirty[number] = True

    def _sightings(
        self, source_id: int, records: Sequence[Record], numbers: Sequence[int], *, fresh: bool
    ) -> None:
        before: dict[_Place, _Says] = {}
        if not fresh:
            rows = self._database.all(
                """SELECT position, document, published, channel, url, ref FROM sightings
                WHERE source_id = ?""",
                (source_id,),
            )
            before = {(row[0], row[1]): (row[2], row[3], row[4], row[5]) for row in rows}
        now: dict[_Place, _Says] = {
            (record.position, number): (
                record.published,
                record.channel,
                record.url,
                record.ref,
            )
            for record, number in zip(records, numbers, strict=True)
        }
        different = {place: says for place, says in now.items() if before.get(place) != says}
        if different:
            self._arrivals.sightings(
                (source_id, *place, *says) for place, says in different.items()
            )
            for _, number in different:
                self._dirty.setdefault(number, False)
        gone = before.keys() - now.keys()
        if gone:
            self._removals.sightings((source_id, *place) for place in gone)
            self.lost = True
        self._shown.update(numbers)


def pack(text: str) -> bytes:
    """Give a text as it is kept."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def unpack(packed: bytes, path: Path) -> str:
    """Give the text that was kept.

    Raises:
        DamagedError: it cannot be unpacked; names `path`, the database.
    """
    try:
        return zlib.decompress(packed).decode("utf-8", "surrogatepass")
    except (zlib.error, UnicodeDecodeError) as error:
        raise DamagedError(
            path, f"a page's text: {error}", "`souwen add` the dumps again"
        ) from None


def _storable(page: Page) -> Page:
    """Give a page that can be written as UTF-8: as it is, but for lone halves of characters."""
    texts = [page.key]
    for record in page.records:
        texts += (record.title, record.body, record.channel or "", record.url or "")
        texts.append(record.ref or "")
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return replace(
            page, key=storable_path(page.key), records=tuple(map(_whole_record, page.records))
        )
    return page


def _whole_record(record: Record) -> Record:
    return replace(
        record,
        title=storable(record.title),
        body=storable(record.body),
        channel=record.channel and storable(record.channel),
        url=record.url and storable(record.url),
        ref=record.ref and storable(record.ref),
    )
