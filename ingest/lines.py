"""What a line of a page is by itself: a header word, a footer, a disclaimer, a date line, or text.

Lines are matched in a form in which full-width letters, digits and signs are half-width, character
by character, so that offsets stay those of the line as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from .dates import DATE, read_date

_HALF_WIDTH: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HALF_WIDTH |= {ord("\u3000"): " ", ord("\u00a0"): " ", ord("．"): "."}

#: All that ends a line, as `str.splitlines` has it.
LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")

_HEADER_WORDS = (
    "大家都在搜|大家还在搜|大家都在看|大家还在看|相关推荐|相关阅读|相关文章|相关资讯|相关内容|相关问题"
    "|推荐阅读|推荐文章|热门推荐|热门文章|热门阅读|热门资讯|猜你喜欢|为你推荐|为您推荐|延伸阅读|更多推荐"
    "|更多阅读|精彩推荐|最新文章|最新推荐"
)
_HEADER = re.compile(
    rf"[【\[●■▍|]?\s*(?:{_HEADER_WORDS})(?:[\s:|]*(?:{_HEADER_WORDS}))*\s*[】\]:>]*"
)
_FOOTER = re.compile(r"首页\s+顶部|返回顶部|回到顶部|返回首页|首页\s+返回顶部|首页\s*[|>]\s*顶部")
_DISCLAIMER = re.compile(
    r"(?:温馨|友情|特别|重要|健康|风险|安全)?(?:提示|声明|提醒|说明|免责声明)\s*:.{0,200}"
    r"|(?:以上|本文|本站|本页|本)(?:文章)?(?:内容|信息|资料|文).{0,200}"
)
_DISCLAIMS = re.compile(
    "不能(?:代替|替代|作为)|不(?:可|得)(?:代替|替代|作为)|仅供参考|不作为|不构成|不代替|不替代"
    "|以(?:医生|医嘱|官方|当地).{0,12}为准|请遵医嘱|版权归|侵权"
)
_CHANNEL = (
    r"(?P<channel>[^\s,.;:!?。，；：！？、()（）]{1,12}(?:\s[^\s,.;:!?。，；：！？、]{1,8})?)"
)
_DATE_LINE = re.compile(rf"(?:{_CHANNEL}\s+|)(?P<date>{DATE})(?P<rest>.*)", re.DOTALL)
_BYLINE = re.compile(
    rf"(?:来源|作者|编辑|时间|日期|发布时间|发布于|更新时间)\s*:\s*.{{0,40}}?(?P<date>{DATE}).{{0,20}}"
)

# A mark is short, also with a title glued to it; only short lines are looked at closely.
_LONGEST_MARK = 200
_LONGEST_TITLE = 60
# What may stand directly behind a date and be the next page's title, not the end of a sentence.
_TITLE_START = re.compile(r"[^\s,.;:!?。，；：！？、)）\]】年月日号起至到前后以的之/~-]")


class Sort(StrEnum):
    """What a line is by itself."""

    BLANK = "blank"
    HEADER = "header"
    FOOTER = "footer"
    DISCLAIMER = "disclaimer"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or one of the two parts of a line that glues two pages together.

    Attributes:
        number: of the line, from 1.
        text: as written, without its line break.
        sort: what it is by itself.
        published: ISO date of a date line, or None.
        channel: of a date line, or None.
        warning: what is wrong with a date, or None.
        glued: whether it begins in the middle of a line.
    """

    number: int
    text: str
    sort: Sort
    published: str | None = None
    channel: str | None = None
    warning: str | None = None
    glued: bool = False


def pieces(text: str) -> list[Piece]:
    """Give the lines of a text, those that glue two pages in two pieces."""
    found: list[Piece] = []
    for number, line in enumerate(LINE_BREAK.split(text), start=1):
        found += _pieces(number, line)
    return found


def _pieces(number: int, line: str) -> list[Piece]:
    half = line.translate(_HALF_WIDTH)
    stripped = half.strip()
    if not stripped.strip("\u200b\ufeff"):
        return [Piece(number, line, Sort.BLANK)]
    found = [Piece(number, line, Sort.TEXT)]
    if len(stripped) > _LONGEST_MARK:
        return found
    start = len(half) - len(half.lstrip())
    if _HEADER.fullmatch(stripped):
        found = [Piece(number, line, Sort.HEADER)]
    elif footer := _FOOTER.match(half, start):
        found = _cut(number, line, half, footer.end(), Sort.FOOTER)
    elif _DISCLAIMER.fullmatch(stripped) and _DISCLAIMS.search(stripped):
        found = [Piece(number, line, Sort.DISCLAIMER)]
    elif dated := _DATE_LINE.match(half, start):
        found = _dated(number, line, half, dated)
    elif byline := _BYLINE.fullmatch(stripped):
        published, warning = read_date(byline["date"])
        found = [Piece(number, line, Sort.DATE, published, None, warning)]
    return found


def _dated(number: int, line: str, half: str, dated: re.Match[str]) -> list[Piece]:
    rest = dated["rest"]
    if rest.strip() and (not _TITLE_START.match(rest) or len(rest) > _LONGEST_TITLE):
        return [Piece(number, line, Sort.TEXT)]
    published, warning = read_date(dated["date"])
    cut = _cut(number, line, half, dated.end("date"), Sort.DATE)
    first = Piece(number, cut[0].text, Sort.DATE, published, dated["channel"], warning)
    return [first, *cut[1:]]


def _cut(number: int, line: str, half: str, end: int, sort: Sort) -> list[Piece]:
    if not half[end:].strip():
        return [Piece(number, line, sort)]
    return [
        Piece(number, line[:end], sort),
        Piece(number, line[end:], Sort.TEXT, glued=True),
    ]
