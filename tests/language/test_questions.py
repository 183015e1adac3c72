"""Question words."""

from __future__ import annotations

import pytest

from souwen.language.questions import (
    character_weights,
    has_question_word,
    without_question_words,
)


@pytest.mark.parametrize(
    "text",
    [
        "养老金怎么算",
        "能报多少",
        "去哪家医院",
        "可以补办吗",
        "是几档",
        "何时登陆",
        "谁唱的",
        "几次",
    ],
)
def test_questions_are_seen(text: str) -> None:
    """A text with a question word asks."""
    assert has_question_word(text)


@pytest.mark.parametrize("text", ["异地就医", "几丁质", "医保目录", "十几天", "好几个", "回事", ""])
def test_what_does_not_ask(text: str) -> None:
    """A text without a question word does not ask, though it may hold its characters."""
    assert not has_question_word(text)


def test_the_rest_of_a_question() -> None:
    """What is left without question words is what is asked for."""
    assert without_question_words("医保怎么报销") == ["医保", "报销"]
    assert without_question_words("怎么办") == []


@pytest.mark.parametrize(
    "text",
    ["什么时候", "什么原因", "怎么回事", "咋回事", "多少钱", "哪一年", "哪所", "几天", "真的吗"],
)
def test_a_question_word_is_taken_whole(text: str) -> None:
    """Nothing of a question word that is several words stays behind as if it were asked for."""
    assert without_question_words(f"台风{text}登陆") == ["台风", "登陆"]


def test_weights() -> None:
    """What asks weighs least, what stands beside it twice as much; for matching neither counts."""
    assert character_weights("要炸桥怎么回事", 0.25) == [0.5, 1, 1, 0.25, 0.25, 0.5, 0.5]
    assert character_weights("要炸桥怎么回事", 0.75) == [1, 1, 1, 0.75, 0.75, 1, 1]
    assert character_weights("要炸桥怎么回事", 0) == [0, 1, 1, 0, 0, 0, 0]
