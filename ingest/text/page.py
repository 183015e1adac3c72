"""One HTML page, parsed: the text that it shows, title first, and what it says about itself."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from .headline import headline
from .hidden import held_back, hidden_text, unseen_text
from .layout import Layout, collapse, joined
from .main_lines import byline_above, without_comments
from .main_text import LEAST, main_part, weigh
from .nodes import visible_nodes
from .page_data import PageData, page_data
from .tags import strip_tags

if TYPE_CHECKING:
    from .nodes import Element, Seen

_SITE = re.compile(r"\s*[_\-|–—·]")
_SHORTEST_TITLE = 4
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ESCAPED_TAG = re.compile(r"&lt;/?[a-zA-Z]")


class ParsedPage(NamedTuple):
    """What a page shows.

    Attributes:
        text: all that is seen, title first.
        main: what is left of it without menus, lists of links and the like; None where there is
            nothing of the sort.
        data: what it says about itself.
    """

    text: str
    main: str | None
    data: PageData


def parse_page(markup: str, *, title: bool, main: bool) -> ParsedPage:
    """Parse a page.

    Args:
        markup: of one document, repaired.
        title: whether the text begins with the title.
        main: whether the main text is asked for.
    """
    # Loading it takes longer than reading a plain page.
    from bs4 import BeautifulSoup  # noqa: PLC0415

    # The doctype keeps BeautifulSoup from warning that the text looks like a file name.
    soup = BeautifulSoup("<!doctype html>" + markup, "lxml")
    seen = visible_nodes(soup)
    weigh(seen.nodes)
    shown = hidden_text(seen) if seen.hidden else set()
    if shown:
        seen = visible_nodes(soup, shown)
        weigh(seen.nodes)
    data = page_data(seen.nodes, seen.scripts)
    if not data.body and seen.page.weight < LEAST and (unseen := unseen_text(seen)):
        seen = visible_nodes(soup, shown | unseen)
        weigh(seen.nodes)
    head = headline(seen, data)
    whole = Layout(seen.nodes, seen.page, heading=title, omitted=head.logos)
    if data.body and seen.page.weight < LEAST:
        told = _lines_of(data.body)
        if len(told) > len("".join(whole.lines)):
            text = data.headline or whole.heading or head.title
            return ParsedPage(_with_title(text, "", told) if title else told, None, data)
    if held := held_back(seen):
        data.warnings.append(f"it shows hardly any text, but holds {held:,} characters of Chinese")
    body = joined(whole.lines)
    text = _with_title(whole.heading, head.title, body) if title else body
    return ParsedPage(text, _main_text(seen, whole, head.title, head.logos) if main else None, data)


def _main_text(seen: Seen, whole: Layout, page_title: str, logos: frozenset[Element]) -> str | None:
    part = main_part(seen.page)
    if part is None:
        return None
    # A heading of the page that its title tag repeats is surer than one inside the text.
    sure = bool(whole.heading) and _squeezed(whole.heading) in _squeezed(page_title)
    omitted = part.omitted | logos
    inner = Layout(seen.nodes, part.root, heading=True, omitted=omitted)
    if sure and inner.heading != whole.heading:
        inner = Layout(seen.nodes, part.root, heading=False, omitted=omitted)
    lines = without_comments(inner.lines)
    byline = byline_above(lines, whole.lines)
    body = joined(lines if byline is None else [byline, "", *lines])
    heading = whole.heading if sure or not inner.heading else inner.heading
    return _with_title(heading, page_title, body)


def _lines_of(text: str) -> str:
    """Return a text that may be markup as lines."""
    if _ESCAPED_TAG.search(text) and not _TAG.search(text):
        text = html.unescape(text)
    if _TAG.search(text):
        text = strip_tags(text)
    return joined(collapse(line) for line in text.replace("\r\n", "\n").split("\n"))


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
