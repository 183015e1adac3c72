"""HTML to the plain text that a person sees, in the form the splitter reads.

Blocks stand apart by blank lines, `<br>` breaks a line, inline tags add nothing, and the title
comes first. Markup goes through `mend.prepare` before BeautifulSoup sees it, so that nothing is
lost to a broken tag and no file can slow it down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...language.storable import storable
from .elements import BLOCKS, CELLS, PREFORMATTED, UNSEEN
from .main_lines import byline_above, without_comments
from .main_text import main_part
from .repair import Prepared, prepare
from .tags import strip_tags
from .text_weights import is_hidden

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from bs4 import Tag

    from .main_text import MainPart

DEEPEST = 150
"""How many elements may be open at once, before the tags are only stripped."""

MOST = 500_000
"""How many elements there may be, of 1.2 KB of memory each, before the tags are only stripped."""

_LOOK = 64 * 1024
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

_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = "[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]"
_WRAP = re.compile(rf"(?<={_WIDE})[ \t\f]*[\r\n][ \t\r\n\f]*(?={_WIDE})")
_SITE = re.compile(r"\s*[_\-|–—·]")
_SHORTEST_TITLE = 4
_POWERS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_POWER = re.compile(r"\s*[-+]?[0-9]{1,3}\s*")


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
    """Tell whether a text is markup, by its first 64 KB."""
    head = text[:_LOOK].lstrip().lstrip("\ufeff").lstrip()
    if _FIRST.match(head):
        return len(_KNOWN.findall(head)) > 1 or _STRUCTURE.search(head) is not None
    tags = _KNOWN.findall(head)
    telling = any(closing or br for closing, br in tags)
    return telling and len(tags) >= max(_LEAST_TAGS, len(head) // _SPARSE)


def read_html(markup: str, *, title: bool = True) -> str:
    """Give the visible text of some markup, documents that were glued one after the other.

    With `title`, the first line is the first visible `<h1>`, or else the `<title>`.
    """
    found = (_read(document, title=title, main=False) for document in prepare(markup))
    return "\n\n".join(document.text for document in found if document.text)


def read_documents(markup: str) -> list[HtmlText]:
    """Give the visible text of each HTML document in a file that shows any, title first."""
    found = (_read(document, title=True, main=True) for document in prepare(markup))
    return [document for document in found if document.text]


def _read(document: Prepared, *, title: bool, main: bool) -> HtmlText:
    warnings = list(document.warnings)
    if document.depth <= DEEPEST and document.size <= MOST:
        try:
            text, main_text = _parse(document.markup, title=title, main=main)
            return HtmlText(text, tuple(warnings), main_text)
        except RecursionError:
            pass
    why = "there are too many tags" if document.size > MOST else "tags nest too deeply"
    warnings.append(f"{why}: they were only stripped")
    lines = (_tidy(line) for line in strip_tags(document.markup).split("\n"))
    return HtmlText(_join(lines), tuple(warnings))


def _parse(markup: str, *, title: bool, main: bool) -> tuple[str, str | None]:
    # Loading it takes longer than reading a plain page.
    from bs4 import BeautifulSoup  # noqa: PLC0415

    # The doctype keeps BeautifulSoup from warning that the text looks like a file name.
    soup = BeautifulSoup("<!doctype html>" + markup, "lxml")
    page = _Page(heading=title)
    page.show(soup)
    lines = page.body.end()
    body = _join(lines)
    text = _with_title(page, body) if title else body
    part = main_part(soup) if main else None
    return text, None if part is None else _main_text(part, page, lines)


def _main_text(part: MainPart, page: _Page, whole: list[str]) -> str:
    """Give the main part as text; `page` and `whole` are all that the page shows."""
    # A heading of the page that its title tag repeats is surer than one inside the text.
    sure = bool(page.heading_text) and _squeezed(page.heading_text) in _squeezed(page.title)
    inner = _Page(heading=True, without=part.without)
    inner.show(part.root)
    if sure and inner.heading_text != page.heading_text:
        inner = _Page(heading=False, without=part.without)
        inner.show(part.root)
    lines = without_comments(inner.body.end())
    byline = byline_above(lines, whole)
    body = _join(lines if byline is None else [byline, "", *lines])
    inner.title = page.title
    if sure or not inner.heading_text:
        inner.heading_text = page.heading_text
    return _with_title(inner, body)


class _Lines:
    """Puts lines together from pieces of text and breaks; white space is as a browser shows it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.pieces: list[str] = []

    def break_line(self) -> None:
        self.lines.append(_tidy("".join(self.pieces)))
        self.pieces.clear()

    def break_block(self) -> None:
        if self.pieces:
            self.break_line()
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def end(self) -> list[str]:
        self.break_block()
        return self.lines


class _Page:
    """Walks a tree without recursion and keeps what is seen of it."""

    def __init__(self, *, heading: bool, without: Container[int] = ()) -> None:
        self.without = without
        self.body = self.target = _Lines()
        self.heading = _Lines() if heading else None
        self.heading_text = self.title = ""
        self.preformatted = 0

    def show(self, root: Tag) -> None:
        """Take in everything below `root`."""
        from bs4.element import CData, NavigableString, PreformattedString, Tag  # noqa: PLC0415

        stack: list[tuple[Tag, Iterator[object]]] = [(root, iter(root.contents))]
        while stack:
            tag, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self.leave(tag)
            elif isinstance(child, Tag):
                if self.enter(child):
                    stack.append((child, iter(child.contents)))
            elif isinstance(child, CData) or (
                isinstance(child, NavigableString) and not isinstance(child, PreformattedString)
            ):
                self.text(str(child))

    def enter(self, tag: Tag) -> bool:
        """Begin an element; tell whether to look inside."""
        name = tag.name.lower()
        if name == "br":
            self.target.break_line()
            return False
        if name == "title":
            self.title = self.title or " ".join(tag.get_text().split())
            return False
        if name in UNSEEN or is_hidden(tag) or id(tag) in self.without:
            return False
        if name == "sup" and _POWER.fullmatch(text := tag.get_text()):
            # Ten to the ninth must not become 109.
            self.text(text.translate(_POWERS))
            return False
        if name in BLOCKS:
            self.target.break_block()
            if name == "h1" and self.heading is not None and self.target is self.body:
                self.target = self.heading
        elif name in CELLS:
            self.text(" ")
        self.preformatted += name in PREFORMATTED
        return True

    def leave(self, tag: Tag) -> None:
        name = tag.name.lower()
        self.preformatted -= name in PREFORMATTED
        if name in BLOCKS:
            self.target.break_block()
        if name == "h1" and self.target is self.heading:
            self.heading_text = " ".join(" ".join(self.heading.lines).split())
            # The first one that says something is the title; the others are lines like any other.
            self.heading = None if self.heading_text else self.heading
            self.target = self.body

    def text(self, text: str) -> None:
        if not self.preformatted:
            self.target.pieces.append(text)
            return
        first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.target.pieces.append(first)
        for line in others:
            self.target.break_line()
            self.target.pieces.append(line)


def _tidy(line: str) -> str:
    """Collapse white space; a line that was wrapped between two Han characters grows no space."""
    return _SPACE.sub(" ", _WRAP.sub("", line)).strip()


def _join(lines: Iterable[str]) -> str:
    """Join lines; of several blank ones, one is left."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return storable("\n".join(kept).strip("\n"))


def _with_title(page: _Page, body: str) -> str:
    """Put the title on the first line, once."""
    title = page.heading_text or page.title
    first = body.partition("\n")[0]
    if not title or not body:
        return title or body
    if _squeezed(first) == _squeezed(title):
        return body
    # "The title_some site.net": the page itself says where the title ends.
    begins = len(first) >= _SHORTEST_TITLE and title.startswith(first)
    if begins and not page.heading_text and _SITE.match(title, len(first)):
        return body
    return f"{title}\n\n{body}"


def _squeezed(line: str) -> str:
    return "".join(line.split())
