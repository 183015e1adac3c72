"""A stream of bytes as text, piece by piece: what is too large to be decoded as a whole."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from .decode import decode
from .encodings import known_encoding

if TYPE_CHECKING:
    from typing import Protocol

    class _Stream(Protocol):
        def read(self, size: int, /) -> bytes: ...


class DecodedStream:
    """Text of a stream, in the encoding that its head is in.

    Bytes that are no UTF-8 in a file that is stay in the text as lone surrogates, of which `raw`
    makes them again, so that a part of the file may turn out to be in another encoding.

    Args:
        stream: at its beginning.
        head: the first bytes of it, which it still gives.
        encoding: what the user says that it is in, or None.

    Attributes:
        encoding: what was chosen.

    Raises:
        RequestError: `encoding` names no encoding of text.
    """

    def __init__(self, stream: _Stream, head: bytes, encoding: str | None) -> None:
        self.encoding = known_encoding(encoding) if encoding else decode(head).encoding
        self._stream = stream
        self._is_utf8 = self.encoding in {"utf-8", "utf-8-sig"}
        # A mark is dropped, whether it was promised or not.
        name = "utf-8-sig" if self._is_utf8 else self.encoding
        make = codecs.getincrementaldecoder(name)
        self._decoder = make("surrogateescape" if self._is_utf8 else "replace")

    def read(self, size: int) -> str:
        """Return the text of the next so many bytes, or more if they are no whole character."""
        text = ""
        while not text and (data := self._stream.read(size)):
            text = self._decoder.decode(data)
        return text or self._decoder.decode(b"", final=True)

    def raw(self, text: str) -> bytes:
        """Return the bytes of some text: as they came where that is UTF-8, else in UTF-8."""
        return text.encode("utf-8", "surrogateescape" if self._is_utf8 else "replace")
