"""Question words."""

from __future__ import annotations

import pytest

from souwen.language.questions import (
    character_weights,
    has_question_word,
    only_asks,
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
        *("会不会遗传", "好不好吃", "值不值得买", "该不该打", "贵不贵", "应不应该", "可不可以"),
        *("咋样", "何处办理", "何人所写", "会否降息", "高血压怎么治"),
    ],
)
def test_questions_are_seen(text: str) -> None:
    """A text with a question word asks."""
    assert has_question_word(text)


@pytest.mark.parametrize(
    "text", ["异地就医", "几丁质", "医保目录", "十几天", "好几个", "回事", "任何人", ""]
)
def test_what_does_not_ask(text: str) -> None:
    """A text without a question word does not ask, though it may hold its characters."""
    assert not has_question_word(text)


def test_the_rest_of_a_question() -> None:
    """What is left without question words is what is asked for."""
    assert without_question_words("医保怎么报销") == ["医保", "报销"]
    assert without_question_words("怎么办") == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "什么时候",
            "什么原因",
            "怎么回事",
            "咋回事",
            "多少钱",
            "哪一年",
            "哪所",
            "几天",
            "真的吗",
        ),
        *("多少天", "会不会", "值不值得", "咋办", "何处", "好吗"),
    ],
)
def test_a_question_word_is_taken_whole(text: str) -> None:
    """Nothing of a question word that is several words stays behind as if it were asked for."""
    assert without_question_words(f"台风{text}登陆") == ["台风", "登陆"]


def test_what_is_done_is_asked_for_unless_it_ends_the_question() -> None:
    """怎么治 at the end only asks; 治疗 behind 怎么 is asked for."""
    assert without_question_words("高血压怎么治呢") == ["高血压"]
    assert without_question_words("高血压怎么治疗") == ["高血压", "治疗"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "是谁",
            "在哪里",
            "有哪些",
            "有多少",
            "是什么意思",
            "是怎么回事",
            "怎么了",
            "会吗",
            "能吗",
        ),
        *("需要多久", "什么时候", "可以吗", "要多少钱", "到底是不是", "怎么办呀"),
    ],
)
def test_what_only_asks(text: str) -> None:
    """A question word with nothing but joining words beside it only asks."""
    assert only_asks(text)


@pytest.mark.parametrize("text", ["的", "可以", "会遗传吗", "怎么办理", "哪款5g", "在线", ""])
def test_what_asks_for_something(text: str) -> None:
    """What names something, or has no question word, does not only ask."""
    assert not only_asks(text)


def test_weights() -> None:
    """What asks weighs least, what stands beside it twice as much; for matching neither counts."""
    assert character_weights("要炸桥怎么回事", 0.25) == [0.5, 1, 1, 0.25, 0.25, 0.5, 0.5]
    assert character_weights("要炸桥怎么回事", 0.75) == [1, 1, 1, 0.75, 0.75, 1, 1]
    assert character_weights("要炸桥怎么回事", 0) == [0, 1, 1, 0, 0, 0, 0]
