"""Text that a page holds and does not show: which hidden elements are part of its article.

Some pages show their article by a script only (`visibility: hidden` until it has run), some its
second half when a reader asks for it (展开全文). What is hidden otherwise is menus, forms, pop-ups.
Some have it in an element that shows nothing, as elements or as a text of markup, from which a
script takes it: it is looked for there where a page has no text else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .elements import names
from .main_text import LEAST, TEXTS, is_named, weigh
from .nodes import Element, visible_nodes
from .tags import strip_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import Tag

    from .nodes import Node, Seen

_SENTENCES = 20  # the least weight of a hidden element that holds text
_MOST_LINKED = 0.3  # of its words
_HALF = 0.5
_CONTROLS = names("form input select textarea button")
_PAGES = names("body html")
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:pop|popup|popups|modal|dialog|layer|mask|overlay|login|logout|register|msg|tips?"
    r"|tooltip|toast|alert|qr|qrcode|ewm|app|download|cookies?|banner|float|tpl|template|tmpl|loading"
    r"|error|vote|reward|donate|subscribe|agreement|privacy|captcha|feedback|lightbox|drawer|dropdown)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"[\W_]*(?:点击|点此|点我)?(?:展开|查看|阅读|显示|浏览|打开)?(?:阅读)?(?:更多|剩余|余下|全部|完整)?"
    r"(?:展开|全文|全部内容|更多内容|余下全文|剩余内容|read more|show more|continue reading)[\W_]*"
    r"(?:[(（]?\d{1,3}[%）)]*)?",
    re.IGNORECASE,
)
_LONGEST_MORE = 20
# A character, or what stands for one in a script: an escape, or three bytes in an address.
_HAN = re.compile(
    "[\u3400-\u9fff]|[\\\\%]u[4-9][0-9a-fA-F]{3}|%[eE][4-9](?:%[89abAB][0-9a-fA-F]){2}"
)
_HARDLY = 20  # the weight of a page that shows hardly any text
_MUCH = 80  # characters of Chinese that it holds all the same
_HOLDERS = names("noscript template object")  # hold elements, and may hold an article
_OF_MARKUP = re.compile(r"template|html", re.IGNORECASE)  # the type of a script that is markup
_LONGEST = 1_000_000  # characters of markup that are looked at: to strip it takes as long as a page
_PLACEHOLDER = re.compile(r"\{\{|<%|\$\{|javascript", re.IGNORECASE)
_SENTENCE = re.compile("[。！？；，]")
_ATTRIBUTE = re.compile(r"value|srcdoc|data-.*", re.IGNORECASE | re.DOTALL)


def hidden_text(seen: Seen) -> set[int]:
    """Find the hidden elements of a page that are part of its article; return their `id()`.

    Args:
        seen: what is seen, weighed.
    """
    has_more = any(
        isinstance(node, str) and len(node) <= _LONGEST_MORE and _MORE.fullmatch(node)
        for node in seen.nodes
    )
    hardly_any = seen.page.weight < LEAST
    visible = "".join("".join(node for node in seen.nodes if isinstance(node, str)).split())
    found: set[int] = set()
    for hidden in seen.hidden:
        least = _SENTENCES
        if not hardly_any:
            if not _is_of_text(hidden.parent, seen.page, has_more=has_more):
                continue
            least = _SENTENCES if has_more or hidden.parent.name not in _PAGES else LEAST
        inner = visible_nodes(hidden.tag)
        weigh(inner.nodes)
        if _is_text(hidden.tag, inner.nodes, inner.page, least) and not _repeats(inner, visible):
            found.add(id(hidden.tag))
    return found


def unseen_text(seen: Seen) -> set[int]:
    """Find the elements that show nothing and hold an article, of a page that has none else.

    A text of markup in them is put in its place as text. Returns their `id()`.
    """
    found: set[int] = set()
    for tag in seen.unseen:
        if markup := _markup_in(tag):
            text = strip_tags(markup)
            page = Element("", {}, 0, 2)
            nodes: list[Node] = [page, text, page]
        elif tag.name.lower() in _HOLDERS:
            nodes, page, *_ = visible_nodes(tag)
            text = "".join(node for node in nodes if isinstance(node, str))
        else:
            continue
        weigh(nodes)
        if _PLACEHOLDER.search(text) or not _is_text(tag, nodes, page, LEAST):
            continue
        if markup:
            tag.name, tag.attrs, tag.string = "pre", {}, text
        found.add(id(tag))
    return found


def _markup_in(tag: Tag) -> str:
    """Return the markup that an element holds as a text, if it may be an article."""
    name, markup = tag.name.lower(), ""
    if name == "iframe":
        markup = str(tag.attrs.get("srcdoc") or "")
    elif name == "textarea" or (
        name == "script" and _OF_MARKUP.search(str(tag.attrs.get("type") or ""))
    ):
        markup = tag.get_text()
    return markup if LEAST < len(markup) < _LONGEST and _SENTENCE.search(markup) else ""


def held_back(seen: Seen) -> int:
    """Return how much Chinese a page holds that shows hardly any text; 0 where it shows some."""
    if seen.page.weight >= _HARDLY:
        return 0
    held = sum(sum(1 for _ in _HAN.finditer(text)) for text in _held_texts(seen))
    return held if held >= _MUCH else 0


def _held_texts(seen: Seen) -> Iterator[str]:
    yield from (script for _, script in seen.scripts)
    yield from (hidden.tag.get_text() for hidden in seen.hidden)
    others = [tag.get_text() for tag in seen.unseen if tag.name.lower() != "script"]
    attributes = (
        (name, str(value))
        for at, node in enumerate(seen.nodes)
        if isinstance(node, Element) and at == node.start
        for name, value in node.attributes.items()
    )
    others += (value for name, value in attributes if _ATTRIBUTE.fullmatch(name))
    # A list to choose from, and a label of a button, is no text.
    yield from (text for text in others if _SENTENCE.search(text))


def _is_of_text(parent: Element, page: Element, *, has_more: bool) -> bool:
    """Return whether there is text of the article right beside what is hidden in an element."""
    if is_named(parent):
        return False
    outside = parent.weight - sum(
        child.weight for child in parent.children if child.name not in TEXTS
    )
    if outside > 0 or has_more:
        return parent.weight > 0
    return parent.name not in _PAGES and parent.weight >= _HALF * page.weight > 0


def _is_text(tag: Tag, nodes: list[Node], page: Element, least: int) -> bool:
    """Return whether what an element holds, as the nodes of a page, is sentences."""
    element = Element(tag.name.lower(), tag.attrs, 0, 0)
    if page.weight < least or page.linked > _MOST_LINKED * page.words:
        return False
    if is_named(element) or _NAMED.search(element.named()):
        return False
    return not any(isinstance(node, Element) and node.name in _CONTROLS for node in nodes)


def _repeats(inner: Seen, visible: str) -> bool:
    """Return whether a page shows the same elsewhere, as it does with a version for telephones."""
    text = "".join("".join(node for node in inner.nodes if isinstance(node, str)).split())
    middle = len(text) // 2
    return text[middle : middle + _SENTENCES] in visible and text[:_SENTENCES] in visible
