"""A row of named fields to the documents it holds: an article, a snippet, or a whole page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...corpus.documents import Kind, Record
from ...language.dates import day_of_field
from ...language.storable import storable
from ..documents import form_of, read_pages
from ..pages.quality_flags import flags_of
from ..text.html import read_html

if TYPE_CHECKING:
    from collections.abc import Mapping

    Fields = Mapping[str, object]

# What people call the fields, each by its own name first: the first that is a text counts.
_NAMES = {
    "title": ("title", "headline", "标题", "题目"),
    "body": ("body", "text", "content", "contents", "article", "正文", "内容"),
    "html": ("html",),
    "page": ("page",),
    "kind": ("kind",),
    "published": (
        *("published", "date", "time", "pub_time", "pub_date", "publish_time", "publish_date"),
        *("datePublished", "created_at", "时间", "日期", "发布时间"),
    ),
    "channel": (
        *("channel", "category", "section", "dataType", "site_name", "栏目", "频道", "来源"),
        "source",
    ),
    "url": ("url", "link", "source_url", "链接", "网址"),
}
_OWN_ID = ("id", "_id", "uid")
_LONGEST_FIRST_LINE = 80
_LONGEST_NAME = 40  # of a site or column; a longer `source` is a text about one


@dataclass(frozen=True, slots=True)
class RowRead:
    """What a row holds: its own id, if it has one, the records of its pages, and warnings."""

    ref: str | None
    pages: tuple[tuple[Record, ...], ...]
    warnings: tuple[str, ...]


def read_row(fields: Fields) -> RowRead:
    """Read one row.

    Raises:
        ValueError: it holds nothing to take in, for the reason it gives.
    """
    warnings: list[str] = []
    # What the row says beside its text.
    own = Record(
        0,
        Kind.ARTICLE,
        "",
        "",
        ref=_ref(fields),
        published=_published(fields, warnings),
        channel=_line(fields, "channel"),
        url=_line(fields, "url"),
    )
    text = clean(_text(fields, "page") or "")
    if text.strip():
        read = read_pages(text, form_of(text))
        pages = tuple(tuple(_completed(record, own) for record in page) for page in read.pages)
        warnings.extend(read.warnings)
    else:
        pages = ((_document(fields, own, warnings),),)
    if not any(pages):
        raise ValueError("nothing to take: no title, no text")
    size = sum(len(record.title) + len(record.body) for records in pages for record in records)
    if unread := _unread(fields, size):
        warnings.append(f"longer than what was read, and not read: {', '.join(unread)}")
    return RowRead(own.ref, pages, tuple(warnings))


def clean(text: str) -> str:
    """Return a text that can be stored, with newlines for all its carriage returns."""
    return storable(text.replace("\r\n", "\n").replace("\r", "\n"))


def _completed(record: Record, own: Record) -> Record:
    """Add what the row says to a record of its page: to an article, since it is the page's own."""
    if record.kind is not Kind.ARTICLE:
        return replace(record, ref=own.ref)
    return replace(
        record,
        ref=own.ref,
        published=record.published or own.published,
        channel=record.channel or own.channel,
        url=record.url or own.url,
    )


def _document(fields: Fields, own: Record, warnings: list[str]) -> Record:
    kind = _kind(fields, warnings)
    title = " ".join(clean(_text(fields, "title") or "").split())
    body = _text(fields, "body")
    if body is not None:
        body = clean(body).strip("\n")
    elif markup := _text(fields, "html"):
        body = clean(read_html(clean(markup), title=not title)).strip("\n")
    first, _, rest = (body or "").lstrip().partition("\n")
    first = " ".join(first.split())
    if title and first == title:
        body = rest.strip("\n")
    elif not title and rest.strip() and len(first) <= _LONGEST_FIRST_LINE:
        title, body = first, rest.strip("\n")
    body = body or ""
    if not title and not body.strip():
        raise ValueError("nothing to take: no title, no body, text, content, html or page")
    return replace(own, kind=kind, title=title, body=body, flags=flags_of(kind, title, body))


def _ref(fields: Fields) -> str | None:
    ref = next((fields[name] for name in _OWN_ID if fields.get(name) is not None), None)
    if not isinstance(ref, str | int | None) and fields.get("id") is None:
        return None  # `_id` and `uid` are other programs' names: their objects are no id of ours
    if isinstance(ref, bool) or not isinstance(ref, str | int | None):
        raise ValueError("`id` is neither a text nor a whole number")  # noqa: TRY004 - as all others
    return None if ref is None else clean(str(ref)).strip() or None


def _kind(fields: Fields, warnings: list[str]) -> Kind:
    name = _text(fields, "kind")
    if name is None:
        return Kind.ARTICLE
    try:
        return Kind(name.strip().lower())
    except ValueError:
        warnings.append(f"unknown kind {name[:40]!r}, taken as an article")
        return Kind.ARTICLE


def _published(fields: Fields, warnings: list[str]) -> str | None:
    written = _line(fields, "published")
    if written is None:
        return None
    day = day_of_field(written)
    if day is None:
        warnings.append(f"impossible date {written[:40]}")
    return day


def _line(fields: Fields, field: str) -> str | None:
    text = _text(fields, field)
    return None if text is None else " ".join(clean(text).split()) or None


def _text(fields: Fields, field: str) -> str | None:
    """Return the text of a field by whichever of its names is there; an empty one where all are."""
    empty = None
    for name in _usable_names(fields, field):
        value = fields.get(name)
        if isinstance(value, str):
            if value:
                return value
            empty = value
        elif value is not None and name in {field, "text"}:
            raise ValueError(f"`{name}` is not a text")
    return empty


def _usable_names(fields: Fields, field: str) -> list[str]:
    source = fields.get("source")
    is_name = isinstance(source, str) and len(source) <= _LONGEST_NAME
    return [name for name in _NAMES[field] if name != "source" or is_name]


def _unread(fields: Fields, size: int) -> list[str]:
    """Return the fields that were not read although their text is longer than all that was."""
    read: set[str] = set()
    for field in _NAMES:
        for name in _usable_names(fields, field):
            read.add(name)
            if field in {"title", "body"} and fields.get(name):
                break
    return [
        clean(name)[:_LONGEST_NAME]
        for name, value in fields.items()
        if name not in read and isinstance(value, str) and len(value.strip()) > size
    ]
