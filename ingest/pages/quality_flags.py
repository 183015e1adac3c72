"""The flags of a document: what its own title and text show of its quality."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from ...corpus.documents import Flag, Kind
from ...language.amounts import amounts_in
from ...language.normalise import normalise
from ...language.places import places_in
from ...language.spellings import spellings_in
from .error_pages import is_error_page

if TYPE_CHECKING:
    from ...language.places import Place, PlaceMention

# Looking a member up in its enumeration takes longer than what is done with it.
_SNIPPET = Kind.SNIPPET
_OF_CUT, _OF_NUMBER = Flag.TRUNCATED, Flag.NUMBER_MISMATCH
_OF_FALLBACK, _OF_PLACE = Flag.FALLBACK, Flag.PLACE_MISMATCH
_OF_ERROR = Flag.ERROR_PAGE
_ENDS = frozenset("。！？!?｡．")
_CLOSERS = "”’」』）)】》〉\"'"
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# Runs of what NFKC may make a digit, a point or a comma: nothing else matters to a number.
_DIGITS = (
    r"\d\u00b2-\u00be\u2070-\u209c\u2150-\u218b\u2460-\u24ff\u3220-\u33ff\U0001f100-\U0001f10a"
)
_DIGIT = re.compile(f"[{_DIGITS}]")
_NUMERIC = re.compile(rf"[{_DIGITS}.,\u2024-\u2026\ufe10-\ufe6f\uff0c-\uff19]+")
# A year, and a day of it: a text need not repeat what it is of.
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{2}(?!\d|[.,]\d|\s?[元块万千人个名次天岁米克斤分%])|(?<!\d)\d{1,2}月(?:\d{1,2}[日号])?)"
)
_HEAD = 60
_LATIN_END = re.compile(r"[A-Za-z]\.$")
_FALLBACK = re.compile(
    r"[\s，,。:：]*(?:(?:很|非常|十分)?(?:抱歉|遗憾|对不起|不好意思)[，,。!！\s]*)?(?:我|我们|本站|系统)?"
    "(?:(?:暂时|目前|暂|现在|当前)(?:还|尚)?(?:无法|未能|没能|未|不能)(?:准确|直接|为您|为你)?"
    "(?:查找|查询|查到|查出|找到|搜索|搜到|检索|得知|获知|获取|提供)"
    '|(?:没有|没|未能|未|无法)(?:能)?(?:查找|查询|查到|找到|搜索|搜到|检索|得知|获取)到?(?:关于|有关|与|相关|您|“|"))'
)
_APOLOGY = re.compile(
    r"\s*(?:很|非常|十分)?(?:抱歉|遗憾|对不起)[，,\s]*(?:我|我们|本站|系统)?(?:暂时|目前)?"
    "(?:没有|没|未能|未|无法)(?:能)?(?:查|找|搜|检索|得知|获取)"
)
_CLAUSE_END = re.compile(r"[，,。；;！!？?\n]")
_SHORT = 1000  # characters of a text whose flags are remembered


def flags_of(kind: Kind, title: str, body: str) -> tuple[Flag, ...]:
    """Return the flags of a document, sorted by name; without a text it can be an error page only.

    Args:
        kind: only a snippet can be truncated: its text ends without the end of a sentence.
        title: numbers and places of it are looked for in the text.
        body: the text.
    """
    text = body.strip()
    if not text:
        is_error = kind is not _SNIPPET and is_error_page(title, "")
        return (_OF_ERROR,) if is_error else ()
    # The same recommendation stands under many pages, one soon after the other.
    return _remembered(kind, title, text) if len(text) <= _SHORT else _flags_of(kind, title, text)


def _flags_of(kind: Kind, title: str, text: str) -> tuple[Flag, ...]:
    flags = []
    fallback = is_fallback(text)
    if kind is not _SNIPPET and not fallback and is_error_page(title, text):
        return (_OF_ERROR,)
    if fallback:
        flags.append(_OF_FALLBACK)
    if _lacks_number(title, text):
        flags.append(_OF_NUMBER)
    if _is_elsewhere(title, text, fallback=fallback):
        flags.append(_OF_PLACE)
    if kind is _SNIPPET and not ends_sentence(text):
        flags.append(_OF_CUT)
    return tuple(sorted(flags))


_remembered = lru_cache(4096)(_flags_of)


def ends_sentence(text: str) -> bool:
    """Return whether a text ends with the end of a sentence, closing quotes and brackets aside."""
    end = text.rstrip()[-_HEAD:].rstrip(_CLOSERS)
    return end[-1:] in _ENDS or _LATIN_END.search(end) is not None


def is_fallback(text: str) -> bool:
    """Return whether a text begins by saying that nothing was found about what was asked."""
    head = text[:_HEAD]
    return _FALLBACK.match(head) is not None or _APOLOGY.match(head) is not None


def _lacks_number(title: str, text: str) -> bool:
    wanted = _numbers(_DATE.sub(" ", title)) if _DIGIT.search(title) else set()
    lacking = wanted - _numbers(text, grouped=True) if wanted else wanted
    return bool(lacking) and not lacking <= _spelled(title, text)


def _spelled(title: str, text: str) -> set[str]:
    """Return the numbers of a title that its text has in another spelling: 3个 as 三个."""
    title, text = normalise(title), normalise(text)
    return {
        number
        for part in (*amounts_in(title), *spellings_in(title))
        if any(other.text in text for other in part.alternatives)
        for number in _NUMBER.findall(title[part.start : part.end])
    }


def _numbers(text: str, *, grouped: bool = False) -> set[str]:
    """Return the numbers of a text without thousands commas; with `grouped` also as they stand."""
    numeric = unicodedata.normalize("NFKC", "\n".join(_NUMERIC.findall(text)))
    numbers = set(_NUMBER.findall(_GROUPED.sub(lambda group: group[0].replace(",", ""), numeric)))
    # 100,200 may be a list of two.
    return numbers | set(_NUMBER.findall(numeric)) if grouped else numbers


def _is_elsewhere(title: str, text: str, *, fallback: bool) -> bool:
    """Return whether a text is about another prefecture than its title.

    It is, where the place of the title is nowhere in the text, or the text is a fallback, and the
    first place that the text names lies in another prefecture. A fallback first repeats what was
    asked for: places of the title in its first clause say nothing.
    """
    asked = [mention.place for mention in places_in(title)]
    if not asked:
        return False
    asked = [place for place in asked if not _is_above(place, asked)]
    named = []
    for mention in places_in(text):
        if not fallback and any(place.holds(mention.place) for place in asked):
            return False
        named.append(mention)
    if fallback:
        named = _without_echo(text, named, asked)
    for mention in named:
        if all(place.is_apart_from(mention.place) for place in asked):
            return True
        if mention.place.prefecture is not None:
            return False
    return False


def _is_above(place: Place, places: list[Place]) -> bool:
    return any(place.holds(other) and place.code != other.code for other in places)


def _without_echo(text: str, named: list[PlaceMention], asked: list[Place]) -> list[PlaceMention]:
    border = _CLAUSE_END.search(text)
    end = border.start() if border else len(text)
    return [
        mention
        for mention in named
        if mention.start >= end or all(place.is_apart_from(mention.place) for place in asked)
    ]
