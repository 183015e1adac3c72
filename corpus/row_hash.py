"""A hash of what a row of the corpus says, so that a row that changed by itself is noticed.

Every row carries one. The XOR of those of a whole table, in `meta`, tells whether a row is gone;
a document keeps count and XOR of its sightings', so whoever reads it sees whether one is missing.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_BETWEEN, _NOTHING = "\x1f", "\x1e"
_BYTES = 8  # a signed integer of SQLite


def row_hash(*values: object) -> int:
    """Return 64 bits of BLAKE2b over the values of a row, in the order of `schema.HASHED`."""
    texts = [
        _NOTHING if value is None else _digest(value) if isinstance(value, bytes) else str(value)
        for value in values
    ]
    text = _BETWEEN.join(texts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=_BYTES).digest(), "big", signed=True)


def xor_of(hashes: Iterable[int]) -> int:
    """Return the XOR of hashes, 0 of none."""
    whole = 0
    for value in hashes:
        whole ^= value
    return whole


def register(connection: sqlite3.Connection) -> None:
    """Lend the functions to the SQL of a connection: `row_hash`, `xor`, and `xor_all` of many."""
    connection.create_function("row_hash", -1, row_hash, deterministic=True)
    connection.create_function("xor", 2, _xor, deterministic=True)
    connection.create_aggregate("xor_all", 1, _XorAll)


def _digest(value: bytes) -> str:
    return blake2b(value, digest_size=_BYTES).hexdigest()


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
