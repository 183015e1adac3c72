"""Archives: their members as files, read one after the other, never held whole or written to disk.

A broken archive gives what is before the break. A member that would reach outside, a link, a device
or an encrypted one is left out with a reason.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from ..report import Ignored, Skipped
from .decompress import BROKEN, reason_of, to_its_end
from .leave_out import EXCLUDED, PART_OF_PAGE
from .reading import HEAD, File, Packing
from .walk import is_litter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .leave_out import SavedPages
    from .reading import Reading


@dataclass(frozen=True, slots=True)
class Entry:
    """A member of an archive.

    Attributes:
        name: decoded.
        size: bytes that it is said to unpack to.
        open: opens it, or raises what is in `BROKEN`; before the next entry is asked for.
        packed: bytes that it is said to be packed in; 0 where it is not packed for itself.
        kind: what it is, where it is no file.
    """

    name: str
    size: int
    open: Callable[[], IO[bytes]]
    packed: int = 0
    kind: str = ""


def read_members(
    file: File,
    reading: Reading,
    what: str,
    entries: Iterator[Entry | Skipped],
    pages: SavedPages,
) -> Iterator[File | Ignored | Skipped]:
    """Open the entries of an archive, those that may be read.

    Args:
        file: the archive.
        reading: of it.
        what: it is, for messages.
        entries: of it, in their order.
        pages: the saved pages among them, as far as they are known.
    """
    members = _members(file, reading, entries, pages)
    yield from to_its_end(file, reading, members, "an archive without files", f"broken {what}")


def _members(
    file: File, reading: Reading, entries: Iterator[Entry | Skipped], pages: SavedPages
) -> Iterator[File | Ignored | Skipped]:
    for entry in entries:
        if isinstance(entry, Skipped):
            yield entry
        else:
            yield from _read_entry(file, reading, entry, pages)
            pages.note(entry.name)
        if reading.spent:
            return


def _read_entry(
    file: File, reading: Reading, entry: Entry, pages: SavedPages
) -> Iterator[File | Ignored | Skipped]:
    key = f"{file.key}!{entry.name}"
    parts = entry.name.replace("\\", "/").split("/")
    if ".." in parts or entry.name.startswith(("/", "\\")) or entry.name[1:2] == ":":
        yield Skipped(key, "refused: its name points outside the archive")
    elif any(is_litter(part) for part in parts if part != "."):
        yield Ignored(key, "hidden")
    elif reading.exclude.mean_any("/".join(parts)):
        # Without the pattern it is to be read, though the archive is as it was.
        reading.whole = False
        yield Ignored(key, EXCLUDED)
    elif pages.have(entry.name):
        yield Ignored(key, PART_OF_PAGE)
    elif entry.kind:
        yield Skipped(key, f"refused: {entry.kind}")
    else:
        try:
            reading.limits.check_size(entry.size)
            if entry.packed:
                reading.limits.check_ratio(entry.packed, entry.size)
            member = entry.open()
        except BROKEN as error:
            yield reading.lost(key, reason_of(error))
            return
        with io.BufferedReader(_Metered(member, reading), HEAD) as stream:
            yield File(key, entry.name, stream, frozenset([Packing.STREAM]))


class _Metered(io.RawIOBase):
    """A member of an archive, all of which are counted together."""

    def __init__(self, stream: IO[bytes], reading: Reading) -> None:
        super().__init__()
        self._stream = stream
        self._reading = reading

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._stream.read(len(buffer))
        self._reading.count(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)


def member_name(raw: bytes) -> str:
    """Decode the name of a member: UTF-8, or GB18030, which Chinese systems write unmarked."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\0", "\ufffd")
        except UnicodeDecodeError:
            pass
    return raw.decode("utf-8", "backslashreplace").replace("\0", "\ufffd")
