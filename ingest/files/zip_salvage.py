"""What can still be read of a zip whose directory, at its end, is cut off."""

from __future__ import annotations

import struct
import zlib
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER = struct.Struct("<4sHHHHHIIIHH")
_MARK = b"PK\x03\x04"
_DESCRIPTOR_MARK = b"PK\x07\x08"
_CHUNK = 64 * 1024
_ENCRYPTED, _SIZES_FOLLOW = 0x1, 0x8
_STORED, _DEFLATED = 0, 8


def salvage_zip(stream: IO[bytes], most: int) -> Iterator[tuple[bytes, bytes]]:
    """Give names and bytes of the members that stand whole at the beginning of a broken zip.

    Args:
        stream: the zip, at any place of it; it is read from its beginning.
        most: the largest member, in bytes; a larger one ends the reading.
    """
    stream.seek(0)
    while True:
        head = stream.read(_HEADER.size)
        if len(head) < _HEADER.size or not head.startswith(_MARK):
            return
        _, _, flags, method, _, _, checksum, packed, _, name_size, extra_size = _HEADER.unpack(head)
        name = stream.read(name_size)
        stream.read(extra_size)
        if flags & _ENCRYPTED:
            return
        if method == _DEFLATED:
            data = _inflate(stream, most)
        elif method == _STORED and not flags & _SIZES_FOLLOW and packed <= most:
            data = stream.read(packed)
        else:
            return
        if data is None:
            return
        if flags & _SIZES_FOLLOW:
            descriptor = stream.read(16)
            marked = descriptor.startswith(_DESCRIPTOR_MARK)
            checksum = int.from_bytes(descriptor[4:8] if marked else descriptor[:4], "little")
            stream.seek(0 if marked else -4, 1)
        if zlib.crc32(data) != checksum:
            return
        if not name.endswith(b"/"):
            yield name, data


def _inflate(stream: IO[bytes], most: int) -> bytes | None:
    """Read one deflated member and stand after it; None where it is cut, broken or too large."""
    inner = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces, size = [], 0
    while not inner.eof:
        packed = inner.unconsumed_tail or stream.read(_CHUNK)
        if not packed:
            return None
        try:
            piece = inner.decompress(packed, _CHUNK)
        except zlib.error:
            return None
        pieces.append(piece)
        size += len(piece)
        if size > most:
            return None
    stream.seek(-len(inner.unused_data) - len(inner.unconsumed_tail), 1)
    return b"".join(pieces)
