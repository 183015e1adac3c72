"""What stands around the day on a date line: sources, authors, counters, buttons.

A date line is its day and parts of a few kinds, in any order and number. What is none of them is
left: a name, a place, or the words of a sentence; who reads the line decides which it may be.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ...language.dates import DAY, DIGIT, SPACE, TIME_AND_WEEKDAY
from .labels import field_of, label_of_day

LONGEST_CHANNEL = 20
#: What may stand between two parts.
GAPS = " \t\u00a0\u3000|｜·・•*_"
_SIGNS = GAPS + "/／,，;；\n\r"
_BORDER = rf"(?=[\s{re.escape(GAPS)}/／,，;；\[【(（]|$)"
_OPEN, _CLOSE = r"[\[【(（]?", r"[\]】)）]?"
_HAN = r"[^\W\d_a-zA-Z]"
_NUMBER = rf"{DIGIT}[0-9０-９,，.]{{0,12}}{SPACE}?(?:[万千亿wWkK]|百万)?\+?"
_COUNTED = (
    "(?:阅读|閱讀|浏览|瀏覽|点击|點擊|點閱|点阅|评论|評論|访问|查看|播放|观看|点赞|赞|收藏|转发|分享|回复|跟帖|留言"
    "|人气|热度|字)"
)
_COUNTER = (
    rf"{_OPEN}{_COUNTED}(?:人数|次数|次數|数量|[量数率])?{SPACE}*[:：(（]?{SPACE}*(?:{_NUMBER})?{SPACE}?[次人条字]?[)）]?"
    rf"|{_NUMBER}{SPACE}?[次人条个]{{0,2}}{SPACE}?(?:参与)?{_COUNTED}"
)
_SIZE = r"[\[【(（]?(?:特大|超大|默认|标准|[大中小]|[AＡaTＴ][+-]?|[+-])[\]】)）]?[\s|/]*+"
_FONT = (
    rf"{_OPEN}字[体號号體](?:大小)?\s*[:：]?\s*(?:{_SIZE})*+{_CLOSE}"
    r"|[\[【(（]?大[\]】)）\s|/\[【(（]*中[\]】)）\s|/\[【(（]*小[\]】)）]?"
)
#: What is there to press: 【打印】, 关闭窗口, 查看全文.
BUTTON = (
    rf"{_OPEN}(?:(?:我要|一键|立即)?(?:打印|关闭|收藏|分享|复制|纠错|朗读|听新闻|返回|推荐|投稿|下载|点赞)"
    "(?:本页|此页|本文|该页|全文|页面|窗口|文章|链接|列表|到)?"
    "|(?:查看|阅读|展开|点击)?(?:全文|原文|详[情细]|更多)|已编辑|原创|转载|置顶|发布|发表|更新)"
    rf"(?:[>»›]+|\.\.\.|…)?{_CLOSE}"
)
_SENDER = (
    rf"IP{SPACE}*(?:属地)?{SPACE}*[:：]?{SPACE}*{_HAN}{{2,8}}"
    rf"|(?:来自|[发發][布表][于於]){SPACE}?[:：]?{SPACE}?[^\s:：|｜]{{2,12}}"
)
_SITE = r"(?i:https?://|www\.)[^\s|｜]{2,80}+"
_WORD = rf"[^\W\d_]{{1,10}}+|{_HAN}{SPACE}{{1,4}}{_HAN}"
_VALUE = rf"[^\s|｜:：。！？!?，,；;\[\]【】]{{1,{LONGEST_CHANNEL}}}+"
_PART = re.compile(
    rf"(?:(?<![^\W_])|(?=[\[【(（]))(?:(?:{_COUNTER}|{_FONT}|{BUTTON}(?!{SPACE}?[:：])|{_SENDER})(?![^\W_])|{_SITE}"
    rf"|(?P<label>{_WORD}){SPACE}?[:：]{SPACE}*"
    rf"(?P<value>(?P<day>{DAY}{TIME_AND_WEEKDAY})|(?:{_VALUE}){_BORDER})?)"
)
_EMPTY = re.compile(r"[\[【(（]\s*[\]】)）]")
_LABEL_OF_DAY = re.compile(
    rf"(?<![^\W_])(?P<words>{_WORD}|posted on){SPACE}?[:：]?\s*$", re.IGNORECASE
)


class Around(NamedTuple):
    """What stands on one side of a day.

    Attributes:
        channel: the source that a label names.
        rest: what no part explains, trimmed; empty on a line that is a date line for sure.
    """

    channel: str | None
    rest: str


_NOTHING = Around(None, "")


def around(text: str) -> Around:
    """Read what stands on one side of a day."""
    if not text:
        return _NOTHING
    channel: str | None = None

    def explained(part: re.Match[str]) -> str:
        nonlocal channel
        field = field_of(part["label"]) if part["label"] else ""
        if field == "channel":
            channel = channel or part["value"]
        elif field != "" and not (part["day"] and label_of_day(part["label"]) == 0):
            return part[0]
        return " "

    rest = _EMPTY.sub(" ", _PART.sub(explained, text))
    return Around(channel, rest.strip(_SIGNS))


def before_label(text: str) -> str:
    """Return what stands before a day without the label that ends it: `发布时间：`, `编辑于`."""
    label = _LABEL_OF_DAY.search(text)
    begin = label and label_of_day(label["words"].lower())
    return text if label is None or begin is None else text[: label.start() + begin]
