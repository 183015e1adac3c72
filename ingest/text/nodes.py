"""What a browser shows of a parsed page, as one flat list of texts, and borders of elements.

Beside it stand what it does not show: scripts, and elements that are hidden.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from .elements import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from bs4 import Tag

_WORD_BORDER = re.compile(r"(?<=[a-z])(?=[A-Z])")


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

    def named(self) -> str:
        """Return the words of its classes and its id, as `main-text` for `mainText`."""
        classes = self.attributes.get("class") or ""
        words = " ".join(classes) if isinstance(classes, list) else str(classes)
        return _WORD_BORDER.sub("-", f"{words} {self.attributes.get('id') or ''}")


Node = str | Element


class Hidden(NamedTuple):
    """An element that is not shown, and the one around it, which is."""

    tag: Tag
    parent: Element


class Seen(NamedTuple):
    """What is seen of a page, and what is not.

    Attributes:
        nodes: what is seen.
        page: the page as the element around it.
        title: of its `<title>`.
        scripts: their attributes and texts.
        hidden: what is not shown, outermost elements only.
        unseen: elements that show nothing by what they are, and may hold text all the same.
    """

    nodes: list[Node]
    page: Element
    title: str
    scripts: list[tuple[Mapping[str, Any], str]]
    hidden: list[Hidden]
    unseen: list[Tag]

    def heading_text(self, element: Element) -> str:
        """Return what an element shows, on one line."""
        return " ".join(text_inside(self.nodes, element).split())


def text_inside(nodes: Sequence[Node], element: Element) -> str:
    """Return what an element among nodes shows, as it stands there."""
    inside = nodes[element.start : element.end]
    return "".join(node for node in inside if isinstance(node, str))


def visible_nodes(root: Tag, shown: Container[int] = ()) -> Seen:
    """Walk through a page, or an element of it.

    Args:
        root: the page.
        shown: the `id()` of elements that are to be taken as shown, though they are not.
    """
    from bs4.element import NavigableString, PreformattedString, Tag  # noqa: PLC0415

    title = ""
    page = Element("", {}, 0, 0)
    nodes: list[Node] = [page]
    scripts: list[tuple[Mapping[str, Any], str]] = []
    hidden: list[Hidden] = []
    unseen: list[Tag] = []
    stack: list[tuple[Element, Iterator[object]]] = [(page, iter(root.contents))]
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
            elif element.name == "script":
                scripts.append((child.attrs, str(child.string or "")))
                unseen.append(child)
            elif element.name == "br":
                pass
            elif element.name in UNSEEN and id(child) not in shown and not _is_shadow(child):
                unseen.append(child)
            elif _is_hidden(child) and id(child) not in shown:
                hidden.append(Hidden(child, parent))
            else:
                parent.children.append(element)
                stack.append((element, iter(child.contents)))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            nodes.append(str(child))
    return Seen(nodes, page, title, scripts, hidden, unseen)


def _is_shadow(tag: Tag) -> bool:
    """Return whether a template is shown in the place of what it stands in."""
    return "shadowrootmode" in tag.attrs or "shadowroot" in tag.attrs


def _is_hidden(tag: Tag) -> bool:
    attributes = tag.attrs
    if not attributes:
        return False
    if "hidden" in attributes or str(attributes.get("aria-hidden", "")).strip().lower() == "true":
        return True
    style = "".join(str(attributes.get("style", "")).lower().split())
    return "display:none" in style or "visibility:hidden" in style
