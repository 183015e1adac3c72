"""How large what is read may be, and how much a packed file may unpack to: the limits of a bomb."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from ...corpus.errors import RequestError

if TYPE_CHECKING:
    from ...corpus.documents import Record

LONGEST_ROW = 32 * 1024 * 1024
"""Bytes of the longest row that is read, whatever the size of a file may be."""

LONGEST_TEXT = 2_500_000
"""Characters of the longest text of a document, as it is indexed: each takes some 200 bytes."""

LONGEST_PAGE = 48 * 1024 * 1024
"""Bytes of the longest file of text or HTML: its lines and tags take many times its bytes."""

MOST_LINES = 400_000
"""Lines of such a file: each takes some 1,500 bytes while they are told apart."""

_LONGEST_LIGATURE = 18  # characters that U+FDFA stands for
_SLICE = 100_000  # characters that are expanded at once


class UnpackError(ValueError):
    """Why a file is not read to its end, in words for the report."""


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
        """Return the limits that a person asks for, the usual where that is None.

        Raises:
            RequestError: one of them is less than 1.
        """
        usual = DEFAULT_LIMITS
        return cls(
            usual.member_bytes if max_size is None else max_size,
            usual.ratio if max_ratio is None else max_ratio,
        )

    @property
    def row_bytes(self) -> int:
        """The longest row that is read: its values take many times its bytes."""
        return min(self.member_bytes, LONGEST_ROW)

    @property
    def of_page(self) -> Limits:
        """The same limits, for a file that is read as one text."""
        return replace(self, member_bytes=min(self.member_bytes, LONGEST_PAGE))

    def check_size(self, size: int) -> None:
        """Raise UnpackError where a file is too large to be read as one text."""
        if size > self.member_bytes:
            raise UnpackError(f"refused: larger than {self.member_bytes} bytes")

    def check_ratio(self, packed: int, unpacked: int) -> None:
        """Raise UnpackError where this many bytes from so few are a bomb."""
        if self.is_bomb(packed, unpacked):
            raise UnpackError(f"refused: it unpacks to more than {self.ratio} times its size")

    def is_bomb(self, packed: int, unpacked: int) -> bool:
        """Return whether this many bytes from so few are too many."""
        return unpacked > self.free_bytes and unpacked > self.ratio * max(packed, 1)


DEFAULT_LIMITS = Limits()


def is_too_long(record: Record) -> bool:
    """Return whether a text is too long for the index, which counts what a ligature stands for."""
    length = len(record.title) + len(record.body)
    if not LONGEST_TEXT // _LONGEST_LIGATURE < length <= LONGEST_TEXT:
        return length > LONGEST_TEXT
    expanded = 0
    for text in (record.title, record.body):
        for at in range(0, len(text), _SLICE):
            expanded += len(unicodedata.normalize("NFKC", text[at : at + _SLICE]))
    return expanded > LONGEST_TEXT


def too_long() -> str:
    """Return why such a text is refused."""
    return f"refused: a text of more than {LONGEST_TEXT} characters"
