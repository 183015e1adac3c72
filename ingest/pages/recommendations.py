"""The lines under a header word: titles, summaries, dates, or the next page's article.

With dates the lines almost say it themselves. Without, titles and summaries alternate, a line may
be missing, and the article of the next page may begin anywhere. So every reading of the lines has a
cost (a title of 190 characters, a summary of 8), and the cheapest wins, by dynamic programming
over four states (Viterbi): time and memory are linear in the number of lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from enum import IntEnum
from operator import add
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from .boilerplate import is_disclaimer
from .bylines import is_name
from .date_lines import is_cut_stamp
from .listed_dates import listed_stamps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .date_lines import Stamp
    from .lines import Piece


class Part(IntEnum):
    """What a line is read as."""

    TITLE = 0
    SUMMARY = 1
    DATE = 2  # closes the snippet above
    DATED_TITLE = 3  # a title and its date on one line
    ARTICLE = 4  # the first line of the next page
    REST = 5  # a later line of the next page
    NOTICE = 6  # a disclaimer under the recommendations
    CHANNEL = 7  # a channel on a line of its own, above its date
    CUT_DATE = 8  # the beginning of a date line, where the file is cut


class Ending(IntEnum):
    """What stands below the lines."""

    HEADER = 0
    FOOTER = 1
    NOTHING = 2


class LineReading(NamedTuple):
    """What a line under a header word was read as, and what its date says."""

    part: Part
    stamp: Stamp | None


# Looking a member up in its enumeration takes longer than what is done with it.
_TITLE, _SUMMARY, _DATE, _DATED_TITLE, _BEGIN, _REST, _NOTE, _CHANNEL, _CUT_DATE = Part

_CLOSED, _TITLED, _SUMMED, _ARTICLE = range(4)
_NEVER = float("inf")

# Costs, in no unit. Tuned on the two seeds and what they look like without dates, blank lines and
# line ends between pages; tests/ingest/pages/test_split_variants.py holds them.
_LONG = 100
# By length: a title of up to 2, 40, 60, 100 characters, or more; a summary of less than 5, 30...
_TITLE_LENGTHS, _TITLE_COSTS = (2, 40, 60, _LONG), (2.0, 0.0, 3.0, 8.0, 20.0)
_SUMMARY_LENGTHS, _SUMMARY_COSTS = (5, 30, 60, _LONG), (5.0, 8.0, 4.0, 2.0, 0.0)
_NO_SUMMARY = 3.0
_NO_DATE = 12.0
_NO_LAST_DATE = 6.0
_STRAY_DATE = 4.0
_NO_TEXT_ABOVE_DATE = 3.0
_DATE_IN_ARTICLE = 3.0
_ARTICLE_ABOVE_HEADER = 4.0
_ARTICLE_AT_END = 20.0
_ARTICLE_IN_LINE = 1.0
_LINE_OF_ARTICLE = 0.2
_CUT_LINE_OF_ARTICLE = 3.0
_NOTICE = 4.0
_NOTICE_ABOVE_HEADER = 12.0
_NO_BREAK = 3.0
_LISTED = re.compile(
    r"\s*(?:[•·●○■◆▪◦*]|[-–—]\s|[(（]?\d{1,2}[.、)）]\s?(?!\d)|[(（]?[一二三四五六七八九十]{1,3}[)）、.]|[①-⑳])"
)
_DIGITS = re.compile(r"[\d０-９]")
_LONGEST_CHANNEL_LINE = 20


def read_recommendations(pieces: Sequence[Piece], ending: Ending) -> list[LineReading]:
    """Read the lines under a header word: one reading a line, in order."""
    if not pieces:
        return []
    return _Section(pieces, ending).readings()


class _Section:
    def __init__(self, pieces: Sequence[Piece], ending: Ending) -> None:
        self.pieces = pieces
        self.ending = ending
        self.stamps = _stamps(pieces, ending)
        self.texts = [piece.text.strip() for piece in pieces]
        self.lengths = [len(text) for text in self.texts]
        self.dated = any(stamp is not None and not _is_title(stamp) for stamp in self.stamps)
        self.channels = self._channel_lines()
        self.cut = self._cut_line()
        undated = zip(self.lengths, self.stamps, strict=True)
        long = [length for length, stamp in undated if length >= _LONG and stamp is None]
        self.usual = median(long) if len(long) > 2 else 0.0  # noqa: PLR2004 - a middle needs three
        # Where the file may be cut, and summaries are to be expected, its last line may be short.
        self.cuttable = ending is Ending.NOTHING and (bool(long) or len(pieces) == 2)  # noqa: PLR2004
        above_header = ending is Ending.HEADER
        self.article = _ARTICLE_ABOVE_HEADER if above_header else _ARTICLE_AT_END
        self.notice = _NOTICE_ABOVE_HEADER if above_header else _NOTICE
        self.breaks = len({piece.after_blank for piece in pieces[1:]}) > 1

    def readings(self) -> list[LineReading]:
        parts: list[list[tuple[int, Part]]] = []
        costs = [0.0, _NEVER, _NEVER, _NEVER]
        for at in range(len(self.pieces)):
            costs, steps = self._step(at, costs)
            parts.append(steps)
        costs[_TITLED] += _NO_SUMMARY
        if self.dated:
            # The end of a file may cut a snippet; above a header or a footer nothing is cut.
            costs[_TITLED] += _NO_LAST_DATE
            costs[_SUMMED] += _NO_LAST_DATE
        state = min(range(4), key=costs.__getitem__)
        readings = []
        for at in range(len(self.pieces) - 1, -1, -1):
            state, part = parts[at][state]
            is_dated = part is _DATE or part is _DATED_TITLE
            readings.append(LineReading(part, self.stamps[at] if is_dated else None))
        return readings[::-1]

    def _step(self, at: int, costs: list[float]) -> tuple[list[float], list[tuple[int, Part]]]:
        new = [_NEVER] * 4
        steps = [(_CLOSED, _TITLE)] * 4

        def offer(source: int, target: int, cost: float, part: Part) -> None:
            if costs[source] + cost < new[target]:
                new[target] = costs[source] + cost
                steps[target] = (source, part)

        if at in self.channels or at == self.cut:
            part = _CHANNEL if at in self.channels else _CUT_DATE
            for state in range(3):
                offer(state, state, 0.0, part)
            offer(_ARTICLE, _ARTICLE, _LINE_OF_ARTICLE, _REST)
            return new, steps
        stamp = self.stamps[at]
        if stamp is not None and stamp.before:
            offer(_CLOSED, _CLOSED, 1.0, _DATED_TITLE)
        if stamp is None or _is_title(stamp):
            self._offer_text(at, costs, offer)
            return new, steps
        offer(_SUMMED, _CLOSED, 0.0, _DATE)
        offer(_TITLED, _CLOSED, _NO_TEXT_ABOVE_DATE, _DATE)
        if not stamp.before:
            offer(_CLOSED, _CLOSED, _STRAY_DATE, _DATE)
        offer(_ARTICLE, _ARTICLE, _DATE_IN_ARTICLE, _REST)
        return new, steps

    def _offer_text(
        self, at: int, costs: list[float], offer: Callable[[int, int, float, Part], None]
    ) -> None:
        piece = self.pieces[at]
        if is_disclaimer(piece.text):
            for state in range(3):
                offer(state, state, self.notice, _NOTE)
            # Between a title and a date it is what the page recommended says first.
            offer(_TITLED, _SUMMED, self.notice + self._summary(at), _SUMMARY)
            offer(_ARTICLE, _ARTICLE, 0.0, _REST)
            return
        title = self._title(at)
        undated = _NO_DATE if self.dated else 0.0
        together = _NO_BREAK if self.breaks and not piece.after_blank else 0.0
        begin = title + (_ARTICLE_IN_LINE if piece.joined else self.article)
        # Most states cannot be reached here, and what a step from there costs is not asked then.
        if costs[_CLOSED] < _NEVER:
            offer(_CLOSED, _TITLED, title, _TITLE)
            offer(_CLOSED, _ARTICLE, begin, _BEGIN)
        if costs[_TITLED] < _NEVER:
            offer(_TITLED, _TITLED, _NO_SUMMARY + undated + title + together, _TITLE)
            offer(_TITLED, _SUMMED, self._summary(at), _SUMMARY)
            offer(_TITLED, _ARTICLE, begin + _NO_SUMMARY + undated, _BEGIN)
        if costs[_SUMMED] < _NEVER:
            offer(_SUMMED, _TITLED, undated + title + together, _TITLE)
            offer(_SUMMED, _SUMMED, self._more(at, title), _SUMMARY)
            offer(_SUMMED, _ARTICLE, begin + undated, _BEGIN)
        if costs[_ARTICLE] < _NEVER:
            cut = self.lengths[at] >= _LONG and not _ends_sentence(piece.text)
            offer(_ARTICLE, _ARTICLE, _CUT_LINE_OF_ARTICLE if cut else _LINE_OF_ARTICLE, _REST)

    def _title(self, at: int) -> float:
        text, length = self.pieces[at].text, self.lengths[at]
        cost = _TITLE_COSTS[bisect_left(_TITLE_LENGTHS, length)]
        end = self.texts[at][-1]
        if end in "。；;，,、":
            cost += 8.0
        elif end in ":：":
            cost += 6.0
        if "。" in text[:200]:
            cost += 5.0
        if _LISTED.match(text[:20]):
            cost += 6.0
        if text[0] in " \t\u3000\u00a0":
            cost += 1.0
        return cost

    def _summary(self, at: int) -> float:
        text, length = self.texts[at], self.lengths[at]
        cost = _SUMMARY_COSTS[bisect_right(_SUMMARY_LENGTHS, length)]
        if self.usual and not 0.65 * self.usual <= length <= 1.6 * self.usual:
            cost += 4.0
        if length < 60 and text[-1] in "。！!":  # noqa: PLR2004 - as in the borders above
            cost = max(cost - 4.0, 0.0)
        if cost and at and _shares(self.texts[at - 1], text):
            cost = max(cost - 2.0, 0.0)
        if at == len(self.pieces) - 1 and self.cuttable:
            cost = min(cost, 4.0)
        return cost

    def _more(self, at: int, title: float) -> float:
        """Return the cost of a second or later line of a summary; `title` is that of a title."""
        if self.dated:
            text = self.texts[at]
            if self.lengths[at] >= _LONG and (
                not _ends_sentence(text) or _shares(self.texts[at - 1], text)
            ):
                return 10.0
            return 4.0 if title < _NO_SUMMARY else 1.0
        if self.breaks and not self.pieces[at].after_blank:
            return 2.0
        return 6.0

    def _channel_lines(self) -> frozenset[int]:
        """Find channels on a line of their own, each above or below a date: the same word again."""
        bare = [at for at, stamp in enumerate(self.stamps) if stamp and _is_bare(stamp)]
        above, below = (self._short_lines(at + step for at in bare) for step in (-1, 1))
        if above or 2 * len(below) >= len(bare):  # below a date the next title stands as well
            return above or below
        last = len(self.stamps) - 1
        return frozenset((last,) if bare[-1:] == [last - 1] and is_name(self.texts[last]) else ())

    def _short_lines(self, places: Iterable[int]) -> frozenset[int]:
        """Return which of these places hold the same few words again."""
        lines: dict[str, list[int]] = {}
        for at in places:
            text = self.texts[at] if 0 <= at < len(self.texts) and not self.stamps[at] else ""
            if text and len(text) <= _LONGEST_CHANNEL_LINE and not _ends_sentence(text):
                lines.setdefault(text, []).append(at)
        return frozenset(at for again in lines.values() if len(again) > 1 for at in again)

    def _cut_line(self) -> int | None:
        """Find the last line, where it is the beginning of a date line."""
        last = len(self.pieces) - 1
        if self.ending is not Ending.NOTHING or self.stamps[last] is not None or last < 1:
            return None
        text = self.texts[last]
        if is_cut_stamp(text):
            return last
        if any(self.stamps[max(last - 2, 0) : last]):
            return None
        lines = zip(self.pieces, self.stamps, strict=True)
        shapes = (_shape(piece.text) for piece, stamp in lines if stamp is not None)
        return last if any(shape.startswith(_shape(text)) for shape in shapes) else None


def _stamps(pieces: Sequence[Piece], ending: Ending) -> list[Stamp | None]:
    """Read each line as a stamp; where that is doubtful, its channel must recur."""
    stamps = listed_stamps([piece.text for piece in pieces])
    times = Counter(stamp.channel for stamp in stamps if stamp is not None)
    for at, stamp in enumerate(stamps):
        if stamp and stamp.joined and not stamp.numeric and times[stamp.channel] == 1:
            # 截止2025年4月26日 is a sentence more often than a channel and a date.
            stamps[at] = None
    if ending is Ending.NOTHING and stamps[-1] is not None and is_cut_stamp(pieces[-1].text):
        # 2025-04-2 is 2025-04-26, cut: which day it was is not known.
        stamps[-1] = None
    return stamps


def _is_bare(stamp: Stamp) -> bool:
    return not stamp.before and not stamp.channel


def _is_title(stamp: Stamp) -> bool:
    """Return whether the text before a date is too much for a channel."""
    return bool(stamp.before) and stamp.channel is None


def _ends_sentence(text: str) -> bool:
    return text.rstrip().rstrip("”’」』）)】》\"'")[-1:] in {"。", "！", "!", "？", "?", "…"}


def _shares(title: str, text: str) -> bool:
    """Return whether a text begins with half of what its title says; both are trimmed."""
    title = title[:80]
    grams = set(map(add, title, title[1:]))
    head = text[: 2 * len(title) + 20]
    return len(grams.intersection(map(add, head, head[1:]))) * 2 >= len(grams) > 0


def _shape(text: str) -> str:
    return _DIGITS.sub("0", text.strip()[:120])
