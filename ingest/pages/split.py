"""A decoded text to its pages, each an article and the recommendations under it.

The grammar is in docs/page-grammar.md. An article goes down to a header word, a footer or the end
of the text (`article`); `recommendations` reads what stands under a header word.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from ...corpus.documents import Kind, Record
from .article import border_inside, is_unknown_header, list_inside, read_article
from .boilerplate import is_search_header
from .boundaries import Boundaries
from .joined_pages import pieces_of
from .lines import Line, Role, body_from, title_from, trimmed
from .quality_flags import flags_of
from .recommendations import Ending, Part, read_recommendations

if TYPE_CHECKING:
    from .date_lines import Stamp
    from .lines import Piece
    from .recommendations import LineReading

SPLITTER_VERSION = 8
"""Raised whenever the same text may split otherwise than before, so that it is split again."""

_LONGEST_SEARCH = 24
# Looking a member up in its enumeration takes longer than what is done with it.
_SNIPPET = Kind.SNIPPET
_OF_TITLE, _OF_BODY, _OF_HEADER, _DISCLAIMER, _FOOTER, _OF_DATE, _BLANK = Role
_TITLE, _SUMMARY, _DATE, _DATED_TITLE, _ARTICLE, _REST, _NOTICE, _CHANNEL, _CUT_DATE = Part


@dataclass(frozen=True, slots=True)
class SplitPage:
    """One page of a text.

    Attributes:
        records: the article, where there is one, then the snippets; flags are set.
        lines: every line of the page with its role, blank ones too, in order.
        warnings: what a person should know, such as `impossible date 2025-02-30 in line 12`.
        signed: whether the article's date stands at its end, where it may be a signature's.
    """

    records: tuple[Record, ...]
    lines: tuple[Line, ...]
    warnings: tuple[str, ...]
    signed: bool = False


def split_text(text: str) -> list[SplitPage]:
    """Split a whole decoded text into its pages; none for a text without anything to see.

    Every line that is not blank gets exactly one role, and the texts of the lines of one number,
    put together, are that line (NUL characters aside).
    """
    lines, pieces = pieces_of(text)
    pages = _Reader(pieces).pages()
    numbers = {piece.number for piece in pieces}
    blanks = deque(number for number in range(1, len(lines) + 1) if number not in numbers)
    ends = [*(page.lines[0].number for page in pages[1:]), len(lines) + 1]
    for page, end in zip(pages, ends, strict=False):
        while blanks and blanks[0] < end:
            number = blanks.popleft()
            page.lines.append(Line(number, lines[number - 1], _BLANK, None))
    return [page.finished() for page in pages]


@dataclass(slots=True)
class _Draft:
    """A document that is being read."""

    kind: Kind
    title: str
    body: list[Piece] = field(default_factory=list)
    published: str | None = None
    channel: str | None = None

    def record(self, position: int) -> Record:
        kind, title, body = self.kind, self.title, body_from(self.body)
        flags = flags_of(kind, title, body)
        return Record(position, kind, title, body, self.published, self.channel, flags=flags)


class _PageDraft:
    """A page that is being read."""

    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self.lines: list[Line] = []
        self.warnings: list[str] = []
        self.signed = False

    def mark(self, piece: Piece, role: Role, *, own: bool = False, text: str | None = None) -> None:
        """Set the role of a line; `own` where it belongs to the newest record."""
        record = len(self.drafts) - 1 if own and self.drafts else None
        self.lines.append(Line(piece.number, piece.text if text is None else text, role, record))

    def begin(self, kind: Kind, piece: Piece, text: str | None = None) -> None:
        """Begin a record with the line that is its title, or the paragraph that begins with it."""
        title, whole = title_from(piece.text) if text is None else (trimmed(text), True)
        self.drafts.append(_Draft(kind, title))
        if whole:
            self.mark(piece, _OF_TITLE, own=True, text=text)
        else:
            self.more(piece)

    def more(self, piece: Piece) -> None:
        """Add a line to the text of the newest record."""
        self.drafts[-1].body.append(piece)
        self.mark(piece, _OF_BODY, own=True)

    def date(self, piece: Piece, stamp: Stamp, *, channel: str | None) -> None:
        """Date the newest record by a stamp, where nothing else did."""
        draft = self.drafts[-1]
        draft.published = draft.published or stamp.published
        draft.channel = draft.channel or channel
        if stamp.impossible:
            self.warnings.append(f"impossible date {stamp.impossible} in line {piece.number}")

    def finished(self) -> SplitPage:
        records = tuple(draft.record(position) for position, draft in enumerate(self.drafts))
        lines = tuple(sorted(self.lines, key=itemgetter(0)))
        return SplitPage(records, lines, tuple(self.warnings), self.signed)


class _Reader:
    """Goes down the lines of a text, page by page."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.boundaries = Boundaries(pieces)
        self.at = 0
        self.end = 0  # of the article that was read last, or of several
        self.page = _PageDraft()

    def pages(self) -> list[_PageDraft]:
        pages = []
        while self.at < len(self.pieces):
            self.page = _PageDraft()
            pages.append(self.page)
            if self._read_article_lines():
                self._read_below()
        return pages

    def _read_article_lines(self) -> bool:
        """Read down to the recommendations; return whether the page goes on there."""
        end = self._article_end()
        border = border_inside(self.pieces, self.boundaries.disclaimers, self.at, end)
        pieces = self.pieces[self.at : end if border is None else border]
        listed = list_inside(pieces)
        if listed is None:
            self._read_article(pieces)
        else:
            headed = listed > 1 and is_unknown_header(pieces[listed - 1])
            self._read_article(pieces[: listed - headed])
            if headed:
                self.page.mark(pieces[listed - 1], _OF_HEADER)
            end = self.at + len(pieces)
            if self._read_list(self.at + listed, end, self._ending(end)):
                if self.page.lines:
                    return False
                # The article begins with the first line of all: there was no list above it.
                self._read_article(pieces)
        self.at += len(pieces)
        return border is None

    def _article_end(self) -> int:
        lines = self.boundaries
        if self.at < self.end:
            return self.end  # a border lies above it: no need to go through every line again
        seen = False
        self.end = len(self.pieces)
        for at in range(self.at, len(self.pieces)):
            if lines.headers[at] is not None or (seen and lines.ends[at]):
                self.end = at
                break
            seen = seen or not (lines.footers[at] or lines.paths[at])
        return self.end

    def _read_article(self, pieces: list[Piece]) -> None:
        article = read_article(pieces)
        above = pieces[: article.title] if article.title is not None else pieces
        for place, piece in enumerate(pieces):
            role = article.roles[place]
            if place == article.title:
                self.page.begin(Kind.ARTICLE, piece)
            elif role is _OF_BODY:
                self.page.more(piece)
            elif role is _OF_DATE and place < len(above):
                # The record has not begun, and will be the first of the page.
                self.page.lines.append(Line(piece.number, piece.text, role, 0))
            else:
                self.page.mark(piece, role, own=role is _OF_DATE)
        self.page.signed = article.signed
        for place, stamp in article.stamps:
            self.page.date(pieces[place], stamp, channel=stamp.channel)
        if article.channel is not None:
            self.page.drafts[-1].channel = self.page.drafts[-1].channel or article.channel

    def _read_below(self) -> None:
        """Read the lists of recommendations, and the footer."""
        headers, footers = self.boundaries.headers, self.boundaries.footers
        size = len(self.pieces)
        while self.at < size and headers[self.at] is not None:
            word = ""
            while self.at < size and (header := headers[self.at]) is not None:
                word = header
                self.page.mark(self.pieces[self.at], _OF_HEADER)
                self.at += 1
            end = self.at
            while end < size and headers[end] is None and not footers[end]:
                end += 1
            ending = self._ending(end)
            if is_search_header(word) and ending is Ending.HEADER and self._only_searches(end):
                for piece in self.pieces[self.at : end]:
                    self.page.mark(piece, _OF_HEADER)
            elif self._read_list(self.at, end, ending):
                return
            self.at = end
        while self.at < size and footers[self.at]:
            self.page.mark(self.pieces[self.at], _FOOTER)
            self.at += 1

    def _ending(self, end: int) -> Ending:
        if end == len(self.pieces):
            return Ending.NOTHING
        return Ending.HEADER if self.boundaries.headers[end] is not None else Ending.FOOTER

    def _only_searches(self, end: int) -> bool:
        lines = self.pieces[self.at : end]
        return bool(lines) and all(len(trimmed(line.text)) <= _LONGEST_SEARCH for line in lines)

    def _read_list(self, begin: int, end: int, ending: Ending) -> bool:
        """Read recommendations; return whether the next page began among them."""
        pieces = self.pieces[begin:end]
        above = len(self.page.drafts)
        for place, reading in enumerate(read_recommendations(pieces, ending)):
            if reading.part is _ARTICLE:
                self.at = begin + place
                return True
            self._place(pieces[place], reading, own=len(self.page.drafts) > above)
        return False

    def _place(self, piece: Piece, reading: LineReading, *, own: bool) -> None:
        """Put a line where it was read to belong; `own` where a snippet stands above it."""
        page, part, stamp = self.page, reading.part, reading.stamp
        if part is _TITLE:
            page.begin(_SNIPPET, piece)
        elif part is _SUMMARY:
            page.more(piece)
        elif part is _NOTICE:
            page.mark(piece, _DISCLAIMER)
        elif part is _DATED_TITLE and stamp is not None:
            page.begin(_SNIPPET, piece, piece.text[: stamp.start])
            page.mark(piece, _OF_DATE, own=True, text=piece.text[stamp.start :])
            page.date(piece, stamp, channel=None)
        else:
            page.mark(piece, _OF_DATE, own=own)
            if own and part is _CHANNEL:
                page.drafts[-1].channel = trimmed(piece.text)
            if own and stamp is not None:
                page.date(piece, stamp, channel=stamp.channel)
