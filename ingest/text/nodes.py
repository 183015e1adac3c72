"""What a browser shows of a parsed page, as one flat list of texts, and borders of elements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .elements import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bs4 import BeautifulSoup, Tag


@dataclass(slots=True, eq=False)
class Element:
    """An element among the nodes of a page.

    Attributes:
        name: of its tag, in lower case.
        attributes: of its tag.
        start: its place among the nodes; all that it shows stands behind it.
        end: its place again, behind all that it shows; `start` for one that shows nothing.
        children: the elements right inside it that show something.
        words: Han characters and Latin words that it shows.
        linked: those of them that are in links.
        weight: those of them that are in sentences, less what a label is long for each of these.
        links: how many links there are in it.
    """

    name: str
    attributes: Mapping[str, Any]
    start: int
    end: int
    children: list[Element] = field(default_factory=list)
    words: int = 0
    linked: int = 0
    weight: int = 0
    links: int = 0


Node = str | Element


def visible_nodes(soup: BeautifulSoup) -> tuple[list[Node], Element, str]:
    """Return what is seen of a page, the page as the element around it, and its `<title>`."""
    from bs4.element import NavigableString, PreformattedString, Tag  # noqa: PLC0415

    title = ""
    page = Element("", {}, 0, 0)
    nodes: list[Node] = [page]
    stack: list[tuple[Element, Iterator[object]]] = [(page, iter(soup.contents))]
    while stack:
        parent, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            parent.end = len(nodes)
            nodes.append(parent)
        elif isinstance(child, Tag):
            element = Element(child.name.lower(), child.attrs, len(nodes), len(nodes))
            nodes.append(element)
            if element.name == "title":
                title = title or " ".join(child.get_text().split())
            elif element.name != "br" and element.name not in UNSEEN and not _is_hidden(child):
                parent.children.append(element)
                stack.append((element, iter(child.contents)))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            nodes.append(str(child))
    return nodes, page, title


def _is_hidden(tag: Tag) -> bool:
    attributes = tag.attrs
    if not attributes:
        return False
    if "hidden" in attributes or str(attributes.get("aria-hidden", "")).strip().lower() == "true":
        return True
    style = "".join(str(attributes.get("style", "")).lower().split())
    return "display:none" in style or "visibility:hidden" in style
