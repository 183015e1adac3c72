"""Spaces and line breaks: which of them mean something.

A run of spaces counts only between two words in letters or two numbers, and between a digit and a
point or comma, which it keeps apart. Beside an ideograph, a mark or a symbol, and between a number
and a letter, it is nothing: 10 mg = 10mg.

A line break is a border, except inside a paragraph that was wrapped by hand: there it is a space.
Such a paragraph is three or more lines in a row of nearly one length, the last aside, of which none
but the last ends a sentence. Items of a list, rows of a table and short lines are none.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache

from .characters import HAN_RUN

#: A run of spaces and line breaks; all others became one of these.
SPACES = re.compile("[ \n]+")
#: What ends a sentence at the end of a line; normalised.
SENTENCE_ENDS = "。!?:;"
#: A shorter line is no line of a wrapped paragraph.
SHORTEST_LINE = 10


_FEWEST_LINES = 3
_MOST_APART = 2  # characters
_COLUMNS_APART = 4  # half-width ones: letters and digits take one, all else two
_HALF_WIDTH = re.compile("[0-9a-z .%/-]")
_ITEM = re.compile(
    r"[·●○■□◆◇▪★☆※*①-⓿❶-➓]|[+–-](?!\d)|[(\[【]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)\].、】](?!\d)"
    r"|[a-z][)、]|第[\d一二三四五六七八九十百]{1,5}[条章节款项]"
)
_CELLS = re.compile(r"\S {2,}\S|\||\t")
_CLAUSE = re.compile(r"[,、;:。!?](?=.)")


class Side(IntEnum):
    """What a character beside a space is."""

    OTHER = 0
    LETTER = 1
    DIGIT = 2
    POINT = 3


#: Which pairs of sides a space keeps apart.
KEPT_APART = frozenset(
    {
        (Side.LETTER, Side.LETTER),
        (Side.DIGIT, Side.DIGIT),
        (Side.DIGIT, Side.POINT),
        (Side.POINT, Side.DIGIT),
    }
)


@lru_cache(4096)
def side_of(character: str) -> Side:
    """Return what a normalised character is beside a space."""
    if character in ".,":
        return Side.POINT
    if character.isdecimal():
        return Side.DIGIT
    is_letter = unicodedata.category(character)[0] in "LM" and not HAN_RUN.match(character)
    return Side.LETTER if is_letter else Side.OTHER


def meaningful(run: re.Match[str]) -> str:
    """Return what a run of spaces and line breaks becomes."""
    text, start, end = run.string, run.start(), run.end()
    if start == 0 or end == len(text):
        return ""
    if "\n" in run.group():
        return "\n"
    return " " if (side_of(text[start - 1]), side_of(text[end])) in KEPT_APART else ""


def spaced(text: str) -> str:
    """Leave out the spaces that mean nothing."""
    return SPACES.sub(meaningful, text)


def unwrapped(text: str) -> str:
    """Make spaces of the line breaks inside paragraphs that were wrapped by hand.

    Args:
        text: of which the characters are normalised; no length changes.
    """
    if text.count("\n") < _FEWEST_LINES - 1:
        return text
    lines = text.split("\n")
    borders = ["\n"] * len(lines)
    at = 0
    above: _Widths | None = None  # of a wrapped paragraph that ends right above
    while at < len(lines):
        end, widths = _paragraph(lines, at)
        goes_on = above is not None and widths is not None and above.like(widths)
        if (
            widths is not None
            and end - at >= _FEWEST_LINES - goes_on
            and (goes_on or any(_CLAUSE.search(line.strip()) for line in lines[at:end]))
        ):
            borders[at : end - 1] = [" "] * (end - 1 - at)
            above = widths
        else:
            above = None
        at = end
    borders[-1] = ""
    return "".join([part for pair in zip(lines, borders, strict=True) for part in pair])


class _Widths:
    """The least and the greatest width of lines, in characters and in columns."""

    def __init__(self, line: str) -> None:
        self._ranges = [[width, width] for width in _measures(line)]

    def take(self, line: str) -> bool:
        """Take another line in, if it is as wide as the others."""
        ranges = [
            [min(low, width), max(high, width)]
            for (low, high), width in zip(self._ranges, _measures(line), strict=True)
        ]
        if not _are_near(ranges):
            return False
        self._ranges = ranges
        return True

    def like(self, other: _Widths) -> bool:
        return _are_near(
            [
                [min(low, lower), max(high, higher)]
                for (low, high), (lower, higher) in zip(self._ranges, other._ranges, strict=True)
            ]
        )

    def is_last(self, line: str) -> bool:
        """Whether a line is shorter, as the last of a paragraph is."""
        return _measures(line)[1] < self._ranges[1][0]


def _are_near(ranges: list[list[int]]) -> bool:
    return any(
        high - low <= most
        for (low, high), most in zip(ranges, (_MOST_APART, _COLUMNS_APART), strict=True)
    )


def _measures(line: str) -> tuple[int, int]:
    return len(line), 2 * len(line) - len(_HALF_WIDTH.findall(line))


def _paragraph(lines: list[str], at: int) -> tuple[int, _Widths | None]:
    """Return the end of the lines of one width that begin at a place; no widths for one line."""
    first = lines[at].rstrip()
    if not _is_full(first):
        return at + 1, None
    indent = len(first) - len(first.lstrip())
    # An indented first line is as wide as the others with its indent.
    widths = _Widths(("一一" if indent else "") + first.lstrip())
    end = at + 1
    while end < len(lines) and _is_full(lines[end - 1].rstrip()):
        line = lines[end]
        text = line.strip()
        deeper = len(line) - len(line.lstrip()) > len(lines[end - 1]) - len(lines[end - 1].lstrip())
        if not text or deeper or _ITEM.match(text) or _CELLS.search(text):
            break
        if not widths.take(text):
            if widths.is_last(text):
                end += 1
            break
        end += 1
    return end, widths if end > at + 1 else None


def _is_full(line: str) -> bool:
    text = line.strip()
    return (
        len(text) >= SHORTEST_LINE
        and text.rstrip("\"')]」』】》")[-1:] not in SENTENCE_ENDS
        and not _CELLS.search(text)
    )
