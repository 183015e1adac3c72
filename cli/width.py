"""Where the lines of a text break on a terminal, counted in cells.

Chinese characters take two cells, combining marks none. A grapheme is never cut, words in letters
are kept whole where they fit, and closing punctuation never starts a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOSING = "，。、；：？！）》〉”’」』】〕…％,.;:?!)]}%"
_OPENING = "（《〈“‘「『【〔([{"
_PIECE = re.compile(r" +|[^ ]+")
_MORE = "..."


def cells(text: str) -> int:
    """Count the cells of a text without control characters."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 - not for what is no terminal

    return max(wcswidth(text), 0)


def clip(text: str, width: int) -> str:
    """Cut a text to a width; what was cut ends in three dots."""
    if cells(text) <= width:
        return text
    from wcwidth import clip as cut  # noqa: PLC0415 - as above

    room = max(width - len(_MORE), 0)
    return cut(text, 0, room).rstrip() + _MORE[: max(width, 0)]


def pad(text: str, width: int) -> str:
    """Fill a text with spaces up to a width."""
    return text + " " * (width - cells(text))


def wrap(text: str, width: int | None) -> Iterator[tuple[int, int]]:
    """Break a text of one line into lines that take at most `width` cells.

    Spaces at a break belong to no line. A character that is wider than the width stands alone.

    Args:
        text: without line breaks and control characters.
        width: cells; None leaves the text in one line.

    Yields:
        Where each line starts and ends in the text; at least one line.
    """
    if width is None:
        yield 0, len(text)
        return
    start = end = used = 0  # of a line; `end` is behind its last character that is no space
    for at, stop in _pieces(text):
        size = cells(text[at:stop])
        if end > start and used + size > width:
            yield start, end
            start, end, used = at, at, 0
        if text[at] == " ":
            used += size
            if end == start:  # at the start of a line
                start, end, used = stop, stop, 0
            continue
        for part, part_end in _graphemes(text, at, stop) if size > width else [(at, stop)]:
            size = cells(text[part:part_end])
            if end > start and used + size > width:
                yield start, end
                start, used = part, 0
            end, used = part_end, used + size
    yield start, end


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Split a text into runs of spaces, and what may not be broken between them."""
    for match in _PIECE.finditer(text):
        if match[0][0] == " ":
            yield match.span()
        else:
            yield from _unbroken(text, *match.span())


def _unbroken(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split what holds no space: a break may stand beside every wide character."""
    begin, before, was_wide = start, "", False
    for at, stop in _graphemes(text, start, end):
        is_wide = cells(text[at:stop]) > 1
        is_border = at > start and (was_wide or is_wide)
        if is_border and text[at] not in _CLOSING and before not in _OPENING:
            yield begin, at
            begin = at
        before, was_wide = text[at], is_wide
    yield begin, end


def _graphemes(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split a text into characters with the marks that combine with them."""
    from wcwidth import iter_graphemes  # noqa: PLC0415 - as above

    for grapheme in iter_graphemes(text[start:end]):
        yield start, start + len(grapheme)
        start += len(grapheme)
