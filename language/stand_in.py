"""What stands in for the title of a document that has none: the beginning of its first sentence."""

from __future__ import annotations

import re

#: Characters of it at most.
LONGEST = 40

# What only says that a title follows, also in brackets.
_PREFIX = re.compile(
    r"(?:\s|[【\[（(]?(?:原标题|原標題|原题|原題|标题|標題|题目|題目)\s*[】\]）)]?\s*[:：]"
    r"|[【\[（(](?:原标题|原標題|标题|標題)[】\]）)])*"
)
_WORD = re.compile(r"\w")
_OPENING = re.compile(r"[“‘「『《〈【（(\"'#]*\Z")
_END = re.compile(r"[\n\r]|[。！？!?]+[”’」』]?")


def shown_title(title: str, body: str) -> str:
    """Return the title of a document, or what stands in for one."""
    return title or body[slice(*stand_in(body))]


def stand_in(body: str) -> tuple[int, int]:
    """Return the half-open slice of a text that is shown where it has no title; empty for none."""
    prefix = _PREFIX.match(body)
    low = prefix.end() if prefix else 0
    word = _WORD.search(body, low)
    if word is None:
        return 0, 0
    opening = _OPENING.search(body, max(low, word.start() - LONGEST // 2), word.start())
    first = opening.start() if opening else word.start()
    end = _END.search(body, word.end(), first + LONGEST)
    last = first + LONGEST if end is None else end.end()
    return first, first + len(body[first:last].rstrip())
