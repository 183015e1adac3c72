"""JSON files: each line, or each item of an array, is a row."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING

from ...corpus.errors import InputError
from ...corpus.sources import Form, Member
from ...language.storable import storable
from ..documents import keyed_pages
from ..report import Ignored, Skipped
from ..text.decode import decode
from .decompress import BROKEN, reason_of
from .formats import begins_with_object, is_json_object
from .rows import RowRead, read_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reading import File, Reading

_BLANK = b" \t\r\n\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def read_json(file: File, reading: Reading) -> Iterator[Member | Ignored | Skipped]:
    """Read each object of a JSON file; a bad one is skipped, the rest goes on.

    What is wrong with its stream ends the file, not the run.
    """
    is_empty = True
    try:
        rows = _values(file, reading) if _is_one_value(file, reading) else _lines(file, reading)
        for row in rows:
            is_empty = False
            yield row
    except BROKEN as error:
        yield reading.lost(file.key, reason_of(error))
    else:
        if is_empty:
            yield Ignored(file.key, "blank")


def read_line(line: str, source: str) -> RowRead:
    """Read one JSON object.

    Raises:
        InputError: it is none, or holds nothing to take in; names `source`.
    """
    try:
        fields = _loads(line)
        if not isinstance(fields, dict):
            raise ValueError("not a JSON object")  # noqa: TRY004, TRY301 - as all others
        return read_row(fields)
    except ValueError as error:
        raise InputError(source, str(error)) from None


def _is_one_value(file: File, reading: Reading) -> bool:
    """Return whether a file is one array or object, or in an encoding without lines of bytes."""
    head = file.head()
    if head.startswith(_WIDE_MARKS):
        return True
    if (reading.encoding or "").lower().startswith(("utf-16", "utf-32")):
        return True
    start = head.lstrip(_BLANK)
    is_value = start.startswith(b"[") or (start.startswith(b"{") and not begins_with_object(head))
    return is_value and file.name.lower().endswith(".json")


def _lines(file: File, reading: Reading) -> Iterator[Member | Skipped]:
    number, most = 0, reading.limits.member_bytes
    while line := file.stream.readline(most):
        number += 1
        source = f"{file.key} line {number}"
        if len(line) == most and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.stream.readline(most)
            yield reading.lost(source, f"longer than {most} bytes")
        elif raw := line.strip():
            yield _member(file, reading, source, raw)


def _values(file: File, reading: Reading) -> Iterator[Member | Skipped]:
    most = reading.limits.member_bytes
    data = file.stream.read(most + 1)
    if len(data) > most:
        yield reading.lost(file.key, f"one JSON value of more than {most} bytes")
        return
    text = decode(data, encoding=reading.encoding).text
    try:
        value = _loads(text)
    except ValueError as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) <= 1 or not is_json_object(lines[0]):
            yield reading.lost(file.key, str(error))
            return
        rows = [(f"{file.key} line {at}", line.strip()) for at, line in enumerate(lines, 1)]
    else:
        items = value if isinstance(value, list) else [value]
        rows = [
            (f"{file.key} item {at}", storable(json.dumps(item, ensure_ascii=False)))
            for at, item in enumerate(items, 1)
        ]
    for source, line in rows:
        yield _member(file, reading, source, line.encode(), decoded=True)


def _member(
    file: File, reading: Reading, source: str, raw: bytes, *, decoded: bool = False
) -> Member | Skipped:
    digest = blake2b(raw, digest_size=16).hexdigest()
    text = decode(raw, encoding=None if decoded else reading.encoding)
    try:
        row = read_line(text.text, source)
    except InputError as error:
        return reading.lost(error.source, error.reason)
    key = f"{file.key}#{row.ref if row.ref is not None else digest[:16]}"
    return Member(
        key,
        text.text,
        Form.JSON,
        text.encoding,
        digest,
        keyed_pages(key, row.pages),
        (*text.warnings, *row.warnings),
    )


def _loads(text: str) -> object:
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("JSON nests too deeply") from None
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None
