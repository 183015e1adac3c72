"""How much a decoded text looks like Chinese: what tells a right encoding from a wrong one.

Bytes of Big5 are nearly always valid GB18030 too, and UTF-8 often is: only the characters that
come out tell. Real text is made of common characters; wrong text of rare ones, kana, Greek and
Cyrillic letters, box lines and private characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

BELIEVED = 0.7
"""The least plausibility of a text that is taken without a doubt."""

_RARE = 0.3
"""What a rare Han character is worth beside a common one."""

# Symbols that pages in any encoding use say nothing either way.
_NEUTRAL = re.compile(
    "[\u00a0-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u20cf\u2100-\u22ff\u2460-\u24ff\u25a0-\u27bf"
    "\u3000-\u303f\u3200-\u33ff\ufe30-\ufe6f\uff00-\uffef\U0001f000-\U0001faff]"
)


def plausibility(text: str) -> float:
    """Give 0 (rubbish) to 1 (Chinese of common characters, or nothing foreign at all)."""
    total = good = 0.0
    common = _common()
    for char, count in Counter(text).items():
        if char.isascii() or _NEUTRAL.match(char):
            continue
        total += count
        if char in common:
            good += count
        elif unicodedata.category(char) == "Lo" and unicodedata.name(char, "").startswith("CJK"):
            good += count * _RARE
    return good / total if total else 1.0


def weight(text: str) -> int:
    """Count the characters beyond ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


@cache
def _common() -> frozenset[str]:
    """Give the first level of GB 2312 and of Big5: by design, the common ones."""
    simplified = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    lows = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    traditional = (bytes((high, low)) for high in range(0xA4, 0xC7) for low in lows)
    return frozenset(
        "".join(pair.decode("gb2312", "ignore") for pair in simplified)
        + "".join(pair.decode("big5", "ignore") for pair in traditional)
    )
