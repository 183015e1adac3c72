"""Checksums of a file's blocks, each compared when something of it is read for the first time.

So a search notices every damaged byte that it reads, and reads no more for it than the rest of some
blocks. CRC-32 tells any change within 32 bits for certain, and all but one of 2 ** 32 others.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

from ...corpus.errors import DamagedError
from ..manifest import REMEDY
from .arrays import spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

_BITS = 13
#: Bytes of a block. Half of it makes the sums twice as large, twice of it a first look slower.
BLOCK = 1 << _BITS
# So few parts are faster looked at one by one than by whole arrays.
_FEW = 40
# Once all but one in so many blocks were compared, the rest is, and no look asks any more.
_REST = 16


class BlockSums:
    """The checksums of the blocks of a file, while it is written."""

    def __init__(self) -> None:
        self.size = 0
        self._sums: list[int] = []
        self._last = 0

    def add(self, data: bytes | memoryview) -> None:
        """Go on with the next bytes."""
        view = memoryview(data)
        start = 0
        while start < len(view):
            piece = view[start : start + BLOCK - self.size % BLOCK]
            self._last = zlib.crc32(piece, self._last)
            start += len(piece)
            self.size += len(piece)
            if not self.size % BLOCK:
                self._sums.append(self._last)
                self._last = 0

    def sums(self) -> list[int]:
        """Return the checksums; that of the last block may be of fewer bytes."""
        return [*self._sums, self._last] if self.size % BLOCK else self._sums


class Blocks:
    """The blocks of a mapped file; safe to use from several threads.

    Args:
        path: of the file, for what is said of damage.
        data: its bytes, as far as there are checksums of them.
        sums: the checksums.
        arrays: where in it the arrays begin, and the bytes of one value of each.

    Attributes:
        left: whether there may be blocks that were not compared yet.
    """

    def __init__(
        self,
        path: Path,
        data: memoryview,
        sums: Sequence[int],
        arrays: Mapping[str, tuple[int, int]],
    ) -> None:
        self._path = path
        self._data = data
        self._sums = sums
        self._arrays = arrays
        self.left = True
        # Two threads may both compare a block, which does no harm; the count is about right.
        self._seen = bytearray(len(sums))
        self._count = 0
        self._marks = np.frombuffer(self._seen, np.uint8)

    def check(self, name: str, start: int, end: int) -> None:
        """Compare what was not compared yet of the values `start` to `end` of an array.

        Raises:
            DamagedError: it is not what was written.
        """
        offset, size = self._arrays[name]
        first, last = offset + start * size >> _BITS, offset + end * size - 1 >> _BITS
        # Looking for zeros takes longer than looking at one block, which is what most parts are in.
        if self._seen.find(0, first, last + 1) >= 0 if first != last else not self._seen[first]:
            self._compare(range(first, last + 1))

    def check_all(self, name: str, starts: Sequence[int], ends: Sequence[int]) -> None:
        """Do so for many parts of an array.

        Raises:
            DamagedError: one is not what was written.
        """
        if len(starts) <= _FEW:
            for start, end in zip(starts, ends, strict=True):
                self.check(name, start, end)
            return
        offset, size = self._arrays[name]
        firsts = np.array(starts) * size + offset >> _BITS
        lasts = np.array(ends) * size + offset - 1 >> _BITS
        blocks = spread(firsts, lasts - firsts + 1)
        unseen = blocks[self._marks[blocks] == 0]
        if len(unseen):
            self._compare(np.unique(unseen).tolist())

    def _compare(self, blocks: Iterable[int]) -> None:
        self._compare_each(blocks)
        if self._count * _REST >= len(self._seen) * (_REST - 1):
            self._compare_each(range(len(self._seen)))
            self.left = False

    def _compare_each(self, blocks: Iterable[int]) -> None:
        for block in blocks:
            if self._seen[block]:
                continue
            start = block * BLOCK
            if zlib.crc32(self._data[start : start + BLOCK]) != self._sums[block]:
                raise DamagedError(self._path, f"another checksum at byte {start}", REMEDY)
            self._seen[block] = 1
            self._count += 1
