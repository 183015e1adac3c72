"""Records between `<doc>` and `</doc>`, as Sogou's news, TREC and WikiExtractor have them.

It is no XML: no root, signs as they are, GB18030. Each record is an article of its own, and a file
may be much larger than memory.
"""

from __future__ import annotations

import html
import io
import re
from typing import IO, TYPE_CHECKING, NamedTuple

from ...corpus.sources import Form
from ..documents import form_of
from ..report import Ignored
from ..text.decode import decode
from .articles import Article, Keys, member_of
from .decompress import BROKEN, reason_of
from .reading import Format, Later
from .xml_root import root_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reading import File, Found, Head, Piece, Reading

_CHUNK = 1024 * 1024
_MARK = re.compile(rb"<(/?)doc(?=[\s>])[^>]{0,4000}>", re.IGNORECASE)
_LONGEST_MARK = 4096
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_FIELD = re.compile(r"<([a-z][\w-]{0,30})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?<![\w:-])([\w:-]++)\s*+=\s*+[\"']([^\"']*+)[\"']")
_TAG = re.compile(r"</?[a-zA-Z][\w-]{0,30}>")
# Of several that are there the first counts.
_NAMES = {
    "url": ("url", "link", "weburl"),
    "title": ("contenttitle", "title", "headline", "ttl"),
    "body": ("content", "text", "body", "contents"),
    "published": ("date", "time", "pubtime", "pubdate", "publishtime", "datetime"),
    "channel": ("channel", "category", "class", "source"),
    "name": ("docno", "docid", "id"),
}


class _Record(NamedTuple):
    """The bytes of a record with its marks, the line it begins on, and whether it ends."""

    raw: bytes
    line: int
    ends: bool


def read_doc_records(file: File, reading: Reading) -> Iterator[Found]:
    """Read each record as an article."""
    keys, number, most = Keys(f"{file.key}#"), 0, reading.limits.member_bytes
    encoding, stream = reading.encoding, _stream_of_bytes(file, reading)
    if stream is not file.stream:
        encoding = "utf-8"
    try:
        for number, record in enumerate(_records(stream, most), 1):
            place = f"{file.key} record {number} (line {record.line})"
            if len(record.raw) > most:
                yield reading.lost(place, f"longer than {most} bytes")
            elif not record.ends:
                yield reading.lost(place, "cut: it does not end")
            else:
                name = _fields(decode(record.raw, encoding=encoding).text)
                key = keys.key(str(name.get("url") or name.get("name") or ""), record.raw)
                yield Later(key, _members, (key, record.raw, encoding, place), len(record.raw))
    except BROKEN as error:
        yield reading.lost(file.key, reason_of(error))
    else:
        if not number:
            yield Ignored(file.key, "no text in it")


def _stream_of_bytes(file: File, reading: Reading) -> IO[bytes]:
    """Return the stream of a file, in UTF-8 where it is in an encoding of two bytes a sign."""
    if not file.head.data.startswith(_WIDE):
        return file.stream
    return io.BytesIO(decode(file.whole(reading.limits), encoding=reading.encoding).text.encode())


def _records(stream: IO[bytes], most: int) -> Iterator[_Record]:
    """Cut the records out; of one that is too long the beginning is given."""
    held, at, seen, line, is_open = b"", 0, 0, 1, False
    while piece := stream.read(_CHUNK):
        held, seen, at = held[at:] + piece, max(0, seen - at), 0
        while mark := _MARK.search(held, max(seen, at + is_open)):
            # One that does not end before the next begins ends there.
            end = mark.end() if mark[1] else mark.start()
            if is_open:
                yield _Record(held[at:end], line, ends=True)
            line += held.count(b"\n", at, end)
            at, seen, is_open = end, 0, not mark[1]
        seen = max(at, len(held) - _LONGEST_MARK)
        if is_open and len(held) - at > most:
            yield _Record(held[at : at + most + 1], line, ends=True)
            is_open, seen = False, max(seen, at + 1)
        if not is_open:
            line += held.count(b"\n", at, seen)
            at = seen
    if is_open:
        yield _Record(held[at:], line, ends=False)


def _members(key: str, raw: bytes, encoding: str | None, place: str) -> list[Piece]:
    decoded = decode(raw, encoding=encoding)
    fields = _fields(decoded.text)
    body = fields.get("body", "")
    if form_of(body) is Form.HTML:
        fields["html"] = fields.pop("body")
    else:
        fields["body"] = html.unescape(body)
    fields["title"] = html.unescape(fields.get("title", ""))
    fields.pop("name", None)
    return [member_of(Article(key, fields, decoded.encoding, decoded.warnings, place))]


def _fields(text: str) -> dict[str, str]:
    """Return the fields of a record by the names of rows, and the `name` that it gives itself."""
    mark, _, inside = text.partition(">")
    found = {name.lower(): value for name, value in _ATTRIBUTE.findall(mark)}
    at = 0
    while field := _FIELD.search(inside, at):
        end = inside.find(f"</{field[1]}", field.end())
        at = field.end() if end < 0 else end
        if end >= 0:
            found.setdefault(field[1].lower(), inside[field.end() : end].strip())
    fields = {
        field: next((found[name] for name in names if found.get(name)), "")
        for field, names in _NAMES.items()
    }
    if not found.keys() & set(_NAMES["body"]):
        end = inside.lower().rfind("</doc")
        fields["body"] = _TAG.sub("", inside[: end if end >= 0 else len(inside)]).strip()
    fields["url"] = html.unescape(fields["url"])
    return fields


def _has_records(head: Head) -> bool:
    root = root_of(head)
    if root is None or root.name not in {"doc", "docs"}:
        return False
    return root.name == "doc" or "<doc>" in head.text.lower() or "<doc " in head.text.lower()


DOC_RECORDS = Format("doc records", _has_records, read_doc_records)
