"""The nodes of a page as lines, broken and spaced as a browser shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...language.storable import storable
from .elements import BLOCKS, CELLS, PREFORMATTED

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from .nodes import Element, Node

_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = "[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]"
_WRAP = re.compile(rf"(?<={_WIDE})[ \t\f]*[\r\n][ \t\r\n\f]*(?={_WIDE})")
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
            inside = nodes[element.start : element.end]
            text = "".join(node for node in inside if isinstance(node, str))
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
        self._preformatted += name in PREFORMATTED
        return True

    def _leave(self, element: Element) -> None:
        self._preformatted -= element.name in PREFORMATTED
        if element.name in BLOCKS:
            self._target.break_block()
        if element.name == "h1" and self._target is self._h1:
            self.heading = " ".join(" ".join(self._h1.lines).split())
            # The first one that says something is the title; the others are lines like any other.
            self._seeks_heading = not self.heading
            self._target = self._body

    def _text(self, text: str) -> None:
        if not self._preformatted:
            self._target.pieces.append(text)
            return
        first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._target.pieces.append(first)
        for line in others:
            self._target.break_line()
            self._target.pieces.append(line)


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
