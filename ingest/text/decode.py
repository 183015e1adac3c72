"""Bytes to text: which encoding a file is in, and what had to be repaired.

The order: byte order mark; UTF-16 by its NULs; ISO 2022 and HZ by their escapes; strict UTF-8; a
label of Korean or Japanese that fits; files that mix two encodings, line by line; the declared
charset; strict GB18030; Big5; a few damaged bytes in one of these; a detector; replacement. What
stands behind that label is believed only where its text looks like Chinese, because GB18030 gives a
meaning to nearly any bytes. Text that was decoded wrongly before it was saved is put right last.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING

from .encodings import (
    BELIEVED,
    LOST,
    Decoded,
    declared_encoding,
    decode_lossless,
    decode_lossy,
    known_encoding,
    lookup,
    plausibility,
)
from .foreign import ESCAPED, decode_escaped, decode_of_language
from .mojibake import unmangled

if TYPE_CHECKING:
    from collections.abc import Iterable

DECODER_VERSION = 3
"""Goes up when a file may be decoded otherwise than before."""

# Longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_KINDS_OF_BIG5 = {"big5", "cp950", "big5hkscs"}
_SAMPLE = 64 * 1024  # bytes that the detector library is shown
_LATER_COSTS = 0.02  # how much more plausible each further guess must be than the one before it
_LEAST_WIDE = 24  # bytes that UTF-16 without a mark and without NULs must have to be believed
_HAN = re.compile("[\u4e00-\u9fff]")


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
        decoded = _decode_as(data, known_encoding(encoding))
    else:
        decoded = _decode_marked(data) or _guess(data, declared)
    # A mark inside the text is the start of a file that was appended.
    # Where U+FFFD is not in the file, the decoder put it there, and said so.
    is_told = LOST in decoded.text and LOST.encode() not in data
    text, mangled = unmangled(decoded.text.replace("\ufeff", ""), is_told=is_told)
    warnings = (*decoded.warnings, *mangled)
    nuls = text.count("\x00")
    if nuls:
        text = text.replace("\x00", "")
        warnings = (*warnings, f"NUL characters removed: {nuls}")
    return Decoded(text, decoded.encoding, warnings)


def _decode_as(data: bytes, encoding: str) -> Decoded:
    for mark, name in _MARKS:
        if data.startswith(mark) and name.removesuffix("-sig").startswith(encoding):
            data, encoding = data[len(mark) :], name.removesuffix("-sig")
            break
    return decode_lossless(data, encoding) or decode_lossy(data, encoding)


def _decode_marked(data: bytes) -> Decoded | None:
    for mark, name in _MARKS:
        if not data.startswith(mark):
            continue
        rest = data[len(mark) :]
        decoded = decode_lossless(rest, name.removesuffix("-sig"))
        if decoded is not None:
            return replace(decoded, encoding=name)
        if name == "utf-8-sig":
            decoded = _guess(rest, None)
            if decoded.encoding == "utf-8":
                return decoded
            warning = f"it begins with the mark of UTF-8, but is {decoded.encoding}"
            return replace(decoded, warnings=(warning, *decoded.warnings))
    return None


def _guess(data: bytes, declared: str | None) -> Decoded:
    label = lookup(declared or declared_encoding(data) or "") or "gb18030"
    return (
        _decode_by_nuls(data)
        or decode_escaped(data, label)
        or decode_lossless(data, "utf-8")
        or decode_of_language(data, label)
        or _decode_legacy(data, "gb18030" if label in ESCAPED else label)
    )


def _decode_legacy(data: bytes, declared: str) -> Decoded:
    """Decode what is not UTF-8; without any label, `declared` is gb18030."""
    mixed = _decode_mixed(data, declared if declared.startswith("big5") else "gb18030")
    if mixed is not None:
        return mixed
    names = list(dict.fromkeys((declared, "gb18030", "big5", "cp950", "big5hkscs")))
    if _is_single_byte(declared):
        # It gives a meaning to any bytes at all, so it is tried last.
        names.append(names.pop(0))
    guesses: list[tuple[float, Decoded]] = []
    for name in names:
        decoded = decode_lossless(data, name)
        if decoded is None:
            continue
        guesses.append((plausibility(decoded.text), decoded))
        if guesses[-1][0] >= BELIEVED:
            return _checked_label(decoded, declared)
    multibyte = (name for name in ("utf-8", *names) if not _is_single_byte(name))
    score, damaged = _most_plausible(decode_lossy(data, name) for name in multibyte)
    if score >= BELIEVED:
        return damaged
    others = filter(None, (_decode_without_nuls(data), _detect(data)))
    guesses += ((plausibility(decoded.text), decoded) for decoded in others)
    if guesses:
        # Of equals the first wins, so a short GB18030 file is not taken for something rare.
        place = max(range(len(guesses)), key=lambda at: guesses[at][0] - at * _LATER_COSTS)
        best = guesses[place][1]
        warning = f"the encoding is a guess ({best.encoding})"
        return replace(best, warnings=(*best.warnings, warning))
    return _most_plausible(decode_lossy(data, name) for name in ("utf-8", "gb18030", "big5"))[1]


def _checked_label(decoded: Decoded, declared: str) -> Decoded:
    """Add a warning where a file is not what it says."""
    encoding = decoded.encoding
    if declared in ("gb18030", encoding) or {declared, encoding} <= _KINDS_OF_BIG5:
        return decoded
    warning = f"it says {declared}, but is {encoding}"
    return replace(decoded, warnings=(*decoded.warnings, warning))


def _is_single_byte(encoding: str) -> bool:
    return len(b"\xb0\xa1\xc4\xe3".decode(encoding, "replace")) == 4  # noqa: PLR2004


def _most_plausible(texts: Iterable[Decoded]) -> tuple[float, Decoded]:
    return max(((plausibility(decoded.text), decoded) for decoded in texts), key=itemgetter(0))


def _detect(data: bytes) -> Decoded | None:
    # Loading it takes longer than reading most files.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(data[:_SAMPLE]).best()
    name = lookup(best.encoding) if best is not None else None
    return decode_lossless(data, name) if name is not None else None


def _decode_mixed(data: bytes, other: str) -> Decoded | None:
    """Decode a file of which some lines are UTF-8 and some are not, each as what it is."""
    lines = data.split(b"\n")
    # A line of GB18030 is valid UTF-8 only by accident, and is rubbish then.
    if not any(map(_is_chinese_utf8, lines)):
        return None
    counts = {"utf-8": 0, other: 0}
    texts, lost = [], 0
    for line in lines:
        text, name = _decode_line(line, other)
        texts.append(text)
        if not text.isascii():
            counts[name] += 1
            lost += text.count(LOST)
    if not counts["utf-8"]:
        return None
    warnings = []
    if counts[other]:
        of_both = f"{counts['utf-8']} lines of utf-8, {counts[other]} of {other}"
        warnings.append(f"mixed encodings: {of_both}")
    if lost:
        warnings.append(f"characters that could not be read: {lost}")
    text = "\n".join(texts)
    return Decoded(text, "utf-8", tuple(warnings)) if plausibility(text) >= BELIEVED else None


def _decode_line(line: bytes, other: str) -> tuple[str, str]:
    if line.isascii():
        return line.decode("ascii"), "utf-8"
    readings = [(line.decode(name, "replace"), name) for name in ("utf-8", other)]
    for text, name in readings:
        if LOST not in text and _is_chinese(text):
            return text, name
    if LOST not in readings[0][0]:
        return readings[0]
    return max(readings, key=lambda reading: plausibility(reading[0]))


def _is_chinese_utf8(line: bytes) -> bool:
    decoded = None if line.isascii() else decode_lossless(line, "utf-8")
    return decoded is not None and not decoded.warnings and _is_chinese(decoded.text)


def _is_chinese(text: str) -> bool:
    return plausibility(text) >= BELIEVED and _HAN.search(text) is not None


def decode_wide(data: bytes) -> Decoded | None:
    """Decode UTF-16 or UTF-32 without a mark, or return None for what is neither."""
    return _decode_by_nuls(data) or _decode_without_nuls(data)


def _decode_by_nuls(data: bytes) -> Decoded | None:
    """Recognise UTF-16 and UTF-32 without a mark by where their NULs stand."""
    nuls = data.count(0)
    if nuls == 0 or (nuls * 5 < len(data) and decode_lossless(data, "utf-8") is not None):
        return None
    # The high byte of ASCII is NUL; of the two orders, the one that most NULs speak for goes first.
    orders = ("le", "be") if data[0::2].count(0) * 2 < nuls else ("be", "le")
    widths = ("utf-32", "utf-16") if nuls * 2 >= len(data) else ("utf-16",)
    warning = "it is UTF-16 or UTF-32 without its mark"
    return _first_legible(data, [f"{w}-{order}" for w in widths for order in orders], warning)


def _decode_without_nuls(data: bytes) -> Decoded | None:
    """Decode UTF-16 that holds no NUL at all, where it is long enough to be told from chance."""
    return _first_legible(data, ("utf-16-le", "utf-16-be") if len(data) >= _LEAST_WIDE else ())


def _first_legible(data: bytes, encodings: Iterable[str], *warnings: str) -> Decoded | None:
    for name in encodings:
        decoded = decode_lossless(data, name, *warnings)
        if decoded is not None and _is_legible(decoded.text):
            return decoded
    return None


def _is_legible(text: str) -> bool:
    """Return whether it looks like Chinese and holds hardly any control characters."""
    few_controls = sum(map(text.count, map(chr, range(1, 9)))) * 50 <= len(text)
    return "\x00" not in text and plausibility(text) >= BELIEVED and few_controls
