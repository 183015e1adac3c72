"""Question words: what a person adds around the thing that is asked for.

They make a token a question, and they are no condition: 医保 怎么报销 asks for 报销.
"""

from __future__ import annotations

import re

_QUESTION_WORDS = re.compile(
    "怎么样|怎么办|怎么|怎样|如何|什么|甚么|为啥|为何|为什么|哪一?[个家些里种项类年天位]|哪儿|哪"
    "|多少|多久|多长时间|多长|多大|多高|有没有|能不能|可不可以|是不是|要不要|是否|能否|可否"
    "|几(?=[个天次年月档岁级种点号倍针周时])|吗|呢|咋|啥"
)


def has_question_word(text: str) -> bool:
    """Tell whether a normalised text asks."""
    return _QUESTION_WORDS.search(text) is not None


def without_question_words(text: str) -> list[str]:
    """Give the pieces of a normalised text between its question words."""
    return [piece for piece in _QUESTION_WORDS.split(text) if piece]
