"""Where documents come from: what one read of a dump gives, and which sources a pattern means."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ..language.storable import storable_path
from .values import plain

if TYPE_CHECKING:
    from .documents import Record

_LONGEST = 10_000  # bytes: no key is so long, and SQLite refuses much longer globs
_BORDERS = "/!#"  # between a folder and its files, an archive and its members, a text and its pages
_MAGIC = "*?["


class Form(StrEnum):
    """What the decoded text of a member is."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Page:
    """One source: one page as it came.

    Attributes:
        number: from 1, within its member.
        key: the source key.
        records: the documents that it shows, in order.
    """

    number: int
    key: str
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """What one read gives: a plain file, a member of an archive, or one JSON line.

    Attributes:
        key: its own key; that of its page, where it holds one.
        text: decoded, as it came: markup included; for a JSON line, the line.
        form: what the text is.
        encoding: what was chosen, as `utf-8`, `gb18030` or `utf-16-le`.
        digest: 32 hex digits, BLAKE2b of 16 bytes, of the raw bytes.
        pages: those that the text holds, in order.
        warnings: a line each, as "a cut character at the end".
        read: of a row, which key each field was read from.
        unread: of a row, the keys of long texts that were not read.
        packed: the text as the corpus keeps it, where the process that read it has packed it.
    """

    key: str
    text: str
    form: Form
    encoding: str
    digest: str
    pages: tuple[Page, ...]
    warnings: tuple[str, ...] = ()
    read: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()
    packed: bytes | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What is known of a source besides its documents' texts.

    Attributes:
        key: the source key.
        container: the key of the file that holds it.
        encoding: in which it was read.
        form: what its text is.
        versions: of the decoder and splitter that read it.
        added_at: when its file was last taken in; ISO, UTC.
        documents: how many documents it shows.
    """

    key: str
    container: str
    encoding: str
    form: str
    versions: str
    added_at: str
    documents: int

    def as_dict(self) -> dict[str, object]:
        """Return the fields of `sources --json`."""
        return plain(self)


class Meant(NamedTuple):
    """What a pattern means: source keys as they are, beginnings of them, and globs."""

    keys: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    globs: tuple[str, ...] = ()


def meant_by(pattern: str) -> Meant:
    """Return what a pattern means.

    A pattern is a key; or the folder, file or archive that holds it; or a glob, whose `*` crosses
    folders. A relative path counts from the current folder as well.
    """
    written = storable_path(pattern)
    if not written or "\0" in written or len(written.encode()) > _LONGEST:
        return Meant()
    keys = tuple(dict.fromkeys((written, storable_path(os.path.realpath(written)))))
    starts = tuple(key.rstrip("/") + border for key in keys for border in _BORDERS)
    return Meant(keys, starts, tuple(key for key in keys if any(sign in key for sign in _MAGIC)))


def condition(column: str, pattern: str) -> tuple[str, list[str]]:
    """Return the SQL for "the pattern means this column of source keys", and its values."""
    meant = meant_by(pattern)
    if not meant.keys:
        return "0", []
    parts = [f"{column} = ?" for _ in meant.keys]
    values = [*meant.keys]
    for start in meant.starts:
        # A range, which an index answers: what begins so, sorts before the next sign.
        parts.append(f"({column} >= ? AND {column} < ?)")
        values += (start, start[:-1] + chr(ord(start[-1]) + 1))
    for glob in meant.globs:
        parts.append(f"{column} GLOB ?")
        values.append(glob)
    return f"({' OR '.join(parts)})", values
