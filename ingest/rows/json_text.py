"""The rows of a JSON text that is read piece by piece: never much more than one row is held."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PIECE = 256 * 1024
_DEEPEST = 4  # levels of lists and objects around the rows
_GAP = re.compile(r"[\s,\ufeff\0]*")
_WORD = re.compile(r'[^,\n"\[\]{}]*')
_OUTSIDE = re.compile(r'["{}\[\]]')
_INSIDE = re.compile(r'"|\\.', re.DOTALL)
_INDENT = re.compile(r"(?:\n|\A)([ \t]*)\Z")
_LONGEST_INDENT = 80
_CUT = "cut: it does not end"
# Control characters in strings are not JSON, and what people write.
_decoder = json.JSONDecoder(strict=False)


class Item(NamedTuple):
    """The text of a row, or why there is none."""

    text: str
    problem: str = ""


class JsonText:
    """The rows in a text: objects, and lists of objects, also those that an object holds.

    Args:
        read: gives the next piece, of so many characters at most; nothing at the end.
        most: characters of one row; a longer one is passed over.
        has_text: whether an object is a row with a text of its own, whatever lists it holds.
        told_by: what the key of such a row in an object says besides.
    """

    def __init__(
        self,
        read: Callable[[int], str],
        most: int,
        has_text: Callable[[dict[str, object]], bool],
        told_by: Callable[[str, dict[str, object]], dict[str, str]] = lambda _key, _fields: {},
    ) -> None:
        self._read = read
        self._most = most
        self._has_text = has_text
        self._told_by = told_by
        self._text, self._at = "", 0
        self._doubtful = 0
        """Up to where the brackets of something broken lead."""
        self._dropped = 0

    def items(self) -> Iterator[Item]:
        """Yield each row, or what is wrong with it, in order."""
        was_problem = False
        while sign := self._next():
            self._drop_read()
            if sign == "[":
                yield from self._list(0)
            elif sign == "{":
                yield from self._object()
            else:
                item = self._value()
                if not (item.problem and was_problem):
                    yield item
                was_problem = bool(item.problem)

    def _list(self, depth: int) -> Iterator[Item]:
        """Yield the rows of the list that begins here."""
        self._at += 1
        while (sign := self._next()) != "]":
            if not sign:
                yield Item("", "cut: the list does not end")
                return
            if sign == "[" and depth < _DEEPEST:
                yield from self._list(depth + 1)
            else:
                yield self._row()
        self._at += 1

    def _row(self) -> Item:
        """Return the row that begins here; of a broken one, go on with the next of its indent."""
        self._drop_read()
        start = self._at
        indent = _INDENT.search(self._text, max(0, start - _LONGEST_INDENT), start)
        if start < self._doubtful and self._decoded_to(start) is None:
            # Its brackets were counted before, with those of what is broken above it.
            item, self._at = Item("", "not JSON"), self._doubtful
        else:
            item = self._value()
        if item.problem:
            self._doubtful = self._at
            if indent and self._text.startswith("{", start):
                self._resume(f"\n{indent[1]}{{", start)
        return item

    def _resume(self, mark: str, start: int) -> None:
        """Go to the first row behind a broken one that can be read, if it begins with a mark."""
        end = self._at
        at = self._text.find(mark, start, end)
        while at >= 0:
            following = self._text.find(mark, at + 1, end)
            row = self._text[at + len(mark) - 1 : end if following < 0 else following]
            with suppress(ValueError, RecursionError):
                _decoder.raw_decode(row)
                self._at = at
                return
            at = following

    def _drop_read(self) -> None:
        if self._at > _PIECE:
            self._drop(self._at - _LONGEST_INDENT)

    def _drop(self, size: int) -> None:
        self._dropped += size
        self._text = self._text[size:]
        self._at -= size
        self._doubtful -= size

    def _object(self) -> Iterator[Item]:
        """Yield the object that begins here, or the rows that it holds."""
        start, dropped = self._at, self._dropped
        item = self._value(stop=True)
        if not item.problem and self._has_text(_object(item.text)):
            yield item
            return
        end, self._at = self._at, start
        are_none = True
        for row in self._rows_inside(0):
            are_none = False
            yield row
        if not are_none:
            return
        if item.text or self._dropped > dropped:
            self._at = max(end, self._at) if item.text else self._at
            yield item
        else:
            self._at = start
            yield self._row()

    def _rows_inside(self, depth: int) -> Iterator[Item]:
        """Yield the rows of the lists and objects in the object that begins here."""
        self._at += 1
        is_long = False
        while self._next() == '"':
            key = self._value()
            if key.problem or self._next() != ":":
                return
            self._at += 1
            sign = self._next()
            if sign == "[" and self._is_of_rows():
                yield from self._list(1)
            elif sign == "{" and not is_long and (row := self._row_of(key.text)):
                yield Item(row)
                self._drop_read()
            elif sign == "{" and depth < _DEEPEST:
                yield from self._rows_inside(depth + 1)
            elif problem := self._value().problem:
                is_long = True  # the text of a row that is passed over, most likely
                if problem != self._too_long():
                    return
        self._at += 1

    def _row_of(self, key: str) -> str:
        """Return the object that begins here with what its key says, if it is a row; or stay."""
        start = self._at
        text = self._value(stop=True).text
        fields = _object(text)
        if not self._has_text(fields):
            self._at = start
            return ""
        told = self._told_by(_decoder.decode(key), fields)
        return f"{json.dumps(told, ensure_ascii=False)[:-1]}, {text[1:]}" if told else text

    def _is_of_rows(self) -> bool:
        """Return whether the list that begins here is one of rows, by its first item."""
        start = self._at
        self._at += 1
        is_object = self._next() == "{"
        item = self._value(stop=True) if is_object else Item("")
        self._at = start
        return is_object and (bool(item.problem) or self._has_text(_object(item.text)))

    def _next(self) -> str:
        """Go to what comes next, and return its first character."""
        while True:
            match = _GAP.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _more(self) -> bool:
        piece = self._read(max(_PIECE, len(self._text) - self._at))
        self._text += piece
        return bool(piece)

    def _value(self, *, stop: bool = False) -> Item:
        """Return the value that begins here, and go to its end.

        With `stop`, one that cannot be read is left where it is.
        """
        start = self._at
        end = self._decoded_to(start)
        if end is None:
            end, problem = self._end_of(start, stop=stop)
            if problem:
                self._at = start if stop else end
                return Item("", problem)
            try:
                _decoder.raw_decode(self._text, start)
            except RecursionError:
                pass  # it has an end, and whoever reads it will say so
            except ValueError as error:
                self._at = start if stop else end
                return Item("", f"not JSON: {error}")
        if end - start > self._most:
            self._at = start if stop else end
            return Item("", self._too_long())
        self._at = end
        return Item(self._text[start:end])

    def _decoded_to(self, start: int) -> int | None:
        """Return where a value that is all there ends."""
        try:
            _, end = _decoder.raw_decode(self._text, start)
        except (ValueError, RecursionError):
            return None
        # A number may go on in the next piece.
        return end if end < len(self._text) or self._text[end - 1] in '"]}' else None

    def _end_of(self, start: int, *, stop: bool) -> tuple[int, str]:
        """Find the end of a value by its brackets; return what is wrong where there is none."""
        if start >= len(self._text):
            return start, _CUT
        if self._text[start] not in '"[{':
            return self._end_of_word(start)
        brackets, is_kept = _Brackets(start), True
        while not brackets.are_closed(self._text):
            if is_kept and len(self._text) - start > self._most:
                if stop:
                    return start, self._too_long()
                is_kept = False
            if not is_kept:
                self._at = brackets.at
                self._drop(brackets.at)
                brackets.at = 0
            if not self._more():
                return len(self._text), _CUT if is_kept else self._too_long()
        return brackets.at, "" if is_kept else self._too_long()

    def _end_of_word(self, start: int) -> tuple[int, str]:
        match = _WORD.match(self._text, start)
        while match and match.end() == len(self._text) and self._more():
            match = _WORD.match(self._text, start)
        return max(match.end() if match else 0, start + 1), ""

    def _too_long(self) -> str:
        return f"longer than {self._most} characters"


class _Brackets:
    """The brackets of a value, and where it ends, found as far as its text is there."""

    def __init__(self, at: int) -> None:
        self.at = at
        self._open = 0
        self._is_inside = False  # of a string

    def are_closed(self, text: str) -> bool:
        while match := (_INSIDE if self._is_inside else _OUTSIDE).search(text, self.at):
            self.at, sign = match.end(), match[0]
            if sign == '"':
                self._is_inside = not self._is_inside
            elif len(sign) == 1:
                self._open += 1 if sign in "[{" else -1
            if self._open <= 0 and not self._is_inside:
                return True
        # The sign behind a backslash may be in the next piece.
        is_escape = self._is_inside and text.endswith("\\")
        self.at = max(self.at, len(text) - is_escape)
        return False


def _object(text: str) -> dict[str, object]:
    try:
        value = _decoder.decode(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
