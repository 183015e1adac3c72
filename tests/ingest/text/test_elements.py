"""The elements of HTML."""

from __future__ import annotations

from souwen.ingest.text import elements


def test_what_holds_nothing_cannot_be_left_open() -> None:
    """Only elements that hold others can hide what stands behind them."""
    assert not elements.NESTED_UNSEEN & (elements.VOID | elements.RAW)
    assert elements.RAW_TEXT < elements.RAW
    assert not elements.BLOCKS & elements.CELLS


def test_names_are_separate() -> None:
    """A list of names is a set of them."""
    assert elements.names("td th\n tr") == {"td", "th", "tr"}
