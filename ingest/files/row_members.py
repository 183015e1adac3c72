"""Rows as they were found in a file to members, in batches that any process can read."""

from __future__ import annotations

import json
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from ...corpus.errors import InputError
from ...corpus.sources import Form, Member
from ...language.storable import storable
from ..documents import keyed_pages
from ..report import Skipped
from ..rows.names import USUAL, FieldNames
from ..rows.row import EmptyRowError, RowRead, read_row
from ..rows.values import is_blank
from ..text.decode import decode
from ..text.mojibake import tells_of_loss
from .limits import is_too_long, too_long
from .reading import NO_MEMORY, Later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .reading import File, Piece, Reading

_BATCH = 128 * 1024  # bytes
_MANY = 256  # rows


class RawRow(NamedTuple):
    """A row that is not read yet.

    Attributes:
        place: where it stands in its file.
        content: JSON as bytes, or its fields.
        size: bytes, about.
        warnings: what is known already.
    """

    place: str
    content: bytes | dict[str, object]
    size: int
    warnings: tuple[str, ...] = ()


def in_batches(
    file: File,
    reading: Reading,
    rows: Iterable[RawRow | Skipped],
    *,
    encoding: str | None = None,
    shown: str = "",
) -> Iterator[Later | Skipped]:
    """Leave rows to be read later, some together, in their order.

    Args:
        file: that they are in.
        reading: of it.
        rows: what was found.
        encoding: of those that are bytes, or None.
        shown: the encoding of the file, where the bytes are in another by now.
    """
    batch: list[RawRow] = []
    size = 0

    def later() -> Later:
        arguments = (file.key, batch, encoding, shown, reading.names)
        return Later(f"{file.key} {batch[0].place}", members_of, arguments, size)

    for row in rows:
        if isinstance(row, RawRow):
            batch.append(row)
            size += row.size
        if batch and (size >= _BATCH or len(batch) >= _MANY or isinstance(row, Skipped)):
            yield later()
            batch, size = [], 0
        if isinstance(row, Skipped):
            yield row
    if batch:
        yield later()


def members_of(
    key: str, rows: list[RawRow], encoding: str | None, shown: str, names: FieldNames
) -> list[Piece]:
    """Read rows: each is a member, or skipped with its place and the reason.

    One that is an object around rows, as an answer that was kept on a line, is these.
    """
    read: list[Piece] = []
    for row in rows:
        piece = _member(key, row, encoding, shown, names)
        inner = _rows_inside(row, encoding, names) if _is_hollow(piece) else []
        read += [_member(key, one, None, shown, names) for one in inner] or [piece]
    return read


def read_line(line: str, source: str) -> RowRead:
    """Read one JSON object, by the usual names of fields.

    Raises:
        InputError: it is none, or holds nothing to take in; names `source`.
    """
    try:
        return _read_object(line, USUAL, [])
    except ValueError as error:
        raise InputError(source, str(error)) from None


def _member(
    key: str, raw: RawRow, encoding: str | None, shown: str, names: FieldNames
) -> Member | Skipped:
    warnings = list(raw.warnings)
    try:
        if isinstance(raw.content, bytes):
            decoded = decode(raw.content, encoding=encoding)
            warnings += decoded.warnings
            text, shown = decoded.text, shown or decoded.encoding
            row = _read_object(text, names, warnings)
            of, text = raw.content, _kept(row) if names.mapped else text
        else:
            row = read_row(raw.content, names)
            text = _kept(row)
            of = text.encode()
    except MemoryError:
        return Skipped(f"{key} {raw.place}", NO_MEMORY)
    except EmptyRowError as error:
        return Skipped(f"{key} {raw.place}", str(error), error.unread)
    except ValueError as error:
        return Skipped(f"{key} {raw.place}", str(error))
    if any(is_too_long(record) for records in row.pages for record in records):
        return Skipped(f"{key} {raw.place}", too_long())
    digest = blake2b(of, digest_size=16).hexdigest()
    own = f"{key}#{row.ref if row.ref is not None else digest[:16]}"
    pages = keyed_pages(own, row.pages)
    # What is lost of a line is lost of its fields.
    is_told = any(map(tells_of_loss, warnings))
    told = (*warnings, *(one for one in row.warnings if not (is_told and tells_of_loss(one))))
    return Member(own, text, Form.JSON, shown, digest, pages, told, row.read, row.unread)


def _is_hollow(piece: Member | Skipped) -> bool:
    """Return whether there are texts in a row of which none was read."""
    if isinstance(piece, Skipped):
        return bool(piece.unread)
    return bool(piece.unread) and not any(one.body for page in piece.pages for one in page.records)


def _rows_inside(raw: RawRow, encoding: str | None, names: FieldNames) -> list[RawRow]:
    """Return the rows that an object of JSON holds."""
    if not isinstance(raw.content, bytes):
        return []
    fields = _loads(decode(raw.content, encoding=encoding).text, [])
    found = names.rows_in(fields) if isinstance(fields, dict) else []
    written = (json.dumps(row, ensure_ascii=False) for row in found)
    return [
        RawRow(f"{raw.place} item {at}", row := storable(text).encode(), len(row))
        for at, text in enumerate(written, 1)
    ]


def _kept(row: RowRead) -> str:
    return storable(json.dumps(row.kept, ensure_ascii=False))


def _read_object(text: str, names: FieldNames, warnings: list[str]) -> RowRead:
    repeated: list[str] = []
    fields = _loads(text, repeated)
    if not isinstance(fields, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - as all others
    if repeated:
        listed = ", ".join(dict.fromkeys(key[:40] for key in repeated[:9]))
        warnings.append(f"more than once in it, the last counts: {storable(listed)}")
    return read_row(fields, names)


def _loads(text: str, repeated: list[str]) -> object:
    pairs = partial(_object, repeated)
    try:
        return json.loads(text, object_pairs_hook=pairs, strict=False)
    except RecursionError:
        raise ValueError("JSON nests too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error}") from None
    except ValueError:  # a number of thousands of digits, which is a text then
        return json.loads(text, object_pairs_hook=pairs, strict=False, parse_int=str)


def _object(repeated: list[str], pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        fields = {}
        for key, value in pairs:
            if key in fields:
                repeated.append(key)
            if key not in fields or not is_blank(value):
                fields[key] = value
    return fields
