"""What a corpus keeps of the files that it took in: their state, and the texts in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .intake import unpack
from .sources import Form, Member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .database import Database


class StoredContainer(NamedTuple):
    """A file that was taken in.

    Attributes:
        key: its source key.
        digest: of its bytes; None where it is to be read again.
        encoding: what the user named, or None.
        versions: of what decoded and split it.
    """

    key: str
    digest: str | None
    encoding: str | None
    versions: str


def stored_containers(database: Database) -> Iterator[StoredContainer]:
    """Yield all containers; what is written meanwhile does no harm."""
    sql = """SELECT id, key, digest, encoding_forced, versions FROM containers
        WHERE id > ? ORDER BY id LIMIT ?"""
    for rows in database.batches(sql, 0):
        yield from (StoredContainer(*row[1:]) for row in rows)


def stored_members(database: Database, container_key: str) -> Iterator[Member]:
    """Yield the members of a container without pages; note those without a text in `met_members`.

    Raises:
        DamagedError: a text cannot be unpacked.
    """
    sql = """SELECT m.id, m.key, m.text, m.form, m.encoding, m.digest FROM containers c
        CROSS JOIN members m ON m.container_id = c.id
        WHERE c.key = ? AND m.id > ? ORDER BY m.id LIMIT ?"""
    for rows in database.batches(sql, 0, (container_key,), size=100):
        for id_, key, packed, form, encoding, digest in rows:
            text = unpack(packed, database.path)
            if text:
                yield Member(key, text, Form(form), encoding, digest, ())
            else:  # what it shows stays as it is
                database.run("INSERT OR IGNORE INTO met_members VALUES (?)", (id_,))
