"""How much text stands in each element of a tree, and how much of it in sentences.

Every run of text between two borders of blocks is weighed: sentences weigh what they are long,
links, short labels, disclaimers and imprints nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..pages.boilerplate import is_disclaimer, is_footer
from .elements import BLOCKS, CELLS, UNSEEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup, Tag

_FREE = 12
"""Words of a stretch of text that weigh nothing: a label has no more."""
_LINKED = 0.5
"""More of it in links, and a stretch of text weighs nothing."""

_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[A-Za-z0-9]+")
_STOPS = re.compile(r"[，。！？；：、…]|[,.!?;](?=\s|$)")


@dataclass(slots=True)
class Weighed:
    """What stands in an element, everything below it included.

    Attributes:
        chars: Han characters and Latin words that are seen.
        linked: those of them that are in links.
        weight: those of them that are in sentences, less what a label is long for each of these.
        links: how many links there are.
    """

    chars: int = 0
    linked: int = 0
    weight: int = 0
    links: int = 0

    def add(self, other: Weighed) -> None:
        """Count in what stands in an element below."""
        self.chars += other.chars
        self.linked += other.linked
        self.weight += other.weight
        self.links += other.links


def weigh(soup: BeautifulSoup) -> dict[int, Weighed]:
    """Weigh every element that is seen; keys are the `id()` of each."""
    scale = _Scale(soup)
    scale.weigh(soup)
    return scale.weights


def is_hidden(tag: Tag) -> bool:
    """Tell whether a browser is told not to show an element."""
    attributes = tag.attrs
    if not attributes:
        return False
    if "hidden" in attributes or str(attributes.get("aria-hidden", "")).strip().lower() == "true":
        return True
    style = "".join(str(attributes.get("style", "")).lower().split())
    return "display:none" in style or "visibility:hidden" in style


class _Scale:
    """Walks a tree without recursion and adds up what is in its elements."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.weights: dict[int, Weighed] = {id(soup): Weighed()}
        self.pieces: list[str] = []
        self.linked = self.links = self.in_link = 0

    def weigh(self, soup: BeautifulSoup) -> None:
        """Take in everything below the root."""
        from bs4.element import NavigableString, PreformattedString, Tag  # noqa: PLC0415

        stack: list[tuple[Tag, Iterator[object]]] = [(soup, iter(soup.contents))]
        while stack:
            tag, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self.leave(tag, stack[-1][0] if stack else None)
            elif isinstance(child, Tag):
                if self.enter(child, tag):
                    stack.append((child, iter(child.contents)))
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self.pieces.append(child)
                if self.in_link:
                    self.linked += len(_WORD.findall(child))

    def enter(self, tag: Tag, parent: Tag) -> bool:
        """Begin an element; tell whether to look inside."""
        if tag.name == "br" or tag.name in BLOCKS or tag.name in CELLS:
            self.end_run(self.weights[id(parent)])
        if tag.name in ("br", "title") or tag.name in UNSEEN or is_hidden(tag):
            return False
        if tag.name == "a":
            self.in_link += 1
            self.links += 1
        self.weights[id(tag)] = Weighed()
        return True

    def leave(self, tag: Tag, parent: Tag | None) -> None:
        own = self.weights[id(tag)]
        if parent is None or tag.name in BLOCKS or tag.name in CELLS:
            self.end_run(own)
        self.in_link -= tag.name == "a"
        if parent is not None:
            self.weights[id(parent)].add(own)

    def end_run(self, into: Weighed) -> None:
        """End a run of text; what it weighs goes to the element in which it ends."""
        text = "".join(self.pieces)
        self.pieces.clear()
        chars = len(_WORD.findall(text))
        linked, links = min(self.linked, chars), self.links
        self.linked = self.links = 0
        into.add(Weighed(chars, linked, 0, links))
        free = chars - linked
        if free <= _FREE or linked >= chars * _LINKED or not _STOPS.search(text):
            return
        line = text.strip()
        if not is_disclaimer(line) and not is_footer(line):
            into.weight += free - _FREE
