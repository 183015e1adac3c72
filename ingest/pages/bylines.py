"""Date lines in forms that only right below a title are sure to be some.

Elsewhere `20250426` may be any number, and a day and a word what an article tells.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ...language.dates import CLOCK, DIGIT, YEAR, in_common_era
from ...language.places import places_in
from .date_lines import stamp_and_rest, stamp_of

if TYPE_CHECKING:
    from .date_lines import Stamp

_LONGEST = 60
_LONGEST_NAME = 12
_MOST_NAMES = 3
_CLOCK = re.compile(f"(?<!{DIGIT}){CLOCK}")
_BRACKETS = re.compile(r"\s*[\[【(（〔〖<《「]([^\[\]【】()（）]+)[\]】)）〕〗>》」]\s*$")
_NUMBER = re.compile(
    rf"\s*(?:[^\s\d:：]{{2,6}}[:：]\s*)?({YEAR}{DIGIT}{{4}})(?:\s+\d\d?[:：]\d\d)?\s*$"
)
# What names of columns and sites end in; any other word behind a day may be what happened on it.
_NAME = re.compile(
    ".*(?:新闻|新聞|资讯|資訊|快讯|动态|要闻|头条|公告|通知|热线|百科|问答|网|網|网站|报|報|社|台|在线|频道|頻道"
    "|栏目|专栏|客户端|公众号|账号|中心|局|委|厅|部|院|办|健康|生活|财经|社会|医疗|教育|科技|文化|体育|娱乐"
    "|国内|国际|综合|时政|法治|民生|本地)$"
)


def byline_of(line: str) -> Stamp | None:
    """Read a line below a title as a stamp: what any line may be, and some that are so only there.

    These are a stamp in brackets, a day in eight digits, one of the Republic of China, and a day
    with names behind it: of a column, of a site, or of the place where the author was.
    """
    stamp = stamp_of(line)
    if stamp is not None or len(line) > _LONGEST:
        return stamp
    written = in_common_era(unwrapped(line))
    if number := _NUMBER.match(written):
        day = number[1]
        written = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    reading = stamp_and_rest(written)
    if reading is None:
        return None
    stamp, rest = reading
    if not stamp.published or (stamp.before and stamp.channel is None):
        return None
    names = rest.split()
    is_timed = stamp.channel is not None and _CLOCK.search(written) is not None
    if len(names) > _MOST_NAMES or not all(is_timed or is_name(name) for name in names):
        return None
    channel = stamp.channel or next((name for name in names if not is_place(name)), None)
    return replace(stamp, channel=channel, start=0, end=len(line))


def unwrapped(line: str) -> str:
    """Return a line without the brackets around all of it."""
    inside = _BRACKETS.match(line)
    return inside[1].strip() if inside else line.strip()


def is_name(word: str) -> bool:
    """Return whether a word names a column, a site or a place, and not what happened."""
    return len(word) <= _LONGEST_NAME and (_NAME.match(word) is not None or is_place(word))


def is_place(word: str) -> bool:
    """Return whether a word is the name of a place."""
    return any((place.start, place.end) == (0, len(word)) for place in places_in(word))
