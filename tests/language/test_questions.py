"""Question words."""

from __future__ import annotations

import pytest

from souwen.language.questions import has_question_word, without_question_words


@pytest.mark.parametrize("text", ["养老金怎么算", "能报多少", "去哪家医院", "可以补办吗", "是几档"])
def test_questions_are_seen(text: str) -> None:
    """A text with a question word asks."""
    assert has_question_word(text)


@pytest.mark.parametrize("text", ["异地就医", "几丁质", "医保目录", ""])
def test_what_does_not_ask(text: str) -> None:
    """A text without a question word does not ask, though it may hold its characters."""
    assert not has_question_word(text)


def test_the_rest_of_a_question() -> None:
    """What is left without question words is what is asked for."""
    assert without_question_words("医保怎么报销") == ["医保", "报销"]
    assert without_question_words("怎么办") == []
