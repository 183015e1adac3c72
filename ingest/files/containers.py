"""One file on disk to what it gives: members with their pages, and what could not be taken."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from ...corpus.errors import InputError
from ...corpus.sources import Form, Member
from ..documents import form_of, keyed_pages, read_pages
from ..report import Ignored, Skipped
from ..text.decode import decode
from .archives import Archive, read_whole
from .decompress import BROKEN, Unpacked, trouble
from .formats import HEAD, Format, archive_suffix, sniff
from .json_rows import is_json, read_json, read_line
from .limits import DEFAULT_LIMITS, Limits, Meter, Metered
from .opening import at_hand, opened
from .walk import STDIN, Container

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...corpus.documents import Record

_COMPRESSED = (Format.GZIP, Format.BZIP2, Format.XZ)
_TOO_MUCH_LOST = 0.3
_TABLES = (".csv", ".tsv")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_NESTED = "an archive inside an archive is not read: unpack it first"


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of a container: `whole` is false where something of it could not be read."""

    key: str
    whole: bool


Outcome = Member | Ignored | Skipped | Finished


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker process needs to read one file."""

    container: Container
    encoding: str | None = None
    limits: Limits = DEFAULT_LIMITS


def read_file(task: Task) -> list[Outcome]:
    """Read one container at once; for ordinary small files, in a worker process."""
    return list(read_container(task.container, task.encoding, task.limits))


def read_container(
    container: Container, encoding: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Outcome]:
    """Read a container piece by piece; the last outcome is its `Finished`.

    Raises:
        RequestError: `encoding` names no encoding.
    """
    with at_hand(container) as here:
        reader = _Reader(encoding, limits, named=container.name != STDIN)
        try:
            with io.BufferedReader(opened(here), HEAD) as stream:
                reader.meter = Meter(os.fstat(stream.fileno()).st_size, limits)
                yield from reader.stream(here.key, here.name, stream)
        except OSError as error:
            reader.whole = False
            yield Skipped(here.key, f"cannot be read: {error.strerror or error}")
        yield Finished(here.key, reader.whole)


def member_records(text: str, form: Form) -> list[tuple[Record, ...]]:
    """Read the kept text of a member again: the records of each of its pages."""
    if form is not Form.JSON:
        return list(read_pages(text, form).pages)
    try:
        return list(read_line(text, "").read.pages)
    except InputError:
        return []


def read_member(  # noqa: PLR0911 - one return for each sort
    key: str, name: str, data: bytes, encoding: str | None = None
) -> Member | Ignored | Skipped:
    """Read the bytes of one file, text or HTML.

    Raises:
        RequestError: `encoding` names no encoding.
    """
    if name.lower().endswith(_TABLES):
        return Ignored(key, "a table, not a page")
    sniffed = sniff(data[:HEAD])
    if sniffed.format is Format.EMPTY:
        return Ignored(key, "empty")
    if sniffed.format is Format.UNREAD:
        return Skipped(key, f"an archive of a kind that is not read ({sniffed.what})")
    if sniffed.format is not Format.TEXT and (encoding is None or sniffed.what):
        return Ignored(key, f"not text ({sniffed.what})" if sniffed.what else "not text")
    decoded = decode(data, encoding=encoding)
    text = decoded.text
    if not text.strip().strip(_INVISIBLE).strip():
        return Ignored(key, "blank")
    if text.count("\ufffd") > _TOO_MUCH_LOST * len(text):
        return Ignored(key, "not text, or in no encoding that is known")
    form = form_of(text)
    read = read_pages(text, form)
    if not read.pages:
        return Ignored(key, "no text to see on it" if form is Form.HTML else "no article in it")
    return Member(
        key,
        text,
        form,
        decoded.encoding,
        blake2b(data, digest_size=16).hexdigest(),
        keyed_pages(key, read.pages),
        (*decoded.warnings, *read.warnings),
    )


class _Reader:
    """Reads a file, and the files in it, down to one level of packing inside an archive."""

    def __init__(self, encoding: str | None, limits: Limits, *, named: bool) -> None:
        self.encoding = encoding
        self.limits = limits
        self.named = named
        self.whole = True
        self.meter = Meter(0, limits)

    def stream(
        self, key: str, name: str, stream: io.BufferedReader[Any], *, inside: bool = False
    ) -> Iterator[Member | Ignored | Skipped]:
        """Read one file, packed or not; `inside` an archive, no other archive is opened."""
        try:
            head = stream.peek(HEAD)[:HEAD]
        except BROKEN as error:
            yield self.lost(key, trouble(error))
            return
        format_ = sniff(head).format
        promised = archive_suffix(name)
        if promised == Format.TAR and format_ in (Format.TEXT, Format.OTHER):
            format_ = Format.TAR
        if format_ is Format.UNREAD or (
            promised is not None and format_ in (Format.TEXT, Format.OTHER)
        ):
            yield (
                self.lost(key, f"broken: not a {promised} file, though its name says so")
                if (promised)
                else self.lost(key, f"an archive of a kind that is not read ({sniff(head).what})")
            )
        elif format_ in _COMPRESSED:
            yield from self.unpacked(key, name, stream, format_, inside=inside)
        elif format_ in (Format.ZIP, Format.TAR):
            if inside:
                yield self.lost(key, _NESTED)
            else:
                yield from self.archive(key, stream, format_)
        else:
            yield from self.plain(key, name, stream, head)

    def unpacked(
        self, key: str, name: str, packed: IO[bytes], format_: Format, *, inside: bool
    ) -> Iterator[Member | Ignored | Skipped]:
        """Read what a compressed file holds: a tar, or one file, which keeps the key."""
        # A member counts on the archive's meter, the archive itself does not.
        raw = Unpacked(packed, format_, self.limits, self.meter if inside else None)
        with io.BufferedReader(raw, HEAD) as inner:
            head = inner.peek(HEAD)[:HEAD]
            kind = sniff(head).format
            if kind in (*_COMPRESSED, Format.ZIP) or (kind is Format.TAR and inside):
                yield self.lost(key, _NESTED)
            elif kind is Format.TAR:
                yield from self.archive(key, inner, kind)
            else:
                yield from self.plain(key, PurePosixPath(name).stem, inner, head)
        if raw.problem:
            yield self.lost(key, raw.problem)

    def archive(
        self, key: str, stream: IO[bytes], format_: Format
    ) -> Iterator[Member | Ignored | Skipped]:
        """Read the members of a zip or tar."""
        archive = Archive(key, stream, format_, self.limits)
        empty = True
        for member in archive:
            empty = False
            if isinstance(member, Ignored | Skipped):
                yield member
            else:
                with io.BufferedReader(Metered(member.stream, self.meter), HEAD) as stream_inside:
                    own = f"{key}!{member.name}"
                    yield from self.stream(own, member.name, stream_inside, inside=True)
                if self.meter.spent:
                    break
        if empty:
            yield Ignored(key, "an archive without files")
        self.whole = self.whole and archive.whole

    def plain(
        self, key: str, name: str, stream: IO[bytes], head: bytes
    ) -> Iterator[Member | Ignored | Skipped]:
        """Read a file that is not packed: text, HTML, JSON, or nothing to read."""
        if sniff(head).format is Format.TEXT and is_json(name, head, named=self.named):
            yield from self.json(key, name, stream, head)
            return
        if sniff(head).format is Format.OTHER and self.encoding is None:
            # Its beginning is enough to see it, however large it is.
            yield read_member(key, name, head)
            return
        try:
            data = read_whole(key, stream, self.limits)
        except InputError as error:
            yield self.lost(error.source, error.reason)
        else:
            yield read_member(key, name, data, self.encoding)

    def json(
        self, key: str, name: str, stream: IO[bytes], head: bytes
    ) -> Iterator[Member | Ignored | Skipped]:
        """Read a JSON file; what is wrong with its stream ends it, not the run."""
        most = self.limits.member_bytes
        empty = True
        try:
            for found in read_json(key, name, stream, head, self.encoding, most):
                empty = False
                self.whole = self.whole and not isinstance(found, Skipped)
                yield found
        except BROKEN as error:
            yield self.lost(key, trouble(error))
        else:
            if empty:
                yield Ignored(key, "blank")

    def lost(self, key: str, reason: str) -> Skipped:
        self.whole = False
        return Skipped(key, reason)
