"""Pages joined to one file: lines on which the end of one page touches the title of the next.

Pages often end without a newline, so `cat` makes `2025-04-26怎么样申请` and `首页 顶部职工医保`.
Such a line is cut where the page above it can have ended there, and nowhere else.
"""

from __future__ import annotations

from .boilerplate import disclaimer_before, footer_before, header_word, is_disclaimer, is_footer
from .date_lines import stamp_before, stamp_of
from .lines import Piece, is_blank, physical_lines
from .listed_dates import Spelling, is_tail

_MOST_BORDERS = 8  # on one line: a page has at least a few of its own
_SNIPPET_LINES = 2  # a title and a summary stand above a date


def pieces_of(text: str) -> tuple[list[str], list[Piece]]:
    """Return the lines of a text, and those that hold something, cut where pages were joined."""
    lines = physical_lines(text)
    pieces: list[Piece] = []
    cutter = _Cutter(lines)
    after_blank = True
    for number, line in enumerate(lines, start=1):
        if is_blank(line):
            after_blank = True
            continue
        for place, part in enumerate(cutter.cut(line)):
            pieces.append(Piece(number, part, after_blank and place == 0, joined=place > 0))
        after_blank = False
    return lines, pieces


class _Cutter:
    """What is known of the page so far: whether it can end here."""

    def __init__(self, lines: list[str]) -> None:
        self.spelling = Spelling(lines)
        self._begin()

    def _begin(self) -> None:
        self.listing = False  # below a header word
        self.doubtful = False  # below a header word, or already in the article of the next page
        self.open = 0  # lines since the last date or header word
        self.disclaimed = False  # the line above is a disclaimer
        self.channels: set[str] = set()
        self.bare = False  # a date without a channel stood on a line of its own
        self.spelling.forget()

    def cut(self, line: str) -> list[str]:
        parts: list[str] = []
        while len(parts) < _MOST_BORDERS and (end := self._border(line)) is not None:
            parts.append(line[:end])
            line = line[end:]
        if parts and is_blank(line):
            parts[-1] += line
            return parts
        self._note(line)
        return [*parts, line]

    def _border(self, line: str) -> int | None:
        if self.listing or self.disclaimed:
            end = footer_before(line)
            if end is not None:
                self._begin()
                return end
        if self.listing:
            return self._date_border(line)
        end = disclaimer_before(line)
        if end is not None and not self.disclaimed:
            self.disclaimed = True
            return end
        return None

    def _date_border(self, line: str) -> int | None:
        if stamp_of(line) is not None:
            return None
        stamp, spelled = stamp_before(line), self.spelling.end_in(line)
        if stamp is None:
            rest = line[spelled:]
            closes = spelled and self.open >= _SNIPPET_LINES and not self.doubtful
            return spelled if closes and self._ends_above(rest) else None
        end = max(stamp.end, spelled)
        rest = line[end:]
        if stamp.channel is None:
            if self.doubtful:
                return None
            known = self.bare or spelled > 0 or (stamp.numeric and not rest[:1].isspace())
            closes = self.open >= _SNIPPET_LINES and known
        else:
            known = stamp.channel in self.channels
            closes = known or (self.open >= _SNIPPET_LINES and not self.doubtful)
        is_date = not known and self.spelling.is_date(line)
        if not closes or is_date or not self._ends_above(rest):
            return None
        if stamp.channel is not None and not self.listing:
            # It may be a recommendation of the same page: then more such lines come.
            self.listing = self.doubtful = True
            self.channels.add(stamp.channel)
        return end

    def _ends_above(self, rest: str) -> bool:
        """End a snippet, and the page unless a footer follows; return whether one can end there."""
        if is_tail(rest):
            return False
        self.open = 0
        if not (is_footer(rest) or footer_before(rest) is not None):
            self._begin()
        return True

    def _note(self, line: str) -> None:
        self.disclaimed = is_disclaimer(line)
        if header_word(line) is not None:
            self.listing = True
            self.doubtful = False
            self.open = 0
            return
        if self.listing and self._note_date(line):
            return
        self.open += 1
        if is_footer(line):
            self.listing = False

    def _note_date(self, line: str) -> bool:
        stamp = stamp_of(line)
        if stamp is None and not self.spelling.is_date(line):
            return False
        if stamp is not None and stamp.before and not stamp.channel:
            return False  # a title and its date
        self.open = 0
        self.spelling.note(line)
        if stamp is not None and stamp.channel:
            self.channels.add(stamp.channel)
        self.bare = self.bare or (stamp is not None and not stamp.channel)
        return True
