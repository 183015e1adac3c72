"""How large what is read may be, and how much a packed file may unpack to: the limits of a bomb."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import IO, Self

from ...corpus.errors import RequestError
from .decompress import UnpackError


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused as a bomb.

    Attributes:
        member_bytes: the largest file, or member of an archive, that is read as one text.
        ratio: how many times its packed size a stream may unpack to, and all members of an archive
            together.
        free_bytes: what it may unpack to whatever the ratio.

    Raises:
        RequestError: one of them is less than 1.
    """

    member_bytes: int = 256 * 1024 * 1024
    ratio: int = 1000
    free_bytes: int = 10 * 1024 * 1024

    def __post_init__(self) -> None:
        """Check the numbers, before anything is made."""
        for what, number in (("size", self.member_bytes), ("ratio", self.ratio)):
            if number < 1:
                raise RequestError(f"the largest {what} must be 1 or more, not {number}")

    @classmethod
    def given(cls, max_size: int | None, max_ratio: int | None) -> Self:
        """Take what a person asks for, and the usual for the rest.

        Raises:
            RequestError: one of them is less than 1.
        """
        usual = DEFAULT_LIMITS
        return cls(
            usual.member_bytes if max_size is None else max_size,
            usual.ratio if max_ratio is None else max_ratio,
        )

    def refuses(self, packed: int, unpacked: int) -> bool:
        """Tell whether this much from so little is a bomb."""
        return unpacked > self.free_bytes and unpacked > self.ratio * max(packed, 1)


DEFAULT_LIMITS = Limits()


class Meter:
    """Counts what all members of one archive unpack to, for each alone may look harmless."""

    def __init__(self, packed: int, limits: Limits) -> None:
        self.spent = False
        self.reason = (
            f"refused: with it, the archive unpacks to more than {limits.ratio} times its size;"
            " what follows is not read"
        )
        self._packed = packed
        self._unpacked = 0
        self._limits = limits

    def more(self, size: int) -> bool:
        """Count so many bytes; tell whether it is too much now."""
        self._unpacked += size
        self.spent = self.spent or self._limits.refuses(self._packed, self._unpacked)
        return self.spent


class Metered(io.RawIOBase):
    """A member of an archive that counts on the archive's meter.

    Raises:
        UnpackError: in reading, where the meter is spent.
    """

    def __init__(self, stream: IO[bytes], meter: Meter) -> None:
        super().__init__()
        self._stream = stream
        self._meter = meter

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer as far as there is something."""
        piece = self._stream.read(len(buffer))
        if self._meter.more(len(piece)):
            raise UnpackError(self._meter.reason)
        buffer[: len(piece)] = piece
        return len(piece)
