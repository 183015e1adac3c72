"""One file on disk to what it gives: members with their pages, and what could not be read."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...corpus.errors import InputError
from ...corpus.files import raise_shortage
from ...corpus.sources import Form, Member
from ..documents import read_pages
from ..report import Ignored, Skipped
from ..rows.names import USUAL, FieldNames
from .decompress import BROKEN, reason_of
from .formats import format_of, is_installed
from .leave_out import Patterns
from .limits import DEFAULT_LIMITS, Limits
from .opening import at_hand, opened
from .reading import HEAD, NO_MEMORY, File, Later, Reading
from .row_members import read_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...corpus.documents import Record
    from .walk import Container


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of a container: `whole` is false where something of it could not be read."""

    key: str
    whole: bool


Outcome = Member | Ignored | Skipped | Finished


def read_container(
    container: Container,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    names: FieldNames = USUAL,
) -> Iterator[Outcome]:
    """Read a container piece by piece; the last outcome is its `Finished`.

    Raises:
        RequestError: `encoding` names no encoding.
    """
    is_whole = True
    for piece in read_pieces(container, encoding, limits, names):
        if isinstance(piece, Later):
            for outcome in piece.done():
                is_whole = is_whole and not isinstance(outcome, Skipped)
                yield outcome
        elif isinstance(piece, Finished):
            yield replace(piece, whole=piece.whole and is_whole)
        else:
            yield piece


def read_pieces(
    container: Container, encoding: str | None, limits: Limits, names: FieldNames
) -> Iterator[Outcome | Later]:
    """Read a container, and leave to be done what any process can do.

    The `Finished` at its end does not know of what that skips.
    """
    with at_hand(container) as here:
        reading = Reading(encoding, limits, names=names)
        try:
            with io.BufferedReader(opened(here), HEAD) as stream:
                size = os.fstat(stream.fileno()).st_size
                reading = Reading(encoding, limits, size, names, Patterns(here.exclude))
                yield from read_opened(File(here.key, here.name, stream), reading)
        except OSError as error:
            raise_shortage(error)
            yield reading.lost(here.key, f"cannot be read: {error.strerror or error}")
        yield Finished(here.key, reading.whole)


def read_opened(file: File, reading: Reading) -> Iterator[Member | Ignored | Skipped | Later]:
    """Read a file by its format, and the files in it."""
    try:
        yield from _read_opened(file, reading)
    except MemoryError:
        yield reading.lost(file.key, NO_MEMORY)


def _read_opened(file: File, reading: Reading) -> Iterator[Member | Ignored | Skipped | Later]:
    try:
        is_empty = not file.head.data
        format_ = format_of(file)
    except BROKEN as error:
        yield reading.lost(file.key, reason_of(error))
        return
    if is_empty:
        yield Ignored(file.key, "empty")
    elif format_.packing is not None and format_.packing not in file.opens:
        why = "an archive inside an archive is not read: unpack it first"
        yield reading.lost(file.key, why)
    elif not is_installed(format_):
        why = f"a {format_.name} file: to read it, pip install 'souwen[{format_.extra}]'"
        yield reading.lost(file.key, why)
    else:
        for found in format_.read(file, reading):
            if isinstance(found, File):
                yield from read_opened(found, reading)
            else:
                yield found


def member_records(text: str, form: Form) -> list[tuple[Record, ...]]:
    """Read the stored text of a member again: the records of each of its pages."""
    if form is not Form.JSON:
        return list(read_pages(text, form).pages)
    try:
        return list(read_line(text, "").pages)
    except InputError:
        return []
