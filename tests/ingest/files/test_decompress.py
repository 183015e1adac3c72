"""Compressed files as streams."""

from __future__ import annotations

import bz2
import io
import lzma
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.sources import Member
from souwen.ingest.files.decompress import BZIP2, GZIP, XZ, Codec, Unpacked
from souwen.ingest.files.limits import DEFAULT_LIMITS

from .made import TEXT, gzipped, keys, noise, read, reasons

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt.gz", gzipped(TEXT.encode())),
        ("a.txt.bz2", bz2.compress(TEXT.encode())),
        ("a.txt.xz", lzma.compress(TEXT.encode())),
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


@pytest.mark.parametrize("compress", [gzipped, bz2.compress, lzma.compress])
def test_a_cut_compressed_file_gives_what_was_read(tmp_path: Path, compress: object) -> None:
    """The text before the cut is taken, with the reason."""
    assert callable(compress)
    data = compress(noise(400_000))
    found, whole = read(tmp_path, "a.gz", data[: len(data) * 3 // 4])
    assert (keys(found), whole) == (["/k"], False)
    assert reasons(found)[0].startswith("cut: ")


@given(st.binary(max_size=300), st.sampled_from([GZIP, BZIP2, XZ]))
def test_any_bytes_are_unpacked_or_told(data: bytes, codec: Codec) -> None:
    """No bytes raise."""
    stream = Unpacked(io.BytesIO(data), codec, DEFAULT_LIMITS)
    stream.read()
    assert stream.problem or not data.strip(b"\0")
