"""What a file is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.ingest.files.formats import Format, format_of

from .made import keys, read, reasons

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["a.zip", "a.gz", "a.tar", "a.tar.gz", "a.bz2", "a.xz"])
def test_what_is_no_archive(tmp_path: Path, name: str) -> None:
    """A file that is not what its name says is skipped with a reason."""
    found, whole = read(tmp_path, name, b"this is no archive " * 60)
    assert (keys(found), len(reasons(found)), whole) == ([], 1, False)


def test_archives_that_are_not_read(tmp_path: Path) -> None:
    """A kind that is not read is told, for its pages are lost."""
    found, whole = read(tmp_path, "a.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 50)
    assert (reasons(found), whole) == (["an archive of a kind that is not read (7z)"], False)


@pytest.mark.parametrize(
    ("name", "head", "format_"),
    [
        ("a.JSONL", b"x", Format.JSON),
        ("a.txt", b'{"title": 1}', Format.TEXT),
        ("-", b' \n{"title": 1}\n{', Format.JSON),
        ("-", "{医保}".encode(), Format.TEXT),
        ("-", b'{"title":\n1}', Format.TEXT),
        ("a.csv", b"a,b", Format.IGNORED),
        ("a.csv", b"PK\x03\x04", Format.ZIP),
        ("a.tar", b"x", Format.TAR),
        ("a", "医保".encode("utf-16-le"), Format.TEXT),
        ("a", bytes(range(256)), Format.BINARY),
        ("a.json", b"%PDF-1.4", Format.IGNORED),
        ("a.docx", b"PK\x03\x04" + b"x" * 26 + b"[Content_Types].xml", Format.IGNORED),
        ("a", b"", Format.IGNORED),
    ],
)
def test_the_content_decides_and_then_the_suffix(name: str, head: bytes, format_: Format) -> None:
    """What is packed or no text is known by its bytes; a suffix tells what a text holds."""
    assert format_of(name, head).format is format_
