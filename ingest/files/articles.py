"""Articles that come with fields of their own, as the item of a feed, a mail, a captured page.

Each becomes a row by the names of `rows`, which the corpus keeps: so it is read the same again.
"""

from __future__ import annotations

import html
import json
import re
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from ...corpus.sources import Form, Member
from ...language.storable import storable
from ..documents import keyed_pages
from ..report import Ignored, Skipped
from ..rows.row import EmptyRowError, read_row
from .limits import is_too_long, too_long
from .reading import Later

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .reading import Piece

_LONGEST_ADDRESS = 1000
_START = re.compile(r"\s*(?:<(?:!doctype|html|head)(?=[\s>])[^>]*>\s*)+", re.IGNORECASE)
_TITLED = re.compile(r"<title[\s>]|<h1[\s>]", re.IGNORECASE)


class Article(NamedTuple):
    """An article as its file gives it.

    Attributes:
        key: its source key.
        fields: what it says, by the names that rows have; empty ones do not count.
        encoding: in which it was.
        warnings: what is known already.
        place: where it stands, for a person; else its key says so.
    """

    key: str
    fields: Mapping[str, object]
    encoding: str
    warnings: tuple[str, ...] = ()
    place: str = ""


def later(article: Article) -> Later:
    """Leave an article to be read later."""
    size = sum(len(value) for value in article.fields.values() if isinstance(value, str))
    return Later(article.key, _members, (article,), size)


def _members(article: Article) -> list[Piece]:
    return [member_of(article)]


def member_of(article: Article) -> Piece:
    """Read an article as a row; one without any text is ignored, one too long is refused."""
    fields = {name: value for name, value in article.fields.items() if value}
    text = storable(json.dumps(fields, ensure_ascii=False, default=str))
    try:
        row = read_row(json.loads(text))
    except EmptyRowError:
        return Ignored(article.place or article.key, "no text in it")
    if any(is_too_long(record) for page in row.pages for record in page):
        return Skipped(article.place or article.key, too_long())
    return Member(
        article.key,
        text,
        Form.JSON,
        article.encoding,
        blake2b(text.encode(), digest_size=16).hexdigest(),
        keyed_pages(article.key, row.pages),
        (*article.warnings, *row.warnings),
    )


def titled(title: str, text: str, form: Form = Form.TEXT) -> str:
    """Return a text with its title on the first line, once; HTML with a title stays as it is."""
    title = " ".join(title.split())
    if form is Form.HTML:
        if not title or _TITLED.search(text):
            return text
        begin = _START.match(text)
        at = begin.end() if begin else 0
        return f"{text[:at]}<title>{html.escape(title)}</title>{text[at:]}"
    first = text.lstrip().partition("\n")[0]
    if not title or " ".join(first.split()) == title:
        return text
    return f"{title}\n\n{text}" if text.strip() else title


class Keys:
    """Keys for the articles of one file: by their own address or id, each only once.

    Args:
        stem: what the keys begin with.
    """

    def __init__(self, stem: str) -> None:
        self._stem = stem
        self._given: set[int] = set()

    def key(self, address: str, content: str | bytes) -> str:
        """Return the key of an article.

        Args:
            address: what names it, or an empty string.
            content: told apart by it is what has the address of another, or none.
        """
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        digest = blake2b(data, digest_size=8).hexdigest()
        name = "".join(address.split())
        if not name or len(name) > _LONGEST_ADDRESS:
            name = digest
        elif hash(name) in self._given:
            name = f"{name}~{digest}"
        self._given.add(hash(name))
        return storable(f"{self._stem}{name}")
