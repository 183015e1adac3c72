"""Compressed files as streams: nothing is written to disk, or held whole in memory."""

from __future__ import annotations

import bz2
import io
import lzma
import re
import struct
import sys
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from ..report import Ignored
from .limits import UnpackError
from .reading import HEAD, File, Format, Packing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..report import Skipped
    from .limits import Limits
    from .reading import Reading

_T = TypeVar("_T")
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
_PACKED_NAME = re.compile(
    r"(?<=.)\.(?:gz|bz2|xz|zip|zstd?|(?P<tar>tgz|tbz2?|txz|tzst))$", re.IGNORECASE
)
_MOST_MEMORY = 512 * 1024 * 1024  # what an xz stream may ask for; `xz -9` asks for 65 million


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


@dataclass(frozen=True, slots=True)
class Codec:
    """A way to compress a stream.

    Attributes:
        name: what messages call it.
        marks: with which its streams begin; none, where only one of them is ever read.
        start: makes what unpacks one stream.
        suffixes: of files that are compressed so.
    """

    name: str
    marks: tuple[bytes, ...]
    start: Callable[[], _Decompressor]
    suffixes: frozenset[str] = frozenset()


def packed_in(codec: Codec, extra: str = "", module: str = "") -> Format:
    """Return the format of a file that is compressed in one way, and what is needed to read it."""
    return Format(
        codec.name,
        lambda head: head.data.startswith(codec.marks),
        partial(_read, codec),
        Packing.STREAM,
        codec.suffixes,
        extra,
        module,
    )


def _read(codec: Codec, file: File, reading: Reading) -> Iterator[File | Skipped]:
    """Read what a compressed file holds: a tar, or one file, which has the same key."""
    # What a member of an archive holds is counted like the member itself, an archive is not.
    count = None if Packing.TAR in file.opens else reading.count
    raw = Unpacked(file.stream, codec, reading.limits, count)
    name = file.name
    while suffix := _PACKED_NAME.search(name):  # whichever it is: names may be wrong
        name = name[: suffix.start()] + (".tar" if suffix["tar"] else "")
    with io.BufferedReader(raw, HEAD) as inner:
        yield File(file.key, name, inner, file.opens & {Packing.TAR})
    if raw.problem:
        yield reading.lost(file.key, raw.problem)


class Unpacked(io.RawIOBase):
    """The bytes inside a compressed stream.

    Where the stream is broken or refused it ends, and `problem` says why.
    """

    def __init__(
        self,
        packed: Readable,
        codec: Codec,
        limits: Limits,
        count: Callable[[int], None] | None = None,
        head: bytes = b"",
    ) -> None:
        super().__init__()
        self.problem = ""
        self._packed = packed
        self._codec = codec
        self._limits = limits
        self._count = count
        self._inner: _Decompressor | None = codec.start()
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
                self._end(reason_of(error, f"broken {self._codec.name}"))
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
                    self._end(f"cut: the {self._codec.name} stream does not end")
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
        if not rest:
            self._inner = None
        elif rest.startswith(self._codec.marks):
            self._inner, self._waiting = self._codec.start(), rest
        else:
            self._end(f"other bytes follow the {self._codec.name} stream")

    def _end(self, problem: str) -> None:
        self.problem, self._inner = problem, None


def reason_of(error: BaseException, what: str = "broken") -> str:
    """Return in one line why a stream could not be read to its end."""
    line = (str(error) or type(error).__name__).splitlines()[0]
    return line if isinstance(error, UnpackError) else f"{what}: {line}"


def to_its_end(
    file: File, reading: Reading, found: Iterator[_T], empty: str, broken: str = "broken"
) -> Iterator[_T | Ignored | Skipped]:
    """Yield what is found in a file up to where it breaks, which is told; or that it is empty.

    Args:
        file: that is read.
        reading: of it.
        found: raises what is in `BROKEN` where the file breaks.
        empty: why it is ignored where nothing is found.
        broken: what it is then, for messages.
    """
    is_empty = True
    try:
        for each in found:
            is_empty = False
            yield each
    except BROKEN as error:
        yield reading.lost(file.key, reason_of(error, broken))
    else:
        if is_empty:
            yield Ignored(file.key, empty)


def _gzip() -> _Decompressor:
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)


def _lzma(container: int) -> _Decompressor:
    return lzma.LZMADecompressor(format=container, memlimit=_MOST_MEMORY)


GZIP = Codec("gzip", (b"\x1f\x8b",), _gzip, frozenset((".gz", ".tgz")))
BZIP2 = Codec("bzip2", (b"BZh",), bz2.BZ2Decompressor, frozenset((".bz2", ".tbz2")))
XZ = Codec("xz", (b"\xfd7zXZ",), partial(_lzma, lzma.FORMAT_XZ), frozenset((".xz", ".txz")))
DEFLATE = Codec("deflate", (), zlib.decompressobj)
RAW_DEFLATE = Codec("deflate", (), partial(zlib.decompressobj, wbits=-zlib.MAX_WBITS))
"""Two ways to say what was sent "deflate"."""
LZMA = Codec("lzma", (), partial(_lzma, lzma.FORMAT_ALONE))
"""Only inside a zip, and one stream."""


class _Zstd:
    """A decompressor of zstd, with errors like those of the others."""

    def __init__(self) -> None:
        if sys.version_info >= (3, 14):
            from compression import zstd  # noqa: PLC0415 - an extra, before it was part of Python
        else:
            from backports import zstd  # noqa: PLC0415
        self._inner = zstd.ZstdDecompressor()
        self._error = zstd.ZstdError

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._inner.unused_data)

    @property
    def needs_input(self) -> bool:
        return bool(self._inner.needs_input)

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        try:
            return bytes(self._inner.decompress(data, max_length))
        except self._error as error:
            raise ValueError(str(error)) from None


ZSTD = Codec(
    "zstd",
    # A frame that is passed over may come first.
    (b"\x28\xb5\x2f\xfd", *(bytes((0x50 + n, 0x2A, 0x4D, 0x18)) for n in range(16))),
    _Zstd,
    frozenset((".zst", ".zstd", ".tzst")),
)
