"""Date lines: when, and in which channel, a page says that something was published.

A *stamp* is a line that holds a date and little else: `健康新闻 2025-04-26`, `3天前`,
`来源:某某网 2025年4月26日 08:30`. Lines are matched as they came, so that offsets stay true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ...language.dates import (
    CLOCK,
    DASH,
    DAY,
    DIGIT,
    ENGLISH_DAY,
    SPACE,
    TIME,
    TIME_AND_WEEKDAY,
    YEAR,
    day_of_field,
    read_day,
)
from .date_parts import GAPS, LONGEST_CHANNEL, around, before_label

LONGEST_STAMP = 100
_LONGEST_JOINED = 10
_LATEST_START = LONGEST_CHANNEL + 40  # of a stamp that more text follows

_WHEN = re.compile(f"(?P<day>{DAY}){TIME_AND_WEEKDAY}")
_ENGLISH = re.compile(f"(?P<day>{ENGLISH_DAY}){TIME_AND_WEEKDAY}")
RELATIVE = re.compile(
    rf"(?:刚刚|剛剛|(?:今天|今日|昨天|昨日|前天)(?:{SPACE}*{CLOCK})?"
    rf"|(?:{DIGIT}{{1,3}}|[一二两三四五六七八九十半几]{{1,3}}){SPACE}?个?"
    r"(?:秒钟?|分钟|分鐘|小时|小時|天|日|周|星期|月|年)(?:之|以)?前)"
)
YEARLESS = re.compile(
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

_UPDATED = re.compile(r"(?:更新|修改|修订|修訂|编辑|編輯)(?:时间|時間|日期|[于於])?\s?[:：]?\s?$")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[A-Za-z]{3}")
_NO_CHANNEL = re.compile(
    r"[。！？!?；;，,、…:：“”\"《》→=＝\[\]【】]|(?:时间|時間|日期)$"
    "|(?:截至|截止|至|自|于|從|从|到|在|由|为|是|即|和|与|及|起|前|后|按|根据|以|期限)$"
)
_SEPARATORS = GAPS + "/／-－–—:：[]【】()（）"
_OPENS, _CLOSES = ("[", "【", "(", "（"), ("]", "】", ")", "）")
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
    when = _when(text)
    if when is not None:
        stamp, rest = _read(text, when)
        # Eight digits may be any number, so a channel must stand apart before them.
        is_number = when["day"].isdecimal() and (stamp.joined or not stamp.channel)
        return None if rest or is_number else stamp
    for pattern in (RELATIVE, YEARLESS):
        match = pattern.search(text)
        if match is None or around(text[match.end() :]).rest:
            continue
        stamp, _ = stamp_at(text, match)
        bare = not stamp.before and pattern is RELATIVE
        # A bracket is no gap: （记者某某）今天， is how a report begins.
        apart = stamp.channel is not None and text[match.start() - 1] in GAPS
        return stamp if bare or apart else None
    return None


def _when(text: str) -> re.Match[str] | None:
    when = _WHEN.search(text)
    if when is not None and is_update(text, when.start()):
        other = _WHEN.search(text, when.end())
        when = when if other is None or is_update(text, other.start()) else other
    return _ENGLISH.search(text) if when is None and _LATIN.search(text) else when


def is_update(text: str, at: int) -> bool:
    """Return whether the day at a place of a line is that of a change: 更新时间：2025-05-01."""
    return _UPDATED.search(text, max(at - _LONGEST_JOINED, 0), at) is not None


def stamp_and_rest(line: str) -> tuple[Stamp, str] | None:
    """Read a line that names a day, and return what, apart from it, stands behind unexplained."""
    text = line.strip()
    when = _when(text) if len(text) <= LONGEST_STAMP else None
    if when is None or not is_apart(text, when.end()):
        return None
    return _read(text, when)


def stamp_at(text: str, when: re.Match[str]) -> tuple[Stamp, str]:
    """Read a line by words on it that tell no day for sure: `3天前`, `04-26`."""
    before, channel = _before_and_channel(text[: when.start()])
    labelled, rest = around(text[when.end() :])
    return Stamp(None, channel or labelled, before, when.start(), len(text), sure=False), rest


def is_apart(text: str, at: int) -> bool:
    """Return whether no text is joined to what ends at a place."""
    return at == len(text) or text[at] in GAPS


def _read(text: str, when: re.Match[str]) -> tuple[Stamp, str]:
    before, behind = text[: when.start()], text[when.end() :]
    if behind[:1] in _CLOSES:
        if before.endswith(_OPENS) and before[:-1].endswith((":", "：")):
            before, behind = before[:-1], behind[1:]  # 日期：[2025-04-26]
        elif text[0] in _OPENS:
            behind = behind[1:]  # [日期：2025-04-26] [字体：大 中 小]
    labelled, rest = around(behind)
    before, channel = _before_and_channel(before)
    span = when.start(), len(text)
    return _dated(text, *span, when["day"], before, channel or labelled), rest


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
    channel, rest = around(line.strip()) if len(line) <= LONGEST_STAMP else (None, "")
    return None if rest else channel


def explains_itself(line: str) -> bool:
    """Return whether a line holds authors, counters and buttons only: what a byline is made of."""
    return len(line) <= LONGEST_STAMP and around(line) == (None, "")


def _dated(text: str, start: int, end: int, day: str, before: str, channel: str | None) -> Stamp:
    published = day_of_field(day) if _LATIN.search(day) else read_day(day)
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
    labelled, rest = around(before_label(text))
    rest = rest.strip(_SEPARATORS)
    if not rest:
        return "", labelled
    can_be = len(rest) <= LONGEST_CHANNEL and _LETTER.search(rest) and not _NO_CHANNEL.search(rest)
    return text.strip(_SEPARATORS), rest if can_be and not labelled else None
