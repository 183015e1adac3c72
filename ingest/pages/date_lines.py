"""Date lines: what a page says of when, and in which channel, something was published.

A *stamp* is a line of its own that holds a date and little else: `健康新闻 2025-04-26`,
`来源:某某网 2025年4月26日 08:30`, `3天前`. Everything is matched on the text as it came, full-width
digits included, so that offsets stay true.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

LONGEST_STAMP = 100
LONGEST_CHANNEL = 20
_LONGEST_JOINED = 10
_LATEST_GLUED = LONGEST_CHANNEL + 40

_D = "[0-9０-９]"
_S = r"[ \t\u00a0\u3000]"
_DASH = "[-－‐‑‒–—−]"
_SLASH = "[/／]"
_DOT = "[.．]"
_YEAR = f"(?:19|20|１９|２０){_D}{{2}}"
_HAN_DIGIT = "[〇○零一二三四五六七八九]"
_HAN_DAY = "[一二三四五六七八九十廿]{1,3}"


def _numeric(separator: str, group: str) -> str:
    gap = f"{_S}?{separator}{_S}?"
    return f"(?P<{group}>{_YEAR}{gap}{_D}{{1,2}}{gap}{_D}{{1,2}}(?!{_D}))"


_DATE = (
    "(?:"
    + "|".join((_numeric(_DASH, "dash"), _numeric(_SLASH, "slash"), _numeric(_DOT, "dot")))
    + f"|(?P<han>{_YEAR}{_S}?年{_S}?{_D}{{1,2}}{_S}?月{_S}?{_D}{{1,2}}{_S}?[日号號])"
    + f"|(?P<words>{_HAN_DIGIT}{{4}}年{_HAN_DAY}月{_HAN_DAY}[日号號])"
    + f"|(?P<compact>(?<!{_D}){_YEAR}{_D}{{4}}(?!{_D}))"
    + ")"
)
_TIME = (
    rf"(?:(?:{_S}+|T)(?:上午|下午|中午|晚上|凌晨)?{_D}{{1,2}}[:：]{_D}{{2}}(?:[:：]{_D}{{2}}(?:\.{_D}+)?)?"
    rf"(?:Z|[+-]{_D}{{2}}:?{_D}{{2}})?)?"
)
_WEEKDAY = rf"(?:{_S}*[(（]?(?:星期|周|週)[一二三四五六日天][)）]?)?"
_WHEN = re.compile(f"{_DATE}{_WEEKDAY}{_TIME}{_WEEKDAY}")
_RELATIVE = re.compile(
    rf"(?:刚刚|剛剛|(?:今天|昨天|昨日|前天){_TIME}"
    rf"|(?:{_D}{{1,3}}|[一二两三四五六七八九十半几]{{1,3}}){_S}?个?"
    r"(?:秒钟?|分钟|分鐘|小时|小時|天|日|周|星期|月|年)(?:之|以)?前)"
)
_YEARLESS = re.compile(
    rf"(?<![-/.0-9０-９])(?:{_D}{{1,2}}{_DASH}{_D}{{1,2}}|{_D}{{1,2}}月{_D}{{1,2}}[日号])(?!{_D}){_TIME}"
)

_SOURCE = "(?:文章来源|信息来源|本文来源|来源|來源|稿源|出处|转自|来自|频道|栏目|分类)"
_WHEN_LABEL = re.compile(
    "(?:发布时间|发布日期|发表时间|发表日期|更新时间|更新日期|最后更新|时间|日期|发布于|发表于|更新于"
    "|發布時間|更新時間|日期|发布|发表|更新)[:：]?$"
)
_ASIDE = (
    "(?:(?:作者|编辑|责任编辑|责编|记者|审核|校对)[:：]"
    rf"{_S}?[^\s|｜]{{1,20}}|(?:阅读量?|浏览量?|浏览次数|点击量?|点击数|评论|人气)[:：(（]?{_S}?{_D}{{0,9}}"
    rf"[)）]?次?|{_D}{{1,9}}次?{_S}?(?:阅读|浏览|点击|评论|人阅读)|发布|发表|更新|字号.{{0,12}})"
)
_ONLY_ASIDE = re.compile(_ASIDE)
_DIGITS = re.compile(r"\d+")
_GAP = r"[\s|｜·•/／,，;；]"
_AFTER = re.compile(
    rf"(?:{_GAP}*(?:{_SOURCE}[:：]{_S}?(?P<channel>[^\s|｜]{{1,{LONGEST_CHANNEL}}})|{_ASIDE}))*{_GAP}*"
)
_BEFORE_ASIDE = re.compile(rf"^{_GAP}*{_ASIDE}{_GAP}+")
_LABELLED = re.compile(rf"{_SOURCE}[:：]{_S}?([^\s|｜。！？，,]{{1,{LONGEST_CHANNEL}}})")
_LETTER = re.compile(r"[^\W\d_]")
_NO_CHANNEL = re.compile(r"[。！？!?；;，,、…:：“”\"《》→=＝]")
_PREPOSITION = re.compile(
    "(?:截至|截止|至|自|于|從|从|到|在|由|为|是|即|和|与|及|起|前|后|按|根据|以|期限)$"
)
_SEPARATORS = " \t\u00a0\u3000|｜·•/／-－–—:：[]【】()（）"
_GAPS = " \t\u00a0\u3000|｜·•"
_CUT = re.compile(
    rf"(?P<lead>[^\d０-９]{{0,{LONGEST_CHANNEL}}}?){_S}+"
    rf"(?:19|20|１９|２０)(?:{_D}{{0,2}}|{_D}{{2}}(?:{_DASH}|[/／.．年])(?:{_D}{{0,2}}|{_D}{{1,2}}(?:{_DASH}|[/／.．月]){_D}?))"
)
_BARE_CUT = re.compile(
    rf"{_YEAR}(?:{_DASH}|[/／.．])(?:{_D}{{0,2}}|{_D}{{2}}(?:{_DASH}|[/／.．]){_D}?)"
)
_GLUED = re.compile(
    rf"(?P<when>{_YEAR}{_DASH}{_D}{{2}}{_DASH}{_D}{{2}}{_TIME}"
    rf"|{_WHEN.pattern.replace('?P<', '?P<x')})"
)
# What no stamp, and no date, is without: most lines have none of it.
_HINT = re.compile("[0-9０-９年前今昨刚剛]")
_YEAR_HINT = re.compile(r"(?:19|20|１９|２０)|年")
_REMEMBERED = 4096  # lines: each is looked at several times, and those of a site recur


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a date line says.

    Attributes:
        published: ISO date, or None where the line gives none that a calendar knows.
        channel: the column or the source it names, or None.
        lead: the text before the date, trimmed; the title where a line is a title and its date.
        start: offset of the date in the line.
        end: offset behind the stamp; behind it stands what was glued to it.
        impossible: the date as it stands there, where no calendar has it.
        sure: false for a relative date, or one without a year.
        joined: the channel touches the date.
        numeric: the date is written in digits and signs only.
    """

    published: str | None
    channel: str | None
    lead: str
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
    found = _WHEN.search(text)
    if found is not None:
        after = _AFTER.fullmatch(text, found.end())
        return _stamp(text, found, after.group("channel")) if after is not None else None
    for pattern in (_RELATIVE, _YEARLESS):
        found = pattern.search(text)
        if found is None or _AFTER.fullmatch(text, found.end()) is None:
            continue
        lead, channel = _channel(text[: found.start()])
        bare = not lead and pattern is _RELATIVE
        # A bracket is no gap: （记者某某）今天， is how a report begins.
        apart = channel is not None and text[found.start() - 1] in _GAPS
        if bare or apart:
            return Stamp(None, channel, lead, found.start(), len(text), sure=False)
    return None


def stamp_before(line: str) -> Stamp | None:
    """Read the beginning of a line as a stamp to which more text is glued; None without one."""
    text = line[: LONGEST_STAMP * 2]
    if not _YEAR_HINT.search(text, 0, _LATEST_GLUED):
        return None
    found = _GLUED.search(text, 0, _LATEST_GLUED)
    if found is None or not line[found.end() :].strip():
        return None
    when = _WHEN.match(found.group("when"))
    if when is None:
        return None
    lead, channel = _channel(text[: found.start()])
    if lead and channel is None:
        return None
    return _stamp_at(text, found.start(), found.end(), when, lead, channel)


def is_cut_stamp(line: str) -> bool:
    """Tell whether a line is the beginning of a stamp, as the last line of a cut page may be."""
    text = line.strip()
    if len(text) > LONGEST_STAMP:
        return False
    found = _CUT.fullmatch(text)
    if found is not None:
        return _channel(found.group("lead"))[1] is not None
    return _BARE_CUT.fullmatch(text) is not None


def labelled_channel(line: str) -> str | None:
    """Give the source that a line like `来源:某某网` names, where that is all it says."""
    found = _LABELLED.fullmatch(line.strip()[:LONGEST_STAMP])
    return found.group(1) if found else None


def iso_date(written: str) -> str | None:
    """Give the ISO form of a date as a stamp writes it; None where no calendar has it."""
    if written[0] in "〇○零一二三四五六七八九":
        year, rest = written.split("年", 1)
        month, day = rest[:-1].split("月", 1)
        numbers = [int("".join(str(_HAN[c]) for c in year)), _han_number(month), _han_number(day)]
    else:
        digits = _DIGITS.findall(unicodedata.normalize("NFKC", written))
        if len(digits) == 1:
            digits = [digits[0][:4], digits[0][4:6], digits[0][6:]]
        numbers = [int(number) for number in digits]
    try:
        return date(numbers[0], numbers[1], numbers[2]).isoformat()
    except ValueError:
        return None


_HAN = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}


def _han_number(word: str) -> int:
    word = word.replace("廿", "二十")
    tens, ten, ones = word.rpartition("十")
    if not ten:
        return _HAN.get(word, 0) if len(word) == 1 else 0
    return (_HAN.get(tens, 0) if tens else 1) * 10 + (_HAN.get(ones, 0) if ones else 0)


def _stamp(text: str, found: re.Match[str], channel: str | None) -> Stamp | None:
    lead, before = _channel(text[: found.start()])
    stamp = _stamp_at(text, found.start(), len(text), found, lead, before or channel)
    return None if found.group("compact") and (stamp.joined or not before) else stamp


def _stamp_at(
    text: str, start: int, end: int, when: re.Match[str], lead: str, channel: str | None
) -> Stamp:
    written = next(part for part in when.groups() if part is not None)
    published = iso_date(written)
    joined = bool(lead) and start > 0 and text[start - 1] not in _SEPARATORS
    if joined and (len(lead) > _LONGEST_JOINED or when.group("compact")):
        channel = None
    numeric = not (when.group("han") or when.group("words"))
    impossible = None if published else written
    return Stamp(published, channel, lead, start, end, impossible, joined=joined, numeric=numeric)


def _channel(before: str) -> tuple[str, str | None]:
    """Read what stands before a date: the text as such, and the channel, if it can be one."""
    text = before.strip()
    aside = _BEFORE_ASIDE.match(text + " ")
    rest = text[aside.end() :] if aside else text
    rest = _WHEN_LABEL.sub("", rest.rstrip(_SEPARATORS)).strip(_SEPARATORS + "\n")
    labelled = _LABELLED.match(rest)
    if labelled is not None:
        tail = rest[labelled.end() :].strip(_SEPARATORS)
        if not tail or _ONLY_ASIDE.fullmatch(tail):
            return "", labelled.group(1)
    if not rest or _ONLY_ASIDE.fullmatch(rest):
        return "", None
    lead = text.strip(_SEPARATORS)
    sentence = _NO_CHANNEL.search(rest) or _PREPOSITION.search(rest)
    if len(rest) > LONGEST_CHANNEL or sentence or not _LETTER.search(rest):
        return lead, None
    return lead, rest
