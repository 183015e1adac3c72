"""Read the records in a file of SQLite page by page, whatever became of the pages around.

SQLite finds a page by the one above it, and says no more once one of these is damaged. Here each
page that is not free is read for itself, wherever it is, so that damage costs what it hit. What a
page and a record are made of: https://www.sqlite.org/fileformat.html
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import mmap
    from collections.abc import Iterator

    Value = int | float | str | bytes | None

_MAGIC = b"SQLite format 3\0"
#: The bytes before the first page's own content.
HEAD = 100
_TABLE_LEAF, _TABLE, _INDEX_LEAF, _INDEX = 13, 5, 10, 2
_BEFORE_CELLS = {_TABLE_LEAF: 8, _INDEX_LEAF: 8, _INDEX: 12}
_PLAIN_SIZE = 4096  # of a page, where the head does not say
_LOCK_BYTE = 1 << 30  # the page of which is never used
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_FLOAT, _ZERO, _ONE, _FIRST_BYTES = 7, 8, 9, 12
_VARINT = 9  # its most bytes
# What reading garbage comes to.
_GARBAGE = (ValueError, IndexError, struct.error)


class Cell(NamedTuple):
    """A record.

    Attributes:
        rowid: its number; None in an index, and in a table without such numbers.
        values: of its columns; the column that is the number itself is None in it.
    """

    rowid: int | None
    values: tuple[Value, ...]


class PageFile:
    """The pages of a database that nobody writes to.

    Args:
        content: of the file.

    Attributes:
        size: how many pages there are.
        knows_free: whether it could be told which pages are free. Where it could not, there may be
            records among the others that were deleted.
        unread: pages that are in use and held nothing that can be read, once `pages` is through.
    """

    def __init__(self, content: bytes | mmap.mmap) -> None:
        self._content = content
        head = content[:HEAD]
        is_known = head.startswith(_MAGIC) and len(head) == HEAD
        bytes_ = int.from_bytes(head[16:18], "big") if is_known else 0
        bytes_ = 65536 if bytes_ == 1 else bytes_
        self._bytes = bytes_ if bytes_ in {1 << n for n in range(9, 17)} else _PLAIN_SIZE
        self._usable = self._bytes - (head[20] if is_known else 0)
        self.size = len(content) // self._bytes
        self._met = self._free(head)
        self.knows_free = is_known and self._ends
        self.unread = 0

    def pages(self) -> Iterator[list[Cell]]:
        """Yield the records of each page that is not free, where any can be read."""
        free = frozenset(self._met)
        self._met.add(_LOCK_BYTE // self._bytes + 1)
        for number in range(1, self.size + 1):
            if number not in free and (cells := list(self._cells(number))):
                yield cells
        self.unread = sum(number not in self._met for number in range(1, self.size + 1))

    def _page(self, number: int) -> bytes:
        if not 0 < number <= self.size:
            raise IndexError(number)
        start = (number - 1) * self._bytes
        return self._content[start : start + self._usable]

    def _free(self, head: bytes) -> set[int]:
        """Return the free pages that the head leads to; note whether these are all."""
        found: set[int] = set()
        self._ends = False
        if len(head) == HEAD:
            trunk, count = struct.unpack_from(">II", head, 32)
            try:
                while trunk and trunk not in found:
                    page = self._page(trunk)
                    found.add(trunk)
                    trunk, leaves = struct.unpack_from(">II", page)
                    found.update(struct.unpack_from(f">{leaves}I", page, 8))
            except _GARBAGE:
                return found
            self._ends = not trunk and len(found) == count
        return found

    def _cells(self, number: int) -> Iterator[Cell]:
        page = self._page(number)
        start = HEAD if number == 1 else 0
        kind = page[start]
        if kind == _TABLE:
            self._met.add(number)
        if kind not in _BEFORE_CELLS:
            return
        (count,) = struct.unpack_from(">H", page, start + 3)
        try:
            places = struct.unpack_from(f">{count}H", page, start + _BEFORE_CELLS[kind])
        except struct.error:
            return
        if not places:
            self._met.add(number)
        for place in places:
            try:
                cell = self._cell(page, place, kind)
            except _GARBAGE:
                continue
            self._met.add(number)
            yield cell

    def _cell(self, page: bytes, at: int, kind: int) -> Cell:
        rowid, most = None, (self._usable - 12) * 64 // 255 - 23
        if kind == _INDEX:
            at += 4  # the page below
        size, at = _varint(page, at)
        if kind == _TABLE_LEAF:
            rowid, at = _varint(page, at)
            most = self._usable - 35
        return Cell(rowid, _values(self._payload(page, at, size, most)))

    def _payload(self, page: bytes, at: int, size: int, most: int) -> bytes:
        """Return the bytes of a record, of which the page has so many, and a chain the others."""
        if size > len(self._content):
            raise ValueError(size)
        least = (self._usable - 12) * 32 // 255 - 23
        here = size
        if size > most:
            here = least + (size - least) % (self._usable - 4)
            here = here if here <= most else least
        parts, missing = [page[at : at + here]], size - here
        after = at + here
        chain: set[int] = set()
        while missing > 0:
            (number,) = struct.unpack_from(">I", page, after)
            if number in chain:
                raise ValueError(number)
            chain.add(number)
            page, after = self._page(number), 0
            parts.append(page[4 : 4 + missing])
            missing -= len(parts[-1])
        self._met |= chain
        return b"".join(parts)


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """Return a number of one to nine bytes, and where it ends."""
    value = 0
    for place in range(at, at + _VARINT - 1):
        byte = page[place]
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            return value, place + 1
    value = value << 8 | page[at + _VARINT - 1]
    return value - (value >> 63 << 64), at + _VARINT


def _values(record: bytes) -> tuple[Value, ...]:
    head, at = _varint(record, 0)
    types = []
    while at < head:
        type_, at = _varint(record, at)
        types.append(type_)
    values = []
    for type_ in types:
        value, at = _value(record, type_, at)
        values.append(value)
    if at != len(record):
        raise ValueError(at)
    return tuple(values)


def _value(record: bytes, type_: int, at: int) -> tuple[Value, int]:
    if type_ == 0:
        return None, at
    if type_ in _INTEGERS:
        end = at + _INTEGERS[type_]
        return int.from_bytes(record[at:end], "big", signed=True), end
    if type_ == _FLOAT:
        return struct.unpack_from(">d", record, at)[0], at + 8
    if type_ in {_ZERO, _ONE}:
        return type_ - _ZERO, at
    if type_ < _FIRST_BYTES:
        raise ValueError(type_)
    end = at + (type_ - _FIRST_BYTES) // 2
    if end > len(record):
        raise ValueError(end)
    return (record[at:end].decode() if type_ % 2 else record[at:end]), end
