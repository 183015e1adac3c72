"""Archives and compressed files as streams: nothing is written to disk, or held whole in memory.

A broken archive gives what is before the break. A member that would reach outside, a link, a
device or an encrypted one is left out with a reason.
"""

from __future__ import annotations

import io
import stat
import tarfile
import zipfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from ...corpus.errors import InputError
from ..report import Ignored, Skipped
from .decompress import BROKEN, said, trouble
from .formats import Format
from .tar_stream import TarStream
from .walk import is_litter
from .zip_salvage import salvage_zip
from .zip_stream import open_member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .limits import Limits

_ENCRYPTED = 0x1
_NAME_IS_UTF8 = 0x800
_EXTENSIONS = (b"x", b"X", b"g", b"L", b"K")
_PAX = (b"x", b"X", b"g")
_LARGEST_EXTENSION = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """A member of an archive, to be read before the next one is asked for."""

    name: str
    stream: IO[bytes]


class Archive:
    """The members of a zip or tar; after going through them, `whole` says whether that was all."""

    def __init__(self, key: str, stream: IO[bytes], format_: Format, limits: Limits) -> None:
        self.whole = True
        self._key = key
        self._stream = stream
        self._format = format_
        self._limits = limits

    def __iter__(self) -> Iterator[Entry | Ignored | Skipped]:
        members = self._zip() if self._format is Format.ZIP else self._tar()
        try:
            yield from members
        except BROKEN as error:
            yield self._broken(f"broken {self._format}: {said(error)}")

    def _broken(self, reason: str) -> Skipped:
        self.whole = False
        return Skipped(self._key, reason)

    def _refused(self, name: str, reason: str) -> Skipped:
        return Skipped(f"{self._key}!{name}", reason)

    def _lost(self, name: str, reason: str) -> Skipped:
        self.whole = False
        return self._refused(name, reason)

    def _judge(self, name: str, packed: int, size: int) -> Ignored | Skipped | None:
        """Give the reason not to read a member, if there is one."""
        parts = name.replace("\\", "/").split("/")
        if ".." in parts or name.startswith(("/", "\\")) or name[1:2] == ":":
            return self._refused(name, "refused: its name points outside the archive")
        if any(is_litter(part) for part in parts if part != "."):
            return Ignored(f"{self._key}!{name}", "hidden")
        if size > self._limits.member_bytes:
            return self._lost(name, f"refused: larger than {self._limits.member_bytes} bytes")
        if packed and self._limits.refuses(packed, size):
            ratio = self._limits.ratio
            return self._lost(name, f"refused: it unpacks to more than {ratio} times its size")
        return None

    def _zip(self) -> Iterator[Entry | Ignored | Skipped]:
        try:
            packed = zipfile.ZipFile(self._stream)
        except BROKEN as error:
            yield self._broken(f"broken zip, of which the readable part is taken: {said(error)}")
            for raw_name, data in salvage_zip(self._stream, self._limits.member_bytes):
                shown = member_name(raw_name)
                judged = self._judge(shown, 0, len(data))
                yield judged or Entry(shown, io.BytesIO(data))
            return
        with packed:
            for info in packed.infolist():
                utf8 = info.flag_bits & _NAME_IS_UTF8
                name = member_name(info.filename.encode("utf-8" if utf8 else "cp437", "replace"))
                if info.filename.endswith("/"):
                    continue
                judged = self._judge(name, info.compress_size, info.file_size)
                if judged is not None:
                    yield judged
                elif stat.S_ISLNK(info.external_attr >> 16):
                    yield self._refused(name, "refused: a link")
                elif info.flag_bits & _ENCRYPTED:
                    yield self._lost(name, "encrypted")
                else:
                    yield from self._zip_member(packed, info, name)

    def _zip_member(
        self, packed: zipfile.ZipFile, info: zipfile.ZipInfo, name: str
    ) -> Iterator[Entry | Skipped]:
        try:
            stream = open_member(packed, info, self._limits)
        except BROKEN as error:
            yield self._lost(name, trouble(error))
            return
        with stream:
            yield Entry(name, stream)

    def _tar(self) -> Iterator[Entry | Ignored | Skipped]:
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

        stream = TarStream(self._stream)
        # Only what it reads, seeks and tells is asked for.
        file = cast("IO[bytes]", stream)
        with tarfile.TarFile(fileobj=file, mode="r", tarinfo=Info) as tar:
            while (info := tar.next()) is not None:
                # tarfile keeps every member that it saw.
                tar.members.clear()  # type: ignore[attr-defined]
                name = member_name(info.name.encode("utf-8", "surrogateescape"))
                judged = self._judge(name, 0, info.size if info.isfile() else 0)
                if info.isdir():
                    continue
                if judged is not None:
                    yield judged
                elif not info.isfile():
                    sort = "a link" if info.issym() or info.islnk() else "a device"
                    yield self._refused(name, f"refused: {sort}")
                elif (member := tar.extractfile(info)) is not None:
                    yield Entry(name, member)
        if Info.end != "EOFHeaderError":
            yield self._broken("broken tar: cut, or damaged in the middle")


def read_whole(key: str, stream: IO[bytes], limits: Limits) -> bytes:
    """Read a file or member as one piece of bytes.

    Raises:
        InputError: it is larger than the limits allow, or broken.
    """
    pieces, size = [], 0
    try:
        while piece := stream.read(1024 * 1024):
            pieces.append(piece)
            size += len(piece)
            if size > limits.member_bytes:
                raise InputError(key, f"refused: larger than {limits.member_bytes} bytes")
    except BROKEN as error:
        raise InputError(key, trouble(error)) from None
    return b"".join(pieces)


def member_name(raw: bytes) -> str:
    """Decode the name of a member: UTF-8, or GB18030, which Chinese systems write unmarked."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\0", "\ufffd")
        except UnicodeDecodeError:
            pass
    return raw.decode("utf-8", "backslashreplace").replace("\0", "\ufffd")
