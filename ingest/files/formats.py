"""What a file is, by its first bytes and its name: packed, text, rows, or nothing with articles."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import NamedTuple

from ..text.decode import decode, decode_wide
from .walk import STDIN

HEAD = 64 * 1024
"""How many bytes of a file are enough to tell."""


class Format(StrEnum):
    """How a file is to be read."""

    TEXT = "text"
    JSON = "json"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    LZMA = "lzma"
    """Only inside a zip."""
    ZIP = "zip"
    TAR = "tar"
    BINARY = "binary"
    """Not text, unless the user names an encoding."""
    IGNORED = "ignored"
    """Holds no articles, for the reason given."""
    SKIPPED = "skipped"
    """Cannot be read, for the reason given: its pages are lost, which must be reported."""


class Sniffed(NamedTuple):
    """A format and, where nothing is read of it, the reason."""

    format: Format
    reason: str = ""


COMPRESSED = frozenset((Format.GZIP, Format.BZIP2, Format.XZ))
PACKED = COMPRESSED | {Format.ZIP, Format.TAR}


def _lost(archive: str) -> Sniffed:
    return Sniffed(Format.SKIPPED, f"an archive of a kind that is not read ({archive})")


def _no_text(kind: str) -> Sniffed:
    return Sniffed(Format.IGNORED, f"not text ({kind})")


_MARKS = (
    (b"\x1f\x8b", Sniffed(Format.GZIP)),
    (b"BZh", Sniffed(Format.BZIP2)),
    (b"\xfd7zXZ\x00", Sniffed(Format.XZ)),
    (b"PK\x03\x04", Sniffed(Format.ZIP)),
    (b"PK\x05\x06", Sniffed(Format.ZIP)),
    (b"7z\xbc\xaf\x27\x1c", _lost("7z")),
    (b"Rar!\x1a\x07", _lost("rar")),
    (b"\x28\xb5\x2f\xfd", _lost("zstd")),
    (b"\x89PNG", _no_text("PNG picture")),
    (b"\xff\xd8\xff", _no_text("JPEG picture")),
    (b"GIF8", _no_text("GIF picture")),
    (b"%PDF-", _no_text("PDF")),
    (b"\x7fELF", _no_text("program")),
    (b"SQLite format 3\x00", _no_text("database")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _no_text("office document")),
    (b"ID3", _no_text("sound")),
    (b"OggS", _no_text("sound")),
    (b"fLaC", _no_text("sound")),
    (b"wOFF", _no_text("font")),
    (b"wOF2", _no_text("font")),
    (b"\x00asm", _no_text("program")),
)
_TAR_MARK = slice(257, 262)
# A zip by its form, but one document by what it is.
_ZIPPED_DOCUMENTS = (b"[Content_Types].xml", b"mimetypeapplication/", b"META-INF/")
_PACKED_SUFFIXES = {
    ".zip": Format.ZIP,
    ".tar": Format.TAR,
    **dict.fromkeys((".gz", ".tgz"), Format.GZIP),
    **dict.fromkeys((".bz2", ".tbz2"), Format.BZIP2),
    **dict.fromkeys((".xz", ".txz"), Format.XZ),
}
_TEXT_SUFFIXES = {
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), Sniffed(Format.JSON)),
    **dict.fromkeys((".csv", ".tsv"), Sniffed(Format.IGNORED, "a table, not a page")),
}
_BLANK = b" \t\r\n\xef\xbb\xbf"
_CONTROLS = bytes(set(range(0x01, 0x20)) - set(b"\t\n\x0b\x0c\r\x1b")) + b"\x7f"
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_FEW_CONTROLS = 4
_CONTROLS_IN_TEXT = 0.02
_NULS_IN_TEXT = 0.3


def format_of(name: str, head: bytes) -> Sniffed:
    """Return what a file is, by its name and its first `HEAD` bytes (or all of it)."""
    if not head:
        return Sniffed(Format.IGNORED, "empty")
    sniffed = _by_content(head)
    promised = packed_suffix(name)
    if promised is not None and sniffed.format not in PACKED:
        if promised is Format.TAR and sniffed.format is not Format.SKIPPED:
            return Sniffed(Format.TAR)
        reason = f"broken: not a {promised} file, though its name says so"
        return Sniffed(Format.SKIPPED, reason)
    if sniffed.format is not Format.TEXT:
        return sniffed
    if name == STDIN and begins_with_object(head):
        return Sniffed(Format.JSON)
    return _TEXT_SUFFIXES.get(_suffix(name), sniffed)


def packed_suffix(name: str) -> Format | None:
    """Return the packed format that a file name promises."""
    return _PACKED_SUFFIXES.get(_suffix(name))


def begins_with_object(head: bytes) -> bool:
    """Return whether the first line of a file is a JSON object of its own."""
    first, end, _ = head.lstrip(_BLANK).partition(b"\n")
    # A line that goes on beyond the head was not broken by hand: it is one of many.
    is_long = not end and len(head) >= HEAD
    return first.startswith(b"{") and (is_long or is_json_object(decode(first).text))


def is_json_object(text: str) -> bool:
    """Return whether a text is one JSON object."""
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _suffix(name: str) -> str:
    return name[name.rfind(".") :].lower() if "." in name else ""


def _by_content(head: bytes) -> Sniffed:
    for mark, sniffed in _MARKS:
        if head.startswith(mark):
            if sniffed.format is Format.ZIP and any(n in head[30:200] for n in _ZIPPED_DOCUMENTS):
                return _no_text("office document or program")
            return sniffed
    if head[_TAR_MARK] == b"ustar":
        return Sniffed(Format.TAR)
    return Sniffed(Format.TEXT) if _is_text(head) else Sniffed(Format.BINARY, "not text")


def _is_text(head: bytes) -> bool:
    if head.startswith(_TEXT_MARKS):
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    few_controls = controls <= max(_FEW_CONTROLS, _CONTROLS_IN_TEXT * len(head))
    if few_controls and head.count(0) <= _NULS_IN_TEXT * len(head):
        return True
    # UTF-16 and UTF-32 of Chinese are full of both, so reading them is the only way to tell.
    return decode_wide(head[: len(head) // 4 * 4]) is not None
