"""What a text shows that a program kept of a page, with what it left of the markup."""

from __future__ import annotations

import re

from .escapes import unescaped
from .html import looks_like_html, read_html

_TAG = re.compile(
    r"<(/?)(br|hr|img|p|div|li|tr|h[1-6]|span|em|strong|b|i|u|a|font|ul|ol|td|th|table|tbody|section"
    r"|center|blockquote|mark|sub|sup|small|big|strike|del|ins)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_ALONE = frozenset(("br", "hr"))  # a picture alone may be what a text is about
_LINES = frozenset(("br", "hr", "p", "div", "li", "tr", "blockquote", "section"))


def shown(text: str, *, title: bool = False) -> str:
    """Return a text without entities and tags; its lines stay where there are few of these.

    Args:
        text: as it was kept, with newlines alone between its lines.
        title: whether the first line of a page of markup is to be its title.
    """
    text = unescaped(text, entities=True)
    if "<" not in text:
        return text
    if looks_like_html(text):
        return read_html(text, title=title)
    tags = list(_TAG.finditer(text))
    closed = {tag[2].lower() for tag in tags if tag[1]}
    is_markup = any(
        tag[2].lower() in _ALONE or tag[2].lower() in closed for tag in tags if not tag[1]
    )
    return _TAG.sub(_between, text) if is_markup else text


def _between(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    return "\n" if name in _LINES or name[0] == "h" else ""
