"""RSS and Atom: each item is an article.

The items are cut out of the text, and each is parsed for itself: what is broken in one costs that
one, and no document type, so no entity and no other file, ever reaches a parser.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from ..report import Ignored
from ..text.decode import decode
from ..text.html import read_html
from .articles import Article, Keys, later
from .decompress import BROKEN, reason_of
from .reading import Format
from .xml_root import root_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reading import File, Found, Head, Reading

_MARK = re.compile(
    r"<!\[CDATA\[|<!--|<(?P<close>/?)(?:[\w.-]+:)?(?P<item>item|entry)(?=[\s/>])[^>]*>",
    re.IGNORECASE,
)
_CDATA = "<![CDATA["
_CLOSED_BY = {_CDATA: "]]>", "<!--": "-->"}
_START = re.compile(
    r"<(?:[\w.-]+:)?(?:rss|feed|rdf)(?=[\s>])[^>]*>(?:\s*<channel[^>]*>)?", re.IGNORECASE
)
_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_ABOUT = re.compile(r"""\babout\s*=\s*["']([^"']*)""")
_ENTITY = re.compile(r"&(?:#?\w{1,31};)?")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]*>|&#?\w{1,31};")
_LONGEST_CHANNEL = 20
_AT_END = 2000  # characters in which the end of a feed stands

# By what stands behind the prefix; of several that are there the first counts.
_LINKS = ("origlink", "link")
_NAMES = ("guid", "id")
_DATES = ("pubdate", "published", "issued", "date", "created", "updated", "modified")
_CONTENTS = ("encoded", "content", "description", "summary", "abstract")
_CHANNELS = ("category", "subject")


class Element(NamedTuple):
    """An element of an item: what stands in it, its attributes, and whether that is markup."""

    text: str
    attributes: dict[str, str]
    is_markup: bool


class Item(NamedTuple):
    """The markup inside an item, what its tag says that it is about, its line, whether it ends."""

    markup: str
    about: str
    line: int
    ends: bool


Elements = dict[str, list[Element]]
_XmlElement = Any  # lxml has no types


def read_feed(file: File, reading: Reading) -> Iterator[Found]:
    """Read each item of a feed as an article."""
    try:
        decoded = decode(file.whole(reading.limits), encoding=reading.encoding)
    except BROKEN as error:
        yield reading.lost(file.key, reason_of(error))
        return
    text, warnings = decoded.text, decoded.warnings
    keys, feed = Keys(f"{file.key}#"), _above(text)
    number = 0
    for number, item in enumerate(_items(text), 1):
        place = f"{file.key} item {number} (line {item.line})"
        if not item.ends:
            yield reading.lost(place, "cut: it does not end")
            continue
        elements, problem = _elements(item.markup)
        fields = _fields(elements, feed, item.about)
        name = item.about or _first(elements, _NAMES) or str(fields["url"])
        key = keys.key(name, item.markup)
        told = (*warnings, *([problem] if problem else []))
        yield later(Article(key, fields, decoded.encoding, told, place))
        warnings = ()
    if not _END.search(text[-_AT_END:]):
        yield reading.lost(file.key, "cut: the feed does not end")
    elif not number:
        yield Ignored(file.key, "a feed without items")


def _items(text: str) -> Iterator[Item]:
    """Cut the items out; one that does not end before the next begins ends there."""
    at = line = counted = 0
    opened: re.Match[str] | None = None
    unclosed = set()

    def item(opened: re.Match[str], end: int, *, ends: bool = True) -> Item:
        nonlocal line, counted
        line += text.count("\n", counted, opened.start())
        counted = opened.start()
        about = _ABOUT.search(opened[0])
        markup = text[opened.end() : end]
        return Item(markup, html.unescape(about[1]) if about else "", line + 1, ends)

    while mark := _MARK.search(text, at):
        at = mark.end()
        if not mark["item"]:
            close = _CLOSED_BY[mark[0].upper()]
            end = text.find(close, at) if close not in unclosed else -1
            if end < 0:
                unclosed.add(close)
            else:
                at = end + len(close)
            continue
        if opened is not None:
            yield item(opened, mark.start())
        opened = None if mark["close"] or mark[0].endswith("/>") else mark
    if opened is not None:
        yield item(opened, len(text), ends=False)


def _above(text: str) -> Elements:
    """Return the elements above the first item, which are those of the feed."""
    first = next((mark for mark in _MARK.finditer(text) if mark["item"]), None)
    start = _START.search(text)
    if first is None or start is None or first.start() < start.end():
        return {}
    return _elements(text[start.end() : first.start()])[0]


def _elements(markup: str) -> tuple[Elements, str]:
    """Return the outermost elements of some markup by name, and what was wrong with it."""
    # Loading it takes longer than reading a plain page.
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True
    )
    written, problem = _without_entities(_NOT_XML.sub("", markup))
    root = etree.fromstring(f"<_>{written}</_>", parser)
    fatal = next((entry for entry in parser.error_log if entry.level_name == "FATAL"), None)
    elements: Elements = {}
    for element in root if root is not None else ():
        if isinstance(element.tag, str):
            is_markup = any(isinstance(inner.tag, str) for inner in element)
            text = _inner(element) if is_markup else "".join(element.itertext())
            attributes = {_local(str(name)): str(value) for name, value in element.attrib.items()}
            found = Element(text.strip(), attributes, is_markup)
            elements.setdefault(_local(element.tag), []).append(found)
    return elements, f"broken XML in it: {fatal.message}" if fatal else problem


def _inner(element: _XmlElement) -> str:
    """Return the markup inside an element, with its names as HTML has them."""
    from lxml import etree  # noqa: PLC0415

    for inner in element.iter():
        if isinstance(inner.tag, str):
            inner.tag = _local(inner.tag)
    parts = (etree.tostring(inner, encoding="unicode", method="html") for inner in element)
    return html.escape(element.text or "", quote=False) + "".join(parts)


def _local(name: str) -> str:
    """Return a name without its prefix or namespace, in lower case."""
    return name.rpartition("}")[2].rpartition(":")[2].lower()


def _without_entities(markup: str) -> tuple[str, str]:
    """Return markup with the entities of HTML as characters, and what was wrong with it."""
    parts: list[str] = []
    at = 0
    while (begin := markup.find(_CDATA, at)) >= 0 and (end := markup.find("]]>", begin)) >= 0:
        parts += (_ENTITY.sub(_resolved, markup[at:begin]), markup[begin : end + 3])
        at = end + 3
    rest = _ENTITY.sub(_resolved, markup[at:])
    parts.append(rest.replace(_CDATA, ""))
    return "".join(parts), "a CDATA in it does not end" if _CDATA in rest else ""


def _resolved(entity: re.Match[str]) -> str:
    """Return an entity as what any parser of XML knows; a sign that begins none is itself."""
    return html.escape(html.unescape(entity[0]), quote=False)


def _fields(item: Elements, feed: Elements, about: str) -> dict[str, object]:
    """Return the fields of an item by the names of rows."""
    link, above = _link(item) or about, _link(feed)
    if link and "://" in above:
        link = urljoin(above, link)
    content, is_markup = _content(item)
    channels = [
        _plain(element.text or element.attributes.get("term", ""))
        for name in _CHANNELS
        for element in item.get(name, ())
    ]
    channels.append(_plain(_first(feed, ("title",))))
    return {
        "title": _plain(_first(item, ("title",))),
        "html" if is_markup else "body": content,
        "published": _first(item, _DATES),
        "url": link if "://" in link else "",
        "channel": next((name for name in channels if 0 < len(name) <= _LONGEST_CHANNEL), ""),
    }


def _first(elements: Elements, names: tuple[str, ...]) -> str:
    found = (element.text for name in names for element in elements.get(name, ()))
    return next((text for text in found if text), "")


def _link(elements: Elements) -> str:
    """Return the address of an item: in an element, an attribute, or an id that is one."""
    for name in _LINKS:
        for element in elements.get(name, ()):
            link = element.text or element.attributes.get("href", "")
            if link and element.attributes.get("rel", "alternate") == "alternate":
                return link
    return next((name for name in (_first(elements, (n,)) for n in _NAMES) if "://" in name), "")


def _content(item: Elements) -> tuple[str, bool]:
    """Return the text of an item, the fullest that it has, and whether it is markup."""
    for name in _CONTENTS:
        for element in item.get(name, ()):
            if not element.text:
                continue
            text, is_markup = element.text, element.is_markup
            if element.attributes.get("type") == "text" and not is_markup:
                return text, False
            if "<" not in text and "&lt;" in text:
                text = html.unescape(text)
            return text, is_markup or _MARKUP.search(text) is not None
    return "", False


def _plain(markup: str) -> str:
    """Return a title without the markup that may be in it."""
    text = read_html(markup, title=False) if _MARKUP.search(markup) else markup
    return " ".join(text.split())


def _is_feed(head: Head) -> bool:
    root = root_of(head)
    if root is None:
        return False
    if root.name == "rdf":
        return "purl.org/rss" in head.text or "<item" in head.text
    return root.name == "rss" or (root.name == "feed" and _is_atom(root.attributes, head))


def _is_atom(attributes: str, head: Head) -> bool:
    return "atom" in attributes.lower() or "<entry" in head.text or head.suffix == ".atom"


FEED = Format("feed", _is_feed, read_feed)
