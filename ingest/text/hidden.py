"""Text that a page holds and does not show: which hidden elements are part of its article.

Some pages show their article by a script only (`visibility: hidden` until it has run), some its
second half when a reader asks for it (展开全文). What is hidden otherwise is menus, forms, pop-ups.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .elements import names
from .main_text import LEAST, TEXTS, is_named, weigh
from .nodes import Element, visible_nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .nodes import Hidden, Seen

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
_HAN = re.compile("[\u3400-\u9fff]|\\\\u[4-9][0-9a-fA-F]{3}")
_HARDLY = 20  # the weight of a page that shows hardly any text
_MUCH = 100  # characters of Chinese that it holds all the same


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
        if _is_text(hidden, inner, least) and not _repeats(inner, visible):
            found.add(id(hidden.tag))
    return found


def held_back(seen: Seen) -> int:
    """Return how much Chinese a page holds that shows hardly any text; 0 where it shows some."""
    if seen.page.weight >= _HARDLY:
        return 0
    texts: Sequence[str] = [
        *(script for _, script in seen.scripts),
        *(hidden.tag.get_text() for hidden in seen.hidden),
    ]
    held = sum(sum(1 for _ in _HAN.finditer(text)) for text in texts)
    return held if held >= _MUCH else 0


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


def _is_text(hidden: Hidden, inner: Seen, least: int) -> bool:
    element = Element(hidden.tag.name.lower(), hidden.tag.attrs, 0, 0)
    page = inner.page
    if page.weight < least or page.linked > _MOST_LINKED * page.words:
        return False
    if is_named(element) or _NAMED.search(element.named()):
        return False
    return not any(isinstance(node, Element) and node.name in _CONTROLS for node in inner.nodes)


def _repeats(inner: Seen, visible: str) -> bool:
    """Return whether a page shows the same elsewhere, as it does with a version for telephones."""
    text = "".join("".join(node for node in inner.nodes if isinstance(node, str)).split())
    middle = len(text) // 2
    return text[middle : middle + _SENTENCES] in visible and text[:_SENTENCES] in visible
