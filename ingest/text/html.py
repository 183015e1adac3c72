"""HTML to the plain text that a person sees, in the form the splitter reads.

Blocks stand apart by blank lines, `<br>` breaks a line, inline tags add nothing, and the title
comes first. Markup is repaired before BeautifulSoup sees it, so that nothing is lost to a broken
tag and no file can slow it down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .layout import Layout, collapse, joined
from .main_lines import byline_above, without_comments
from .main_text import main_part
from .nodes import visible_nodes
from .repair import Prepared, prepare
from .tags import strip_tags

DEEPEST = 150
"""How many elements may be open at once, before the tags are only stripped."""

MOST = 500_000
"""How many elements there may be, of 1.2 KB of memory each, before the tags are only stripped."""

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
_LEAST_TAGS = 3
_SPARSE = 1000

_SITE = re.compile(r"\s*[_\-|–—·]")
_SHORTEST_TITLE = 4


@dataclass(frozen=True, slots=True)
class HtmlText:
    """What one HTML document shows, and what a person should know about how it was read.

    Attributes:
        text: all that is seen, title first.
        warnings: what was broken.
        main: what is left of the text without menus, lists of links and the like; None where
            there is nothing of the sort.
    """

    text: str
    warnings: tuple[str, ...] = ()
    main: str | None = None


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
    """Return the visible text of each HTML document in a file that shows any, title first."""
    documents = (_read(document, title=True, main=True) for document in prepare(markup))
    return [document for document in documents if document.text]


def _read(document: Prepared, *, title: bool, main: bool) -> HtmlText:
    warnings = tuple(document.warnings)
    if document.depth <= DEEPEST and document.size <= MOST:
        try:
            text, main_text = _parse(document.markup(), title=title, main=main)
            return HtmlText(text, warnings, main_text)
        except RecursionError:
            pass
    why = "there are too many tags" if document.size > MOST else "tags nest too deeply"
    lines = (collapse(line) for line in strip_tags(document.markup()).split("\n"))
    return HtmlText(joined(lines), (*warnings, f"{why}: they were only stripped"))


def _parse(markup: str, *, title: bool, main: bool) -> tuple[str, str | None]:
    # Loading it takes longer than reading a plain page.
    from bs4 import BeautifulSoup  # noqa: PLC0415

    # The doctype keeps BeautifulSoup from warning that the text looks like a file name.
    nodes, page, page_title = visible_nodes(BeautifulSoup("<!doctype html>" + markup, "lxml"))
    whole = Layout(nodes, page, heading=title)
    body = joined(whole.lines)
    text = _with_title(whole.heading, page_title, body) if title else body
    part = main_part(nodes, page) if main else None
    if part is None:
        return text, None
    # A heading of the page that its title tag repeats is surer than one inside the text.
    sure = bool(whole.heading) and _squeezed(whole.heading) in _squeezed(page_title)
    inner = Layout(nodes, part.root, heading=True, omitted=part.omitted)
    if sure and inner.heading != whole.heading:
        inner = Layout(nodes, part.root, heading=False, omitted=part.omitted)
    lines = without_comments(inner.lines)
    byline = byline_above(lines, whole.lines)
    body = joined(lines if byline is None else [byline, "", *lines])
    heading = whole.heading if sure or not inner.heading else inner.heading
    return text, _with_title(heading, page_title, body)


def _with_title(heading: str, page_title: str, body: str) -> str:
    """Put the title on the first line, once."""
    title = heading or page_title
    first = body.partition("\n")[0]
    if not title or not body:
        return title or body
    if _squeezed(first) == _squeezed(title):
        return body
    # "The title_some site.net": the page itself says where the title ends.
    begins = len(first) >= _SHORTEST_TITLE and title.startswith(first)
    if begins and not heading and _SITE.match(title, len(first)):
        return body
    return f"{title}\n\n{body}"


def _squeezed(line: str) -> str:
    return "".join(line.split())
