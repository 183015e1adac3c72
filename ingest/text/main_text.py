"""Where the main text of a foreign page is: which of its elements, and what in it is not text.

A page of unknown making is menus, lists of links, comments and forms around a text. Every run of
text between two borders of blocks is weighed: sentences weigh what they are long; links, short
labels, disclaimers and imprints nothing. The smallest element that holds nearly all of the weight
is the main part; what is mostly links, or is named as what it is (a comment, a footer), is left out
of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..pages.boilerplate import is_disclaimer, is_footer
from .elements import BLOCKS, CELLS, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .nodes import Element, Node

#: A few sentences: a page of less weight has no main text.
LEAST = 60
# Of the weight of an element, what one inside it must hold to be searched in its stead.
_SHARE = 0.75
_SHARE_OF_PAGE = 0.5  # of the weight of the page, what the main part must hold
# More of it in links, and an element is a list of them; less may be a table that has a few.
_LIST = 0.7
_LINKS = 3  # fewer links are no list: a cell or an item that is a link may be what a table is about
# Of the main weight, what an element may hold that is left out for its name or its links.
_NAMED_SHARE = 0.4
# Text beside the main part stays from this length on, if no more of it is in links.
_LONG, _FEW_LINKED = 200, 0.2
_FREE = 12  # words of a run of text that weigh nothing: a label has no more
_LINKED = 0.5  # more of it in links, and a run of text weighs nothing

_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[A-Za-z0-9]+")
_STOPS = re.compile(r"[，。！？；：、…]|[,.!?;](?=\s|$)")
#: Elements of text, inside which no main part is searched.
TEXTS = names("p h1 h2 h3 h4 h5 h6 pre blockquote li dd dt a b big em font i small span strong u")
_BORDERS = BLOCKS | CELLS
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|pinglun|reply|replies|replys|foot|footer|bottom"
    r"|side|sidebar|sidebox|aside|related|relate|relates|relation|xiangguan|recommends?|tuijian"
    r"|share|sharebox|bdshare|breadcrumbs?|crumbs?|nav|navi|navbar|navigation|menu|copyright"
    r"|login|search|searchbar|ad|ads|advert|advertisement|hot|rank|ranking|pager|pagination"
    r"|paging|toolbar|tags?|topbar|catalog|widget)(?:$|[\s_-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MainPart:
    """The element that holds the main text, and the elements in it that are no part of it."""

    root: Element
    omitted: frozenset[Element]


def main_part(page: Element) -> MainPart | None:
    """Find the main text of a page; None where nothing stands out as such, or nothing around it.

    Args:
        page: the element around all others, weighed.
    """
    if not page.links or page.weight < LEAST:
        return None
    omitted: set[Element] = set()
    root, core = _descend(page, omitted)
    others = (other for other in omitted if not is_named(other) and not _is_list(other))
    if sum(other.words - other.linked for other in others) > core.words - core.linked:
        # A note below what is no sentences, a table perhaps: which is the text is not clear.
        return None
    stack = [root]
    while stack:
        for child in stack.pop().children:
            is_light = child.weight < _NAMED_SHARE * core.weight
            if is_light and (is_named(child) or _is_list(child)):
                omitted.add(child)
            elif child not in omitted:
                stack.append(child)
    return MainPart(root, frozenset(omitted))


def _descend(page: Element, omitted: set[Element]) -> tuple[Element, Element]:
    """Find the smallest element that holds nearly all of the weight, and omit what is beside it.

    Text that stands beside it stays, so the root, which is returned first, may be above it.
    """
    root = core = page
    has_text_beside = False
    least = _SHARE_OF_PAGE * page.weight
    while (best := _heaviest(core)) and best.weight >= max(_SHARE * core.weight, least):
        texts = {other for other in core.children if other is not best and _is_text(other)}
        omitted.update(set(core.children) - texts - {best})
        has_text_beside = has_text_beside or bool(texts)
        core = best
        root = root if has_text_beside else core
    return root, core


def weigh(nodes: Sequence[Node]) -> None:
    """Count, once, what stands in each element, everything below it included."""
    opened: list[Element] = []
    run: list[str] = []
    linked = links = in_link = 0
    for at, node in enumerate(nodes):
        if isinstance(node, str):
            run.append(node)
            linked += len(_WORD.findall(node)) if in_link else 0
            continue
        is_last = at == len(nodes) - 1
        if node.name in _BORDERS or node.name == "br" or is_last:
            # What a run weighs goes to the element in which it ends.
            _add_run(opened[-1], "".join(run), linked, links)
            run.clear()
            linked = links = 0
        if at < node.end:
            opened.append(node)
            in_link += node.name == "a"
            links += node.name == "a"
        elif at > node.start:
            opened.pop()
            in_link -= node.name == "a"
            if opened:
                _add(opened[-1], node.words, node.linked, node.weight, node.links)


def _add_run(element: Element, text: str, linked: int, links: int) -> None:
    words = len(_WORD.findall(text))
    linked = min(linked, words)
    free, weight = words - linked, 0
    if free > _FREE and linked < words * _LINKED and _STOPS.search(text):
        line = text.strip()
        weight = 0 if is_disclaimer(line) or is_footer(line) else free - _FREE
    _add(element, words, linked, weight, links)


def _add(element: Element, words: int, linked: int, weight: int, links: int) -> None:
    element.words += words
    element.linked += linked
    element.weight += weight
    element.links += links


def _heaviest(element: Element) -> Element | None:
    """Return the child that weighs most, unless that is an element of text."""
    unnamed = (child for child in element.children if not is_named(child))
    best = max(unnamed, key=lambda child: child.weight, default=None)
    return None if best is None or best.name in TEXTS else best


def _is_text(element: Element) -> bool:
    if element.words < _LONG or element.linked > _FEW_LINKED * element.words:
        return False
    return not is_named(element)


def _is_list(element: Element) -> bool:
    if element.name not in _BORDERS:
        return False
    return element.links >= _LINKS and element.linked > _LIST * element.words


def is_named(element: Element) -> bool:
    """Return whether an element is named as what is no text: a comment, a footer, a menu."""
    if element.name in {"aside", "footer", "nav"}:
        return True
    if not element.attributes or element.name not in _BORDERS:
        return False
    return _NAMES.search(element.named()) is not None
