"""From the text of a query to its lexemes: leaves and marks, in one pass from left to right.

What cannot be read as syntax is text. A mark without its partner (a quotation mark that does not
close, a bracket that does not open) is left out.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from typing import NamedTuple

from ...language.characters import HAN
from .operands import read_filter, read_literal, read_token
from .tree import Field, Filter, FilterName, Literal, Token

_QUOTES = {'"': "＂", "＂": '"'}
_OPENING = "(（"
_CLOSING = ")）"
_BARS = "|｜￨"
_EITHER_BAR = tuple(_BARS)
_DASHES = "-－﹣"
# What may stand behind the value of a filter and is no part of it; a glob is taken as it is.
_STOPS = ",.;!?，。；！？、"

# What ends a bare token wherever it stands; brackets may.
_BORDER = re.compile(r'[\s"＂|｜￨()（）]')
_PREFIX = re.compile("([A-Za-zＡ-Ｚａ-ｚ]{4,7}|added_after|标题|標題|地点|地點)[:：]")
_UNESCAPED = {mark: re.compile(rf"(?<!\\){mark}") for mark in _QUOTES}

_TITLE_PREFIXES = frozenset({"title", "标题", "標題"})
_FILTER_PREFIXES = {
    **{name.value: name for name in FilterName},
    **dict.fromkeys(("地点", "地點"), FilterName.PLACE),
}
# What separates the items of a list: 医保、社保, 医保+社保. In longer text it is punctuation.
_SEPARATOR = re.compile(f"(?<=[{HAN}])[,，、+＋](?=[{HAN}])")
_LONGEST_ITEM = 5


class Mark(Enum):
    """A lexeme that is no leaf."""

    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    TITLE = auto()


class Blank(NamedTuple):
    """An operand that holds nothing to search for: operators before it apply to it."""

    text: str


Lexeme = Mark | Literal | Token | Filter | Blank

_WORDS = {"OR": Mark.OR, "AND": Mark.AND, "NOT": Mark.NOT}


class Lexemes(NamedTuple):
    """What a query is made of.

    Attributes:
        sequence: in order; every OPEN has its CLOSE and the other way round.
        unpaired: marks that were left out.
        depth: how many groups stand inside each other.
    """

    sequence: tuple[Lexeme, ...]
    unpaired: tuple[str, ...]
    depth: int


def scan(text: str) -> Lexemes:
    """Cut a query into lexemes; never fails, in time linear in the text."""
    scanner = _Scanner(text)
    while scanner.at < len(text):
        scanner.step()
    return scanner.finished()


class _Scanner:
    """Where the scan stands, and what it has found so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: list[Lexeme] = []
        self.unpaired: list[str] = []
        # The brackets that are open: the place of the lexeme, or None for one that is text.
        self.open: list[int | None] = []
        # The mark that the next operand is glued to, and where it has to stand for that.
        self.glue: tuple[Mark, int] | None = None
        self.last_curly = text.rfind("”")

    def finished(self) -> Lexemes:
        """Leave out the groups that did not close."""
        unclosed = {at for at in self.open if at is not None}
        kept = tuple(lexeme for at, lexeme in enumerate(self.found) if at not in unclosed)
        depth = deepest = 0
        for lexeme in kept:
            if lexeme is Mark.OPEN:
                depth += 1
                deepest = max(deepest, depth)
            elif lexeme is Mark.CLOSE:
                depth -= 1
        return Lexemes(kept, (*self.unpaired, *("(" for _ in unclosed)), deepest)

    def step(self) -> None:
        """Read what begins here."""
        glued = self.glue[0] if self.glue and self.glue[1] == self.at else None
        character = self.text[self.at]
        if character.isspace():
            self.at += 1
        elif character in _BARS:
            self._take(Mark.OR, self.at + 1 + self.text.startswith(_EITHER_BAR, self.at + 1))
        elif character in _QUOTES or character == "“":
            self._quoted_or_word(glued)
        elif character in _OPENING:
            self.open.append(len(self.found))
            self._take(Mark.OPEN, self.at + 1)
        elif character in _CLOSING:
            self._close()
        elif character in _DASHES and glued is not Mark.NOT and self._is_operand(self.at + 1):
            self._take(Mark.NOT, self.at + 1)
            self.glue = Mark.NOT, self.at
        else:
            self._word(glued)

    def _take(self, lexeme: Lexeme, end: int) -> None:
        self.found.append(lexeme)
        self.at = end

    def _is_operand(self, at: int) -> bool:
        """Whether something stands here that a sign before it can apply to."""
        if at >= len(self.text):
            return False
        character = self.text[at]
        return not (character.isspace() or character in _BARS + _CLOSING + _DASHES)

    def _close(self) -> None:
        """Read a closing bracket at the start of a token."""
        if self.open and self.open.pop() is not None:
            self._take(Mark.CLOSE, self.at + 1)
        else:
            self.unpaired.append(self.text[self.at])
            self.at += 1

    def _quoted_or_word(self, glued: Mark | None) -> None:
        quoted = self._quoted(self.at)
        if quoted is not None:
            content, end = quoted
            self._take(read_literal(content) or Blank(self.text[self.at : end]), end)
        elif self.text[self.at] in _QUOTES:
            self.unpaired.append(self.text[self.at])
            self.at += 1
            if glued:
                self.glue = glued, self.at
        else:
            self._word(glued)

    def _quoted(self, at: int) -> tuple[str, int] | None:
        """Return the content of the quotation that opens here, and its end; None if it is none."""
        text = self.text
        opening = text[at : at + 1]
        if opening == "“":
            if self.last_curly < at:
                return None
            end = text.index("”", at)
            return text[at + 1 : end], end + 1
        if opening not in _QUOTES or not opening:
            return None
        for mark in (opening, _QUOTES[opening]):
            unescaped = _UNESCAPED[mark].search(text, at + 1)
            # A backslash before the only mark that could close is text: "C:\" is closed.
            end = unescaped.start() if unescaped else text.rfind(mark, at + 1)
            if end >= 0:
                return text[at + 1 : end].replace("\\" + mark, mark), end + 1
        return None

    def _word(self, glued: Mark | None) -> None:
        """Read a bare token, an operator in letters, or a field with its value."""
        prefix = None if glued is Mark.TITLE else _PREFIX.match(self.text, self.at)
        name = unicodedata.normalize("NFKC", prefix[1]).casefold() if prefix else ""
        start = self.at
        if prefix and name in _TITLE_PREFIXES and self._titled(prefix.end()):
            return
        if prefix and name in _FILTER_PREFIXES:
            self._filter(_FILTER_PREFIXES[name], prefix.end())
            return
        self._to_end_of_word()
        raw = self.text[start : self.at]
        operator = _WORDS.get(unicodedata.normalize("NFKC", raw)) if len(raw) < 4 else None  # noqa: PLR2004
        if operator and not glued:
            self.found.append(operator)
            return
        items = _SEPARATOR.split(raw)
        if len(items) > 1 and not glued and max(map(len, items)) <= _LONGEST_ITEM:
            self.found += [read_token(item) or Blank(item) for item in items]
            return
        in_title = prefix and name in _TITLE_PREFIXES
        token = (
            read_token(raw[prefix.end() - start :], Field.TITLE) if prefix and in_title else None
        )
        self.found.append(token or read_token(raw) or Blank(raw))

    def _titled(self, value: int) -> bool:
        """Read `title:` where its value is quoted, a group or an exclusion."""
        quoted = self._quoted(value)
        if quoted is not None:
            content, end = quoted
            literal = read_literal(content, Field.TITLE)
            if literal:
                self._take(literal, end)
            return literal is not None
        first = self.text[value : value + 1]
        if not first or not (
            first in _OPENING
            or ((first in _DASHES or first in _QUOTES) and self._is_operand(value + 1))
        ):
            return False
        self._take(Mark.TITLE, value)
        self.glue = Mark.TITLE, self.at
        return True

    def _filter(self, name: FilterName, value: int) -> None:
        """Read a filter, or as text what has no value that can be read."""
        quoted = self._quoted(value)
        found = read_filter(name, quoted[0]) if quoted else None
        if quoted and found:
            self._take(found, quoted[1])
            return
        start = self.at
        self._to_end_of_word()
        bare = self.text[value : self.at]
        found = read_filter(name, bare if name is FilterName.SOURCE else bare.rstrip(_STOPS))
        raw = self.text[start : self.at]
        self.found.append(found or read_token(raw) or Blank(raw))

    def _to_end_of_word(self) -> None:
        """Go to the end of a bare token.

        A bracket inside it is text: an opening one, and a closing one unless it closes a group.
        """
        border = _BORDER.search(self.text, self.at + 1)
        while border:
            self.at = border.start()
            character = border.group()
            if character in _OPENING:
                self.open.append(None)
            elif character not in _CLOSING or (self.open and self.open[-1] is not None):
                return
            elif self.open:
                self.open.pop()
            border = _BORDER.search(self.text, self.at + 1)
        self.at = len(self.text)
