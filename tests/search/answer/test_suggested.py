"""Suggestions with what of them was meant."""

from __future__ import annotations

from souwen.corpus.documents import Document, Kind
from souwen.search.answer.suggested import title, word


def document(name: str, body: str = "") -> Document:
    """Make a document."""
    return Document("0" * 16, Kind.ARTICLE, name, body, *[None] * 3, (), None, (), ())


def test_spans_are_of_the_text_as_written() -> None:
    """What was meant is marked in the title as it was written."""
    one = title(document("  ２０２５年 居民醫保 報銷"), "医保报", "prefix")
    assert one
    ((start, end),) = one.spans
    assert one.text[start:end] == "醫保 報"
    assert title(document("别的", "医保。"), "医保", "prefix") is None


def test_a_stand_in_is_suggested() -> None:
    """Without a title it is what stands in for one, where it has what was meant."""
    without = document("", "原标题：居民醫保報銷比例。门诊报销。")
    one = title(without, "医保", "prefix")
    assert one
    assert (one.text, one.spans, one.kind) == ("居民醫保報銷比例。", ((2, 4),), "title")
    assert title(without, "门诊", "prefix") is None


def test_a_beginning_may_end_inside_a_word_in_letters() -> None:
    """A title with ChatGPT has what begins it."""
    one = title(document("什么是ChatGPT"), "chatg", "prefix")
    assert one
    assert one.spans == ((3, 8),)


def test_words() -> None:
    """Of a word what was typed is marked, or all of it where that was something else."""
    assert word("养老金", "prefix", 2).spans == ((0, 2),)
    assert word("养老金", "pinyin", 0).spans == ((0, 3),)
