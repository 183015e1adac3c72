"""Files that are pages: text or HTML."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from souwen.corpus.errors import RequestError
from souwen.corpus.sources import Form, Member
from souwen.ingest.files import limits, text_files
from souwen.ingest.report import Ignored, Skipped

from .made import TEXT, read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable


def member(data: bytes, name: str = "a.txt", encoding: str | None = None) -> Member:
    """Read bytes that are one member."""
    (found,) = read_bytes(data, name, encoding)
    assert isinstance(found, Member)
    return found


def test_a_plain_file_is_a_member_with_one_page() -> None:
    """Key, form, encoding and digest say what was read."""
    found = member(TEXT.encode("gbk"))
    assert (found.key, found.form, found.encoding, found.text) == ("/k", Form.TEXT, "gb18030", TEXT)
    assert found.digest == blake2b(TEXT.encode("gbk"), digest_size=16).hexdigest()
    assert [(page.number, page.key) for page in found.pages] == [(1, "/k")]
    assert found.pages[0].records[0].title == "医保须知"


def test_the_form_is_told_by_the_content() -> None:
    """A page of HTML is one whatever its name."""
    found = member(b"<html><h1>A</h1><p>B</p></html>", "a.txt")
    assert found.form is Form.HTML
    assert found.text == "<html><h1>A</h1><p>B</p></html>"
    assert member(b"A\n\nB\n", "a.html").form is Form.TEXT


def test_several_pages_have_numbers() -> None:
    """Pages that are joined in one file are numbered from 1."""
    found = member(b"<html><h1>A</h1><p>B</p></html><html><h1>C</h1><p>D</p></html>")
    assert [page.key for page in found.pages] == ["/k#1", "/k#2"]


def test_c36_the_title_has_no_mark() -> None:
    """The title is six characters long whatever mark the file begins with."""
    for encoding in ("utf-8-sig", "utf-16"):
        record = member("异地就医备案\n正文".encode(encoding)).pages[0].records[0]
        assert record.title == "异地就医备案"


def test_c37_a_cut_character_is_warned_of() -> None:
    """The page is taken, with the warning."""
    found = member("异地就医备案".encode()[:-1])
    assert found.pages[0].records[0].title == "异地就医备"
    assert found.warnings


def test_c39_stored_text_has_no_nul() -> None:
    """A NUL within a word is gone."""
    found = member("血\x00糖监测".encode())
    assert found.text == "血糖监测"
    assert found.pages[0].records[0].title == "血糖监测"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (" \n\u3000".encode(), "blank"),
        ("\ufeff\u200b\n".encode(), "blank"),
        (b"\x00\x00\x00", "not text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not text (PNG picture)"),
        (bytes(range(256)) * 9, "not text"),
        (b"<html><script>x</script></html>", "no text to see on it"),
    ],
)
def test_c44_what_holds_no_text_is_ignored(data: bytes, reason: str) -> None:
    """Empty, blank and binary files are ignored with a reason."""
    (found,) = read_bytes(data, "a")
    assert found == Ignored("/k", reason)


def test_c44_a_title_alone_is_a_document() -> None:
    """A file of one line is an article with an empty body."""
    record = member("医保须知\n".encode()).pages[0].records[0]
    assert (record.title, record.body) == ("医保须知", "")


@pytest.mark.parametrize("line", ["囍", "异地就医备案", "<p>囍", "医 1,"])
def test_c45_a_huge_line_takes_time_in_proportion(
    is_linear: Callable[..., bool], line: str
) -> None:
    """The time grows in proportion to the line."""
    assert is_linear(lambda size: member((line * size).encode()), 5_000)


def test_an_unknown_encoding_is_a_request_error() -> None:
    """A wrong name is the command's fault, not the file's."""
    with pytest.raises(RequestError):
        read_bytes(b"abc", "a", "nonsense")


def test_a_binary_file_stays_ignored_when_an_encoding_is_forced() -> None:
    """A picture is none in any encoding."""
    assert isinstance(read_bytes(b"\x89PNG\r\n\x1a\n\0\0", "a", "gbk")[0], Ignored)


@given(st.binary(max_size=300), st.sampled_from([None, "gbk", "utf-16"]))
@example(b"BZh", None)  # a compressed file that is cut off: what it holds, and that it is cut
def test_any_bytes_are_read(data: bytes, encoding: str | None) -> None:
    """No bytes raise, and what comes out can be stored."""
    outcomes = read_bytes(data, "a", encoding)
    assert outcomes
    for found in outcomes:
        assert isinstance(found, Member | Ignored | Skipped)
        if isinstance(found, Member):
            found.text.encode("utf-8")
            for page in found.pages:
                for record in page.records:
                    f"{record.title}{record.body}".encode()
                    assert "\x00" not in record.title + record.body


@pytest.mark.parametrize(
    ("limit", "most", "content", "reason"),
    [
        ("LONGEST_PAGE", 100, "医保\n\n" + "可以报销。" * 30, "larger than 100 bytes"),
        ("LONGEST_TEXT", 1_800, "医保\n\n" + "可以报销。" * 400, "more than 1800 characters"),
        ("LONGEST_TEXT", 1_800, "医保\n\n" + "\ufdfa" * 101, "more than 1800 characters"),
        ("LONGEST_TEXT", 1_800, "<html><p>" + "可以报销。" * 400, "more than 1800 characters"),
    ],
)
def test_a_page_that_is_too_large_is_skipped_whole(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int, content: str, reason: str
) -> None:
    """What it would become in the index counts; it is never cut, and its reason says the bound."""
    assert member(content.encode()).pages
    monkeypatch.setattr(limits, limit, most)
    (found,) = read_bytes(content.encode(), "a.txt")
    assert isinstance(found, Skipped)
    assert reason in found.reason


def test_a_page_of_too_many_lines_is_skipped_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of any ends count, those of markup do not."""
    monkeypatch.setattr(text_files, "MOST_LINES", 20)
    for end in ("\n", "\r\n", "\r"):
        (found,) = read_bytes(f"医保可以报销{end}".encode() * 21, "a.txt")
        assert isinstance(found, Skipped)
        assert "more than 20 lines" in found.reason
    assert member("医保可以报销\n".encode() * 20).pages
    assert member(b"<html>" + "<p>医保可以报销</p>\n".encode() * 30).pages
