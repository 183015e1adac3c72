"""The entries of tars."""

from __future__ import annotations

import io
import tarfile
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.sources import Member
from souwen.ingest.files.reading import HEAD, File, Reading
from souwen.ingest.files.tars import read_tar
from souwen.ingest.report import Ignored

from .made import TEXT, keys, noise, read, reasons, tarred

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "mode"),
    [("a.tar", "w"), ("a.tgz", "w:gz"), ("a.tar.bz2", "w:bz2"), ("a.tar.xz", "w:xz"), ("a", "w")],
)
def test_tars(tmp_path: Path, name: str, mode: str) -> None:
    """Tars of every compression give their members in order."""
    data = tarred({"b/一.txt": TEXT.encode(), "a.html": b"<h1>A</h1>", "e.txt": b""}, mode)
    found, whole = read(tmp_path, name, data)
    assert (keys(found), whole) == (["/k!b/一.txt", "/k!a.html"], True)
    assert isinstance(found[2], Ignored)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_cut_tar_gives_what_was_read(tmp_path: Path, mode: str) -> None:
    """The members before the cut are taken, the container is not whole."""
    data = tarred({"a.txt": b"A", "b.txt": noise(40_000), "c.txt": noise(40_000)}, mode)
    found, whole = read(tmp_path, "a.tar", data[: len(data) * 3 // 4])
    assert not whole
    assert reasons(found)
    if mode not in {"w:bz2", "w:xz"}:
        assert keys(found) == ["/k!a.txt", "/k!b.txt"]


def test_a_tar_cut_between_members(tmp_path: Path) -> None:
    """Even a cut at a border is seen, and damage in the middle too."""
    data = tarred({"a.txt": b"A" * 512, "b.txt": b"B" * 512})
    found, whole = read(tmp_path, "a.tar", data[:1024])
    assert (keys(found), whole) == (["/k!a.txt"], False)
    found, whole = read(tmp_path, "b.tar", data[:1024] + b"x" * 512 + data[1536:])
    assert (keys(found), whole) == (["/k!a.txt"], False)


def test_a_header_that_asks_for_too_much(tmp_path: Path) -> None:
    """A tar header cannot make its reader take any amount of memory."""
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 10**9
    found, whole = read(tmp_path, "a.tar", info.tobuf() + b"\0" * 10240)
    assert (keys(found), whole) == ([], False)


def test_memory_does_not_grow_with_an_archive() -> None:
    """Members are asked for one by one: the first is there before the rest is read."""

    class Endless(io.RawIOBase):
        """A tar without an end."""

        def __init__(self) -> None:
            self.waiting = tarred({"a.txt": b"A"})[:1024]

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            while len(self.waiting) < len(buffer):
                self.waiting += tarred({"b.txt": b"B" * 500})[:1024]
            buffer[:] = self.waiting[: len(buffer)]
            self.waiting = self.waiting[len(buffer) :]
            return len(buffer)

    members = read_tar(File("/k", "a.tar", io.BufferedReader(Endless(), HEAD)), Reading())
    for _ in range(3):
        assert isinstance(next(members), File)


def test_no_key_holds_a_nul(tmp_path: Path) -> None:
    """The name of a member is stored without NUL, whatever the archive says."""
    info = tarfile.TarInfo("x")
    info.pax_headers = {"path": "nul\0.txt"}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        made.addfile(info)
    found, _ = read(tmp_path, "a.tar", out.getvalue())
    assert found
    for outcome in found:
        assert "\0" not in (outcome.key if isinstance(outcome, Member) else outcome.source)
