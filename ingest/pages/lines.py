"""The lines of a text, and the parts they play on a page."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u180e"
_EDGES = _INVISIBLE + " \t\u00a0\u3000"
_UNSEEN = re.compile(rf"[\s{_INVISIBLE}]*")
_LONGEST_TITLE = 120
_LONGEST_SENTENCE_TITLE = 60
_DERIVED = 40
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_CLAUSE_END = re.compile(r"[，,：:\s]")


class Role(StrEnum):
    """What a line is on its page."""

    TITLE = "title"
    BODY = "body"
    HEADER = "header"
    DISCLAIMER = "disclaimer"
    FOOTER = "footer"
    DATE = "date"
    BLANK = "blank"


# Named tuples: there are many of them, and frozen dataclasses take three times as long to make.
class Line(NamedTuple):
    """A line of the text, or a part of one where two pages share it.

    Attributes:
        number: from 1, in the text as it was given; parts of one line share it, in order.
        text: as it stands there, without NUL characters.
        role: what it is.
        record: position of the record that it belongs to, or None.
    """

    number: int
    text: str
    role: Role
    record: int | None


class Piece(NamedTuple):
    """A line, or a part of one, that holds something to see.

    Attributes:
        number: the line it stands on, from 1.
        text: as it stands there.
        after_blank: whether a blank line stands above it.
        joined: whether it stood behind the end of a page, on the same line.
    """

    number: int
    text: str
    after_blank: bool
    joined: bool = False


def physical_lines(text: str) -> list[str]:
    """Cut a text at everything that Unicode calls a line break, NUL characters removed."""
    return text.replace("\0", "").splitlines()


def is_blank(line: str) -> bool:
    """Return whether there is nothing to see in a line: spaces of any width, also of none."""
    return not line or _UNSEEN.fullmatch(line) is not None


def trimmed(text: str) -> str:
    """Remove white space and invisible characters from both ends."""
    return text.strip().strip(_EDGES).strip()


def title_from(line: str) -> tuple[str, bool]:
    """Return the title that a first line makes, and whether the line is that title.

    A paragraph is no title: its beginning serves as one, and all of it stays text.
    """
    text = trimmed(line)
    long = len(text) > _LONGEST_TITLE
    if not long and not (len(text) > _LONGEST_SENTENCE_TITLE and text.endswith("。")):
        return text, True
    for border in (_SENTENCE_END, _CLAUSE_END):
        match = border.search(text, 1, _LONGEST_SENTENCE_TITLE)
        if match is not None:
            return trimmed(text[: match.start()]), False
    return trimmed(text[:_DERIVED]), False


def body_from(pieces: list[Piece]) -> str:
    """Join the lines of a text: ends trimmed, one blank line where there was at least one."""
    lines: list[str] = []
    above = 0
    for piece in pieces:
        if piece.number == above:
            # Cut for nothing: what looked like the end of a page stands inside a text.
            lines[-1] += piece.text.rstrip()
            continue
        above = piece.number
        if lines and piece.after_blank:
            lines.append("")
        lines.append(piece.text.rstrip())
    return trimmed("\n".join(lines))
