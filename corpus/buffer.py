"""New documents and sightings wait in memory, so that one statement writes many of them.

A statement for each would cost more than all else that is done with a document. Whoever reads
`documents`, `texts` or `sightings` for what this run put calls `write` first.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, TypeAlias

from .database import chunks, marks
from .documents import document_id, identity_form, now
from .row_hash import row_hash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .database import Database
    from .documents import Record

#: source, position, document; published, channel, url, ref
Sighting: TypeAlias = tuple[int, int, int, str | None, str | None, str | None, str | None]
_Document: TypeAlias = tuple[int, str, str, int | None, str, str, int]

_MOST_DOCUMENTS = 2_000
_MOST_CHARACTERS = 2_000_000
_MOST_SIGHTINGS = 10_000


class WriteBuffer:
    """What came in and is not in the tables yet, on the writer's connection."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._numbers: dict[str, int] = {}
        self._documents: list[_Document] = []
        self._texts: list[tuple[int, str, str]] = []
        self._sightings: list[tuple[object, ...]] = []
        self._shown: dict[int, list[int]] = {}  # what sightings add to count and XOR of a document
        self._characters = 0
        self._next = 0
        self._now = ""

    def __contains__(self, id_: str) -> bool:
        """Whether a document is new and not in the tables yet."""
        return id_ in self._numbers

    def lookup(self, records: Sequence[Record]) -> tuple[list[str], dict[str, tuple[int, bool]]]:
        """Return the id of each record's document, and the rows of those that are there.

        Returns:
            The ids, and by id the number and whether it is a retired document that is back.
        """
        ids = [document_id(record.kind, record.title, record.body) for record in records]
        known = {id_: (self._numbers[id_], False) for id_ in ids if id_ in self._numbers}
        for chunk in chunks([id_ for id_ in ids if id_ not in known]):
            rows = self._database.all(
                f"SELECT id, number, retired AND seq FROM documents WHERE id IN ({marks(chunk)})",
                chunk,
            )
            known |= {id_: (number, bool(is_back)) for id_, number, is_back in rows}
        return ids, known

    def add_document(self, id_: str, record: Record) -> int:
        """Add a document that is in no table yet; return its number."""
        if not self._numbers:
            self._now = now()  # of all that is written together
            self._next = 1 + (self._database.value("SELECT max(number) FROM documents") or 0)
        number = self._numbers[id_] = self._next
        self._next += 1
        flags = ",".join(record.flags)
        key, text = title_key(record.title), text_hash(record.title, record.body)
        self._documents.append((number, id_, str(record.kind), key, flags, self._now, text))
        self._texts.append((number, record.title, record.body))
        self._characters += len(record.title) + len(record.body)
        return number

    def add_sighting(self, sighting: Sighting, before: int | None) -> None:
        """Add a sighting, a new one or one whose hash was another before."""
        now = row_hash(*sighting)
        self._sightings.append((*sighting, now))
        shown = self._shown.setdefault(sighting[2], [0, 0])
        shown[0] += before is None
        shown[1] ^= now ^ (before or 0)

    def write_if_full(self) -> None:
        """Write what waits to the tables where it is much."""
        if (
            len(self._documents) >= _MOST_DOCUMENTS
            or self._characters >= _MOST_CHARACTERS
            or len(self._sightings) >= _MOST_SIGHTINGS
        ):
            self.write()

    def write(self) -> None:
        """Write what waits to the tables."""
        many = self._database.many
        if self._documents:
            many(
                """INSERT INTO documents
                (number, id, kind, title_key, flags, arrived, text_hash, retired, seq)
                VALUES (?, ?, ?, ?, ?, ?, ?, 1, 0)""",
                self._documents,
            )
            many("INSERT INTO texts VALUES (?, ?, ?)", self._texts)
            if self._database.value("SELECT 1 FROM purged LIMIT 1"):
                many("DELETE FROM purged WHERE id = ?", ((id_,) for id_ in self._numbers))
        if self._sightings:
            many(
                """INSERT INTO sightings VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (source_id, position, document) DO UPDATE SET
                (published, channel, url, ref, hash) = (excluded.published, excluded.channel,
                excluded.url, excluded.ref, excluded.hash)""",
                self._sightings,
            )
            many(
                """UPDATE documents SET shown = shown + ?, shown_xor = xor(shown_xor, ?)
                WHERE number = ?""",
                ((*shown, number) for number, shown in self._shown.items()),
            )
        for waiting in (self._numbers, self._documents, self._texts, self._sightings, self._shown):
            waiting.clear()
        self._characters = 0


def text_hash(title: str, body: str) -> int:
    """Return what `documents.text_hash` has of a text."""
    return row_hash(title, body)


def title_key(title: str) -> int | None:
    """Return what `documents.title_key` has of a title."""
    form = identity_form(title)
    if not form:
        return None
    digest = blake2b(form.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
