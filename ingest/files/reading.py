"""What a reader of files is given: one file, and the read of a container that it is part of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...corpus.sources import Member
from ..report import Ignored, Skipped
from .formats import HEAD, PACKED, Format
from .limits import DEFAULT_LIMITS, Limits, Meter

if TYPE_CHECKING:
    import io


@dataclass(frozen=True, slots=True)
class File:
    """A file that is open: one on the disk, a member of an archive, or what was compressed.

    Attributes:
        key: its source key.
        name: its own name, of which the suffix says what it is.
        stream: its bytes, not read yet.
        opens: the formats that are unpacked here; any other is an archive inside an archive.
    """

    key: str
    name: str
    stream: io.BufferedReader[Any]
    opens: frozenset[Format] = PACKED

    def head(self) -> bytes:
        """Return the first 64 KB, which stay to be read; raises what is in `BROKEN`."""
        return self.stream.peek(HEAD)[:HEAD]


class Reading:
    """One read of a container.

    Attributes:
        encoding: in which everything is read, or None.
        limits: what is refused as too large.
        meter: of what the archive unpacks to, all its members together.
        whole: false as soon as something could not be read.
    """

    def __init__(
        self, encoding: str | None = None, limits: Limits = DEFAULT_LIMITS, size: int = 0
    ) -> None:
        self.encoding = encoding
        self.limits = limits
        self.meter = Meter(size, limits)
        self.whole = True

    def lost(self, key: str, reason: str) -> Skipped:
        """Note that the container is not whole, and return why."""
        self.whole = False
        return Skipped(key, reason)


Reader = Callable[[File, Reading], Iterator[File | Member | Ignored | Skipped]]
"""Reads a file of one format. A `File` that it yields is read before the next is asked for."""
