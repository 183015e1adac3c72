"""Question words: what a person adds around the thing that is asked for.

They make a token a question, and they are no condition: 医保 怎么报销 asks for 报销. For ranking
they count less, and so do words that only join or greet.
"""

from __future__ import annotations

import re

from .characters import HAN
from .segmenter import segmenter
from .terms import RunKind, runs

_COUNTED = "[个次天年月日周岁级种点号倍针度条项名位家届场集层张件款档口斤块元人]"
# Verbs that are not asked for, where a text ends with them: 怎么做, but not 怎么治疗.
_DONE = f"[做弄走治搞整](?=[了呢啊呀]?(?![{HAN}]))"
# 会不会, 值不值得: a word and its opposite; the second may be the longer one.
_OR_NOT = "|".join(
    f"{before}{word}不{word}{more}"
    for words, before, more in (
        ("会", "(?<![机社协])", ""),
        ("能是要行好对该难贵大多", "", ""),
        *((word, "", f"{more}?") for word, more in ("可以", "应该", "值得", "愿意", "需要")),
    )
    for word in words
)
_QUESTION_WORDS = re.compile(
    f"[怎咋]么?(?:样|办|一?回事|{_DONE})|怎么|咋|如何"
    "|(?:什么|甚么|啥)(?:时候|时间|地方|原因|情况|意思|样)?"
    f"|为啥|为何|为什么|(?<!任)何[时处人地事物故种日年因]|几时|谁"
    f"|哪(?:一?{_COUNTED}|[些里儿类座所国省市部])?"
    f"|多少(?:钱|{_COUNTED})?|多久|多长时间|多长|多大|多高|多远"
    f"|有没有|{_OR_NOT}|[是能可会]否"
    f"|(?<![十百千万数好])几{_COUNTED}|是?真的(?:吗|假的)|是真是假|[好对行]?吗|呢"
)
# What stands beside or in them, and is no condition either; for ranking it counts twice as much.
_TAIL = re.compile("(?:回事|时候|时间|地方|原因|情况|意思|钱|[做弄走治搞整])$")
_FILLERS = frozenset(
    ["能", "可以", "要", "应该", "需要", "想", "知道", "现在", "目前", "到底", "究竟"]
)


def has_question_word(text: str) -> bool:
    """Return whether a normalised text asks."""
    return _QUESTION_WORDS.search(text) is not None


def without_question_words(text: str) -> list[str]:
    """Return the pieces of a normalised text between its question words."""
    return [piece for piece in _QUESTION_WORDS.split(text) if piece]


def only_asks(text: str) -> bool:
    """Return whether a normalised text asks, and names nothing besides: 在哪里, 需要多久."""
    if not has_question_word(text):
        return False
    return all(
        run.kind is RunKind.GRAM and all(map(_is_no_condition, segmenter().cut(run.text)))
        for piece in without_question_words(text)
        for run in runs(piece)
    )


def _is_no_condition(word: str) -> bool:
    return word in _JOINING or word in _FILLERS


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
            if _is_no_condition(word):
                counts = asking if word in _JOINING else beside
                weights[at : at + len(word)] = [counts] * len(word)
            at += len(word)
    return weights if 1.0 in weights else [1.0] * len(text)
