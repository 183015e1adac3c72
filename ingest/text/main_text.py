"""Where the main text of a foreign page is: which part of its tree, and what in it is not text.

A page of unknown making is menus, lists of links, comments and forms around a text. Every run of
text between two borders of blocks is weighed: sentences weigh what they are long, links and short
labels nothing. The smallest element that holds nearly all of the weight is the main part; what is
mostly links, or is named as what it is (a comment, a footer), is left out of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .elements import BLOCKS, CELLS
from .text_weights import weigh

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

    from .text_weights import Weighed

_SHARE = 0.75
"""How much of an element's weight one inside it must hold to be looked at in its stead."""
_WHOLE_SHARE = 0.5
"""How much of the weight of the whole page it must hold."""
_LEAST = 60
"""The weight below which nothing is a main text, a few sentences."""
_LIST = 0.7
"""More of it in links, and an element is a list of them; less may be a table that has some."""
_LINKS = 3
"""Fewer links are no list: a cell or an item that is one may be what a table is about."""
_NAMED_SHARE = 0.4
"""How much of the main weight an element may hold that is left out for its name or its links."""
_LONG = 200
_FEW_LINKED = 0.2
"""Text beside the main element is kept from this length on, if no more of it is in links."""

_BLOCK_TEXTS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "li", "dd", "dt")
_INLINE_TEXTS = ("a", "b", "big", "em", "font", "i", "small", "span", "strong", "u")
_TEXTS = frozenset((*_BLOCK_TEXTS, *_INLINE_TEXTS))
"""Nothing is looked for inside these."""
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|pinglun|reply|replies|replys|foot|footer|bottom"
    r"|side|sidebar|sidebox|aside|related|relate|relates|relation|xiangguan|recommends?|tuijian"
    r"|share|sharebox|bdshare|breadcrumbs?|crumbs?|nav|navi|navbar|navigation|menu|copyright"
    r"|login|search|searchbar|ad|ads|advert|advertisement|hot|rank|ranking|pager|pagination"
    r"|paging|toolbar|tags?|topbar|catalog|widget)(?:$|[\s_-])",
    re.IGNORECASE,
)
_WORD_BORDER = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMED = frozenset(("aside", "footer", "nav"))


@dataclass(frozen=True, slots=True)
class MainPart:
    """The element that holds the main text, and the elements in it that are no part of it.

    Attributes:
        root: the element.
        without: the `id()` of each element left out, which holds as long as the tree is there.
    """

    root: Tag
    without: frozenset[int]


def main_part(soup: BeautifulSoup) -> MainPart | None:
    """Find the main text of a page; None where nothing stands out as such, or nothing around it."""
    return _Search(weigh(soup)).main_part(soup)


class _Search:
    """Looks for the main part of one page."""

    def __init__(self, weights: dict[int, Weighed]) -> None:
        self.weights = weights
        self.without: set[int] = set()
        self.lost = 0  # words left out beside the way down, of elements that are no lists of links

    def main_part(self, soup: BeautifulSoup) -> MainPart | None:
        whole = self.weights[id(soup)]
        if not whole.links or whole.weight < _LEAST:
            return None
        root, core = self.go_down(soup)
        found = self.weights[id(core)]
        if self.lost > found.chars - found.linked:
            # A note below what is no sentences, a table perhaps: which is the text is not clear.
            return None
        self.leave_out(root, found.weight)
        return MainPart(root, frozenset(self.without))

    def go_down(self, soup: BeautifulSoup) -> tuple[Tag, Tag]:
        """Find the smallest element that holds nearly all of the weight.

        Text that stands beside it is kept, so the root, which is given first, may be above it.
        """
        root: Tag = soup
        at: Tag = soup
        beside = False
        least = _WHOLE_SHARE * self.weights[id(soup)].weight
        while True:
            best, others = self.heaviest(at)
            if best is None or best.name in _TEXTS:
                return root, at
            weight = self.weights[id(best)].weight
            if weight < _SHARE * self.weights[id(at)].weight or weight < least:
                return root, at
            for other in others:
                if self.is_text(other):
                    beside = True
                else:
                    self.drop(other)
            at = best
            if not beside:
                root = at

    def heaviest(self, at: Tag) -> tuple[Tag | None, list[Tag]]:
        """Give the element right inside another that weighs most, and those beside it."""
        within = self.within(at)
        best = max(
            (child for child in within if not _is_named(child)),
            key=lambda child: self.weights[id(child)].weight,
            default=None,
        )
        return best, [child for child in within if child is not best]

    def within(self, at: Tag) -> list[Tag]:
        """Give the elements right inside another that are seen."""
        from bs4.element import Tag  # noqa: PLC0415

        found = (child for child in at.children if isinstance(child, Tag))
        return [child for child in found if id(child) in self.weights]

    def is_text(self, tag: Tag) -> bool:
        found = self.weights[id(tag)]
        if found.chars < _LONG or found.linked > _FEW_LINKED * found.chars:
            return False
        return not _is_named(tag)

    def drop(self, tag: Tag) -> None:
        self.without.add(id(tag))
        if not _is_named(tag) and not self.is_list(tag):
            found = self.weights[id(tag)]
            self.lost += found.chars - found.linked

    def leave_out(self, root: Tag, weight: int) -> None:
        """Mark what is no text below the root."""
        stack = [root]
        while stack:
            for child in self.within(stack.pop()):
                if id(child) in self.without:
                    continue
                light = self.weights[id(child)].weight < _NAMED_SHARE * weight
                if light and (_is_named(child) or self.is_list(child)):
                    self.without.add(id(child))
                else:
                    stack.append(child)

    def is_list(self, tag: Tag) -> bool:
        """Tell whether an element is a list of links."""
        found = self.weights[id(tag)]
        if tag.name not in BLOCKS and tag.name not in CELLS:
            return False
        return found.links >= _LINKS and found.linked > _LIST * found.chars


def _is_named(tag: Tag) -> bool:
    if tag.name in _NAMED:
        return True
    attributes = tag.attrs
    if not attributes or (tag.name not in BLOCKS and tag.name not in CELLS):
        return False
    named = attributes.get("class") or ""
    words = " ".join(named) if isinstance(named, list) else str(named)
    words = f"{words} {attributes.get('id') or ''}"
    return _NAMES.search(_WORD_BORDER.sub("-", words)) is not None
