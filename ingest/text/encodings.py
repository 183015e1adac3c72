"""Encodings: their names, decoding in one of them, and how likely the decoded text is Chinese."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from ...corpus.errors import RequestError

LOST = "\ufffd"
"""What stands for what could not be read."""

BELIEVED = 0.7
"""The plausibility from which on a text is accepted without trying another encoding."""

_WITHIN_TAG = re.compile(
    rb"<[^<>]{0,600}?(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{2,40})", re.IGNORECASE
)
_LABELS_OF_GB18030 = {"gb2312", "gbk", "cp936", "gb18030", "euc_cn"}
# A codec of the interpreter's own is no encoding of files.
_NO_ENCODINGS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"}
# Python's decoder lets lone surrogates pass, which cannot be stored.
_YIELDS_SURROGATES = "utf-7"
_SURROGATE = re.compile("[\ud800-\udfff]")

_RARE_HAN = 0.3  # what a rare Han character counts beside a common one
# Symbols that pages in any encoding use say nothing either way.
_NEUTRAL = re.compile(
    "[\u00a0-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u20cf\u2100-\u22ff\u2460-\u24ff\u25a0-\u27bf"
    "\u3000-\u303f\u3200-\u33ff\ufe30-\ufe6f\uff00-\uffef\U0001f000-\U0001faff]"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the Python name of the encoding it was in, and what a person should know about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def known_encoding(name: str) -> str:
    """Return Python's name for an encoding; the labels gb2312 and gbk mean GB18030.

    Raises:
        RequestError: there is no such encoding, or it is none of text.
    """
    known = lookup(name)
    if known is None:
        raise RequestError(f"unknown encoding {name!r}: write for example utf-8, gb18030 or big5")
    return known


def declared_encoding(data: bytes) -> str | None:
    """Find the charset that a tag in the first 4 KB names, as it stands there."""
    declared = _WITHIN_TAG.search(data[:4096])
    return declared[1].decode("ascii", "replace") if declared else None


def lookup(name: str) -> str | None:
    """Return Python's name for an encoding of text, or None."""
    try:
        info = codecs.lookup(name.strip())
    except (LookupError, ValueError, UnicodeError):
        return None
    canonical = info.name.replace("_", "-")
    if canonical.replace("-", "_") in _LABELS_OF_GB18030:
        return "gb18030"
    try:
        is_text = isinstance(b"ab".decode(info.name, "replace"), str)
    except (LookupError, UnicodeError, ValueError):
        return None
    return canonical if is_text and canonical not in _NO_ENCODINGS else None


def decode_lossless(data: bytes, encoding: str, *warnings: str) -> Decoded | None:
    """Decode without any loss but that of a character cut at the end; else return None."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    cut: tuple[str, ...] = ()
    try:
        text = decoder.decode(data, False)  # noqa: FBT003 - the codec takes it by position
    except (UnicodeError, ValueError):
        return None
    try:
        text += decoder.decode(b"", True)  # noqa: FBT003
    except (UnicodeError, ValueError):
        cut = ("a cut character at the end was dropped",)
    if encoding == _YIELDS_SURROGATES and _SURROGATE.search(text):
        return None
    return Decoded(text, encoding, (*cut, *warnings))


def decode_lossy(data: bytes, encoding: str) -> Decoded:
    """Decode with U+FFFD for what cannot be read, and warn how often."""
    text = data.decode(encoding, "replace")
    if encoding == _YIELDS_SURROGATES:
        text = _SURROGATE.sub(LOST, text)
    return Decoded(text, encoding, (f"characters that are not {encoding}: {text.count(LOST)}",))


def plausibility(text: str) -> float:
    """Return 0 (rubbish) to 1 (Chinese of common characters, or nothing foreign at all).

    Bytes of Big5 are nearly always valid GB18030 too, and UTF-8 often is: only the characters that
    come out tell. Real text is made of common characters; wrong text of rare ones, kana, Greek and
    Cyrillic letters, box lines and private characters.
    """
    total = good = 0.0
    common = _common_han()
    for char, count in Counter(text).items():
        if char.isascii() or _NEUTRAL.match(char):
            continue
        total += count
        if char in common:
            good += count
        elif unicodedata.category(char) == "Lo" and unicodedata.name(char, "").startswith("CJK"):
            good += count * _RARE_HAN
    return good / total if total else 1.0


@cache
def _common_han() -> frozenset[str]:
    """Return the first level of GB 2312 and of Big5: by design, the common characters."""
    simplified = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    lows = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    traditional = (bytes((high, low)) for high in range(0xA4, 0xC7) for low in lows)
    return frozenset(
        "".join(pair.decode("gb2312", "ignore") for pair in simplified)
        + "".join(pair.decode("big5", "ignore") for pair in traditional)
    )
