"""The nodes of a page as lines, broken and spaced as a browser shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...language.storable import storable
from .elements import BLOCKS, CELLS, PREFORMATTED
from .nodes import text_inside

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from .nodes import Element, Node

_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = "[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]"
# Not before a label: 来源：健康新闻 and 浏览次数：12 on lines of their own are two.
_WRAP = re.compile(
    rf"(?<={_WIDE})[ \t\f]*[\r\n][ \t\r\n\f]*(?={_WIDE})(?![\u4e00-\u9fff]{{2,6}}[:：])"
)
# What stands in an element of its own beside others of a byline: its label or its day.
_OF_BYLINE = re.compile(
    r"\s*(?:[\u4e00-\u9fff]{2,6}[:：]|(?:19|20)\d\d[-/.年]\d\d?[-/.月]\d\d?)[^。，！？]{0,30}\s*"
)
_MOST_NODES = 12  # in such an element
_POWERS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_POWER = re.compile(r"\s*[-+]?[0-9]{1,3}\s*")


class Layout:
    """The lines of an element, and its heading apart from them.

    Attributes:
        lines: blocks stand apart by blank ones.
        heading: the first `<h1>` that says something, on one line; empty if not asked for.
    """

    def __init__(
        self,
        nodes: Sequence[Node],
        root: Element,
        *,
        heading: bool,
        omitted: Container[Element] = (),
    ) -> None:
        self.heading = ""
        self._body, self._h1 = _Lines(), _Lines()
        self._target = self._body
        self._seeks_heading = heading
        self._preformatted = 0
        self._apart: set[int] = set()
        at = root.start + 1
        while at < root.end:
            node = nodes[at]
            if isinstance(node, str):
                self._text(node)
            elif at == node.end > node.start:
                self._leave(node)
            elif node.name == "br":
                self._target.break_line()
            elif node in omitted or not self._enter(node, nodes):
                at = node.end
            at += 1
        self.lines = self._body.end()

    def _enter(self, element: Element, nodes: Sequence[Node]) -> bool:
        """Begin an element; return whether what is in it is still to be laid out."""
        if element.start == element.end:
            return False
        name = element.name
        if name == "sup":
            text = text_inside(nodes, element)
            if _POWER.fullmatch(text):
                # Ten to the ninth must not become 109.
                self._text(text.translate(_POWERS))
                return False
        if name in BLOCKS:
            self._target.break_block()
            if name == "h1" and self._seeks_heading and self._target is self._body:
                self._target = self._h1
        elif name in CELLS:
            self._text(" ")
        elif name != "a" and self._is_of_byline(element, nodes):
            self._text(" ")
            self._apart.add(element.end)
        self._preformatted += name in PREFORMATTED
        return True

    def _leave(self, element: Element) -> None:
        self._preformatted -= element.name in PREFORMATTED
        if element.name in BLOCKS:
            self._target.break_block()
        elif element.end in self._apart:
            self._text(" ")
        if element.name == "h1" and self._target is self._h1:
            self.heading = " ".join(" ".join(self._h1.lines).split())
            # The first one that says something is the title; the others are lines like any other.
            self._seeks_heading = not self.heading
            self._target = self._body

    def _is_of_byline(self, element: Element, nodes: Sequence[Node]) -> bool:
        """Whether an element inside a line holds a part of a byline, which touches nothing."""
        if element.end - element.start > _MOST_NODES or self._preformatted:
            return False
        return _OF_BYLINE.fullmatch(text_inside(nodes, element)) is not None

    def _text(self, text: str) -> None:
        if not self._preformatted:
            pieces = self._target.pieces
            if text.isspace() and _is_longer(pieces):
                text = " "  # between two elements, which no line was wrapped at
            pieces.append(text)
            return
        first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._target.pieces.append(first)
        for line in others:
            self._target.break_line()
            self._target.pieces.append(line)


def _is_longer(pieces: Sequence[str]) -> bool:
    """Whether what was said last is more than a character, as in elements around each."""
    last = next((piece.strip() for piece in reversed(pieces) if not piece.isspace()), "")
    return len(last) > 1


class _Lines:
    """Puts lines together from pieces of text and breaks."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.pieces: list[str] = []

    def break_line(self) -> None:
        self.lines.append(collapse("".join(self.pieces)))
        self.pieces.clear()

    def break_block(self) -> None:
        if self.pieces:
            self.break_line()
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def end(self) -> list[str]:
        self.break_block()
        return self.lines


def collapse(line: str) -> str:
    """Collapse white space; a line that was wrapped between two Han characters grows no space."""
    return _SPACE.sub(" ", _WRAP.sub("", line)).strip()


def joined(lines: Iterable[str]) -> str:
    """Join lines to a text that can be stored; of several blank ones, one is left."""
    spaced: list[str] = []
    for line in lines:
        if line or (spaced and spaced[-1]):
            spaced.append(line)
    return storable("\n".join(spaced).strip("\n"))
