"""The entries of zips."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from .made import TEXT, keys, noise, read, reasons, zipped

if TYPE_CHECKING:
    from pathlib import Path


def test_zips(tmp_path: Path) -> None:
    """A zip gives its members in order; names of Chinese systems are read."""
    found, whole = read(tmp_path, "a.zip", zipped({"甲/乙.txt": TEXT.encode(), "c.txt": b"C"}))
    assert (keys(found), whole) == (["/k!甲/乙.txt", "/k!c.txt"], True)
    gbk = "备案.txt".encode("gbk")
    odd = zipped({"x" * len(gbk): b"C"}).replace(b"x" * len(gbk), gbk)
    assert keys(read(tmp_path, "b.zip", odd)[0]) == ["/k!备案.txt"]


def test_an_encrypted_member_is_skipped(tmp_path: Path) -> None:
    """A member that needs a password is told, the rest is taken."""
    data = bytearray(zipped({"a.txt": b"A", "b.txt": b"B"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    found, whole = read(tmp_path, "a.zip", bytes(data))
    assert (keys(found), reasons(found), whole) == (["/k!b.txt"], ["encrypted"], False)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_cut_zip_gives_what_was_read(tmp_path: Path, method: int) -> None:
    """Members that stand whole before the cut are taken."""
    data = zipped({"a.txt": noise(50), "b/c.txt": noise(60), "d.txt": noise(5000)}, method)
    found, whole = read(tmp_path, "a.zip", data[:-2000])
    assert (keys(found), whole) == (["/k!a.txt", "/k!b/c.txt"], False)


def test_a_damaged_member_of_a_zip(tmp_path: Path) -> None:
    """A member whose checksum does not fit is skipped, the next one is read."""
    data = zipped({"a.txt": noise(50), "b.txt": b"B"}, zipfile.ZIP_STORED)
    found, whole = read(tmp_path, "a.zip", data.replace(b"7919", b"7918", 1))
    assert (keys(found), whole) == (["/k!b.txt"], False)
