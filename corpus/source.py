"""Where documents come from: what one read of a dump gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .document import Record


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
    """

    key: str
    text: str
    form: Form
    encoding: str
    digest: str
    pages: tuple[Page, ...]
    warnings: tuple[str, ...] = ()


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
