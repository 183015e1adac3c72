"""Encodings by their names, and decoding in one of them."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ...corpus.errors import RequestError

LOST = "\ufffd"
"""What stands for what could not be read."""

_WITHIN_TAG = re.compile(
    rb"<[^<>]{0,600}?(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{2,40})", re.IGNORECASE
)
_LABELS_OF_GB18030 = {"gb2312", "gbk", "cp936", "gb18030", "hz", "euc_cn"}
# A codec of the interpreter's own is no encoding of files.
_NO_ENCODINGS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"}
# Python's decoder lets halves of characters pass, which cannot be stored.
_MAKES_HALVES = "utf-7"
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the Python name of the encoding it was in, and what a person should know about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def known_encoding(name: str) -> str:
    """Give Python's name for an encoding; the labels gb2312 and gbk mean GB18030.

    Raises:
        RequestError: there is no such encoding, or it is none of text.
    """
    found = lookup(name)
    if found is None:
        raise RequestError(f"unknown encoding {name!r}: write for example utf-8, gb18030 or big5")
    return found


def declared_encoding(data: bytes) -> str | None:
    """Find the charset that a tag in the first 4 KB names, as it stands there."""
    found = _WITHIN_TAG.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else None


def lookup(name: str) -> str | None:
    """Give Python's name for an encoding of text, or None."""
    try:
        info = codecs.lookup(name.strip())
    except (LookupError, ValueError, UnicodeError):
        return None
    canonical = info.name.replace("_", "-")
    if canonical.replace("-", "_") in _LABELS_OF_GB18030:
        return "gb18030"
    try:
        plain = isinstance(b"ab".decode(info.name, "replace"), str)
    except (LookupError, UnicodeError, ValueError):
        return None
    return canonical if plain and canonical not in _NO_ENCODINGS else None


def strict(data: bytes, encoding: str) -> tuple[str, bool] | None:
    """Decode all of it, but for a character that is cut at the end (then the flag is true)."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        text = decoder.decode(data, False)  # noqa: FBT003 - the codec takes it by position
    except (UnicodeError, ValueError):
        return None
    try:
        text, cut = text + decoder.decode(b"", True), False  # noqa: FBT003
    except (UnicodeError, ValueError):
        cut = True
    return None if encoding == _MAKES_HALVES and _HALF.search(text) else (text, cut)


def sure(data: bytes, encoding: str, *notes: str) -> Decoded | None:
    """Decode without any loss but that of a character cut at the end; else None."""
    found = strict(data, encoding)
    if found is None:
        return None
    cut = ("a cut character at the end was dropped",) if found[1] else ()
    return Decoded(found[0], encoding, (*cut, *notes))


def with_losses(data: bytes, encoding: str) -> Decoded:
    """Decode with U+FFFD for what cannot be read, and say how often."""
    text = data.decode(encoding, "replace")
    if encoding == _MAKES_HALVES:
        text = _HALF.sub(LOST, text)
    lost = text.count(LOST)
    return Decoded(text, encoding, (f"characters that are not {encoding}: {lost}",))
