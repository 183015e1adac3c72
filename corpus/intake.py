"""Put a member into the tables: what its pages show, compared with what they showed before."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from ..language.storable import storable, storable_path
from .buffer import WriteBuffer, text_hash
from .documents import document_id
from .errors import DamagedError
from .row_hash import digest, row_hash

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .database import Database
    from .documents import Record
    from .removals import Removals
    from .sources import Member, Page

# Of a sighting: position and document, which make it that sighting; and what it says of the
# document: published, channel, url, ref.
_Place: TypeAlias = tuple[int, int]
_Says: TypeAlias = tuple[str | None, str | None, str | None, str | None]

#: In the place of a text that is not kept.
NOT_KEPT = b""
_LEVEL = 3  # of zlib: level 6 takes twice the time for 5 % less
_MOST_NUMBERS = 50_000  # of documents in memory before they go to the working tables
_TEXTS = ("title", "body", "channel", "url", "ref")


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
    """Puts members into the tables, and notes which documents that touched.

    Attributes:
        lost: whether something vanished since the caller last set it to False.
    """

    def __init__(self, database: Database, removals: Removals) -> None:
        self._database = database
        self._removals = removals
        self._buffer = WriteBuffer(database)
        self._dirty: dict[int, bool] = {}
        self._shown: set[int] = set()
        self._blocked = {id_ for (id_,) in database.all("SELECT id FROM blocked")}
        self.lost = False

    def put(self, container_id: int, member: Member, versions: str) -> Put:
        """Have the member show these pages and no others.

        A text that holds a blocked document is not kept.
        """
        pages = [_storable(page) for page in member.pages]
        if self._blocked:
            allowed = [self._without_blocked(page) for page in pages]
            if allowed != pages:
                pages, member = allowed, replace(member, text="", packed=None)
        put = self._put_member(container_id, member, versions)
        before: dict[int, tuple[int, str]] = {}
        if put.was_there:
            self._buffer.write()
            self._removals.restore_member(put.row)
            rows = self._database.all(
                "SELECT number, id, key FROM sources WHERE member_id = ?", (put.row,)
            )
            before = {number: (id_, key) for number, id_, key in rows}
        for page in pages:
            source_id, key = before.pop(page.number, (0, ""))
            is_new = not source_id
            if is_new:
                says = (put.row, page.number, page.key)
                cursor = self._database.run(
                    "INSERT INTO sources (member_id, number, key, hash) VALUES (?, ?, ?, ?)",
                    (*says, row_hash(*says)),
                )
                source_id = cursor.lastrowid or 0
            elif key != page.key:
                self._database.run("UPDATE sources SET key = ? WHERE id = ?", (page.key, source_id))
            numbers = self._put_documents(page.records, retext=put.was_there and put.differs)
            self._put_sightings(source_id, page.records, numbers, is_new=is_new)
        for source_id, _ in before.values():
            self._removals.source(source_id)
            self.lost = True
        self._buffer.write_if_full()
        if len(self._dirty) + len(self._shown) > _MOST_NUMBERS:
            self.flush()
        return put

    def _without_blocked(self, page: Page) -> Page:
        allowed = tuple(
            record
            for record in page.records
            if document_id(record.kind, record.title, record.body) not in self._blocked
        )
        return page if len(allowed) == len(page.records) else replace(page, records=allowed)

    def write(self) -> None:
        """Write the new documents and sightings that wait in memory."""
        self._buffer.write()

    def flush(self) -> None:
        """Write all that waits in memory, to the working tables too."""
        self._buffer.write()
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

    def _put_member(self, container_id: int, member: Member, versions: str) -> Put:
        key = storable_path(member.key)
        says = (member.form.value, member.encoding, member.digest, versions)
        row = self._database.one(
            """SELECT id, form, encoding, digest, versions FROM members
            WHERE container_id = ? AND key = ?""",
            (container_id, key),
        )
        if row is None:
            text = member.packed or pack(member.text)
            hash_ = row_hash(container_id, key, digest(text), *says)
            cursor = self._database.run(
                """INSERT INTO members
                (container_id, key, text, form, encoding, digest, versions, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                (container_id, key, text, *says, hash_),
            )
            return Put(cursor.lastrowid or 0, was_there=False, differs=False)
        differs = tuple(row[1:]) != says
        if differs:
            self._database.run(
                """UPDATE members SET text = ?, form = ?, encoding = ?, digest = ?, versions = ?
                WHERE id = ?""",
                (member.packed or pack(member.text), *says, row[0]),
            )
        return Put(row[0], was_there=True, differs=differs)

    def _put_documents(self, records: Sequence[Record], *, retext: bool) -> list[int]:
        """Return the row of each record's document; where it is new, make it.

        Args:
            records: of one page.
            retext: have documents that are there take the text of the record: copies of a text
                may differ in white space, and where a page changed in nothing else, it shows.
        """
        ids, known = self._buffer.lookup(records)
        numbers = []
        for id_, record in zip(ids, records, strict=True):
            if id_ not in known:
                known[id_] = self._buffer.add_document(id_, record), False
            elif retext or (known[id_][1] and known[id_][0] not in self._shown):
                if id_ in self._buffer:
                    self._buffer.write()
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
        if changed:
            text = text_hash(record.title, record.body)
            run("UPDATE documents SET text_hash = ? WHERE number = ?", (text, number))
        changed += run(
            "UPDATE documents SET flags = ? WHERE number = ? AND flags <> ?", (flags, number, flags)
        ).rowcount
        if changed:
            self._dirty[number] = True

    def _put_sightings(
        self, source_id: int, records: Sequence[Record], numbers: Sequence[int], *, is_new: bool
    ) -> None:
        before: dict[_Place, tuple[_Says, int | None]] = {}
        if not is_new:
            rows = self._database.all(
                """SELECT position, document, published, channel, url, ref, hash FROM sightings
                WHERE source_id = ?""",
                (source_id,),
            )
            before = {(row[0], row[1]): ((row[2], row[3], row[4], row[5]), row[6]) for row in rows}
        nothing = None, None
        now: dict[_Place, _Says] = {
            (record.position, number): (record.published, record.channel, record.url, record.ref)
            for record, number in zip(records, numbers, strict=True)
            if not record.retired
        }
        for record, number in zip(records, numbers, strict=True):
            if record.retired:
                self._dirty.setdefault(number, False)
        for place, says in now.items():
            said, hash_before = before.get(place, nothing)
            if said != says:
                self._buffer.add_sighting((source_id, *place, *says), hash_before)
                self._dirty.setdefault(place[1], False)
        gone = before.keys() - now.keys()
        if gone:
            self._removals.sightings((source_id, *place) for place in gone)
            self.lost = True
        self._shown.update(number for _, number in now)


def pack(text: str) -> bytes:
    """Return a text as `members.text` has it; `unpack` is the inverse. An empty one is not kept."""
    return NOT_KEPT if not text else zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def unpack(packed: bytes, path: Path) -> str:
    """Return the text that was packed.

    Raises:
        DamagedError: it cannot be unpacked; names `path`, the database.
    """
    if packed == NOT_KEPT:
        return ""
    try:
        return zlib.decompress(packed).decode("utf-8", "surrogatepass")
    except (zlib.error, UnicodeDecodeError) as error:
        raise DamagedError(
            path, f"a page's text: {error}", "`souwen add` the dumps again"
        ) from None


def _storable(page: Page) -> Page:
    """Return the page without halves of characters, which UTF-8 cannot write."""
    texts = [getattr(record, name) or "" for record in page.records for name in _TEXTS]
    try:
        "".join((page.key, *texts)).encode()
    except UnicodeEncodeError:
        return replace(
            page,
            key=storable_path(page.key),
            records=tuple(map(_storable_record, page.records)),
        )
    return page


def _storable_record(record: Record) -> Record:
    values = {name: getattr(record, name) for name in _TEXTS}
    texts: dict[str, Any] = {name: text and storable(text) for name, text in values.items()}
    return replace(record, **texts)
