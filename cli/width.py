"""How many cells of a terminal a text takes, and where its lines break.

Chinese characters take two cells, marks that combine none. What belongs to one character stays
together, words in letters are kept whole where they fit, and closing punctuation never starts a
line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_JOINER = "\u200d"
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
    room = width - len(_MORE)
    kept = []
    for start, end in _clusters(text, 0, len(text)):
        room -= cells(text[start:end])
        if room < 0:
            break
        kept.append(text[start:end])
    return "".join(kept).rstrip() + _MORE[: max(width, 0)]


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
    start = end = used = 0
    for piece_start, piece_end, is_space in _pieces(text):
        size = cells(text[piece_start:piece_end])
        if is_space and end == start:  # spaces at the start of a line
            start = end = piece_end
        elif used + size <= width:
            used += size
            end = piece_end
        elif is_space:  # the break itself
            yield start, end
            start = end = piece_end
            used = 0
        else:
            if end > start:
                yield start, _without_spaces(text, start, end)
                start = end = piece_start
                used = 0
            for cluster_start, cluster_end in _clusters(text, piece_start, piece_end):
                size = cells(text[cluster_start:cluster_end])
                if end > start and used + size > width:
                    yield start, end
                    start = cluster_start
                    used = 0
                used += size
                end = cluster_end
    yield start, _without_spaces(text, start, end)


def _without_spaces(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """Give what may not be broken, and the spaces (True) between."""
    for match in _PIECE.finditer(text):
        if text[match.start()] == " ":
            yield match.start(), match.end(), True
        else:
            for start, end in _unbroken(text, match.start(), match.end()):
                yield start, end, False


def _unbroken(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split what holds no space: a break may stand beside every wide character."""
    begin = start
    before = ""
    for at, stop in _clusters(text, start, end):
        character = text[at]
        borders = before and (_is_wide(before) or _is_wide(character))
        if borders and character not in _CLOSING and before not in _OPENING:
            yield begin, at
            begin = at
        before = character
        end = stop
    yield begin, end


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split a text into characters with the marks that combine with them."""
    begin = start
    for at in range(start + 1, end):
        if _cells_of(text[at]) and text[at - 1] != _JOINER:
            yield begin, at
            begin = at
    if begin < end:
        yield begin, end


def _is_wide(character: str) -> bool:
    return _cells_of(character) > 1


@lru_cache(maxsize=4096)
def _cells_of(character: str) -> int:
    if " " <= character <= "~":
        return 1
    from wcwidth import wcwidth  # noqa: PLC0415 - not for what is no terminal

    return max(wcwidth(character), 0)
