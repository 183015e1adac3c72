"""A segment's file: the arrays and, behind them, a JSON that tells where each of them stands.

So it can be written in pieces, without knowing before how much it will be.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import numpy as np

from .segment import ARRAYS, Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_MAGIC = b"souwen-2"
_FOOT = 16  # bytes: the length and the checksum of the JSON, four each, and the magic
_NUMBER = 4  # bytes
_ALIGNMENT = 16
_AT_ONCE = 1 << 20  # bytes


class SegmentFile:
    """Writes a segment's file, an array after the other, each in as many pieces as wanted."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._file.write(_MAGIC)
        self._described: dict[str, tuple[str, int, int]] = {}
        self._offset = len(_MAGIC)
        self._checksum = zlib.crc32(_MAGIC)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, name: str, dtype: Any, pieces: Iterable[NDArray[Any]]) -> None:  # noqa: ANN401
        """Write an array of this type."""
        self._write(b"\0" * (-self._offset % _ALIGNMENT))
        start, length = self._offset, 0
        for piece in pieces:
            data = np.ascontiguousarray(piece, dtype)
            length += len(data)
            self._write(data.view(np.uint8).data if len(data) else b"")
        self._described[name] = (np.dtype(dtype).str, length, start)

    def finish(self, channel_names: Sequence[str]) -> None:
        """Write what the arrays are, and have all of it on the disk when this returns."""
        values = {"arrays": self._described, "channels": channel_names, "crc32": self._checksum}
        text = json.dumps(values, ensure_ascii=False).encode()
        self._file.write(text)
        numbers = (len(text), zlib.crc32(text))
        self._file.write(b"".join(one.to_bytes(_NUMBER, "little") for one in numbers) + _MAGIC)
        self._file.flush()
        os.fsync(self._file.fileno())

    def _write(self, data: bytes | memoryview) -> None:
        self._checksum = zlib.crc32(data, self._checksum)
        self._file.write(data)
        self._offset += len(data)


def save(segment: Segment, path: Path) -> None:
    """Write a segment to a new file, and have it on the disk when this returns."""
    with SegmentFile(path) as file:
        for name in ARRAYS:
            array = getattr(segment, name)
            file.put(name, array.dtype, [array])
        file.finish(segment.channel_names)


def verify(path: Path) -> None:
    """Read a segment's whole file and compare its checksum.

    Raises:
        ValueError: it is not what was written.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        size, values = _foot(file, path.name)
        file.seek(0)
        checksum = 0
        while size:
            piece = file.read(min(size, _AT_ONCE))
            checksum = zlib.crc32(piece, checksum)
            size -= len(piece)
    if checksum != values["crc32"]:
        raise ValueError(f"{path.name} is not what was written: its checksum is another")


def load(path: Path) -> Segment:
    """Map a segment's file; what is read of it comes from the disk when it is first used.

    Raises:
        ValueError: it is not such a file, or is cut.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        _, values = _foot(file, path.name)
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    arrays = {
        name: np.frombuffer(mapped, dtype, length, start)
        for name, (dtype, length, start) in values["arrays"].items()
    }
    return Segment(**arrays, channel_names=tuple(values["channels"]), mapped=mapped)


def _foot(file: BinaryIO, name: str) -> tuple[int, dict[str, Any]]:
    """Give the size of the arrays' part of a segment's file, and what its end says of them."""
    size = file.seek(0, os.SEEK_END)
    if size < len(_MAGIC) + _FOOT:
        raise ValueError(f"{name} is cut")
    file.seek(size - _FOOT)
    foot = file.read(_FOOT)
    length, checksum = (int.from_bytes(foot[at : at + _NUMBER], "little") for at in (0, _NUMBER))
    start = size - _FOOT - length
    if foot[-len(_MAGIC) :] != _MAGIC or start < len(_MAGIC):
        raise ValueError(f"{name} is no segment, or is cut")
    file.seek(start)
    text = file.read(length)
    if zlib.crc32(text) != checksum:
        raise ValueError(f"{name} is not what was written: the checksum of its end is another")
    values: dict[str, Any] = json.loads(text)
    return start, values
