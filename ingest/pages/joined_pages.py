"""Pages joined to one file: lines on which the end of one page touches the title of the next.

Pages often end without a newline, so `cat` makes `2025-04-26怎么样申请` and `首页 顶部职工医保`.
Such a line is cut where the page above it can have ended there, and nowhere else.
"""

from __future__ import annotations

from .boilerplate import disclaimer_before, footer_before, header_word, is_disclaimer, is_footer
from .date_lines import stamp_before, stamp_of
from .lines import Piece, is_blank, physical_lines

_MOST_BORDERS = 8  # on one line: a page has at least a few of its own
_SNIPPET_LINES = 2  # a title and a summary stand above a date


def pieces_of(text: str) -> tuple[list[str], list[Piece]]:
    """Return the lines of a text, and those that hold something, cut where pages were joined."""
    lines = physical_lines(text)
    pieces: list[Piece] = []
    cutter = _Cutter()
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

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.listing = False  # below a header word
        self.doubtful = False  # below a header word, or already in the article of the next page
        self.open = 0  # lines since the last date or header word
        self.disclaimed = False  # the line above is a disclaimer
        self.channels: set[str] = set()
        self.bare = False  # a date without a channel stood on a line of its own

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
        stamp = stamp_before(line)
        if stamp is None:
            return None
        rest = line[stamp.end :]
        if stamp.channel is None:
            if self.doubtful:
                return None
            known = self.bare or (stamp.numeric and not rest[0].isspace())
            closes = self.open >= _SNIPPET_LINES and known
        else:
            known = stamp.channel in self.channels
            closes = known or (self.open >= _SNIPPET_LINES and not self.doubtful)
        if not closes:
            return None
        self.open = 0
        if is_footer(rest) or footer_before(rest) is not None:
            return stamp.end
        self._begin()
        if stamp.channel is not None:
            # It may be a recommendation of the same page: then more such lines come.
            self.listing = self.doubtful = True
            self.channels.add(stamp.channel)
        return stamp.end

    def _note(self, line: str) -> None:
        self.disclaimed = is_disclaimer(line)
        if header_word(line) is not None:
            self.listing = True
            self.doubtful = False
            self.open = 0
            return
        stamp = stamp_of(line) if self.listing else None
        if stamp is not None and (stamp.channel or not stamp.before):
            self.open = 0
            if stamp.channel:
                self.channels.add(stamp.channel)
            else:
                self.bare = True
            return
        self.open += 1
        if is_footer(line):
            self.listing = False
