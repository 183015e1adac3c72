"""Splitting the text of a file into its pages, and each page into an article and its snippets.

    page := title body disclaimer* [header snippet*] [footer]        snippet := title summary date

Pages may be glued: behind a footer, behind the last date (even on its line), or behind the last
summary. Lines are classified by themselves first (`lines`); then a page is read by looking ahead to
the next mark. Where there are no dates, the alternation of short titles and long summaries is what
is left to go by.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING

from ..corpus.document import Kind, Record
from .flags import flags_of
from .lines import Sort, pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lines import Piece

#: Goes up whenever any text is split otherwise: sources are read again then.
SPLITTER_VERSION = 1

_LONGEST_TITLE = 60
_SHORTEST_SUMMARY = 60
_LIKE_A_SUMMARY = 0.6  # of the median length of the summaries before
_ENDS = frozenset("。！!；;：:，,、…")


class Role(StrEnum):
    """What a line is for its page."""

    TITLE = "title"
    BODY = "body"
    DATE = "date"
    HEADER = "header"
    DISCLAIMER = "disclaimer"
    FOOTER = "footer"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its role.

    Attributes:
        number: from 1, in the given text; a line that glues two pages stands in two parts.
        text: as written.
        role: what it is for its page.
        record: position of the record that it belongs to, or None.
    """

    number: int
    text: str
    role: Role
    record: int | None


@dataclass(frozen=True, slots=True)
class SplitPage:
    """A page: its documents, and every line of it with its role."""

    records: tuple[Record, ...]
    lines: tuple[Line, ...]
    warnings: tuple[str, ...] = ()


def split_text(text: str) -> list[SplitPage]:
    """Split the decoded text of a file into its pages."""
    found = pieces(text.replace("\0", ""))
    splitter = _Splitter(found)
    return splitter.pages()


@dataclass(slots=True)
class _Page:
    """A page while it is read."""

    records: list[Record] = field(default_factory=list)
    roles: dict[int, tuple[Role, int | None]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


class _Splitter:
    """Reads the pieces of one file; `at` indexes all of them, `_solid` those that are not blank."""

    def __init__(self, found: Sequence[Piece]) -> None:
        self._pieces = found
        self._solid = [at for at, piece in enumerate(found) if piece.sort is not Sort.BLANK]

    def pages(self) -> list[SplitPage]:
        """Read all pages."""
        pages: list[SplitPage] = []
        start = place = 0
        while place < len(self._solid):
            page = _Page()
            place = self._page(page, place)
            end = self._solid[place] if place < len(self._solid) else len(self._pieces)
            lines = [self._line(page, at) for at in range(start, end)]
            pages.append(SplitPage(tuple(page.records), tuple(lines), tuple(page.warnings)))
            start = end
        if not pages and self._pieces and any(piece.text for piece in self._pieces):
            lines = [self._line(_Page(), at) for at in range(len(self._pieces))]
            pages.append(SplitPage((), tuple(lines)))
        return pages

    def _line(self, page: _Page, at: int) -> Line:
        piece = self._pieces[at]
        role, record = page.roles.get(at, (Role.BLANK, None))
        return Line(piece.number, piece.text, role, record)

    def _sort(self, place: int) -> Sort | None:
        return self._pieces[self._solid[place]].sort if place < len(self._solid) else None

    def _page(self, page: _Page, place: int) -> int:
        """Read one page from a place on; give the place of the next."""
        place = self._article(page, place)
        place = self._mark(page, place, Sort.HEADER, Role.HEADER)
        if place and self._sort(place - 1) is Sort.HEADER:
            place = self._snippets(page, place)
        return self._mark(page, place, Sort.FOOTER, Role.FOOTER)

    def _mark(self, page: _Page, place: int, sort: Sort, role: Role) -> int:
        while self._sort(place) is sort:
            page.roles[self._solid[place]] = (role, None)
            place += 1
        return place

    # --- the article -----------------------------------------------------------------------------

    def _article(self, page: _Page, place: int) -> int:
        """Read up to the header of the recommendations, or the footer."""
        end = place
        while self._sort(end) not in {None, Sort.HEADER, Sort.FOOTER}:
            end += 1
        if end == place:
            return place
        last = end
        published = channel = None
        # The last lines may be disclaimers and a date line, in any order.
        while last > place + 1 and self._sort(last - 1) in {Sort.DISCLAIMER, Sort.DATE}:
            last -= 1
            piece = self._pieces[self._solid[last]]
            if piece.sort is Sort.DATE:
                published, channel = self._dated(page, last, 0)
            else:
                page.roles[self._solid[last]] = (Role.DISCLAIMER, None)
        first = place + 1
        if first < last and self._sort(first) is Sort.DATE and not self._is_glued(first + 1):
            published, channel = self._dated(page, first, 0)
            first += 1
        self._record(page, Kind.ARTICLE, place, range(first, last), published, channel)
        return end

    # --- the recommendations ---------------------------------------------------------------------

    def _snippets(self, page: _Page, place: int) -> int:
        """Read the recommendations; give the place at which they end."""
        dated = False
        while True:
            place = self._mark(page, place, Sort.HEADER, Role.HEADER)
            mark = place
            while self._sort(mark) in {Sort.TEXT, Sort.DISCLAIMER}:
                mark += 1
            if self._sort(mark) is Sort.DATE:
                self._dated_snippets(page, place, mark)
                place, dated = mark + 1, True
                if self._is_glued(place):
                    return place
            elif mark == place or (dated and self._sort(mark) is Sort.HEADER):
                return place  # nothing is left, or what is left has a header of its own
            else:
                before_header = self._sort(mark) is Sort.HEADER
                groups, rest = self._undated(place, mark, before_header=before_header)
                for title, body in groups:
                    self._record(page, Kind.SNIPPET, title, body, None, None)
                return rest

    def _dated_snippets(self, page: _Page, place: int, mark: int) -> None:
        """Read what stands above the date at `mark`, which belongs to the last snippet there."""
        groups = self._groups(place, mark) if mark > place else []
        for title, body in groups[:-1]:
            self._record(page, Kind.SNIPPET, title, body, None, None)
        published, channel = self._dated(page, mark, len(page.records) if groups else None)
        for title, body in groups[-1:]:
            self._record(page, Kind.SNIPPET, title, body, published, channel)

    def _is_glued(self, place: int) -> bool:
        """Tell whether a piece goes on behind a mark on the same line."""
        return place < len(self._solid) and self._pieces[self._solid[place]].glued

    def _length(self, place: int) -> int:
        return len(self._pieces[self._solid[place]].text.strip())

    def _is_title(self, place: int) -> bool:
        text = self._pieces[self._solid[place]].text.strip()
        return len(text) <= _LONGEST_TITLE and text[-1] not in _ENDS

    def _groups(self, start: int, end: int) -> list[tuple[int, range]]:
        """Cut the lines above a date into snippets: the last has the date, others lost theirs."""
        starts = [start]
        starts += (
            place
            for place in range(start + 2, end - 1)
            if self._is_title(place)
            and self._length(place + 1) >= _SHORTEST_SUMMARY
            and self._length(place - 1) >= _SHORTEST_SUMMARY
        )
        return [
            (title, range(title + 1, following))
            for title, following in zip(starts, [*starts[1:], end], strict=True)
        ]

    def _undated(
        self, start: int, end: int, *, before_header: bool
    ) -> tuple[list[tuple[int, range]], int]:
        """Cut lines without dates into snippets, up to where another page begins.

        Snippets alternate: a short title, a long summary. What breaks that is another page if a
        header follows, or if it is more than the stump of a page that was cut off.
        """
        groups: list[tuple[int, range]] = []
        lengths: list[int] = []
        place = start
        while place + 1 < end and self._is_title(place):
            length = self._length(place + 1)
            needed = _LIKE_A_SUMMARY * median(lengths[-9:]) if lengths else _SHORTEST_SUMMARY
            if length < needed or self._is_title(place + 1):
                break
            lengths.append(length)
            groups.append((place, range(place + 1, place + 2)))
            place += 2
        if place < end and not before_header and end - place <= 2:  # noqa: PLR2004 - a stump
            groups.append((place, range(place + 1, end)))
            place = end
        return groups, place

    # --- records ---------------------------------------------------------------------------------

    def _dated(self, page: _Page, place: int, record: int | None) -> tuple[str | None, str | None]:
        piece = self._pieces[self._solid[place]]
        page.roles[self._solid[place]] = (Role.DATE, record)
        if piece.warning:
            page.warnings.append(piece.warning)
        return piece.published, piece.channel

    def _record(
        self,
        page: _Page,
        kind: Kind,
        title_place: int,
        body_places: range,
        published: str | None,
        channel: str | None,
    ) -> None:
        position = len(page.records)
        page.roles[self._solid[title_place]] = (Role.TITLE, position)
        for place in body_places:
            page.roles[self._solid[place]] = (Role.BODY, position)
        title = self._pieces[self._solid[title_place]].text.strip()
        body = self._text(body_places)
        page.records.append(
            Record(
                position,
                kind,
                title,
                body,
                published,
                channel,
                flags=flags_of(kind, title, body),
            )
        )

    def _text(self, places: range) -> str:
        """Join the lines of a body, with one blank line where there were any between them."""
        lines: list[str] = []
        previous = None
        for place in places:
            at = self._solid[place]
            if self._pieces[at].glued and previous == at - 1:
                lines[-1] = self._pieces[previous].text + self._pieces[at].text.rstrip()
            else:
                if previous is not None and at > previous + 1:
                    lines.append("")
                lines.append(self._pieces[at].text.rstrip())
            previous = at
        return "\n".join(lines).strip()
