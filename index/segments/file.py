"""A segment's file.

It is written in pieces, without knowing before how much it will be:

    arrays    one after the other
    sums      a checksum of each block of all that stands before (see `checksums`), four bytes each
    a JSON    where each of the arrays stands, and the checksum of the sums
    foot      the length and the checksum of the JSON, four bytes each, and the magic
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np

from ...corpus.errors import DamagedError
from ...corpus.files import open_file
from ..manifest import REMEDY
from .checksums import BLOCK, Blocks, BlockSums
from .segment import KEYS_A_STEP, Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

#: What the names of the files end in.
SUFFIX = ".arrays"
_MAGIC = b"souwen-4"
_FOOT = 16  # bytes
_NUMBER = 4  # bytes
_SUM = np.dtype("<u4")
_ALIGNMENT = 16
_BLOCKS_AT_ONCE = 128


class SegmentFile:
    """Writes a segment's file, an array after the other, each in as many pieces as wanted."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._described: dict[str, tuple[str, int, int]] = {}
        self._sums = BlockSums()
        self._write(_MAGIC)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, name: str, dtype: Any, pieces: Iterable[NDArray[Any]]) -> None:  # noqa: ANN401
        """Write an array of this type."""
        self._write(b"\0" * (-self._sums.size % _ALIGNMENT))
        start, length = self._sums.size, 0
        for piece in pieces:
            data = np.ascontiguousarray(piece, dtype)
            length += len(data)
            self._write(data.view(np.uint8).data if len(data) else b"")
        self._described[name] = (np.dtype(dtype).str, length, start)

    def finish(self, names: Mapping[str, Sequence[str]]) -> None:
        """Write what the arrays are, and have all of it on the disk when this returns.

        Args:
            names: what columns of strings point into, by the column.
        """
        sums = np.array(self._sums.sums(), _SUM).tobytes()
        values = {
            "arrays": self._described,
            "names": names,
            "size": self._sums.size,
            "crc32": zlib.crc32(sums),
        }
        text = json.dumps(values, ensure_ascii=False).encode()
        self._file.write(sums + text)
        numbers = (len(text), zlib.crc32(text))
        self._file.write(b"".join(one.to_bytes(_NUMBER, "little") for one in numbers) + _MAGIC)
        self._file.flush()
        os.fsync(self._file.fileno())

    def _write(self, data: bytes | memoryview) -> None:
        self._sums.add(data)
        self._file.write(data)


def save(segment: Segment, path: Path) -> None:
    """Write a segment to a new file, and have it on the disk when this returns."""
    with SegmentFile(path) as file:
        for name, array in segment.arrays.items():
            file.put(name, array.dtype, [array])
        file.put("steps", np.uint64, [segment.keys[::KEYS_A_STEP]])
        file.finish(segment.names)


def verify(path: Path) -> None:
    """Read a segment's whole file and compare its checksums.

    Raises:
        DamagedError: it is not there or not what was written.
        OSError: it may not be read.
    """
    with _opened(path) as file:
        end = _end_of(file, path)
        file.seek(0)
        found = BlockSums()
        while piece := file.read(min(end.size - found.size, _BLOCKS_AT_ONCE * BLOCK)):
            found.add(piece)
    if found.sums() != end.sums:
        raise DamagedError(path, "not what was written: a checksum is another", REMEDY)


def load(path: Path) -> Segment:
    """Map a segment's file; what is read of it comes from the disk when it is first used.

    Raises:
        DamagedError: it is not there, no such file, or its end is not what was written.
        OSError: it may not be read.
    """
    with _opened(path) as file:
        end = _end_of(file, path)
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    arrays = {
        name: np.frombuffer(mapped, dtype, length, start)
        for name, (dtype, length, start) in end.arrays.items()
    }
    places = {name: (end.arrays[name][2], array.itemsize) for name, array in arrays.items()}
    blocks = Blocks(path, memoryview(mapped)[: end.size], end.sums, places)
    blocks.check("steps", 0, len(arrays["steps"]))
    return Segment(arrays, end.names, mapped, blocks)


def _opened(path: Path) -> IO[bytes]:
    try:
        return open_file(path)
    except FileNotFoundError:
        raise DamagedError(path, "it is not there", REMEDY) from None


class _End(NamedTuple):
    """What stands behind the arrays of a segment's file; `size` is theirs, in bytes."""

    arrays: dict[str, tuple[str, int, int]]
    names: dict[str, list[str]]
    size: int
    sums: list[int]


def _end_of(file: IO[bytes], path: Path) -> _End:
    """Read what stands behind the arrays of a segment's file, and compare its checksums.

    Raises:
        DamagedError: it is not what was written.
    """
    size = file.seek(0, os.SEEK_END)
    if size < len(_MAGIC) + _FOOT:
        raise DamagedError(path, "it is cut", REMEDY)
    file.seek(size - _FOOT)
    foot = file.read(_FOOT)
    length, checksum = (int.from_bytes(foot[at : at + _NUMBER], "little") for at in (0, _NUMBER))
    start = size - _FOOT - length
    if foot[-len(_MAGIC) :] != _MAGIC or start < len(_MAGIC):
        raise DamagedError(path, "it is no segment, or is cut", REMEDY)
    file.seek(start)
    text = file.read(length)
    if zlib.crc32(text) != checksum:
        raise DamagedError(path, "the checksum of its end is another", REMEDY)
    values = json.loads(text)
    count = -(-values["size"] // BLOCK)
    file.seek(values["size"])
    sums = file.read(count * _SUM.itemsize)
    if zlib.crc32(sums) != values["crc32"]:
        raise DamagedError(path, "the checksum of its sums is another", REMEDY)
    found: list[int] = np.frombuffer(sums, _SUM).tolist()
    return _End(values["arrays"], values["names"], values["size"], found)
