"""The records of a web archive: where each begins and ends, also where its length is wrong."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERSION = re.compile(rb"WARC/\d\.\d{1,2}\s*$")
_NEXT = re.compile(rb"\r?\n\r?\n(?=WARC/\d\.\d{1,2}\r?\n)")
_LENGTH = re.compile(rb"^content-length:\s*(\d{1,18})\s*$", re.IGNORECASE | re.MULTILINE)
_CHUNK = 1024 * 1024
_MOST_HEADERS = 256 * 1024
_BEHIND = 32  # bytes that tell whether another record, or nothing, follows


class RawRecord(NamedTuple):
    """A record as it stands in its file.

    Attributes:
        number: from 1.
        headers: its own, to the blank line.
        block: what they describe; cut where `problem` says so, empty where it was not kept.
        problem: what is wrong, or an empty string.
    """

    number: int
    headers: bytes
    block: bytes
    problem: str = ""


def records(stream: IO[bytes], most: int) -> Iterator[RawRecord]:
    """Yield each record; of a block of more than `most` bytes nothing is kept.

    A block is as long as its record says, if another record or nothing follows there; else it ends
    where the next one begins.
    """
    source, number, is_lost = _Source(stream), 0, False
    while line := source.line():
        if _VERSION.match(line):
            number += 1
            record = _record(source, number, line, most)
            is_lost = bool(record.problem)
            yield record
        elif line.strip() and not is_lost:
            is_lost = True
            yield RawRecord(number, b"", b"", "bytes that belong to no record follow it")


def _record(source: _Source, number: int, line: bytes, most: int) -> RawRecord:
    lines, size = [line], 0
    while (line := source.line()).strip() and size <= _MOST_HEADERS:
        lines.append(line)
        size += len(line)
    headers = b"".join(lines) + b"\r\n"
    length = _LENGTH.search(headers)
    if not line:
        return RawRecord(number, headers, b"", "cut: its headers do not end")
    if size > _MOST_HEADERS or length is None:
        return RawRecord(number, headers, b"", "broken: its headers give no length")
    size = int(length[1])
    block = source.read(min(size, most + 1))
    if len(block) > most:
        source.skip(size - len(block))
        return RawRecord(number, headers, b"", f"longer than {most} bytes")
    if len(block) == size and source.is_between_records():
        return RawRecord(number, headers, block)
    behind = source.read(_BEHIND)
    if following := _NEXT.search(block + behind):
        source.give_back((block + behind)[following.end() :])
        return RawRecord(number, headers, block[: following.start()], "cut, or its length is wrong")
    source.give_back(behind)
    problem = "its length is wrong" if len(block) == size else "cut: it does not end"
    return RawRecord(number, headers, block, problem)


class _Source:
    """A stream to which bytes can be given back."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._held = b""

    def read(self, size: int) -> bytes:
        """Read so many bytes, fewer only at the end."""
        pieces = [self._held[:size]]
        self._held = self._held[size:]
        missing = size - len(pieces[0])
        while missing and (piece := self._stream.read(min(missing, _CHUNK))):
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def line(self) -> bytes:
        """Read a line, or a part of one that is too long."""
        end = self._held.find(b"\n") + 1
        if end:
            line, self._held = self._held[:end], self._held[end:]
            return line
        held, self._held = self._held, b""
        return held + self._stream.readline(_CHUNK)

    def skip(self, size: int) -> None:
        while size > 0 and (piece := self.read(min(size, _CHUNK))):
            size -= len(piece)

    def give_back(self, data: bytes) -> None:
        self._held = data + self._held

    def is_between_records(self) -> bool:
        behind = self.read(_BEHIND)
        self.give_back(behind)
        rest = behind.lstrip(b"\r\n")
        return b"WARC/".startswith(rest[:5])
