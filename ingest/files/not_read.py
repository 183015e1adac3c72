"""Files of which nothing is read, each with its reason: archives that are not opened, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..report import Ignored, Skipped
from .reading import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reading import File, Head, Reading

_ARCHIVES = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "rar",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_MEDIA = {
    b"\x89PNG": "PNG picture",
    b"\xff\xd8\xff": "JPEG picture",
    b"GIF8": "GIF picture",
    b"%PDF-": "PDF",
    b"\x7fELF": "program",
    b"SQLite format 3\x00": "database",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "office document",
    b"ID3": "sound",
    b"OggS": "sound",
    b"fLaC": "sound",
    b"wOFF": "font",
    b"wOF2": "font",
    b"\x00asm": "program",
    # A zip by its form, but one document by what it is.
    b"PK\x03\x04": "office document or program",
}


def _archive(head: Head) -> str:
    return next((kind for mark, kind in _ARCHIVES.items() if head.data.startswith(mark)), "")


def _read_archive(file: File, reading: Reading) -> Iterator[Skipped]:
    kind = _archive(file.head)
    yield reading.lost(file.key, f"an archive of a kind that is not read ({kind})")


def _media(head: Head) -> str:
    return next((kind for mark, kind in _MEDIA.items() if head.data.startswith(mark)), "")


def _read_media(file: File, reading: Reading) -> Iterator[Ignored]:  # noqa: ARG001 - as all readers
    yield Ignored(file.key, f"not text ({_media(file.head)})")


def not_as_promised(promised: Format, file: File, reading: Reading) -> Iterator[Skipped]:
    """Read nothing of a file that is not what its name says."""
    reason = f"broken: not a {promised.name} file, though its name says so"
    yield reading.lost(file.key, reason)


ARCHIVE = Format("archive", lambda head: bool(_archive(head)), _read_archive)
MEDIA = Format("media", lambda head: bool(_media(head)), _read_media)
