"""Compressed files as streams."""

from __future__ import annotations

import bz2
import io
import lzma
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.sources import Member
from souwen.ingest.files import formats
from souwen.ingest.files.decompress import BZIP2, GZIP, XZ, ZSTD, Codec, Unpacked
from souwen.ingest.files.limits import DEFAULT_LIMITS

from .made import TEXT, gzipped, keys, noise, read, reasons

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    zstd = pytest.importorskip("backports.zstd")

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt.gz", gzipped(TEXT.encode())),
        ("a.txt.bz2", bz2.compress(TEXT.encode())),
        ("a.txt.xz", lzma.compress(TEXT.encode())),
        ("a.txt.zst", zstd.compress(TEXT.encode())),
        ("a.txt", b"\x50\x2a\x4d\x18\x01\0\0\0x" + zstd.compress(TEXT.encode())),
        ("a.gz", gzipped(TEXT.encode()[:9]) + gzipped(TEXT.encode()[9:]) + b"\0" * 9),
    ],
)
def test_a_compressed_file_is_one_member_with_its_key(
    tmp_path: Path, name: str, data: bytes
) -> None:
    """A file that is only compressed keeps the key of its container."""
    found, whole = read(tmp_path, name, data)
    assert (keys(found), whole) == (["/k"], True)
    assert isinstance(found[0], Member)
    assert found[0].text == TEXT


@pytest.mark.parametrize("compress", [gzipped, bz2.compress, lzma.compress, zstd.compress])
def test_a_cut_compressed_file_gives_what_was_read(tmp_path: Path, compress: object) -> None:
    """The text before the cut is taken, with the reason."""
    assert callable(compress)
    data = compress(noise(400_000))
    found, whole = read(tmp_path, "a.gz", data[: len(data) * 3 // 4])
    assert (keys(found), whole) == (["/k"], False)
    assert reasons(found)[0].startswith("cut: ")


@given(st.binary(max_size=300), st.sampled_from([GZIP, BZIP2, XZ, ZSTD]))
def test_any_bytes_are_unpacked_or_told(data: bytes, codec: Codec) -> None:
    """No bytes raise."""
    stream = Unpacked(io.BytesIO(data), codec, DEFAULT_LIMITS)
    stream.read()
    assert stream.problem or not data.strip(b"\0")


def test_a_file_that_unpacks_to_too_much(tmp_path: Path) -> None:
    """A frame of zstd, which may unpack to 30,000 times its size, stops at the ratio."""
    found, whole = read(tmp_path, "a.zst", zstd.compress(b"a" * 50_000_000))
    # What was read of it until then is too long a text, too.
    assert reasons(found)[-1] == "refused: it unpacks to more than 1000 times its size"
    assert not whole


def test_without_zstandard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is missing, the line that installs it is told."""
    if sys.version_info >= (3, 14):
        pytest.skip("it is part of Python")
    monkeypatch.setattr(formats, "find_spec", lambda _: None)
    found, whole = read(tmp_path, "a.zst", zstd.compress(TEXT.encode()))
    assert reasons(found) == ["a zstd file: to read it, pip install 'souwen[zstd]'"]
    assert not whole
