"""The entries of a zip, also of one that is cut off, unpacked in bounded memory."""

from __future__ import annotations

import copy
import io
import stat
import struct
import zipfile
import zlib
from contextlib import suppress
from functools import partial
from typing import IO, TYPE_CHECKING

from .archives import Entry, member_name, read_members
from .decompress import BROKEN, BZIP2, LZMA, Unpacked, reason_of
from .leave_out import SavedPages
from .limits import UnpackError
from .reading import Format, Packing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..report import Ignored, Skipped
    from .limits import Limits
    from .reading import File, Head, Reading

_ENCRYPTED, _SIZES_FOLLOW, _NAME_IS_UTF8 = 0x1, 0x8, 0x800
_ENDS_BY_MARK = 0x2  # of an LZMA stream
_PROPERTIES = 5  # bytes: what the header of an LZMA stream consists of, but for the size
_HEADER = struct.Struct("<4sHHHHHIIIHH")
_MARK, _DESCRIPTOR_MARK = b"PK\x03\x04", b"PK\x07\x08"
_CHUNK = 64 * 1024
# A zip by its form, but one document by what it is.
_DOCUMENTS = (b"[Content_Types].xml", b"mimetypeapplication/", b"META-INF/")
_WEB_ARCHIVE = {"archive", "datapackage.json"}


def read_zip(file: File, reading: Reading) -> Iterator[File | Ignored | Skipped]:
    """Read the members of a zip."""
    pages = SavedPages()
    return read_members(file, reading, ZIP.name, _entries(file, reading, pages), pages)


def _entries(file: File, reading: Reading, pages: SavedPages) -> Iterator[Entry | Skipped]:
    try:
        packed = zipfile.ZipFile(file.stream)
    except BROKEN as error:
        what = "broken zip, of which the readable part is taken"
        yield reading.lost(file.key, reason_of(error, what))
        for raw_name, data in _whole_members(file.stream, reading.limits.member_bytes):
            yield Entry(member_name(raw_name), len(data), partial(io.BytesIO, data))
        return
    with packed:
        infos = packed.infolist()
        # Of a WACZ only what was captured: the rest of it are its indexes and lists.
        is_web_archive = {info.filename.partition("/")[0] for info in infos} >= _WEB_ARCHIVE
        for info in infos:
            pages.note(_name(info))
        for info in infos:
            if info.filename.endswith("/"):
                continue
            if is_web_archive and not info.filename.startswith("archive/"):
                continue
            yield Entry(
                _name(info),
                info.file_size,
                partial(_open, packed, info, reading.limits),
                info.compress_size,
                "a link" if stat.S_ISLNK(info.external_attr >> 16) else "",
            )


def _name(info: zipfile.ZipInfo) -> str:
    utf8 = info.flag_bits & _NAME_IS_UTF8
    return member_name(info.filename.encode("utf-8" if utf8 else "cp437", "replace"))


def _open(packed: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> IO[bytes]:
    if info.flag_bits & _ENCRYPTED:
        raise UnpackError("encrypted")
    if info.compress_type not in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        return packed.open(info)
    # The standard library unpacks at once all that 4 KB of these two give, perhaps gigabytes. The
    # packed bytes themselves are what a stored member without a checksum would be.
    stored = copy.copy(info)
    stored.compress_type, stored.file_size = zipfile.ZIP_STORED, info.compress_size
    del stored.CRC
    return io.BufferedReader(_Checked(info, packed.open(stored), limits))


class _Checked(Unpacked):
    """What a member unpacks to, compared with what the directory says of it."""

    def __init__(self, info: zipfile.ZipInfo, raw: IO[bytes], limits: Limits) -> None:
        self._info = info
        self._size = self._checksum = 0
        if info.compress_type == zipfile.ZIP_BZIP2:
            super().__init__(raw, BZIP2, limits)
        else:
            super().__init__(raw, LZMA, limits, head=_header_alone(info, raw))

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = super().readinto(buffer)
        self._checksum = zlib.crc32(buffer[:count], self._checksum)
        self._size += count
        if self.problem:
            raise UnpackError(self.problem)
        if self._size > self._info.file_size:
            raise UnpackError("broken: it is longer than the directory of the zip says")
        if not count and self._checksum != self._info.CRC:
            raise UnpackError("broken: its checksum is wrong")
        return count


def _header_alone(info: zipfile.ZipInfo, raw: IO[bytes]) -> bytes:
    """Return the header that the LZMA stream of a zip has in a file of its own."""
    head = raw.read(4)
    properties = raw.read(_PROPERTIES)
    if len(properties) < _PROPERTIES or int.from_bytes(head[2:], "little") != _PROPERTIES:
        raise UnpackError("broken lzma: its header is damaged")
    size = -1 if info.flag_bits & _ENDS_BY_MARK else info.file_size
    return properties + size.to_bytes(8, "little", signed=True)


def _whole_members(stream: IO[bytes], most: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield names and bytes of what stands whole at the beginning of a zip without a directory.

    A member of more than `most` bytes ends the reading.
    """
    stream.seek(0)
    while len(head := stream.read(_HEADER.size)) == _HEADER.size and head.startswith(_MARK):
        _, _, flags, method, _, _, checksum, packed, _, name_size, extra_size = _HEADER.unpack(head)
        name = stream.read(name_size)
        stream.read(extra_size)
        data = None
        if flags & _ENCRYPTED:
            return
        if method == zipfile.ZIP_DEFLATED:
            data = _inflated(stream, most)
        elif method == zipfile.ZIP_STORED and not flags & _SIZES_FOLLOW and packed <= most:
            data = stream.read(packed)
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


def _inflated(stream: IO[bytes], most: int) -> bytes | None:
    """Read one deflated member and stand after it; None where it is cut, broken or too large."""
    inner = zlib.decompressobj(-zlib.MAX_WBITS)
    data = bytearray()
    with suppress(zlib.error):
        while not inner.eof and (packed := inner.unconsumed_tail or stream.read(_CHUNK)):
            data += inner.decompress(packed, _CHUNK)
            if len(data) > most:
                return None
    if not inner.eof:
        return None
    stream.seek(-len(inner.unused_data) - len(inner.unconsumed_tail), 1)
    return bytes(data)


def _is_zip(head: Head) -> bool:
    data = head.data
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not any(
        name in data[30:200] for name in _DOCUMENTS
    )


ZIP = Format("zip", _is_zip, read_zip, Packing.ZIP, frozenset([".zip"]))
