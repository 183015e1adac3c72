"""A stream of bytes as text, piece by piece."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.text.decode_stream import DecodedStream

TEXT = "医保须知：先登录再提交，𠀀。\n" * 40


def read(data: bytes, size: int, encoding: str | None = None) -> str:
    """Read all of a stream, some bytes at a time."""
    stream = DecodedStream(io.BytesIO(data), data[:400], encoding)
    return "".join(iter(lambda: stream.read(size), ""))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_pieces_are_the_text(encoding: str, size: int) -> None:
    """Characters are never cut, whatever the pieces are; a mark is no part of the text."""
    assert read(TEXT.encode(encoding), size).lstrip("\ufeff") == TEXT


def test_the_encoding_may_be_told() -> None:
    """What the user says goes before what the bytes look like."""
    assert read("醫保".encode("big5"), 1, "big5") == "醫保"


@given(st.binary(), st.integers(1, 9))
def test_bytes_of_utf8_come_back(noise: bytes, size: int) -> None:
    """What is no UTF-8 in a file that is stays what it was."""
    data = "医保".encode() * 9 + noise
    stream = DecodedStream(io.BytesIO(data), data[:54], None)
    text = "".join(iter(lambda: stream.read(size), ""))
    assert stream.encoding == "utf-8"
    assert stream.raw(text) == data
