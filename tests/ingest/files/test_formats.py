"""What a file is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from souwen.ingest.files import containers, reading
from souwen.ingest.files.formats import FORMATS, format_of
from souwen.ingest.report import Skipped
from souwen.ingest.text.decode import decode

from .made import file_of, keys, read, read_bytes, reasons

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
        ("a.JSONL", b"x", "JSON"),
        ("a.txt", b'{"title": 1}', "text"),
        ("-", b' \n{"title": 1}\n{', "JSON"),
        ("-", "{医保}".encode(), "text"),
        ("-", b'{"title":\n1}', "text"),
        ("a.csv", b"a,b", "table"),
        ("a.csv", b"PK\x03\x04", "zip"),
        ("a.tar", b"x", "tar"),
        ("a", "医保".encode("utf-16-le"), "text"),
        ("a", bytes(range(256)), "binary"),
        ("a.json", b"%PDF-1.4", "media"),
        ("a.docx", b"PK\x03\x04" + b"x" * 26 + b"[Content_Types].xml", "media"),
    ],
)
def test_the_content_decides_and_then_the_suffix(name: str, head: bytes, format_: str) -> None:
    """What is packed or no text is known by its bytes; a suffix tells what a text holds."""
    assert format_of(file_of(head, name)).name == format_


def test_a_head_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many formats there are, a file is read, and its beginning decoded, once for them."""
    decoded = []
    monkeypatch.setattr(reading, "decode", lambda data: decoded.append(data) or decode(data))
    file = file_of("医保须知".encode())
    assert format_of(file) is FORMATS[-1]
    assert file.head is file.head
    assert file.head.text == "医保须知"
    assert file.head.text == "医保须知"
    assert len(decoded) == 1


def test_what_an_extra_reads_is_skipped_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a package is missing, the file is told with the line that installs it."""
    needy = replace(FORMATS[-1], name="needy", extra="needed", module="no.such.module")
    monkeypatch.setattr(containers, "format_of", lambda _: needy)
    (found,) = read_bytes(b"a")
    assert found == Skipped("/k", "a needy file: to read it, pip install 'souwen[needed]'")
