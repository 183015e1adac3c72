"""Suggestions with what of them was meant."""

from __future__ import annotations

from souwen.search.answer.suggested import title, word


def test_spans_are_of_the_text_as_written() -> None:
    """What was meant is marked in the title as it was written."""
    one = title("0" * 16, "  ２０２５年 居民醫保 報銷", "医保报", "prefix")
    ((start, end),) = one.spans
    assert one.text[start:end] == "醫保 報"
    assert title("0" * 16, "别的", "医保", "prefix").spans == ()


def test_a_beginning_may_end_inside_a_word_in_letters() -> None:
    """A title with ChatGPT has what begins it."""
    one = title("0" * 16, "什么是ChatGPT", "chatg", "prefix")
    assert one.spans == ((3, 8),)


def test_words() -> None:
    """Of a word what was typed is marked, or all of it where that was something else."""
    assert word("养老金", "prefix", 2).spans == ((0, 2),)
    assert word("养老金", "pinyin", 0).spans == ((0, 3),)
