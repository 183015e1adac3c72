"""Words looked up in jieba's own file."""

from __future__ import annotations

import re
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from souwen.language.mapped_segmenter import TOTAL, MappedSegmenter, dictionary_path
from souwen.language.segmenter import PythonSegmenter, RustSegmenter

PATH = dictionary_path()
assert PATH is not None
MAPPED = MappedSegmenter(PATH)
ORACLE = RustSegmenter() if find_spec("rjieba") else PythonSegmenter()
ROWS = [line.split(" ") for line in PATH.read_text("utf-8").splitlines()]
HAN = [word for word, *_ in ROWS if re.fullmatch("[\u4e00-\u9fd5]+", word)]


def test_the_sum_of_all_frequencies() -> None:
    """The number that probabilities are worked out with is that of the file."""
    assert sum(int(frequency) for _, frequency, _ in ROWS) == TOTAL


@pytest.mark.parametrize("beginning", ["吉林", "高", "一", "龢"])
def test_every_word_is_found(beginning: str) -> None:
    """Words are found where the file is out of order, and at its ends."""
    words = [word for word in HAN if word.startswith(beginning)]
    assert words
    for word in words:
        assert MAPPED.cut(word) == ORACLE.cut(word)


@given(st.lists(st.sampled_from(HAN), min_size=1, max_size=4).map("".join))
@settings(max_examples=300, deadline=None)
def test_words_of_the_dictionary(run: str) -> None:
    """Runs of any words are cut as jieba cuts them, in both modes."""
    assert MAPPED.cut(run) == ORACLE.cut(run)
    assert MAPPED.cut_for_search(run) == ORACLE.cut_for_search(run)


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=8))
@settings(max_examples=200, deadline=None)
def test_any_characters(run: str) -> None:
    """Rare characters are cut as jieba cuts them, those that it does not know too."""
    assert MAPPED.cut(run) == ORACLE.cut(run)
    assert MAPPED.cut_for_search(run) == ORACLE.cut_for_search(run)
