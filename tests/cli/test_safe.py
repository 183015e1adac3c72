"""Texts of strangers."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from souwen.cli.safe import as_json, one_line, recovered
from souwen.language.harmless import harmless

DIRTY = st.text(alphabet="医保ab \t\n\r\x1b\x00\x9b\x1f\x85\u2028\u202e\udc9d", max_size=30)
ANY = st.one_of(st.text(), DIRTY)


def is_control(character: str) -> bool:
    """Tell whether a terminal might act on a character."""
    return (
        unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or character in "\u202e\u2066"
    )


@given(ANY, st.data())
def test_spans_follow_their_text(text: str, data: st.DataObject) -> None:
    """Where white space is folded, a span still holds the same text."""
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    spans = ((ends[0], ends[1]), (ends[2], ends[3]))
    shown, moved = one_line(text, spans)
    for (start, end), (new_start, new_end) in zip(spans, moved, strict=True):
        expected = "".join(harmless(text[start:end]).split())
        assert "".join(shown[new_start:new_end].split()) == expected


def test_white_space_is_folded() -> None:
    """Line breaks and runs of spaces are one space each."""
    assert one_line("一\n\n  二", ((0, 1), (5, 6))) == ("一 二", [(0, 1), (2, 3)])
    assert one_line("\n\n\n医保", ((2, 4),)) == (" 医保", [(1, 2)])


@given(st.recursive(ANY, lambda inner: st.lists(inner) | st.dictionaries(ANY, inner)))
def test_json_is_one_line_and_the_same_value(value: object) -> None:
    """JSON holds no character that ends a line or steers a terminal, and reads back as it was."""
    line = as_json(value)
    assert len(line.splitlines()) == 1
    assert not any(map(is_control, line))
    assert json.loads(line) == json.loads(json.dumps(value))


def test_json_keeps_chinese() -> None:
    """Chinese characters are not escaped."""
    assert as_json({"title": "医保\n"}) == '{"title": "医保\\n"}'


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_c69_undecoded_bytes_are_recovered(text: str) -> None:
    """What an ASCII locale made of an argument is read as UTF-8 after all."""
    assert recovered(text.encode().decode("ascii", "surrogateescape")) == text
    assert recovered(text) == text


def test_c69_bytes_that_are_no_utf8_are_replaced() -> None:
    """A broken argument is no error."""
    assert recovered("医\udcff保") == "医\ufffd保"
