"""Compressed streams, read as they come, with a limit to what they may grow to."""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING, Protocol

from .formats import Format

if TYPE_CHECKING:
    from .limits import Limits, Meter

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


_MOST_MEMORY = 512 * 1024 * 1024
"""What an xz stream may ask for to be unpacked, in bytes; `xz -9` asks for 65 million."""


class UnpackError(ValueError):
    """Why a stream was ended, in words for the report."""


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


class Unpacked(io.RawIOBase):
    """The bytes inside a compressed stream.

    Where the stream is broken or refused it ends, and `problem` says why.
    """

    def __init__(
        self, packed: Readable, format_: Format, limits: Limits, meter: Meter | None = None
    ) -> None:
        super().__init__()
        self.problem = ""
        self._packed = packed
        self._format = format_
        self._limits = limits
        self._meter = meter
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
            except UnpackError as error:
                self._end(str(error))
                break
            except BROKEN as error:
                self._end(f"broken {self._format}: {said(error)}")
                break
            buffer[filled : filled + len(piece)] = piece
            filled += len(piece)
            self._given += len(piece)
            if self._limits.refuses(self._read, self._given):
                self._end(f"refused: it unpacks to more than {self._limits.ratio} times its size")
            elif self._meter is not None and self._meter.more(len(piece)):
                self._end(self._meter.reason)
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
        elif rest.startswith(_STREAM_MARKS.get(self._format, _NONE)):
            self._inner, self._waiting = _decompressor(self._format), rest
        else:
            self._end(f"other bytes follow the {self._format} stream")

    def _end(self, problem: str) -> None:
        self.problem, self._inner = problem, None


_NONE = b"no stream of this sort follows another"
_STREAM_MARKS = {Format.GZIP: b"\x1f\x8b", Format.BZIP2: b"BZh", Format.XZ: b"\xfd7zXZ"}


def _decompressor(format_: Format) -> _Decompressor:
    if format_ is Format.GZIP:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    if format_ is Format.BZIP2:
        return bz2.BZ2Decompressor()
    sort = lzma.FORMAT_XZ if format_ is Format.XZ else lzma.FORMAT_ALONE
    return lzma.LZMADecompressor(format=sort, memlimit=_MOST_MEMORY)


def trouble(error: BaseException) -> str:
    """Say why a stream could not be read to its end."""
    return str(error) if isinstance(error, UnpackError) else f"broken: {said(error)}"


def said(error: BaseException) -> str:
    """Give the first line of what an error says."""
    return (str(error) or type(error).__name__).splitlines()[0]
