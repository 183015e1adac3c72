"""What a file is, by its first bytes: an archive, text, or nothing that holds articles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

HEAD = 64 * 1024
"""How many bytes of a file are enough to tell."""


class Format(StrEnum):
    """How a file is to be opened."""

    TEXT = "text"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    LZMA = "lzma"
    """Only inside a zip."""
    ZIP = "zip"
    TAR = "tar"
    EMPTY = "empty"
    OTHER = "other"
    UNREAD = "unread"
    """An archive of a kind that is not read: its pages are lost, which must be told."""


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A format and, for those that are not read, what it is."""

    format: Format
    what: str = ""


_ARCHIVES = (
    (b"\x1f\x8b", Format.GZIP),
    (b"BZh", Format.BZIP2),
    (b"\xfd7zXZ\x00", Format.XZ),
    (b"PK\x03\x04", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),
)
_UNREAD = (
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
_OTHER = (
    (b"\x89PNG", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"GIF8", "GIF picture"),
    (b"%PDF-", "PDF"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3\x00", "database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office document"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
    (b"wOFF", "font"),
    (b"wOF2", "font"),
    (b"\x00asm", "program"),
)
_TAR_MARK = slice(257, 262)
# A zip by its form, but one document by what it is.
_ZIPPED_DOCUMENTS = (b"[Content_Types].xml", b"mimetypeapplication/", b"META-INF/")
_NAMED = {
    ".zip": "zip",
    ".gz": "gzip",
    ".tgz": "gzip",
    ".bz2": "bzip2",
    ".tbz2": "bzip2",
    ".xz": "xz",
    ".txz": "xz",
    ".tar": "tar",
}
_CONTROLS = bytes(set(range(0x01, 0x20)) - set(b"\t\n\x0b\x0c\r\x1b")) + b"\x7f"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_FEW_CONTROLS = 4
_CONTROLS_IN_TEXT = 0.02
_NULS_IN_TEXT = 0.3


def sniff(head: bytes) -> Sniffed:  # noqa: PLR0911 - one return for each sort
    """Tell what a file is by its first `HEAD` bytes (or all of it)."""
    if not head:
        return Sniffed(Format.EMPTY)
    for mark, format_ in _ARCHIVES:
        if head.startswith(mark):
            if format_ is Format.ZIP and any(name in head[30:200] for name in _ZIPPED_DOCUMENTS):
                return Sniffed(Format.OTHER, "office document or program")
            return Sniffed(format_)
    for mark, what in _UNREAD:
        if head.startswith(mark):
            return Sniffed(Format.UNREAD, what)
    for mark, what in _OTHER:
        if head.startswith(mark):
            return Sniffed(Format.OTHER, what)
    if head[_TAR_MARK] == b"ustar":
        return Sniffed(Format.TAR)
    return Sniffed(Format.TEXT) if _is_text(head) else Sniffed(Format.OTHER, "")


def archive_suffix(name: str) -> str | None:
    """Give the kind of archive that a file name promises."""
    dot = name.rfind(".")
    return _NAMED.get(name[dot:].lower()) if dot >= 0 else None


def _is_text(head: bytes) -> bool:
    if head.startswith(_MARKS):
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    nuls = head.count(0)
    few_controls = controls <= max(_FEW_CONTROLS, _CONTROLS_IN_TEXT * len(head))
    if few_controls and nuls <= _NULS_IN_TEXT * len(head):
        return True
    # UTF-16 and UTF-32 of Chinese are full of both, so reading them is the only way to tell.
    from ..text.decode import decode_wide  # noqa: PLC0415 - only for what looks binary

    return decode_wide(head[: len(head) // 4 * 4]) is not None
