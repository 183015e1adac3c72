"""A row of named fields to the documents it holds: an article, a snippet, or a whole page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from ...corpus.documents import Kind, Record
from ...language.storable import storable
from ..documents import form_of, read_pages
from ..pages.quality_flags import flags_of
from ..text.html import is_document, read_html
from ..text.labels import is_address
from ..text.markdown import plain
from ..text.mojibake import unmangled
from ..text.shown import shown
from .exported import READ, is_exported, records_of
from .names import NAMES, TEXTS, USUAL, FieldNames, unwrapped
from .values import (
    address_of,
    at_path,
    day_of,
    is_blank,
    line_of,
    line_said,
    name_of,
    one_line,
    page_of,
    short_line,
    text_of,
    texts_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Fields = Mapping[str, object]

ROWS_VERSION = 4
"""Goes up when a row may be read otherwise than before."""

_T = TypeVar("_T")
_LONGEST_FIRST_LINE = 80
_LONGEST_NAME = 40  # of a site or column; a longer `source` is a text about one
_NUMBERS = frozenset((int, float, bool, type(None)))
_AHEAD = timedelta(days=366)  # a later day is no date of an article


@dataclass(frozen=True, slots=True)
class RowRead:
    """What a row holds.

    Attributes:
        ref: its own id, if it has one.
        pages: the records of its pages.
        warnings: a line each.
        read: which key each field was read from.
        unread: the keys of texts that are longer than all that was read.
        kept: what was read, by names of fields: a row that reads as this one does without a map.
    """

    ref: str | None
    pages: tuple[tuple[Record, ...], ...]
    warnings: tuple[str, ...]
    read: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()
    kept: Mapping[str, object] | None = None


class EmptyRowError(ValueError):
    """A row that holds nothing to take in.

    Args:
        unread: the keys of the texts that it holds all the same.
    """

    def __init__(self, unread: tuple[str, ...]) -> None:
        there = f"; but {', '.join(unread[:9])} (--map body=KEY)" if unread else ""
        super().__init__(f"nothing to take: no {', no '.join(TEXTS)}{there}")
        self.unread = unread


def read_row(fields: Fields, names: FieldNames = USUAL) -> RowRead:
    """Read one row; what cannot be read of it costs that field only.

    Raises:
        EmptyRowError: it holds nothing to take in.
    """
    if is_exported(fields):
        literal = tuple((key, key) for key in READ if fields.get(key))
        return RowRead(str(fields["id"]), records_of(fields), (), literal, kept=fields)
    row = _Row(unwrapped(names.spelled(fields), names), names)
    # What the row says beside its text.
    own = Record(
        0,
        Kind.ARTICLE,
        "",
        "",
        ref=row.value("id", line_said),
        published=row.published(),
        channel=row.value("channel", name_of),
        url=row.value("url", address_of)
        or row.address_in("channel")
        or row.value("url", line_said),  # what is no address is kept where there is none
    )
    pages = _pages(row, own)
    if not any(pages):
        raise EmptyRowError(row.unread(0))
    size = sum(len(record.title) + len(record.body) for records in pages for record in records)
    if unread := row.unread(size):
        row.warnings.append(f"longer than what was read, and not read: {', '.join(unread)}")
    warnings = tuple(dict.fromkeys(map(clean, row.warnings)))
    return RowRead(own.ref, pages, warnings, tuple(row.read.items()), unread, row.kept)


def clean(text: str) -> str:
    """Return a text that can be stored, with newlines for all its carriage returns."""
    return storable(text.replace("\r\n", "\n").replace("\r", "\n"))


class _Row:
    """A row while it is read: what was read from where, and what a person should know."""

    def __init__(self, fields: Fields, names: FieldNames) -> None:
        self.fields = fields
        self.names = names
        self.there = names.among(fields)
        self.read: dict[str, str] = {}
        self.kept: dict[str, str] = {}
        self.warnings: list[str] = []

    def value(
        self, field: str, reader: Callable[[object], _T], told: str = "`{}` cannot be read: {}"
    ) -> _T | None:
        """Return what the first key of a field that can be read says."""
        for key in self.there[field]:
            value = self.fields.get(key)
            if value is None and (value := self._at_path(key)) is None:
                continue
            if is_blank(value) or (key == "source" and not self._is_name(field, value)):
                continue
            if isinstance(value, str):
                value, mangled = unmangled(value)
                self.warnings += mangled
            try:
                found = reader(value)
            except ValueError as error:
                self.warnings.append(told.format(key, error))
                continue
            if found:
                self.read[field] = key
                self.kept[field] = str(found)
                return found
        return None

    def line(self, field: str) -> str | None:
        return self.value(field, short_line)

    def address_in(self, field: str) -> str | None:
        """Return the address that stands where another field is looked for."""
        for key in self.there[field]:
            value = self.fields.get(key)
            if isinstance(value, str) and is_address(value):
                self.read["url"], self.kept["url"] = key, address_of(value)
                return self.kept["url"]
        return None

    def forget(self, field: str) -> None:
        """Take back that a field was read."""
        self.read.pop(field, None)
        self.kept.pop(field, None)

    def published(self) -> str | None:
        day = self.value("published", day_of, "{1}")
        if day is not None and day > (datetime.now(UTC) + _AHEAD).date().isoformat():
            self.warnings.append(f"a date in the future: {day}")
            self.forget("published")
            return None
        return day

    def unread(self, size: int) -> tuple[str, ...]:
        """Return where texts are that were not read although they are longer than all that was."""
        read = {*self.read.values(), *self.names.of["published"], *self.names.of["id"]}
        # A row may give its text once more as markup, which is longer than what it shows.
        read.update(NAMES["html"] if "body" in self.read else ())
        lengths: dict[str, int] = {}
        for key, value in self.fields.items():
            if key not in read and value.__class__ not in _NUMBERS:
                for path, length in texts_in(value, key):
                    if path not in read:
                        lengths[path] = lengths.get(path, 0) + length
        return tuple(clean(path)[:_LONGEST_NAME] for path, n in lengths.items() if n > size)

    def _at_path(self, key: str) -> object:
        return at_path(self.fields, key) if "." in key else None

    def _is_name(self, field: str, value: object) -> bool:
        """Return whether a `source` is a site's name, not a text."""
        is_short = not isinstance(value, str) or len(value) <= _LONGEST_NAME
        return is_short or field in self.names.mapped


def _pages(row: _Row, own: Record) -> tuple[tuple[Record, ...], ...]:
    """Return the records of the row's whole page, or the document that its text is."""
    page = row.value("page", page_of)
    text = row.value("body", text_of)
    if page is not None and len(text or "") > len(page):
        row.forget("page")  # it is a part of that, or only names it
        page = None
    if page is None:
        markup = row.value("html", text_of) if text is None else None
        # Most keep what the server sent under `html`, or where others have the text.
        page = next((each for each in (text, markup) if each and is_document(each)), None)
        if page is None:
            return ((_document(row, own, text, markup),),)
    elif text is not None:
        row.forget("body")
    page = clean(page)
    read = read_pages(page, form_of(page))
    row.warnings.extend(read.warnings)
    return _completed(read.pages, own, _title(row))


def _completed(
    pages: tuple[tuple[Record, ...], ...], own: Record, title: str
) -> tuple[tuple[Record, ...], ...]:
    """Add what the row says to the articles of its page; its title, where that is one article."""
    articles = [one for page in pages for one in page if one.kind is Kind.ARTICLE]
    title = title if len(articles) == 1 else ""
    return tuple(
        tuple(
            replace(
                record,
                ref=own.ref,
                title=title or record.title,
                published=record.published or own.published,
                channel=record.channel or own.channel,
                url=record.url or own.url,
            )
            if record.kind is Kind.ARTICLE
            else replace(record, ref=own.ref)
            for record in page
        )
        for page in pages
    )


def _document(row: _Row, own: Record, text: str | None, markup: str | None) -> Record:
    kind, title = _kind(row), _title(row)
    if text and row.read["body"].startswith("markdown"):
        heading, text = plain(clean(text))
        title = title or heading
    body = read_html(clean(markup), title=not title) if markup else ""
    body = shown(clean(text or body), title=not title).strip("\n")
    first, _, rest = body.lstrip().partition("\n")
    if len(first) <= len(title) + 2 * _LONGEST_FIRST_LINE:
        first = one_line(first)  # a longer one is no title, and most texts are one line
    if title and first == title:
        body = rest.strip("\n")
    elif not title and rest.strip() and len(first) <= _LONGEST_FIRST_LINE:
        title, body = first, rest.strip("\n")
    if not title and not body.strip():
        raise EmptyRowError(row.unread(0))
    return replace(own, kind=kind, title=title, body=body, flags=flags_of(kind, title, body))


def _title(row: _Row) -> str:
    return one_line(shown(clean(row.value("title", _line_or_text) or "")))


def _line_or_text(value: object) -> str:
    return value if isinstance(value, str) else line_of(value)


def _kind(row: _Row) -> Kind:
    name = row.line("kind")
    if name is None:
        return Kind.ARTICLE
    try:
        return Kind(name.lower())
    except ValueError:
        row.warnings.append(f"unknown kind {name[:40]!r}, taken as an article")
        return Kind.ARTICLE
