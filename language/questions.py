"""Question words: what a person adds around the thing that is asked for.

They make a token a question, and they are no condition: 医保 怎么报销 asks for 报销. For ranking
they count less, and so do words that only join or greet.
"""

from __future__ import annotations

import re

from .segmenter import segmenter
from .terms import RunKind, runs

_COUNTED = "[个次天年月日周岁级种点号倍针度条项名位家届场集层张件款档口斤块元人]"
_QUESTION_WORDS = re.compile(
    "怎么样|怎么办|[怎咋]么?一?回事|怎么|怎样|如何|(?:什么|甚么|啥)(?:时候|时间|地方|原因|情况|意思|样)?"
    f"|为啥|为何|为什么|何时|几时|谁|哪(?:一?{_COUNTED}|[些里儿类座所国省市部])?"
    "|多少钱|多少|多久|多长时间|多长|多大|多高|多远"
    "|有没有|能不能|可不可以|是不是|要不要|是否|能否|可否"
    f"|(?<![十百千万数好])几{_COUNTED}|是?真的(?:吗|假的)|是真是假|吗|呢|咋"
)
# What stands beside or in them, and is no condition either; for ranking it counts twice as much.
_TAIL = re.compile("(?:回事|时候|时间|地方|原因|情况|意思|钱)$")
_FILLERS = frozenset(
    ["能", "可以", "要", "应该", "需要", "想", "知道", "现在", "目前", "到底", "究竟"]
)


def has_question_word(text: str) -> bool:
    """Return whether a normalised text asks."""
    return _QUESTION_WORDS.search(text) is not None


def without_question_words(text: str) -> list[str]:
    """Return the pieces of a normalised text between its question words."""
    return [piece for piece in _QUESTION_WORDS.split(text) if piece]


# Words that join, where the segmenter cuts them off as words: 会阴, 是否 and 和胃 keep theirs.
_JOINING = frozenset(
    re.findall(
        "[^ ]+",
        "的 了 是 和 与 及 在 有 会 呀 啊 吧 么 嘛 我 你 他 她 您 就 都 也 还 很 这 那 个 着 过 得 "
        "地 被 把 我们 你们 他们 这个 那个 一个 以及 还是 但是 因为 所以 请问 谢谢 您好 你好",
    )
)


def character_weights(text: str, asking: float) -> list[float]:
    """Return how much each character of a normalised text counts: 1, or `asking` if it only asks.

    A text that does nothing but ask counts in full.
    """
    weights = [1.0] * len(text)
    beside = min(2 * asking, 1.0)
    for match in _QUESTION_WORDS.finditer(text):
        weights[match.start() : match.end()] = [asking] * len(match[0])
        if tail := _TAIL.search(match[0]):
            at = match.start() + tail.start()
            weights[at : match.end()] = [beside] * len(tail[0])
    for run in runs(text):
        at = run.start
        for word in segmenter().cut(run.text) if run.kind is RunKind.GRAM else ():
            if word in _JOINING or word in _FILLERS:
                counts = asking if word in _JOINING else beside
                weights[at : at + len(word)] = [counts] * len(word)
            at += len(word)
    return weights if 1.0 in weights else [1.0] * len(text)
