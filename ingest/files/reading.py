"""What a reader of files is given: one file, and the read of a container that it is part of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...corpus.sources import Member
from ..report import Ignored, Skipped
from .formats import HEAD, PACKED, Format
from .limits import DEFAULT_LIMITS, Limits, UnpackError

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
        whole: false as soon as something could not be read.
        spent: true as soon as the members of an archive unpack to too much together, though each
            alone may look harmless.
    """

    def __init__(
        self, encoding: str | None = None, limits: Limits = DEFAULT_LIMITS, size: int = 0
    ) -> None:
        self.encoding = encoding
        self.limits = limits
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


Reader = Callable[[File, Reading], Iterator[File | Member | Ignored | Skipped]]
"""Reads a file of one format. A `File` that it yields is read before the next is asked for."""
