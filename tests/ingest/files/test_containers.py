"""One file on disk to what it gives."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.sources import Form, Member
from souwen.ingest.files import containers
from souwen.ingest.files.containers import Finished, member_records, read_container
from souwen.ingest.files.opening import digest_of
from souwen.ingest.files.reading import NO_MEMORY, File, Format, Reading
from souwen.ingest.files.walk import Container, walk
from souwen.ingest.report import Skipped

from .made import TEXT, read, read_bytes, reasons, zipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_a_file_on_disk(tmp_path: Path) -> None:
    """A container gives its member and its end, and its digest is that of the bytes."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    container = Container("/k", path, "a.txt")
    found, end = read_container(container)
    assert isinstance(found, Member)
    assert end == Finished("/k", whole=True)
    assert digest_of(container) == found.digest
    assert pickle.loads(pickle.dumps([container, found, end])) == [container, found, end]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"<html><h1>A</h1><p>B</p></html><html><h1>C</h1><p>D</p></html>",
    ],
)
def test_kept_text_reads_the_same_again(data: bytes) -> None:
    """What the corpus keeps of a member gives the same records without the dump."""
    (found,) = read_bytes(data)
    assert isinstance(found, Member)
    again = member_records(found.text, found.form)
    assert again == [page.records for page in found.pages]
    line = '{"id": "x", "title": "甲", "body": "乙", "published": "2025-04-26"}'
    (records,) = member_records(line, Form.JSON)
    assert (records[0].ref, records[0].published) == ("x", "2025-04-26")
    assert member_records("{", Form.JSON) == []


def test_pages_of_text(two_pages: list[Path]) -> None:
    """Each of two plain files is one page of text."""
    found = [
        outcome
        for container in walk(two_pages)
        if isinstance(container, Container)
        for outcome in read_container(container)
        if isinstance(outcome, Member)
    ]
    assert [(one.form, len(one.pages), one.warnings) for one in found] == [(Form.TEXT, 1, ())] * 2


def test_a_file_without_memory_is_skipped_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A member for which there is no memory is told, and the next is read; it is not whole."""

    def fail(file: File, _: Reading) -> Iterator[Skipped]:
        if file.name == "a.txt":
            raise MemoryError
        yield Skipped(file.key, "read")

    text = Format("text", lambda _: True, fail)
    real = containers.format_of
    monkeypatch.setattr(containers, "format_of", lambda f: real(f) if f.name == "x.zip" else text)
    found, whole = read(tmp_path, "x.zip", zipped({"a.txt": b"x", "b.txt": b"x"}))
    assert reasons(found) == [NO_MEMORY, "read"]
    assert not whole
