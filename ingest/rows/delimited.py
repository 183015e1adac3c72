"""The records of a table written as text: fields between delimiters, quoted where need be."""

from __future__ import annotations

import csv
import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PIECE = 256 * 1024
_DELIMITERS = "\t,;|"
_OPEN = "a quotation mark that does not close"
_TOLD = re.compile(r'"?sep=(.)"?\s*+\Z')
_QUOTED = re.compile(r'"[^"]*+"')
_RETURN = re.compile(r"\r(?!\n)")


class Line(NamedTuple):
    """A line with its end, and its number; `text` is empty where it is too long."""

    number: int
    text: str


class Entry(NamedTuple):
    """The fields of one record, and where it begins; or why it cannot be read."""

    number: int
    fields: list[str]
    problem: str = ""
    size: int = 0
    warning: str = ""


def lines_of(read: Callable[[int], str], most: int) -> Iterator[Line]:
    """Yield the lines of a text, of which one that is too long has no text.

    Args:
        read: gives the next piece, of so many characters at most; nothing at the end.
        most: characters of a line.
    """
    number, rest, is_long, end = 0, "", False, ""
    while piece := read(max(_PIECE, len(rest))):
        text = rest + piece
        # Old files end their lines with a carriage return alone.
        end = end or ("\n" if "\n" in text else "\r" if "\r" in text[:-1] else "")
        *whole, rest = text.split(end) if end else [text]
        for line in whole:
            number += 1
            yield Line(number, "" if is_long or len(line) > most else line + end)
            is_long = False
        if is_long or len(rest) > most:
            is_long, rest = True, ""
    if rest or is_long:
        yield Line(number + 1, rest)


def delimiter_of(line: str) -> str:
    """Return the sign that most likely stands between the fields of a line."""
    if told := _TOLD.match(line):
        return told[1]
    bare = _QUOTED.sub("", line)
    return max(_DELIMITERS, key=bare.count)


class Delimited:
    """The records of a table.

    A quotation mark that does not close costs its line, not all that follows it.

    Args:
        lines: of the table.
        delimiter: what stands between the fields.
        most: characters of a record.
    """

    def __init__(self, lines: Iterator[Line], delimiter: str, most: int) -> None:
        self._lines = lines
        self._back: deque[Line] = deque()
        self._delimiter = delimiter
        self._most = most
        self._is_of_tabs = delimiter == "\t"

    def entries(self) -> Iterator[Entry]:
        """Yield each record that is not blank; the first tells how many fields there are."""
        width = 0
        while line := self._next():
            if not line.text:
                yield Entry(line.number, [], f"longer than {self._most} characters")
            elif line.text.isspace():
                continue
            else:
                entry = self._entry(line, width)
                width = width or len(entry.fields)
                yield entry

    def _next(self) -> Line | None:
        return self._back.popleft() if self._back else next(self._lines, None)

    def _entry(self, line: Line, width: int) -> Entry:
        if '"' not in line.text and "\r" not in line.text[:-2]:
            return Entry(line.number, self._split(line), "", len(line.text))
        line = self._first_of(line, width)
        taken = [line]
        is_closed = True

        def feed() -> Iterator[str]:
            nonlocal is_closed
            yield line.text
            size = len(line.text)
            while size <= self._most and (more := self._next()):
                taken.append(more)
                size += len(more.text)
                yield more.text or "\n"
            is_closed = False

        fields = self._parsed(feed())
        is_record = fields and is_closed and not (len(taken) > 1 and self._are_many(taken, width))
        if not is_record:
            self._back.extendleft(reversed(taken[1:]))
            # In a table without quoting a quotation mark is a sign like others.
            fields = self._split(line)
            if width and len(fields) != width:
                return Entry(line.number, [], _OPEN)
            warning = "" if self._is_of_tabs else _OPEN
            return Entry(line.number, fields, "", len(line.text), warning)
        return Entry(line.number, fields, "", sum(len(one.text) for one in taken))

    def _first_of(self, line: Line, width: int) -> Line:
        """Return the record that ends at a carriage return inside of a line, or the whole line."""
        parts = _RETURN.split(line.text)
        if len(parts) > 1 and all(self._is_whole(part, width) for part in parts if part.strip()):
            self._back.extendleft(Line(line.number, part) for part in reversed(parts[1:]) if part)
            return Line(line.number, parts[0] or "\n")
        return line

    def _is_whole(self, text: str, width: int) -> bool:
        fields = self._parsed(iter([text])) if text.count('"') % 2 == 0 else []
        return len(fields) == width or (not width and bool(fields))

    def _are_many(self, taken: list[Line], width: int) -> bool:
        """Return whether each line is a record for itself; a text hardly holds tabs."""
        return (
            self._is_of_tabs
            and width > 1
            and all(one.text.count("\t") == width - 1 for one in taken)
        )

    def _split(self, line: Line) -> list[str]:
        return line.text.rstrip("\r\n").replace("\r", " ").split(self._delimiter)

    def _parsed(self, lines: Iterator[str]) -> list[str]:
        # The limit is one of the whole process, and a text may be longer.
        before = csv.field_size_limit(2 * self._most)
        try:
            # With tabs most write no quotation marks, so what is not quoted exactly is not quoted.
            strict = self._is_of_tabs
            return next(csv.reader(lines, delimiter=self._delimiter, strict=strict), [])
        except csv.Error:
            return []
        finally:
            csv.field_size_limit(before)
