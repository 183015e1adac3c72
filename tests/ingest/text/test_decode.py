"""Bytes to text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import souwen
from souwen.ingest.text.decode import decode

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "异地就医备案\n参保人先备案，再持社保卡直接结算，报销比例为70%。\n"
TRADITIONAL = "職工醫保異地就醫\n醫療保險可以報銷，請先辦理登記手續。\n"


def test_c31_a_gb2312_label_means_gb18030() -> None:
    """A character outside GB 2312 does not spoil a page that says gb2312."""
    page = (
        '<html><head><meta charset="gb2312"><title>门诊备案</title></head>'
        "<body><p>医师“堃”“喆”接诊，炔诺酮片。</p></body></html>"
    )
    found = decode(page.encode("gbk"))
    assert (found.text, found.encoding, found.warnings) == (page, "gb18030", ())


def test_c33_a_wrong_label_never_beats_utf8() -> None:
    """Valid UTF-8 is read as such, whatever a tag says."""
    page = '<meta charset="gb2312"><p>异地就医备案</p>'
    assert decode(page.encode()).text == page


def test_c34_a_short_unlabelled_gbk_file_is_gb18030() -> None:
    """Two characters of GBK are no Big5."""
    assert decode("医保".encode("gbk")).text == "医保"
    assert decode("医保".encode("gbk")).encoding == "gb18030"


@pytest.mark.parametrize("page", ["<meta charset=big5><p>職工醫保異地就醫</p>", TRADITIONAL])
def test_c35_big5_is_told_from_gb18030(page: str) -> None:
    """Big5 is read exactly, with a label and without."""
    found = decode(page.encode("big5"))
    assert (found.text, found.encoding) == (page, "big5")


def test_traditional_text_in_gb18030_is_no_big5() -> None:
    """Traditional characters alone do not make a file Big5."""
    assert decode(TRADITIONAL.encode("gb18030")).text == TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_c36_a_mark_never_stays_in_the_text(encoding: str) -> None:
    """The title is six characters long whatever mark the file begins with."""
    found = decode("异地就医备案\n正文".encode(encoding))
    assert found.text.split("\n")[0] == "异地就医备案"
    assert found.warnings == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_utf16_and_utf32_without_a_mark(encoding: str) -> None:
    """Where the NULs stand tells UTF-16 and UTF-32 without a mark."""
    for text in (PAGE, "plain ASCII\n", "一一二三\n"):
        assert decode(text.encode(encoding)).text == text


def test_utf16_without_any_nul() -> None:
    """Han characters alone hold no NUL, and are told by what comes out."""
    text = "异地就医备案正文内容都在这里了"
    found = decode(text.encode("utf-16-le"))
    assert found.text == text
    assert found.warnings


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_c37_a_cut_last_character_spoils_nothing(encoding: str) -> None:
    """A file cut in its last character keeps its encoding, and says so."""
    found = decode((PAGE + "备案").encode(encoding)[:-1])
    assert found.text.startswith("异地就医备案\n参保人先备案")
    assert found.text.count("\ufffd") <= 1
    assert found.warnings
    short = decode("异地就医备案".encode()[:-1])
    assert short.text == "异地就医备"
    assert short.warnings == ("a cut character at the end was dropped",)


def test_c38_mixed_encodings_are_read_line_by_line() -> None:
    """Each line of a mixed dump is read as what it is, with a warning."""
    found = decode("医保报销\n".encode() + "异地备案\n".encode("gbk"))
    assert found.text == "医保报销\n异地备案\n"
    assert any("mixed" in warning for warning in found.warnings)


def test_a_gbk_line_that_is_valid_utf8_by_accident() -> None:
    """One character of GBK that is two valid bytes of UTF-8 is read with its neighbours."""
    assert decode("道\n路\n医保报销\n".encode("gbk")).text == "道\n路\n医保报销\n"


def test_mixed_within_one_line_is_never_silent() -> None:
    """Where nothing fits, the choice is called a guess."""
    assert decode("医保报销".encode() + "异地备案".encode("gbk")).warnings


def test_c39_nuls_are_removed() -> None:
    """A NUL within a word does not split it."""
    found = decode("血\x00糖监测".encode())
    assert found.text == "血糖监测"
    assert found.warnings == ("NUL characters removed: 1",)


def test_damage_in_the_middle() -> None:
    """A few bad bytes leave the rest readable, in both encodings."""
    for encoding in ("utf-8", "gb18030"):
        data = (PAGE * 20).encode(encoding)
        found = decode(data[:100] + b"\xff" + data[100:])
        assert found.encoding == encoding
        assert 0 < found.text.count("\ufffd") <= 3
        assert found.warnings


def test_a_mark_of_utf8_before_gbk() -> None:
    """A wrong mark is dropped and told."""
    found = decode(b"\xef\xbb\xbf" + PAGE.encode("gbk"))
    assert found.text == PAGE
    assert found.warnings


def test_joined_files_with_marks() -> None:
    """The mark of a file that was appended does not stay inside the text."""
    assert decode(PAGE.encode("utf-8-sig") * 2).text == PAGE * 2


@pytest.mark.parametrize("label", ["iso-8859-1", "utf-8", "big5", "nonsense", "shift_jis"])
def test_a_wrong_label_on_gbk(label: str) -> None:
    """A label that does not fit does not spoil GBK."""
    page = f"<meta charset={label}><p>{PAGE}</p>"
    assert decode(page.encode("gbk")).text == page


def test_a_forced_encoding() -> None:
    """What the user says is done, with its mark dropped and its losses told."""
    assert decode(PAGE.encode("gbk"), encoding="GBK").text == PAGE
    assert decode(PAGE.encode("utf-8-sig"), encoding="utf8").text == PAGE
    assert decode(PAGE.encode("utf-16"), encoding="utf-16").text == PAGE
    assert decode(PAGE.encode("gbk"), encoding="utf-8").warnings


def test_the_real_pages(shared: Path) -> None:
    """All 69 pages are read; only the two that hold broken bytes lose any."""
    damaged = []
    pages = sorted((shared / "data/html/original").iterdir())
    for page in pages:
        found = decode(page.read_bytes())
        assert found.encoding in {"utf-8", "utf-8-sig", "gb18030"}
        if found.warnings or "\ufffd" in found.text:
            damaged.append((page.name[:8], found.text.count("\ufffd")))
    assert len(pages) == 69
    assert damaged == [("6dc2d508", 2), ("b70f455d", 12)]


def test_a_page_in_every_encoding(two_pages: list[Path]) -> None:
    """A page reads the same from each encoding that can hold it."""
    for page in two_pages:
        text = page.read_text(encoding="utf-8")
        for encoding in ("utf-8-sig", "gb18030", "utf-16", "utf-16-be", "utf-16-le", "utf-32"):
            assert decode(text.encode(encoding)).text == text


@given(st.binary(max_size=200), st.sampled_from([None, "big5", "gbk", "nonsense", "utf-16"]))
def test_any_bytes_are_decoded(data: bytes, declared: str | None) -> None:
    """No bytes raise, and no NUL, mark or half character comes out."""
    text = decode(data, declared=declared).text
    assert "\x00" not in text
    assert "\ufeff" not in text
    text.encode("utf-8")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff")))
def test_utf8_is_kept_as_it_is(text: str) -> None:
    """Whatever is valid UTF-8 comes out unchanged."""
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"+2AA-", "utf-7"),
        (b"\xe5\x8c\xbb+3AA-", "utf-7"),
        (b"<meta charset=utf-7>\xb0+2AA-", None),
    ],
)
def test_halves_of_characters_in_utf_7_can_be_stored(
    tmp_path: Path, data: bytes, encoding: str | None
) -> None:
    """Python reads UTF-7 to text that cannot be written; it is replaced and told, not an error."""
    found = decode(data, encoding=encoding)
    found.text.encode()
    assert found.warnings
    (tmp_path / "a.txt").write_bytes("题目\n".encode("utf-7") + data)
    with souwen.open(tmp_path / "data") as engine:
        assert not engine.add([tmp_path / "a.txt"], encoding=encoding).skipped
