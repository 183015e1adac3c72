"""Date lines in forms that only right below a title are sure to be some.

Elsewhere `20250426` may be any number, and a day and a word what an article tells.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ...language.dates import DIGIT, YEAR, in_common_era
from .date_lines import stamp_of

if TYPE_CHECKING:
    from .date_lines import Stamp

_LONGEST = 60
_BRACKETS = re.compile(r"\s*[\[【(（〔〖<《「]([^\[\]【】()（）]+)[\]】)）〕〗>》」]\s*$")
_NUMBER = re.compile(
    rf"\s*(?:[^\s\d:：]{{2,6}}[:：]\s*)?({YEAR}{DIGIT}{{4}})(?:\s+\d\d?[:：]\d\d)?\s*$"
)
_THEN_NAME = re.compile(
    r"^\s*(.{6,40}?\d日?(?:\s+\d\d?[:：]\d\d(?:[:：]\d\d)?)?)[\s|｜/·]+(\S{2,12})\s*$"
)
# What names of columns and sites end in; any other word behind a day may be what happened on it.
_NAME = re.compile(
    ".*(?:新闻|新聞|资讯|資訊|快讯|动态|要闻|头条|公告|通知|热线|百科|问答|网|網|网站|报|報|社|台|在线|频道|頻道"
    "|栏目|专栏|客户端|公众号|中心|局|委|厅|部|院|办|健康|生活|财经|社会|医疗|教育|科技|文化|体育|娱乐"
    "|国内|国际|综合|时政|法治|民生|本地)$"
)


def byline_of(line: str) -> Stamp | None:
    """Read a line below a title as a stamp: what any line may be, and some that are so only there.

    These are a stamp in brackets, a day in eight digits, one of the Republic of China, and a day
    with the name of a column or a site behind it.
    """
    stamp = stamp_of(line)
    if stamp is not None or len(line) > _LONGEST:
        return stamp
    inside = _BRACKETS.match(line)
    written = in_common_era(inside[1] if inside else line)
    if number := _NUMBER.match(written):
        day = number[1]
        written = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    stamp = stamp_of(written)
    if stamp is None and (named := _THEN_NAME.match(written)) and _NAME.match(named[2]):
        stamp = stamp_of(named[1])
        stamp = stamp and replace(stamp, channel=stamp.channel or named[2])
    if stamp is None or not stamp.published or (stamp.before and stamp.channel is None):
        return None
    return replace(stamp, start=0, end=len(line))
