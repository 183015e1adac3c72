"""Encodings by name, and decoding in one of them."""

from __future__ import annotations

import pytest

from souwen.corpus.errors import RequestError
from souwen.ingest.text.encodings import (
    declared_encoding,
    decode_lossless,
    decode_lossy,
    known_encoding,
    plausibility,
)


@pytest.mark.parametrize("name", ["nonsense", "", "base64", "rot13", "idna", "a\x00b", "医"])
def test_an_unknown_encoding_is_a_request_error(name: str) -> None:
    """A name that is no encoding of text is refused in one line."""
    with pytest.raises(RequestError):
        known_encoding(name)


def test_labels() -> None:
    """The labels of Chinese pages mean GB18030; a declaration is found only in a tag."""
    assert {known_encoding(name) for name in ("gb2312", "GBK", "cp936")} == {"gb18030"}
    assert declared_encoding(b"<meta content='text/html; charset=gbk'>") == "gbk"
    assert declared_encoding(b"charset=gbk") is None


@pytest.mark.parametrize("encoding", ["big5", "utf-16-le", "latin-1", "euc-kr"])
def test_the_right_encoding_is_the_plausible_one(encoding: str) -> None:
    """Chinese read in its own encoding is plausible, in another one it is not."""
    text = "职工医保异地就医备案，报销比例为70%。"
    assert plausibility(text) == plausibility("plain, ±5 %") == 1.0
    assert plausibility(text.encode("gb18030").decode(encoding, "ignore")) < 0.75


def test_only_a_cut_end_may_be_lost() -> None:
    """Lossless decoding drops a cut last character with a warning, and refuses anything else."""
    cut = decode_lossless("医保".encode()[:-1], "utf-8")
    assert cut is not None
    assert (cut.text, len(cut.warnings)) == ("医", 1)
    assert decode_lossless("医".encode()[:-1] + b"a", "utf-8") is None
    assert decode_lossy(b"a\xffb", "utf-8").text == "a\ufffdb"
