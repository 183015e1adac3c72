"""HTML to the plain text that a person sees, in the form the splitter reads.

Blocks stand apart by blank lines, `<br>` breaks a line, inline tags add nothing, and the title
comes first. Markup is repaired before BeautifulSoup sees it, so that nothing is lost to a broken
tag and no file can slow it down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .layout import collapse, joined
from .page import parse_page
from .page_data import PageData
from .repair import MOST, Prepared, prepare
from .tags import strip_tags

DEEPEST = 150
"""How many elements may be open at once, before the tags are only stripped."""

_HEAD = 64 * 1024
_STRUCTURE = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)
_FIRST = re.compile(
    r"(?:<\?xml[^<>]{0,200}>\s*)?<(?:!--|!doctype\s|/?(?:html|head|body|meta|title|link|script|style"
    r"|div|p|h[1-6]|ul|ol|li|table|tbody|tr|td|section|article|main|header|nav|span|font|center|br"
    r"|hr|pre|a|b|strong|em|i|dl|blockquote|form|text)\b)",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"<(/?)(?:html|head|body|div|p|h[1-6]|ul|ol|li|table|tr|td|section|article|main|span|font|center"
    r"|pre|a|b|strong|em|dl|dt|dd|blockquote|(br))\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"[\s\ufeff]*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,9}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_LEAST_TAGS = 3
_SPARSE = 1000


@dataclass(frozen=True, slots=True)
class HtmlText:
    """What one HTML document shows, and what a person should know about how it was read.

    Attributes:
        text: all that is seen, title first.
        warnings: what was broken.
        main: what is left of the text without menus, lists of links and the like; None where
            there is nothing of the sort.
        data: what it says about itself.
    """

    text: str
    warnings: tuple[str, ...] = ()
    main: str | None = None
    data: PageData = field(default_factory=PageData)


def is_document(text: str) -> bool:
    """Return whether a text is a whole page of markup, not a piece of one."""
    return _DOCUMENT.match(text) is not None


def looks_like_html(text: str) -> bool:
    """Return whether a text is markup, by its first 64 KB."""
    head = text[:_HEAD].lstrip().lstrip("\ufeff").lstrip()
    if _FIRST.match(head):
        return len(_KNOWN.findall(head)) > 1 or _STRUCTURE.search(head) is not None
    tags = _KNOWN.findall(head)
    is_closed = any(closing or br for closing, br in tags)
    return is_closed and len(tags) >= max(_LEAST_TAGS, len(head) // _SPARSE)


def read_html(markup: str, *, title: bool = True) -> str:
    """Return the visible text of some markup, documents that follow each other included.

    With `title`, the first line is the first visible `<h1>`, or else the `<title>`.
    """
    documents = (_read(document, title=title, main=False) for document in prepare(markup))
    return "\n\n".join(document.text for document in documents if document.text)


def read_documents(markup: str) -> list[HtmlText]:
    """Return the visible text of each HTML document in a file, title first.

    Those that show none are left out, unless there is something to know about them.
    """
    documents = (_read(document, title=True, main=True) for document in prepare(markup))
    return [document for document in documents if document.text or document.warnings]


def _read(document: Prepared, *, title: bool, main: bool) -> HtmlText:
    warnings = tuple(document.warnings)
    if document.depth <= DEEPEST and document.size <= MOST:
        try:
            page = parse_page(document.markup(), title=title, main=main)
            found = dict.fromkeys((*warnings, *page.data.warnings))
            return HtmlText(page.text, tuple(found), page.main, page.data)
        except RecursionError:
            pass
    is_deep = document.depth > DEEPEST or document.size <= MOST
    why = "tags nest too deeply" if is_deep else "there are too many tags"
    lines = (collapse(line) for line in strip_tags(document.markup()).split("\n"))
    return HtmlText(joined(lines), (*warnings, f"{why}: they were only stripped"))
