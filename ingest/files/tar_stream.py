"""The bytes of a tar for `tarfile`, which trusts its headers: read forwards, and vetted.

`tarfile` goes on reading at the end of a file for as long as a header says that there should be
more, and some of its versions take time and memory like the square of an extended header.
"""

from __future__ import annotations

import re
import tarfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .decompress import Readable

_CHUNK = 64 * 1024
_RECORD = re.compile(rb"([0-9]{1,20}) [^=]")
_MANY_DIGITS = re.compile(rb"[0-9]{400}")


class TarStream:
    """A stream that can only go forwards.

    Raises:
        EOFError: in seeking, beyond the end.
        tarfile.ReadError: in seeking backwards, and in reading an extended header that is damaged.
    """

    def __init__(self, stream: Readable) -> None:
        self.header_follows = False
        """Set where the bytes that are read next are an extended header."""
        self._stream = stream
        self._at = 0

    def read(self, size: int) -> bytes:
        """Read so many bytes, fewer only at the end."""
        pieces, missing = [], size
        while missing > 0 and (piece := self._stream.read(min(missing, _CHUNK))):
            pieces.append(piece)
            missing -= len(piece)
        data = b"".join(pieces)
        self._at += len(data)
        if self.header_follows:
            self.header_follows = False
            vet(data)
        return data

    def seek(self, place: int) -> None:
        """Go forwards to a place."""
        if place < self._at:
            raise tarfile.ReadError("a header that leads backwards")
        while self._at < place:
            if not self.read(min(place - self._at, _CHUNK)):
                raise EOFError("cut, or a header that asks for more than there is")

    def tell(self) -> int:
        """Give the place of the next byte."""
        return self._at


def vet(data: bytes) -> None:
    """Look whether an extended header is one: records of `LENGTH KEY=VALUE`, each with its newline.

    Raises:
        tarfile.ReadError: it is none.
    """
    at = 0
    while at < len(data) and data[at]:
        record = _RECORD.match(data, at)
        end = at + int(record[1]) if record else 0
        if record is None or end > len(data) or data[end - 1 : end] != b"\n":
            raise tarfile.ReadError("a damaged extended header")
        if data.find(b"=", record.end(), end) < 0:
            raise tarfile.ReadError("a damaged extended header")
        at = end
    if _MANY_DIGITS.search(data):
        raise tarfile.ReadError("a damaged extended header")
