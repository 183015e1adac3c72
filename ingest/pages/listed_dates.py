"""Date lines under a header word, where the lines of a list bear each other out.

`04-26` or `4月26日 健康网` may be anything where it stands alone. In a list every snippet ends in
such a line, so one that holds a date of whatever sort is a date line where its form comes again.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ...language.dates import CLOCK, DASH, DIGIT, SPACE, TIME, TIME_AND_WEEKDAY
from .bylines import is_name, is_place, unwrapped
from .date_lines import (
    RELATIVE,
    YEARLESS,
    explains_itself,
    is_apart,
    stamp_and_rest,
    stamp_at,
    stamp_of,
)
from .date_parts import GAPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .date_lines import Stamp

_LONGEST = 60
_LONGEST_TAIL = 12
_LONGEST_TITLE = 40
_MOST_SPELLINGS = 8
_REMEMBERED = 4096  # lines: each is looked at several times
_LETTER = re.compile(r"[^\W\d_]")
_THEN_BRACKETS = re.compile(r"([^()（）]{2,20})[(（]([^()（）]+)[)）]")
_SENTENCE = re.compile("[0-9０-９。！？!?；;，,、：:“”《》]")
_DIGITS = re.compile(f"{DIGIT}+")
# What all of them have: most lines have none of it.
_HINT = re.compile(
    f"{DIGIT}(?:{SPACE}?[-/.．:：年月日时点天周小分秒个／－‐‑‒–—−]|,? ?[12A-Za-z])"
    "|[今昨前周期]|刚刚|剛剛"
)
# A date only where nothing touches it.
_OTHER_DATES = re.compile(
    rf"{RELATIVE.pattern}"
    rf"|(?<!\S){DIGIT}{{2}}(?:{DASH}|[/.]){DIGIT}{{1,2}}(?:{DASH}|[/.]){DIGIT}{{1,2}}{TIME}"
    rf"|{YEARLESS.pattern}{TIME_AND_WEEKDAY}"
    rf"|(?<!\S)(?:{DIGIT}{{1,2}}/{DIGIT}{{1,2}}{TIME_AND_WEEKDAY}"
    rf"|(?:星期|周)[一二三四五六日天](?:{SPACE}*{CLOCK})?|{CLOCK})"
)


class _Doubtful(NamedTuple):
    """A line that holds a date and few other words."""

    stamp: Stamp
    tail: str
    form: tuple[str, ...]

    @property
    def is_bare(self) -> bool:
        return not self.stamp.before and not self.tail


def listed_stamps(lines: Sequence[str]) -> list[Stamp | None]:
    """Read the lines under a header word as stamps; None for each that is none."""
    stamps = [stamp_of(line) for line in lines]
    others = ((at, line) for at, line in enumerate(lines) if stamps[at] is None)
    doubtful = {at: read for at, line in others if (read := _read(line))}
    forms = Counter(read.form for read in doubtful.values())
    tails = Counter(read.tail for read in doubtful.values())
    # A snippet has a title and a text above its date: lines that follow each other are titles.
    in_a_row = {
        read.form
        for at, read in doubtful.items()
        if at == 0 or (at - 1 in doubtful and doubtful[at - 1].form == read.form)
    }
    for at, read in doubtful.items():
        again = forms[read.form] > 1 or _ends_list(lines, at, read)
        if read.is_bare or (again and read.form not in in_a_row):
            named = is_name(read.tail) or tails[read.tail] > 1
            behind = read.tail if read.tail and named and not is_place(read.tail) else None
            channel = read.stamp.channel or behind
            end = len(lines[at])
            stamps[at] = replace(read.stamp, channel=channel, before="", start=0, end=end)
    return stamps


_Spelled: TypeAlias = "list[tuple[str, int]]"
"""What a date is made of: words, and how many digits at most stand behind them."""


class Spelling:
    """How the dates of a list are spelled: what of a line is one, and where more text begins."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._seen: dict[str, _Spelled] = {}

    @cached_property
    def _forms(self) -> Counter[tuple[str, ...]]:
        return Counter(read.form for line in self._lines if (read := _read(line)))

    def is_date(self, line: str) -> bool:
        """Return whether a line that is no stamp is a date line all the same, by its form."""
        read = _read(line)
        return read is not None and (read.is_bare or self._forms[read.form] > 1)

    def note(self, line: str) -> None:
        """Note the date line of a list."""
        text = line.strip()
        shape = _DIGITS.sub("0", text)
        if shape not in self._seen and len(self._seen) < _MOST_SPELLINGS:
            digits = [*map(len, _DIGITS.findall(text)), 0]  # nothing behind the last words
            self._seen[shape] = list(zip(_DIGITS.split(text), digits, strict=True))

    def end_in(self, line: str) -> int:
        """Return where, in a line, a date ends that is spelled as one before; 0 without one."""
        end = 0
        for spelled in self._seen.values():
            end = max(end, _end_of(spelled, line))
        return end

    def forget(self) -> None:
        """Begin another list."""
        self._seen.clear()


def _end_of(spelled: _Spelled, line: str) -> int:
    """Return where a date ends that a line begins with; 0 where it is spelled otherwise."""
    at = len(line) - len(line.lstrip())
    for words, most in spelled:
        if not line.startswith(words, at):
            return 0
        at += len(words)
        if most:
            run = _DIGITS.match(line, at)
            if run is None:
                return 0
            at = min(run.end(), at + most)
    return at


def is_tail(text: str) -> bool:
    """Return whether what stands behind a date belongs to it, and can be no title."""
    if not _LETTER.search(text) or explains_itself(text):
        return True
    return text[0] in GAPS and is_name(text.strip())


def _read(line: str) -> _Doubtful | None:
    return _read_short(line) if len(line) <= _LONGEST and _HINT.search(line) else None


@lru_cache(_REMEMBERED)
def _read_short(line: str) -> _Doubtful | None:
    text = unwrapped(line)
    named = _THEN_BRACKETS.fullmatch(text)
    if named is not None:
        text = f"{named[1]} {named[2]}"
    reading = stamp_and_rest(text)
    if reading is None:
        when = _OTHER_DATES.search(text)
        if when is None or not is_apart(text, when.end()):
            return None
        reading = stamp_at(text, when)
    stamp, tail = reading
    is_titled = stamp.joined or (stamp.before and stamp.channel is None)
    if is_titled or len(tail) > _LONGEST_TAIL or _SENTENCE.search(tail):
        return None
    end = text.rfind(tail) if tail else len(text)
    # （2025-04-26） stands behind many a title, and behind the same words again only as a date.
    words = stamp.before if named else str(bool(stamp.before))
    form = (_DIGITS.sub("0", text[stamp.start : end]), words, str(bool(tail)))
    return _Doubtful(stamp, tail, form)


def _ends_list(lines: Sequence[str], at: int, read: _Doubtful) -> bool:
    """Return whether a date ends a list whose last snippet stands right above it."""
    is_date = read.stamp.sure or is_name(read.tail or read.stamp.channel or "")
    return 1 < at == len(lines) - 1 and is_date and len(lines[at - 1]) >= _LONGEST_TITLE
