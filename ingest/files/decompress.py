"""Compressed files as streams: nothing is written to disk, or held whole in memory."""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from .formats import HEAD, Format, format_of, packed_suffix
from .limits import UnpackError
from .reading import File

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..report import Skipped
    from .limits import Limits
    from .reading import Reading

BROKEN = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    LookupError,
    ArithmeticError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)
"""What the readers of archives raise at bytes that are not as they should be."""

_CHUNK = 64 * 1024
_MOST_MEMORY = 512 * 1024 * 1024  # what an xz stream may ask for; `xz -9` asks for 65 million
_STREAM_MARKS = {Format.GZIP: b"\x1f\x8b", Format.BZIP2: b"BZh", Format.XZ: b"\xfd7zXZ"}


class Readable(Protocol):
    """What bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Read at most so many bytes; none is the end."""


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def read_compressed(file: File, reading: Reading) -> Iterator[File | Skipped]:
    """Read what a compressed file holds: a tar, or one file, which has the same key."""
    format_ = format_of(file.name, file.head()).format
    # What a member of an archive holds is counted like the member itself, an archive is not.
    count = None if Format.TAR in file.opens else reading.count
    raw = Unpacked(file.stream, format_, reading.limits, count)
    name = PurePosixPath(file.name).stem
    while packed_suffix(name):
        name = PurePosixPath(name).stem
    with io.BufferedReader(raw, HEAD) as inner:
        yield File(file.key, name, inner, file.opens & {Format.TAR})
    if raw.problem:
        yield reading.lost(file.key, raw.problem)


class Unpacked(io.RawIOBase):
    """The bytes inside a compressed stream.

    Where the stream is broken or refused it ends, and `problem` says why.
    """

    def __init__(
        self,
        packed: Readable,
        format_: Format,
        limits: Limits,
        count: Callable[[int], None] | None = None,
        head: bytes = b"",
    ) -> None:
        super().__init__()
        self.problem = ""
        self._packed = packed
        self._format = format_
        self._limits = limits
        self._count = count
        self._inner: _Decompressor | None = _decompressor(format_)
        self._waiting = head
        self._read, self._unpacked = len(head), 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer as far as there is something."""
        filled = 0
        while filled < len(buffer) and self._inner is not None:
            try:
                piece = self._piece(self._inner, len(buffer) - filled)
                buffer[filled : filled + len(piece)] = piece
                filled += len(piece)
                self._unpacked += len(piece)
                self._limits.check_ratio(self._read, self._unpacked)
                if self._count is not None:
                    self._count(len(piece))
            except BROKEN as error:
                self._end(reason_of(error, f"broken {self._format}"))
        return filled

    def _piece(self, inner: _Decompressor, size: int) -> bytes:
        if inner.eof:
            self._next_stream(inner.unused_data)
            return b""
        if not self._waiting and getattr(inner, "needs_input", True):
            self._waiting = self._read_packed()
            if not self._waiting:
                # zlib may still hold output that did not fit before.
                rest = inner.decompress(b"", size)
                if not rest and not inner.eof:
                    self._end(f"cut: the {self._format} stream does not end")
                return rest
        data, self._waiting = self._waiting, b""
        piece = inner.decompress(data, size)
        self._waiting = getattr(inner, "unconsumed_tail", b"")
        return piece

    def _read_packed(self) -> bytes:
        data = self._packed.read(_CHUNK)
        self._read += len(data)
        return data

    def _next_stream(self, unused: bytes) -> None:
        """Go on with the next of several streams in one file; padding is no stream."""
        rest = (unused or self._read_packed()).lstrip(b"\x00")
        while not rest and (more := self._read_packed()):
            rest = more.lstrip(b"\x00")
        mark = _STREAM_MARKS.get(self._format)
        if not rest:
            self._inner = None
        elif mark is not None and rest.startswith(mark):
            self._inner, self._waiting = _decompressor(self._format), rest
        else:
            self._end(f"other bytes follow the {self._format} stream")

    def _end(self, problem: str) -> None:
        self.problem, self._inner = problem, None


def _decompressor(format_: Format) -> _Decompressor:
    if format_ is Format.GZIP:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    if format_ is Format.BZIP2:
        return bz2.BZ2Decompressor()
    container = lzma.FORMAT_XZ if format_ is Format.XZ else lzma.FORMAT_ALONE
    return lzma.LZMADecompressor(format=container, memlimit=_MOST_MEMORY)


def reason_of(error: BaseException, what: str = "broken") -> str:
    """Return in one line why a stream could not be read to its end."""
    line = (str(error) or type(error).__name__).splitlines()[0]
    return line if isinstance(error, UnpackError) else f"{what}: {line}"
