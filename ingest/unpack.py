"""Compressed streams, read as they come, with a limit to what they may grow to."""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, Protocol

from .sniff import Format

_CHUNK = 64 * 1024
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
    NotImplementedError,
    RuntimeError,
)
"""What the readers of archives raise at bytes that are not as they should be."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused as a bomb.

    Attributes:
        member_bytes: the largest file, or member of an archive, that is read as one text.
        ratio: how many times its packed size a stream may unpack to.
        free_bytes: what it may unpack to whatever the ratio.
    """

    member_bytes: int = 256 * 1024 * 1024
    ratio: int = 1000
    free_bytes: int = 10 * 1024 * 1024

    def refuses(self, packed: int, unpacked: int) -> bool:
        """Tell whether this much from so little is a bomb."""
        return unpacked > self.free_bytes and unpacked > self.ratio * max(packed, 1)


DEFAULT_LIMITS = Limits()


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class Unpacked(io.RawIOBase):
    """The bytes inside a compressed stream.

    Where the stream is broken or refused it ends, and `problem` says why.
    """

    def __init__(self, packed: IO[bytes], format_: Format, limits: Limits) -> None:
        super().__init__()
        self.problem = ""
        self._packed = packed
        self._format = format_
        self._limits = limits
        self._inner: _Decompressor | None = _decompressor(format_)
        self._waiting = b""
        self._read = self._given = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer as far as there is something."""
        filled = 0
        while filled < len(buffer) and self._inner is not None:
            try:
                piece = self._piece(len(buffer) - filled)
            except BROKEN as error:
                self._end(f"broken {self._format}: {said(error)}")
                break
            buffer[filled : filled + len(piece)] = piece
            filled += len(piece)
            self._given += len(piece)
            if self._limits.refuses(self._read, self._given):
                self._end(f"refused: it unpacks to more than {self._limits.ratio} times its size")
        return filled

    def _piece(self, size: int) -> bytes:
        inner = self._inner
        if inner is None:
            return b""
        if inner.eof:
            self._next_stream(inner.unused_data)
            return b""
        if not self._waiting and getattr(inner, "needs_input", True):
            self._waiting = self._take()
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

    def _take(self) -> bytes:
        data = self._packed.read(_CHUNK)
        self._read += len(data)
        return data

    def _next_stream(self, unused: bytes) -> None:
        """Go on with the next of several streams in one file; padding is no stream."""
        rest = (unused or self._take()).lstrip(b"\x00")
        while not rest and (more := self._take()):
            rest = more.lstrip(b"\x00")
        if not rest:
            self._inner = None
        elif rest.startswith(_STREAM_MARKS[self._format]):
            self._inner, self._waiting = _decompressor(self._format), rest
        else:
            self._end(f"other bytes follow the {self._format} stream")

    def _end(self, problem: str) -> None:
        self.problem, self._inner = problem, None


_STREAM_MARKS = {Format.GZIP: b"\x1f\x8b", Format.BZIP2: b"BZh", Format.XZ: b"\xfd7zXZ"}


def _decompressor(format_: Format) -> _Decompressor:
    if format_ is Format.GZIP:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    if format_ is Format.BZIP2:
        return bz2.BZ2Decompressor()
    return lzma.LZMADecompressor(format=lzma.FORMAT_XZ)


def said(error: BaseException) -> str:
    """Give the first line of what an error says."""
    return (str(error) or type(error).__name__).splitlines()[0]
