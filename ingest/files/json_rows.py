"""JSON lines: each line an article or a snippet as fields, or a whole scraped page."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import IO, TYPE_CHECKING

from ...corpus.documents import Kind, Record
from ...corpus.errors import InputError
from ...corpus.sources import Form, Member
from ...language.dates import day_of_field
from ...language.storable import storable
from ..documents import PagesRead, form_of, keyed_pages, read_pages
from ..pages.quality_flags import flags_of
from ..report import Skipped
from ..text.decode import decode
from ..text.html import read_html
from .formats import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUFFIXES = (".jsonl", ".ndjson", ".json")
_BLANK = b" \t\r\n\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_LONGEST_FIRST_LINE = 80
_LONGEST_NAME = 40  # of a site or column; a longer `source` is a text about one
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


@dataclass(frozen=True, slots=True)
class LineRead:
    """What one JSON object gives: its own id, if it has one, and its pages."""

    ref: str | None
    read: PagesRead


def is_json(name: str, head: bytes, *, named: bool) -> bool:
    """Tell whether a file is to be read as JSON, by its name or, without one, its beginning."""
    if named:
        return name.lower().endswith(_SUFFIXES)
    return head.lstrip(_BLANK).startswith(b"{") and _first_line_fits(head)


def read_json(
    key: str, name: str, stream: IO[bytes], head: bytes, encoding: str | None, most: int
) -> Iterator[Member | Skipped]:
    """Give what each object of a JSON file holds; a bad one is skipped, the rest goes on.

    Args:
        key: of the file or archive member.
        name: of the file, for its suffix.
        stream: the file, from its beginning.
        head: the beginning of the same.
        encoding: what the user says it is in.
        most: the longest line, or file that is one array, in bytes.
    """
    wide = head.startswith(_WIDE_MARKS) or (encoding or "").lower().startswith(("utf-16", "utf-32"))
    start = head.lstrip(_BLANK)
    whole = start.startswith(b"[") or (start.startswith(b"{") and not _first_line_fits(head))
    if wide or (whole and name.lower().endswith(".json")):
        yield from _read_at_once(key, stream, encoding, most)
        return
    number = 0
    while line := stream.readline(most):
        number += 1
        source = f"{key} line {number}"
        if len(line) == most and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(most)
            yield Skipped(source, f"longer than {most} bytes")
        elif raw := line.strip():
            yield _member(key, source, raw, encoding)


def _read_at_once(
    key: str, stream: IO[bytes], encoding: str | None, most: int
) -> Iterator[Member | Skipped]:
    """Read a file that is one array or one object, or lines of an encoding without byte lines."""
    data = stream.read(most + 1)
    if len(data) > most:
        yield Skipped(key, f"one JSON value of more than {most} bytes")
        return
    text = decode(data, encoding=encoding).text
    try:
        parsed = _loads(text)
    except ValueError as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > 1 and _is_object(lines[0]):
            for number, line in enumerate(lines, start=1):
                yield _member(key, f"{key} line {number}", line.strip().encode(), None)
        else:
            yield Skipped(key, str(error))
        return
    for number, found in enumerate(parsed if isinstance(parsed, list) else [parsed], start=1):
        line = storable(json.dumps(found, ensure_ascii=False))
        yield _member(key, f"{key} item {number}", line.encode(), None)


def _member(key: str, source: str, raw: bytes, encoding: str | None) -> Member | Skipped:
    digest = blake2b(raw, digest_size=16).hexdigest()
    decoded = decode(raw, encoding=encoding)
    try:
        line = read_line(decoded.text, source)
    except InputError as error:
        return Skipped(error.source, error.reason)
    own = f"{key}#{line.ref if line.ref is not None else digest[:16]}"
    pages = keyed_pages(own, line.read.pages)
    warnings = (*decoded.warnings, *line.read.warnings)
    return Member(own, decoded.text, Form.JSON, decoded.encoding, digest, pages, warnings)


def read_line(line: str, source: str) -> LineRead:
    """Read one JSON object.

    Raises:
        InputError: it is none, or holds nothing to take; names `source`.
    """
    try:
        return _object(_loads(line))
    except ValueError as error:
        raise InputError(source, str(error)) from None


def _loads(text: str) -> object:
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("JSON nests too deeply") from None
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None


def _is_object(line: str) -> bool:
    try:
        return isinstance(_loads(line), dict)
    except ValueError:
        return False


def _first_line_fits(head: bytes) -> bool:
    """Tell whether the first line of a file is an object of its own."""
    first, end, _ = head.lstrip(_BLANK).partition(b"\n")
    # A line that goes on beyond what was looked at was not broken by hand: it is one of many.
    return (not end and len(head) >= HEAD) or _is_object(decode(first).text)


def _object(found: object) -> LineRead:
    if not isinstance(found, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - told like all the others
    warnings: list[str] = []
    ref = next((found[name] for name in _OWN_ID if found.get(name) is not None), None)
    if not isinstance(ref, str | int | None) and found.get("id") is None:
        ref = None  # `_id` and `uid` are other programs' names: their objects are no id of ours
    if isinstance(ref, bool) or not isinstance(ref, str | int | None):
        raise ValueError("`id` is neither a text nor a whole number")  # noqa: TRY004 - the same
    ref = clean(str(ref)).strip() or None if ref is not None else None
    given = _Given(
        ref,
        _published(found, warnings),
        _line(found, "channel"),
        _line(found, "url"),
    )
    page = _field(found, "page")
    if page is not None and page.strip():
        page = clean(page)
        read = read_pages(page, form_of(page))
        pages = tuple(tuple(given.complete(record) for record in records) for records in read.pages)
        warnings.extend(read.warnings)
    else:
        pages = (_record(found, given, warnings),)
    if not any(pages):
        raise ValueError("nothing to take: no title, no text")
    if unread := _unread(found, sum(len(r.title) + len(r.body) for rs in pages for r in rs)):
        warnings.append(f"longer than what was read, and not read: {', '.join(unread)}")
    return LineRead(ref, PagesRead(pages, tuple(warnings)))


@dataclass(frozen=True, slots=True)
class _Given:
    """What the object says beside its text."""

    ref: str | None
    published: str | None
    channel: str | None
    url: str | None

    def complete(self, record: Record) -> Record:
        """Add it to a record of the object's page: to an article, since it is the page's own."""
        if record.kind is not Kind.ARTICLE:
            return replace(record, ref=self.ref)
        return replace(
            record,
            ref=self.ref,
            published=record.published or self.published,
            channel=record.channel or self.channel,
            url=record.url or self.url,
        )


def _record(found: dict[str, object], given: _Given, warnings: list[str]) -> tuple[Record, ...]:
    kind = _kind(found, warnings)
    title = " ".join(clean(_field(found, "title") or "").split())
    body = _field(found, "body")
    if body is not None:
        body = clean(body).strip("\n")
    elif markup := _field(found, "html"):
        body = clean(read_html(clean(markup), title=not title)).strip("\n")
    first, _, rest = (body or "").lstrip().partition("\n")
    if title and " ".join(first.split()) == title:
        body = rest.strip("\n")
    elif not title and rest.strip() and len(first) <= _LONGEST_FIRST_LINE:
        title, body = " ".join(first.split()), rest.strip("\n")
    body = body or ""
    if not title and not body.strip():
        raise ValueError("nothing to take: no title, no body, text, content, html or page")
    flags = flags_of(kind, title, body)
    return (
        Record(0, kind, title, body, given.published, given.channel, given.url, given.ref, flags),
    )


def _kind(found: dict[str, object], warnings: list[str]) -> Kind:
    name = _field(found, "kind")
    if name is None:
        return Kind.ARTICLE
    try:
        return Kind(name.strip().lower())
    except ValueError:
        warnings.append(f"unknown kind {name[:40]!r}, taken as an article")
        return Kind.ARTICLE


def _published(found: dict[str, object], warnings: list[str]) -> str | None:
    said = _line(found, "published")
    if said is None:
        return None
    day = day_of_field(said)
    if day is None:
        warnings.append(f"impossible date {said[:40]}")
    return day


def _line(found: dict[str, object], name: str) -> str | None:
    said = _field(found, name)
    return (" ".join(clean(said).split()) or None) if said is not None else None


def _field(found: dict[str, object], name: str) -> str | None:
    """Give the text of a field by whichever of its names is there; an empty one where all are."""
    empty = None
    for key in _NAMES[name]:
        value = found.get(key)
        if value is None or (key == "source" and not _is_name(value)):
            continue
        if isinstance(value, str):
            if value:
                return value
            empty = value
        elif key in {name, "text"}:
            raise ValueError(f"`{key}` is not a text")
    return empty


def _is_name(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_NAME


def _unread(found: dict[str, object], size: int) -> list[str]:
    """Give the fields that were not read although their text is longer than all that was."""
    read = {name for field in _NAMES for name in _names_read(found, field)}
    return [
        clean(key)[:_LONGEST_NAME]
        for key, value in found.items()
        if key not in read and isinstance(value, str) and len(value.strip()) > size
    ]


def _names_read(found: dict[str, object], field: str) -> tuple[str, ...]:
    """Give the names of a field up to the one that is read, or all where none is there."""
    names = tuple(name for name in _NAMES[field] if name != "source" or _is_name(found.get(name)))
    if field not in {"title", "body"}:
        return names
    return names[: next((at for at, name in enumerate(names, 1) if found.get(name)), None)]


def clean(text: str) -> str:
    """Make a text fit to keep: no carriage returns, no NULs, no halves of characters."""
    return storable(text.replace("\r\n", "\n").replace("\r", "\n"))
