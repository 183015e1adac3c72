"""Date lines: when, and in which channel, a page says that something was published.

A *stamp* is a line that holds a date and little else: `健康新闻 2025-04-26`, `3天前`,
`来源:某某网 2025年4月26日 08:30`. Lines are matched as they came, so that offsets stay true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ...language.dates import DASH, DAY, DIGIT, SPACE, TIME, TIME_AND_WEEKDAY, YEAR, read_day

LONGEST_STAMP = 100
LONGEST_CHANNEL = 20
_LONGEST_JOINED = 10
_LATEST_START = LONGEST_CHANNEL + 40  # of a stamp that more text follows

_WHEN = re.compile(f"(?P<day>{DAY}){TIME_AND_WEEKDAY}")
_RELATIVE = re.compile(
    rf"(?:刚刚|剛剛|(?:今天|昨天|昨日|前天){TIME}"
    rf"|(?:{DIGIT}{{1,3}}|[一二两三四五六七八九十半几]{{1,3}}){SPACE}?个?"
    r"(?:秒钟?|分钟|分鐘|小时|小時|天|日|周|星期|月|年)(?:之|以)?前)"
)
_YEARLESS = re.compile(
    rf"(?<![-/.0-9０-９])(?:{DIGIT}{{1,2}}{DASH}{DIGIT}{{1,2}}|{DIGIT}{{1,2}}月{DIGIT}{{1,2}}[日号])"
    rf"(?!{DIGIT}){TIME}"
)
# The beginning of a line to whose stamp more text was joined, also where that begins with digits.
_THEN_TEXT = re.compile(f"{YEAR}{DASH}{DIGIT}{{2}}{DASH}{DIGIT}{{2}}{TIME}|{DAY}{TIME_AND_WEEKDAY}")
_CUT_DATE = f"(?:{DASH}|[/／.．年])(?:{DIGIT}{{0,2}}|{DIGIT}{{1,2}}(?:{DASH}|[/／.．月]){DIGIT}?)"
_CUT = re.compile(
    rf"(?P<before>[^\d０-９]{{0,{LONGEST_CHANNEL}}}?){SPACE}+"
    rf"(?:19|20|１９|２０)(?:{DIGIT}{{0,2}}|{DIGIT}{{2}}{_CUT_DATE})"
)
_BARE_CUT = re.compile(
    rf"{YEAR}(?:{DASH}|[/／.．])(?:{DIGIT}{{0,2}}|{DIGIT}{{2}}(?:{DASH}|[/／.．]){DIGIT}?)"
)

_SOURCE = (
    "(?:文章来源|信息来源|本文来源|来源|來源|稿源|出处|转自|来自|频道|栏目|分类)[:：]" + f"{SPACE}?"
)
_WHEN_LABEL = re.compile(
    "(?:发布时间|发布日期|发表时间|发表日期|更新时间|更新日期|最后更新|时间|日期|发布于|发表于|更新于"
    "|發布時間|更新時間|日期|发布|发表|更新)[:：]?$"
)
_ASIDE = (
    rf"(?:(?:作者|编辑|责任编辑|责编|记者|审核|校对)[:：]{SPACE}?[^\s|｜]{{1,20}}"
    rf"|(?:阅读量?|浏览量?|浏览次数|点击量?|点击数|评论|人气)[:：(（]?{SPACE}?{DIGIT}{{0,9}}[)）]?次?"
    rf"|{DIGIT}{{1,9}}次?{SPACE}?(?:阅读|浏览|点击|评论|人阅读)|发布|发表|更新|字号.{{0,12}})"
)
_ONLY_ASIDE = re.compile(_ASIDE)
_GAP = r"[\s|｜·•/／,，;；]"
_AFTER = re.compile(
    rf"(?:{_GAP}*(?:{_SOURCE}(?P<channel>[^\s|｜]{{1,{LONGEST_CHANNEL}}})|{_ASIDE}))*{_GAP}*"
)
_BEFORE_ASIDE = re.compile(rf"^{_GAP}*{_ASIDE}{_GAP}+")
_LABELLED = re.compile(rf"{_SOURCE}([^\s|｜。！？，,]{{1,{LONGEST_CHANNEL}}})")
_LETTER = re.compile(r"[^\W\d_]")
_NO_CHANNEL = re.compile(
    r"[。！？!?；;，,、…:：“”\"《》→=＝]"
    "|(?:截至|截止|至|自|于|從|从|到|在|由|为|是|即|和|与|及|起|前|后|按|根据|以|期限)$"
)
_SEPARATORS = " \t\u00a0\u3000|｜·•/／-－–—:：[]【】()（）"
_GAPS = " \t\u00a0\u3000|｜·•"
# What no stamp, and no date, is without: most lines have none of it.
_HINT = re.compile("[0-9０-９年前今昨刚剛]")
_YEAR_HINT = re.compile("(?:19|20|１９|２０)|年")
_REMEMBERED = 4096  # lines: each is looked at several times, and those of a site recur


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a date line says.

    Attributes:
        published: ISO date, or None where the line gives none that a calendar knows.
        channel: the column or the source it names, or None.
        before: the text before the date, trimmed; the title where a line is a title and its date.
        start: offset of the date in the line.
        end: offset behind the stamp; behind it stands what was joined to it.
        impossible: the date as it stands there, where no calendar has it.
        sure: false for a relative date, or one without a year.
        joined: the channel touches the date.
        numeric: the date is written in digits and signs only.
    """

    published: str | None
    channel: str | None
    before: str
    start: int
    end: int
    impossible: str | None = None
    sure: bool = True
    joined: bool = False
    numeric: bool = False


def stamp_of(line: str) -> Stamp | None:
    """Read a whole line as a stamp, or as a short title and its date; None where it is neither."""
    text = line.strip()
    if len(text) > LONGEST_STAMP or not _HINT.search(text):
        return None
    stamp = _stamp_of(text)
    if stamp is None or text == line:
        return stamp
    return replace(stamp, start=stamp.start + line.index(text[0]), end=len(line))


@lru_cache(_REMEMBERED)
def _stamp_of(text: str) -> Stamp | None:
    when = _WHEN.search(text)
    if when is not None:
        after = _AFTER.fullmatch(text, when.end())
        if after is None:
            return None
        before, channel = _before_and_channel(text[: when.start()])
        stamp = _dated(
            text, when.start(), len(text), when["day"], before, channel or after["channel"]
        )
        # Eight digits may be any number, so a channel must stand apart before them.
        is_number = when["day"].isdecimal() and (stamp.joined or not channel)
        return None if is_number else stamp
    for pattern in (_RELATIVE, _YEARLESS):
        match = pattern.search(text)
        if match is None or _AFTER.fullmatch(text, match.end()) is None:
            continue
        before, channel = _before_and_channel(text[: match.start()])
        bare = not before and pattern is _RELATIVE
        # A bracket is no gap: （记者某某）今天， is how a report begins.
        apart = channel is not None and text[match.start() - 1] in _GAPS
        if bare or apart:
            return Stamp(None, channel, before, match.start(), len(text), sure=False)
    return None


def stamp_before(line: str) -> Stamp | None:
    """Read the beginning of a line as a stamp that more text is joined to; None without one."""
    text = line[: LONGEST_STAMP * 2]
    if not _YEAR_HINT.search(text, 0, _LATEST_START):
        return None
    match = _THEN_TEXT.search(text, 0, _LATEST_START)
    if match is None or not line[match.end() :].strip():
        return None
    when = _WHEN.match(match[0])
    before, channel = _before_and_channel(text[: match.start()])
    if when is None or (before and channel is None):
        return None
    return _dated(text, *match.span(), when["day"], before, channel)


def is_cut_stamp(line: str) -> bool:
    """Return whether a line begins a stamp, as the last line of a cut page may."""
    text = line.strip()
    if len(text) > LONGEST_STAMP:
        return False
    cut = _CUT.fullmatch(text)
    if cut is not None:
        return _before_and_channel(cut["before"])[1] is not None
    return _BARE_CUT.fullmatch(text) is not None


def labelled_channel(line: str) -> str | None:
    """Return the source that a line like `来源:某某网` names, where that is all it says."""
    labelled = _LABELLED.fullmatch(line.strip()[:LONGEST_STAMP])
    return labelled[1] if labelled else None


def _dated(text: str, start: int, end: int, day: str, before: str, channel: str | None) -> Stamp:
    published = read_day(day)
    joined = bool(before) and text[start - 1] not in _SEPARATORS
    if joined and (len(before) > _LONGEST_JOINED or day.isdecimal()):
        channel = None
    return Stamp(
        published,
        channel,
        before,
        start,
        end,
        impossible=None if published else day,
        joined=joined,
        numeric="年" not in day,
    )


def _before_and_channel(text: str) -> tuple[str, str | None]:
    """Read what stands before a date: the text as such, and the channel, if it can be one."""
    text = text.strip()
    aside = _BEFORE_ASIDE.match(text + " ")
    rest = text[aside.end() :] if aside else text
    rest = _WHEN_LABEL.sub("", rest.rstrip(_SEPARATORS)).strip(_SEPARATORS + "\n")
    labelled = _LABELLED.match(rest)
    if labelled is not None:
        tail = rest[labelled.end() :].strip(_SEPARATORS)
        if not tail or _ONLY_ASIDE.fullmatch(tail):
            return "", labelled[1]
    if not rest or _ONLY_ASIDE.fullmatch(rest):
        return "", None
    can_be = len(rest) <= LONGEST_CHANNEL and _LETTER.search(rest) and not _NO_CHANNEL.search(rest)
    return text.strip(_SEPARATORS), rest if can_be else None
