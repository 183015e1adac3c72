"""What a page says about itself besides what it shows: meta tags, times, structured data.

A page whose article a script puts into its place has the text as JSON: as JSON-LD, as the data of
Next.js, or as the state of another framework; some write it as in an address, `%7B%22title%22`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ...language.dates import CHINA, day_of_field
from ...language.storable import storable
from ..pages.date_lines import labelled_channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .nodes import Element, Node

# What pages call the fields, lower case, the surest first.
_PUBLISHED = (
    *("article:published_time", "og:published_time", "bytedance:published_time", "pubdate"),
    *("publishdate", "publish_date", "publish-date", "published_time", "datepublished"),
    *("weibo:article:create_at", "article:create_at", "og:release_date", "dc.date.issued"),
    *("dcterms.issued", "dc.date", "dcterms.date", "apub:time", "parsely-pub-date", "date"),
)
_CHANNELS = (
    *("contentsource", "content-source", "article:section", "og:article:section", "columnname"),
    *("column_name", "channel", "source", "mediaid", "og:site_name"),
)
_TITLES = ("articletitle", "headline", "og:title", "twitter:title")
_SITES = ("og:site_name", "application-name", "sitename", "apple-mobile-web-app-title")
_URLS = ("og:url",)
_BODIES = (
    *("articlebody", "articlecontent", "article_content", "content", "body", "html", "text"),
    *("contents", "detail", "contenthtml", "content_html", "bodyhtml", "正文", "内容"),
)
_JSON_TITLES = ("headline", "title", "articletitle", "name", "标题")
_JSON_DATES = (
    "datepublished",
    "publishtime",
    "publishedat",
    "publish_time",
    "published",
    "pubdate",
)
_STATE = re.compile(
    r"_(?:_[A-Z][A-Z_]{2,40}__|[A-Z][A-Z_]{2,40}_DATA)['\"\]]*\s{0,9}=\s{0,9}"
    r"(?:(?:\w{1,40}\()?['\"](?=%[57][Bb])|(?=[{\[]))"
)
_IN_ADDRESS = re.compile(r"%[57]B(?:%0A|%20)*+%(?:22|[57]B)[^\s\"'<]*+", re.IGNORECASE)
# Of WeChat, whose pages have the time in a script only.
_SECONDS = re.compile(r"\b(?:ct|oriCreateTime)\s{0,9}=\s{0,9}['\"](\d{10})['\"]")
_ADDRESS = re.compile(r"https?://[^\s<>\"']{4,2000}")
_SENTENCE = re.compile("[。！？；，]")
_LEAST = 40  # characters of a text
_LONGEST_CHANNEL = 20
_MOST_VALUES = 200_000  # of one script


@dataclass(slots=True)
class PageData:
    """What a page says about itself; None where it does not.

    Attributes:
        published: ISO date.
        channel: the column or the source.
        url: where it says that it stands.
        headline: what it calls its article.
        site: what it calls its site.
        body: the text of its article, from structured data; it may be markup.
        warnings: what of it cannot be read.
    """

    published: str | None = None
    channel: str | None = None
    url: str | None = None
    headline: str | None = None
    site: str | None = None
    body: str | None = None
    warnings: list[str] = field(default_factory=list)


def page_data(nodes: Iterable[Node], scripts: Iterable[tuple[Mapping[str, Any], str]]) -> PageData:
    """Read what a page says about itself.

    Args:
        nodes: of the page.
        scripts: the attributes and the text of those that hold data.
    """
    data = PageData()
    named: dict[str, str] = {}
    times: dict[str, None] = {}
    for node in nodes:
        if isinstance(node, str):
            continue
        if node.name == "meta":
            name = (
                _attribute(node, "name")
                or _attribute(node, "property")
                or _attribute(node, "itemprop")
            )
            named.setdefault(name.lower(), _attribute(node, "content"))
        elif node.name == "link" and "canonical" in _attribute(node, "rel").lower().split():
            data.url = data.url or _address(_attribute(node, "href"))
        elif node.name == "time" and (day := day_of_field(_attribute(node, "datetime"))):
            times[day] = None
    data.published = next(filter(None, map(day_of_field, _values(named, _PUBLISHED))), None)
    channels = (labelled_channel(name) or name for name in _values(named, _CHANNELS))
    data.channel = next((name for name in channels if len(name) <= _LONGEST_CHANNEL), None)
    data.url = data.url or next(filter(None, map(_address, _values(named, _URLS))), None)
    data.headline = next(_values(named, _TITLES), None)
    data.site = next(_values(named, _SITES), None)
    for attributes, script in scripts:
        _read_script(attributes, script, data)
    if data.published is None and len(times) == 1:
        (data.published,) = times
    return data


def _attribute(element: Element, name: str) -> str:
    value = element.attributes.get(name) or ""
    text = " ".join(value) if isinstance(value, list) else str(value)
    return " ".join(storable(text).split())


def _values(named: Mapping[str, str], names: Iterable[str]) -> Iterator[str]:
    return (named[name] for name in names if named.get(name))


def _address(written: str) -> str | None:
    return written if _ADDRESS.fullmatch(written) else None


def _read_script(attributes: Mapping[str, Any], script: str, data: PageData) -> None:
    """Add what a script says to what is known of a page."""
    kind = str(attributes.get("type") or "").lower()
    is_linked = "ld+json" in kind
    start = 0
    if "json" not in kind:
        state = _STATE.search(script)
        if state is None:
            data.published = data.published or _day_of_seconds(script)
            return
        start = state.end()
    text = script[start:].lstrip().lstrip("\ufeff")
    if coded := _IN_ADDRESS.match(text):
        text = unquote(coded[0])
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        if is_linked and script.strip():
            data.warnings.append("structured data that is no JSON")
        return
    for title, day, body in _articles(value):
        if is_linked:
            data.published = data.published or day
        if body and len(body) > len(data.body or ""):
            data.body = body
            data.headline = title or data.headline
            data.published = data.published or day


def _day_of_seconds(script: str) -> str | None:
    seconds = _SECONDS.search(script)
    return datetime.fromtimestamp(int(seconds[1]), CHINA).date().isoformat() if seconds else None


def _articles(value: object) -> Iterator[tuple[str | None, str | None, str | None]]:
    """Iterate over the titles, days and texts that stand together in some JSON."""
    stack = [value]
    seen = 0
    while stack and seen < _MOST_VALUES:
        seen += 1
        value = stack.pop()
        if isinstance(value, list):
            stack += value
        elif isinstance(value, dict):
            stack += value.values()
            fields = {str(name).lower(): one for name, one in value.items()}
            bodies = (_text(fields.get(name)) for name in _BODIES)
            body = max(filter(None, bodies), key=len, default=None)
            days = (day_of_field(day) for day in _strings(fields, _JSON_DATES))
            title = next(_strings(fields, _JSON_TITLES), None)
            yield title, next(filter(None, days), None), body


def _strings(fields: Mapping[str, object], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value.strip():
            yield " ".join(storable(value).split())


def _text(value: object) -> str | None:
    """Return a value that is a text of sentences, or a list of its paragraphs; else None."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = "\n\n".join(value)
    if not isinstance(value, str) or len(value) < _LEAST or not _SENTENCE.search(value):
        return None
    return storable(value)
