"""The entries of a tar, read forwards only, and vetted: `tarfile` trusts what the headers say.

It goes on reading at the end of a file for as long as a header says that there should be more, and
some of its versions take time and memory like the square of an extended header.
"""

from __future__ import annotations

import re
import tarfile
from functools import partial
from typing import IO, TYPE_CHECKING, cast

from .archives import Entry, member_name, read_members
from .leave_out import SavedPages
from .reading import Format, Packing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..report import Ignored, Skipped
    from .decompress import Readable
    from .reading import File, Head, Reading

_EXTENSIONS = (b"x", b"X", b"g", b"L", b"K")
_PAX = (b"x", b"X", b"g")
_LARGEST_EXTENSION = 1024 * 1024
_CHUNK = 64 * 1024
_RECORD = re.compile(rb"([0-9]{1,20}) [^=]")
_MARK = slice(257, 262)
_MANY_DIGITS = re.compile(rb"[0-9]{400}")


def read_tar(file: File, reading: Reading) -> Iterator[File | Ignored | Skipped]:
    """Read the members of a tar."""
    return read_members(file, reading, TAR.name, _entries(file, reading), SavedPages())


def _entries(file: File, reading: Reading) -> Iterator[Entry | Skipped]:
    class Info(tarfile.TarInfo):
        """Remembers how the headers ended: tarfile takes a broken one for the end."""

        end = ""

        @classmethod
        def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Info:
            try:
                info = super().frombuf(buf, encoding, errors)
            except tarfile.HeaderError as error:
                Info.end = type(error).__name__
                raise
            if info.type in _EXTENSIONS and info.size > _LARGEST_EXTENSION:
                # tarfile would read all of it into memory.
                raise tarfile.ReadError("a header that asks for too much")
            stream.header_follows = info.type in _PAX
            return info

    stream = _Forwards(file.stream)
    # Only what it reads, seeks and tells is asked for.
    with tarfile.TarFile(fileobj=cast("IO[bytes]", stream), mode="r", tarinfo=Info) as tar:
        while (info := tar.next()) is not None:
            # tarfile keeps every member that it saw.
            tar.members.clear()  # type: ignore[attr-defined]
            if info.isdir():
                continue
            name = member_name(info.name.encode("utf-8", "surrogateescape"))
            is_link = info.issym() or info.islnk()
            kind = "" if info.isfile() else "a link" if is_link else "a device"
            yield Entry(name, info.size, partial(_open, tar, info), kind=kind)
    if Info.end != "EOFHeaderError":
        yield reading.lost(file.key, "broken tar: cut, or damaged in the middle")


def _open(tar: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    return cast("IO[bytes]", tar.extractfile(info))


class _Forwards:
    """A stream that can only go forwards.

    Raises:
        EOFError: in seeking, beyond the end.
        tarfile.ReadError: in seeking backwards, and in reading an extended header that is damaged.
    """

    def __init__(self, stream: Readable) -> None:
        self.header_follows = False
        """Set where the bytes that are read next are an extended header."""
        self._stream = stream
        self._at = 0

    def read(self, size: int) -> bytes:
        """Read so many bytes, fewer only at the end."""
        pieces, missing = [], size
        while missing > 0 and (piece := self._stream.read(min(missing, _CHUNK))):
            pieces.append(piece)
            missing -= len(piece)
        data = b"".join(pieces)
        self._at += len(data)
        if self.header_follows:
            self.header_follows = False
            _vet(data)
        return data

    def seek(self, place: int) -> None:
        if place < self._at:
            raise tarfile.ReadError("a header that leads backwards")
        while self._at < place:
            if not self.read(min(place - self._at, _CHUNK)):
                raise EOFError("cut, or a header that asks for more than there is")

    def tell(self) -> int:
        return self._at


def _vet(data: bytes) -> None:
    """Raise ReadError unless these are records of `LENGTH KEY=VALUE`, each with its newline."""
    at = 0
    while at < len(data) and data[at]:
        record = _RECORD.match(data, at)
        end = at + int(record[1]) if record else 0
        is_whole = record is not None and end <= len(data) and data[end - 1 : end] == b"\n"
        if record is None or not is_whole or data.find(b"=", record.end(), end) < 0:
            raise tarfile.ReadError("a damaged extended header")
        at = end
    if _MANY_DIGITS.search(data):
        raise tarfile.ReadError("a damaged extended header")


def _is_tar(head: Head) -> bool:
    return head.data[_MARK] == b"ustar" or head.suffix == ".tar"


TAR = Format("tar", _is_tar, read_tar, Packing.TAR)
