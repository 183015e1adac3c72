"""What a document is, before and after it is kept.

A `Record` is a document as one page shows it; a `Document` is the same thing as the corpus keeps
it, with everything that all its sightings say. Both have the identity that `document_id` gives.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import blake2b

from .values import brief, plain


class Kind(StrEnum):
    """An article stands on its own page; a snippet is a recommendation under one."""

    ARTICLE = "article"
    SNIPPET = "snippet"


class Flag(StrEnum):
    """What can be told of a document's quality from its own title and text."""

    TRUNCATED = "truncated"
    NUMBER_MISMATCH = "number-mismatch"
    FALLBACK = "fallback"
    PLACE_MISMATCH = "place-mismatch"
    ERROR_PAGE = "error-page"


@dataclass(frozen=True, slots=True)
class Record:
    r"""One document as one page shows it.

    Attributes:
        position: place in the page, from 0; the article is 0 where the page has one.
        kind: article or snippet.
        title: one line, trimmed.
        body: the text without the title; lines end in `\n`; no NUL, no carriage return.
        published: ISO date (YYYY-MM-DD) or None.
        channel: the column that the page names, or None.
        url: where the page says it stands, or None.
        ref: the `id` of a JSON line, or None.
        flags: sorted by name.
        retired: it is kept, and this page does not show it: an export says so.
    """

    position: int
    kind: Kind
    title: str
    body: str
    published: str | None = None
    channel: str | None = None
    url: str | None = None
    ref: str | None = None
    flags: tuple[Flag, ...] = ()
    retired: bool = False

    def __repr__(self) -> str:
        return brief(self, "position", "kind", "title", "published")

    def as_dict(self) -> dict[str, object]:
        """Return the record as JSON values."""
        return plain(self)


@dataclass(frozen=True, slots=True)
class Document:
    """One document as the corpus keeps it.

    `published` is the earliest date of its sightings, `channel` and `url` those of the earliest
    sighting that names one; an article without them borrows date and channel from snippets of the
    same title. `article` is the id of the full article of a snippet, where the corpus holds it.
    `urls` are all that its sightings name; `arrived` is when it first came, ISO, in UTC.
    """

    id: str
    kind: Kind
    title: str
    body: str
    published: str | None
    channel: str | None
    url: str | None
    flags: tuple[Flag, ...]
    article: str | None
    sources: tuple[str, ...]
    refs: tuple[str, ...]
    retired: bool = False
    urls: tuple[str, ...] = ()
    arrived: str | None = field(default=None, compare=False)  # the same documents came at any time

    def __repr__(self) -> str:
        return brief(self, "id", "kind", "title", "published", "retired")

    def as_dict(self) -> dict[str, object]:
        """Return the document as `show --json` prints it."""
        return plain(self)


def now() -> str:
    """Return the time as the corpus keeps it: ISO, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def identity_form(text: str) -> str:
    """Fold what may differ between two copies of one text: NFC, one space per run, trimmed.

    Frozen for ever, because ids depend on it: not the normaliser of the search.
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def document_id(kind: Kind, title: str, body: str) -> str:
    """Give the 16 hex digits (64 bits of BLAKE2b) that name a document."""
    key = "\x1f".join((kind, identity_form(title), identity_form(body)))
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def may_be_id(id_: str, kind: Kind, title: str, body: str) -> bool:
    """Return whether a document's id may be this: it is, or another Python may have made it so.

    Characters that came into Unicode after 2002 are folded otherwise by older ones.
    """
    return document_id(kind, title, body) == id_ or any(
        unicodedata.ucd_3_2_0.category(character) == "Cn" for character in title + body
    )
