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
from .reading import HEAD, Format
from .rows import RowRead, read_row
from .walk import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reading import File, Head, Reading

_SUFFIXES = frozenset((".jsonl", ".ndjson", ".json"))
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
    head = file.head
    if head.data.startswith(_WIDE_MARKS):
        return True
    if (reading.encoding or "").lower().startswith(("utf-16", "utf-32")):
        return True
    is_object = head.start.startswith(b"{") and not _begins_with_object(head)
    return (is_object or head.start.startswith(b"[")) and head.suffix == ".json"


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
        if len(lines) <= 1 or not _is_json_object(lines[0]):
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


def _begins_with_object(head: Head) -> bool:
    """Return whether the first line of a file is a JSON object of its own."""
    first, end, _ = head.start.partition(b"\n")
    # A line that goes on beyond the head was not broken by hand: it is one of many.
    is_long = not end and len(head.data) >= HEAD
    return first.startswith(b"{") and (is_long or _is_json_object(decode(first).text))


def _is_json_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _is_json(head: Head) -> bool:
    if head.name == STDIN and _begins_with_object(head):
        return True
    return head.suffix in _SUFFIXES


JSON = Format("JSON", _is_json, read_json)
