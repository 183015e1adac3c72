"""Cells of a terminal."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from wcwidth import wcswidth

from souwen.cli.width import cells, clip, pad, wrap
from souwen.language.harmless import harmless

CHINESE = st.text(alphabet="医保参CT 3，。（）、《%eé\u0301\u200d❤\ufe0f🇨🇳👩👧", max_size=60)
TEXTS = st.one_of(st.text(max_size=60), CHINESE).map(harmless)


def lines(text: str, width: int | None) -> list[str]:
    """Give a wrapped text."""
    return [text[start:end] for start, end in wrap(text, width)]


def test_chinese_characters_take_two_cells() -> None:
    """Width is counted in cells, and a mark that combines takes none."""
    assert cells("医保") == 4
    assert cells("CT检查须知") == 10
    assert cells("e\u0301") == 1
    assert pad("医保", 6) == "医保  "


@given(TEXTS, st.integers(4, 50))
@example("a" * 30, 4)
@example("医 " * 10, 5)
def test_no_line_is_wider_than_asked(text: str, width: int) -> None:
    """No line takes more cells than it may, by the measure that terminals use."""
    assert all(wcswidth(line) <= width for line in lines(text, width))


@given(TEXTS, st.integers(4, 50))
def test_only_spaces_are_lost(text: str, width: int) -> None:
    """The lines together are the text, but for the spaces at the breaks."""
    assert "".join(lines(text, width)).replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.integers(4, 50))
def test_clipping_keeps_to_the_width(text: str, width: int) -> None:
    """A text that fits stays; another is cut to the width, between characters."""
    cut = clip(text, width)
    assert wcswidth(cut) <= width
    assert cut == text or (cut.endswith("...") and text.startswith(cut[:-3]))


def test_a_wide_character_is_never_cut() -> None:
    """An odd cell stays empty."""
    assert lines("医保参保", 5) == ["医保", "参保"]
    assert clip("医保参保缴费", 8) == "医保..."


def test_words_and_numbers_stay_whole() -> None:
    """Letters and digits break only where a line cannot hold them."""
    assert lines("缴费18700元 abc", 10) == ["缴费18700", "元 abc"]
    assert lines("缴费18700元 abc", 8) == ["缴费", "18700元", "abc"]
    assert lines("abcdefghij", 4) == ["abcd", "efgh", "ij"]


def test_punctuation_stays_with_its_text() -> None:
    """A closing mark starts no line and an opening one ends none."""
    assert lines("医保参保，缴费", 8) == ["医保参", "保，缴费"]
    assert lines("医保参（缴费）", 8) == ["医保参", "（缴费）"]


def test_without_a_width_a_text_is_one_line() -> None:
    """What goes to a pipe is not broken."""
    assert lines("医保 " * 100, None) == ["医保 " * 100]


def test_wrapping_takes_linear_work() -> None:
    """A line of a million characters wraps into its lines."""
    assert len(lines("医保abc " * 100_000, 80)) == 10_000
