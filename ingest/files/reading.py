"""What a reader of files is given: one file, and the read of a container that it is part of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...corpus.sources import Member
from ..report import Ignored, Skipped
from ..rows.names import USUAL, FieldNames
from ..text.decode import decode
from .leave_out import NO_PATTERNS, Patterns
from .limits import DEFAULT_LIMITS, Limits, UnpackError

if TYPE_CHECKING:
    import io

HEAD = 64 * 1024
"""How many bytes of a file are enough to tell what it is."""

BLANK = b" \t\r\n\xef\xbb\xbf"
"""What may stand before the first sign of a file: white space, and the mark of UTF-8."""

_CHUNK = 1024 * 1024
_SAMPLE = 4096  # bytes of the head that are decoded


class Packing(StrEnum):
    """How a file holds others, which decides what may be unpacked inside of what."""

    STREAM = "stream"
    TAR = "tar"
    ZIP = "zip"


ALL_PACKINGS = frozenset(Packing)


class Head:
    """The beginning of a file, by which every format is told: looked at, and decoded, once.

    Attributes:
        name: the file's own name.
        data: its first `HEAD` bytes, or all of it.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data

    @cached_property
    def suffix(self) -> str:
        """The end of the name from its last dot on, in lower case; empty without one."""
        return suffix_of(self.name)

    @cached_property
    def start(self) -> bytes:
        """The bytes without blanks and the mark of UTF-8 before them."""
        return self.data.lstrip(BLANK)

    @cached_property
    def is_wide(self) -> bool:
        """Whether it may be in an encoding of two or four bytes a sign, which no byte tells."""
        return self.data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in self.data[:64]

    @cached_property
    def text(self) -> str:
        """The first few thousand bytes as text, without blanks before it.

        Decoding takes longer than all else that is looked at, so what bytes can tell goes first.
        """
        return decode(self.data[:_SAMPLE]).text.lstrip()


def suffix_of(name: str) -> str:
    """Return the end of a file name from its last dot on, in lower case; empty without one."""
    return name[name.rfind(".") :].lower() if "." in name else ""


@dataclass(frozen=True)
class File:
    """A file that is open: one on the disk, a member of an archive, or what was compressed.

    Attributes:
        key: its source key.
        name: its own name, of which the suffix says what it is.
        stream: its bytes, not read yet.
        opens: what is unpacked here; any other packing is an archive inside an archive.
    """

    key: str
    name: str
    stream: io.BufferedReader[Any]
    opens: frozenset[Packing] = ALL_PACKINGS

    @cached_property
    def head(self) -> Head:
        """The beginning of it, which stays to be read; raises what is in `BROKEN`."""
        return Head(self.name, self.stream.peek(HEAD)[:HEAD])

    def whole(self, limits: Limits) -> bytes:
        """Return all of it; raises what is in `BROKEN`, also where it is larger than allowed."""
        pieces, size = [], 0
        while piece := self.stream.read(_CHUNK):
            pieces.append(piece)
            size += len(piece)
            limits.check_size(size)
        return b"".join(pieces)


class Reading:
    """One read of a container.

    Attributes:
        encoding: in which everything is read, or None.
        limits: what is refused as too large.
        names: what the fields of rows are called.
        exclude: what is left out of an archive.
        whole: false as soon as something could not be read.
        spent: true as soon as the members of an archive unpack to too much together, though each
            alone may look harmless.
    """

    def __init__(
        self,
        encoding: str | None = None,
        limits: Limits = DEFAULT_LIMITS,
        size: int = 0,
        names: FieldNames = USUAL,
        exclude: Patterns = NO_PATTERNS,
    ) -> None:
        self.encoding = encoding
        self.limits = limits
        self.names = names
        self.exclude = exclude
        self.whole = True
        self.spent = False
        self._size = size
        self._unpacked = 0

    def lost(self, key: str, reason: str) -> Skipped:
        """Note that the container is not whole, and return why."""
        self.whole = False
        return Skipped(key, reason)

    def count(self, unpacked: int) -> None:
        """Count bytes of a member; raise UnpackError where they are too many, from then on."""
        self._unpacked += unpacked
        self.spent = self.limits.is_bomb(self._size, self._unpacked)
        if self.spent:
            raise UnpackError(
                f"refused: with it, the archive unpacks to more than {self.limits.ratio} times its"
                " size; what follows is not read"
            )


Piece = Member | Ignored | Skipped
"""What a piece of a file turns out to be."""

NO_MEMORY = "it takes more memory than there is"
"""Why a file, or a piece of one, is skipped that no memory was left for."""


@dataclass(frozen=True, slots=True)
class Later:
    """What is left to do with a piece of a file once its bytes are read; any process may do it.

    Attributes:
        key: of what it is about.
        do: a function of a module, which gives what the piece holds; what it skips is lost.
        arguments: what it is called with.
        size: bytes of the piece, about.
    """

    key: str
    do: Callable[..., list[Piece]]
    arguments: tuple[object, ...]
    size: int

    def done(self) -> list[Piece]:
        """Do it, and return what the piece holds."""
        try:
            return self.do(*self.arguments)
        except MemoryError:
            return [Skipped(self.key, NO_MEMORY)]


Found = File | Later | Member | Ignored | Skipped
"""What a reader finds. A `File` is read before the next is asked for."""

Reader = Callable[[File, Reading], Iterator[Found]]
"""Reads a file of one format."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how it is told, and read.

    Attributes:
        name: what messages call it.
        sniff: whether a file is of it, by its head.
        read: its reader.
        packing: how it holds other files, where it does.
        suffixes: ends of names that promise it, of formats that are told by their content.
        extra: the extra of souwen that it is not read without, or an empty string.
        module: what that extra installs.
    """

    name: str
    sniff: Callable[[Head], bool]
    read: Reader
    packing: Packing | None = None
    suffixes: frozenset[str] = frozenset()
    extra: str = ""
    module: str = ""
