"""JSON files: each line, or each item of a list, is a row."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ..rows.json_text import JsonText
from ..rows.names import USUAL
from ..text.decode import decode
from ..text.decode_stream import DecodedStream
from .decompress import to_its_end
from .reading import HEAD, Format
from .row_members import RawRow, in_batches
from .walk import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..report import Ignored, Skipped
    from .reading import File, Head, Later, Reading

_LINES = frozenset((".jsonl", ".ndjson", ".jl", ".jsonlines"))
_SUFFIXES = _LINES | {".json"}
_OTHERS = frozenset((".htm", ".html", ".xhtml", ".shtml", ".md", ".js", ".css"))
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_BODIES = USUAL.texts.difference(USUAL.of["title"])
_OPEN = re.compile(rb'\{[ \t]*\r?\n\s*"')
_WIDE = re.compile(rb"[{\[]\0|\0(?:\0\0)?[{\[]")
# What stands between the documents of a file for Elasticsearch's bulk requests.
_ACTION = re.compile(rb'\{\s*"(?:index|create|update|delete)"\s*:\s*\{[^{}]{0,2000}\}\s*\}')
_KEY = re.compile(r'"([^"\\]{1,40})"\s*:')


def read_json(file: File, reading: Reading) -> Iterator[Later | Ignored | Skipped]:
    """Read each object of a JSON file; a bad one is skipped, the rest goes on.

    What is wrong with its stream ends the file, not the run.
    """
    yield from to_its_end(file, reading, _rows(file, reading), "blank")


def _rows(file: File, reading: Reading) -> Iterator[Later | Skipped]:
    yield from _lines(file, reading) if _has_lines(file, reading) else _values(file, reading)


def _has_lines(file: File, reading: Reading) -> bool:
    """Return whether each line of a file is a row, and can be told without decoding it."""
    head = file.head
    if head.data.startswith(_WIDE_MARKS) or _WIDE.match(head.data):
        return False
    if (reading.encoding or "").lower().startswith(("utf-16", "utf-32")):
        return False
    if head.start.startswith(b"["):
        begins = (b"", b"{") if head.suffix in _LINES else (b"", b"{", b"[", b"]")
        return head.start[1:].lstrip()[:1] not in begins
    if head.suffix in _LINES:
        return not _OPEN.match(head.start)  # objects of several lines, whatever the name says
    # One object alone may hold a list of rows; one whose end is not in sight, too.
    following = head.start.partition(b"\n")[2].lstrip()
    first = _first_object(head)
    return first is not None and (
        following.startswith(b"{") or (None not in first.values() and reading.names.has_text(first))
    )


def _lines(file: File, reading: Reading) -> Iterator[Later | Skipped]:
    yield from in_batches(file, reading, _raw_lines(file, reading), encoding=reading.encoding)


def _raw_lines(file: File, reading: Reading) -> Iterator[RawRow | Skipped]:
    number, most = 0, reading.limits.row_bytes
    while line := file.stream.readline(most):
        number += 1
        if len(line) == most and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.stream.readline(1024 * 1024)
            yield reading.lost(f"{file.key} line {number}", f"longer than {most} bytes")
        elif (raw := line.strip()) and not _ACTION.fullmatch(raw):
            # As in a list whose brackets were left out.
            raw = raw[:-1] if raw.endswith(b"},") else raw
            yield RawRow(f"line {number}", raw, len(raw))


def _values(file: File, reading: Reading) -> Iterator[Later | Skipped]:
    stream = DecodedStream(file.stream, file.head.data, reading.encoding)

    def rows() -> Iterator[RawRow | Skipped]:
        names = reading.names
        text = JsonText(stream.read, reading.limits.row_bytes, names.has_text, names.told_by)
        for at, item in enumerate(text.items(), 1):
            if item.problem:
                yield reading.lost(f"{file.key} item {at}", item.problem)
            else:
                raw = stream.raw(item.text)
                yield RawRow(f"item {at}", raw, len(raw))

    # The bytes are in UTF-8 by now, but for those that were not in a file that is.
    yield from in_batches(file, reading, rows(), shown=stream.encoding)


def _first_object(head: Head) -> Mapping[str, object] | None:
    """Return the object on the first line of a file; None where there is none.

    Of one that goes on beyond the head, the keys are there, and None for each value.
    """
    first, end, _ = head.start.partition(b"\n")
    if not first.startswith(b"{"):
        return None
    text = decode(first).text
    try:
        fields = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        # A line that goes on beyond the head was not broken by hand: it is one of many.
        is_long = not end and len(head.data) >= HEAD
        return dict.fromkeys(_KEY.findall(text)) if is_long else None
    return fields if isinstance(fields, dict) else None


def _is_json(head: Head) -> bool:
    """Return whether a file is JSON: by its name, or because its first line is a row of texts."""
    if head.suffix in _SUFFIXES:
        return True
    if head.suffix in _OTHERS or not head.start.startswith((b"{", b"[")):
        return False
    keys = _first_object(head)
    if keys is not None and head.name == STDIN:
        return True
    # A list, or an object on several lines.
    is_row = keys is None and head.start[1:].lstrip().startswith((b"{", b'"'))
    return not _BODIES.isdisjoint(_KEY.findall(head.text) if is_row else keys or ())


JSON = Format("JSON", _is_json, read_json)
