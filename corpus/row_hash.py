"""A hash of what a row of the corpus says, so that a row that changed by itself is noticed.

Every row carries one. The XOR of those of a whole table, in `meta`, tells whether a row is gone;
a document keeps count and XOR of its sightings', so whoever reads it sees whether one is missing.
"""

from __future__ import annotations

import struct
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_BYTES = 8  # a signed integer of SQLite
# One formatting is the fastest; that nothing and the text "None" are one does no harm here.
_FORMATS = tuple("\x1f".join(["%s"] * size) for size in range(32))
_number = struct.Struct(">q").unpack


def row_hash(*values: object) -> int:
    """Return 64 bits of BLAKE2b over the values of a row, in the order of `schema.HASHED`."""
    text = (_FORMATS[len(values)] % values).encode("utf-8", "surrogatepass")
    number: int = _number(blake2b(text, digest_size=_BYTES).digest())[0]
    return number


def digest(value: bytes) -> str:
    """Return 64 bits of BLAKE2b over bytes, as hex digits, for `row_hash`."""
    return blake2b(value, digest_size=_BYTES).hexdigest()


def xor_of(hashes: Iterable[int]) -> int:
    """Return the XOR of hashes, 0 of none."""
    whole = 0
    for value in hashes:
        whole ^= value
    return whole


def register(connection: sqlite3.Connection, noted: dict[str, int]) -> None:
    """Lend functions to the SQL of a connection: `row_hash`, `digest`, `xor`, `xor_all` of many.

    `note(table, hash)` changes the XOR of a table in `noted`.
    """

    def note(table: str, change: int | None) -> None:
        noted[table] = noted.get(table, 0) ^ (change or 0)

    connection.create_function("note", 2, note)
    connection.create_function("digest", 1, _digest_of_any, deterministic=True)
    connection.create_function("row_hash", -1, row_hash, deterministic=True)
    connection.create_function("xor", 2, _xor, deterministic=True)
    connection.create_aggregate("xor_all", 1, _XorAll)


def _digest_of_any(value: object) -> str:
    return digest(value if isinstance(value, bytes) else str(value).encode())


def _xor(one: int | None, other: int | None) -> int:
    return (one or 0) ^ (other or 0)


class _XorAll:
    """An aggregate of SQL; nothing counts as 0, and so does what is no number."""

    def __init__(self) -> None:
        self._whole = 0

    def step(self, value: object) -> None:
        if isinstance(value, int):
            self._whole ^= value

    def finalize(self) -> int:
        return self._whole
