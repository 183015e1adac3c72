"""A member of a zip as a stream whose memory is bounded, whatever the zip says.

The standard library unpacks all that 4 KB of bzip2 or LZMA give at once, which may be gigabytes, so
these two are read by `unpack`. It does well with the usual methods.
"""

from __future__ import annotations

import copy
import io
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from .decompress import Unpacked, UnpackError
from .formats import Format

if TYPE_CHECKING:
    from .decompress import Readable
    from .limits import Limits

_PROPERTIES = 5  # bytes: what the header of an LZMA stream consists of, but for the size
_ENDS_BY_MARK = 0x2


def open_member(packed: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> IO[bytes]:
    """Open a member that is not encrypted.

    Raises:
        UnpackError: its beginning is broken.
        zipfile.BadZipFile, NotImplementedError, OSError: the same, as `zipfile` tells it.
    """
    if info.compress_type not in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        return packed.open(info)
    # The packed bytes themselves are what a stored member without a checksum would be.
    stored = copy.copy(info)
    stored.compress_type, stored.file_size = zipfile.ZIP_STORED, info.compress_size
    del stored.CRC
    raw = packed.open(stored)
    if info.compress_type == zipfile.ZIP_BZIP2:
        return io.BufferedReader(_Checked(info, Unpacked(raw, Format.BZIP2, limits), raw))
    return io.BufferedReader(
        _Checked(info, Unpacked(_as_alone(info, raw), Format.LZMA, limits), raw)
    )


def _as_alone(info: zipfile.ZipInfo, raw: IO[bytes]) -> Readable:
    """Give an LZMA stream of a zip the header that the same stream has in a file of its own."""
    head = raw.read(4)
    properties = raw.read(_PROPERTIES)
    if len(properties) < _PROPERTIES or int.from_bytes(head[2:], "little") != _PROPERTIES:
        raise UnpackError("broken lzma: its header is damaged")
    size = -1 if info.flag_bits & _ENDS_BY_MARK else info.file_size
    return _Headed(properties + size.to_bytes(8, "little", signed=True), raw)


class _Headed:
    """A stream with some bytes before it."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int, /) -> bytes:
        """Read the head, and then the rest."""
        if self._head:
            head, self._head = self._head[:size], self._head[size:]
            return head
        return self._rest.read(size)


class _Checked(io.RawIOBase):
    """What a member unpacks to, compared with what the directory says of it."""

    def __init__(self, info: zipfile.ZipInfo, unpacked: Unpacked, raw: IO[bytes]) -> None:
        super().__init__()
        self._info = info
        self._unpacked = unpacked
        self._raw = raw
        self._size = self._checksum = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer as far as there is something.

        Raises:
            UnpackError: the stream is broken or refused, or not what the directory says.
        """
        count = self._unpacked.readinto(buffer)
        self._checksum = zlib.crc32(buffer[:count], self._checksum)
        self._size += count
        if self._unpacked.problem:
            raise UnpackError(self._unpacked.problem)
        if self._size > self._info.file_size:
            raise UnpackError("broken: it is longer than the directory of the zip says")
        if not count and self._checksum != self._info.CRC:
            raise UnpackError("broken: its checksum is wrong")
        return count

    def close(self) -> None:
        """Close the member, not the zip."""
        self._raw.close()
        super().close()
