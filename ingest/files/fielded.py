"""Texts with fields above them: front matter, header lines, and what is left in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...corpus.sources import Form
from ..documents import form_of
from ..pages.labels import field_of
from ..text.decode import decode
from ..text.escapes import unescaped
from ..text.front_matter import front_matter
from ..text.header_lines import headed_texts, is_headed
from ..text.html import is_document
from ..text.labels import can_be, settled
from ..text.markdown import plain
from .articles import Article, Keys, member_of, titled
from .decompress import BROKEN, reason_of
from .reading import Format, Later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..report import Skipped
    from .reading import File, Head, Piece, Reading

_SEPARATORS = b" \t\r\n-=*#_~"
_FIRST = 200  # bytes
# Of : ] ： 】 in UTF-8, GB18030 or Big5; without one of them a line has no label.
_COLONS = (b":", b"]", *(s.encode(e) for s in "：】" for e in ("utf-8", "gb18030", "big5")))
_MARKDOWN = frozenset((".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".rmd", ".qmd"))


def read_markdown(file: File, reading: Reading) -> Iterator[Later | Skipped]:
    """Read a text in Markdown, with the fields above it."""
    yield from _read(file, reading, is_markdown=True)


def read_headed(file: File, reading: Reading) -> Iterator[Later | Skipped]:
    """Read texts with header lines, each as an article or a page."""
    yield from _read(file, reading, is_markdown=False)


def _read(file: File, reading: Reading, *, is_markdown: bool) -> Iterator[Later | Skipped]:
    try:
        data = file.whole(reading.limits.of_page)
    except BROKEN as error:
        yield reading.lost(file.key, reason_of(error))
    else:
        arguments = (file.key, data, reading.encoding, is_markdown)
        yield Later(file.key, _members, arguments, len(data))


def _members(key: str, data: bytes, encoding: str | None, is_markdown: bool) -> list[Piece]:  # noqa: FBT001 - as it travels
    decoded = decode(data, encoding=encoding)
    text = unescaped(decoded.text)
    texts = _texts(text)
    keys = Keys(f"{key}#")
    members: list[Piece] = []
    warnings = decoded.warnings
    for fields, rest in texts:
        page = _page(fields, rest, is_markdown=is_markdown)
        own = key if len(texts) == 1 else keys.key(str(fields.get("url", "")), page)
        row = {name: value for name, value in fields.items() if name != "title"}
        article = Article(own, {**row, "page": page}, decoded.encoding, warnings)
        members.append(member_of(article))
        warnings = ()
    return members


def _texts(text: str) -> list[tuple[Mapping[str, object], str]]:
    """Return each text of a file with its fields."""
    if above := front_matter(text):
        return [(_fields(above.fields), above.rest)]
    return list(headed_texts(text)) or [({}, text)]


def _fields(given: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of front matter by the names of rows."""
    fields: dict[str, object] = {}
    for name, value in given.items():
        first = value[0] if isinstance(value, list) and value else value
        written = "" if isinstance(first, list | dict) or first is None else str(first).strip()
        field, written = settled(field_of(name) or "", written)
        if field and field != "body" and field not in fields and can_be(field, written):
            fields[field] = written
    return fields


def _page(fields: Mapping[str, object], text: str, *, is_markdown: bool) -> str:
    title = str(fields.get("title", ""))
    # Markdown may have tags in it; a page of HTML begins with them.
    is_html = is_document(text) if is_markdown else form_of(text) is Form.HTML
    if is_html:
        return titled(title, text, Form.HTML)
    heading, shown = plain(text) if is_markdown else ("", text)
    return titled(title or heading, shown)


def _is_markdown(head: Head) -> bool:
    if head.suffix in _MARKDOWN:
        return True
    may_be = head.is_wide or head.start.startswith((b"---", b"+++"))
    return may_be and front_matter(f"{head.text}\n{head.text[:3]}") is not None


def _is_headed(head: Head) -> bool:
    first = head.start.lstrip(_SEPARATORS)[:_FIRST].partition(b"\n")[0]
    return (head.is_wide or any(sign in first for sign in _COLONS)) and is_headed(head.text)


MARKDOWN = Format("Markdown", _is_markdown, read_markdown)
HEADED = Format("text with header lines", _is_headed, read_headed)
