"""Bytes to text: which encoding a file is in, and what had to be mended.

The order: byte order mark; UTF-16 by its NULs; strict UTF-8; files that mix two encodings, line by
line; the declared charset; strict GB18030; Big5; a few damaged bytes in one of these; a detector;
replacement. A step after strict UTF-8 is believed only where its text looks like Chinese, because
GB18030 gives a meaning to nearly any bytes.
"""

from __future__ import annotations

import codecs

from .encodings import Decoded, declared_encoding, known_encoding, lookup, sure, with_losses
from .legacy import decode_legacy
from .unmarked import by_nuls

DECODER_VERSION = 1
"""Goes up when a file may be decoded otherwise than before."""

# Longer marks first: that of UTF-32 begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)


def decode(data: bytes, *, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """Decode a whole file.

    Args:
        data: the bytes of the file.
        encoding: what the user says it is; nothing else is tried then, but a mark is dropped.
        declared: what somebody else says it is; without it, what the first 4 KB say in a tag.

    Raises:
        RequestError: `encoding` names no encoding of text.
    """
    if encoding is not None:
        found = _forced(data, known_encoding(encoding))
    else:
        found = _marked(data) or _guess(data, declared)
    text, warnings = found.text, list(found.warnings)
    # A mark inside the text is the start of a file that was glued on.
    text = text.replace("\ufeff", "")
    nuls = text.count("\x00")
    if nuls:
        text = text.replace("\x00", "")
        warnings.append(f"NUL characters removed: {nuls}")
    return Decoded(text, found.encoding, tuple(warnings))


def _forced(data: bytes, encoding: str) -> Decoded:
    for mark, name in MARKS:
        if data.startswith(mark) and name.removesuffix("-sig").startswith(encoding):
            data, encoding = data[len(mark) :], name.removesuffix("-sig")
            break
    return sure(data, encoding) or with_losses(data, encoding)


def _marked(data: bytes) -> Decoded | None:
    for mark, name in MARKS:
        if not data.startswith(mark):
            continue
        rest = data[len(mark) :]
        found = sure(rest, name.removesuffix("-sig"))
        if found is not None:
            return Decoded(found.text, name, found.warnings)
        if name == "utf-8-sig":
            wrong = _guess(rest, None)
            note = f"it begins with the mark of UTF-8, but is {wrong.encoding}"
            notes = () if wrong.encoding == "utf-8" else (note,)
            return Decoded(wrong.text, wrong.encoding, (*notes, *wrong.warnings))
    return None


def _guess(data: bytes, declared: str | None) -> Decoded:
    """Find the encoding of bytes without a mark."""
    return (
        by_nuls(data)
        or sure(data, "utf-8")
        or decode_legacy(data, lookup(declared or declared_encoding(data) or "") or "gb18030")
    )
