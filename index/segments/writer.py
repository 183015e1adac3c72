"""The index as flat arrays in Whoosh's segments: what Whoosh keeps, and what arrays do.

Whoosh has the schema, the list of segments, their deletions, and the table of contents that
switches from one state to the next; postings and columns are `segment` files beside it, mapped into
memory. Its own posting files write and read one Python object a posting: 30 to 100 times slower.
What a search needs of the table of contents is in a file beside it as well (`contents`).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from ...corpus.files import sync
from ..whoosh_version import check_version
from .file import load, save, verify
from .invert import MOST_AT_ONCE, invert
from .listing import NAME, Listed, remove_other_contents, write_contents
from .merge import merge
from .snapshot import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ..columns import Entry
    from .segment import Segment

_MERGED_AT_ONCE = 8  # segments of one size that become one of the next
_ID_BYTES = 8  # of the name of a segment
# Inverted at once: bounds the memory, and how long one step of it keeps other threads waiting.
_MOST_CHARACTERS = 1 << 22
_SMALLEST = 1_000  # documents; smaller segments count as of one size


class _SyncedStorage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's storage, with files on the disk before they are renamed, and the name after."""

    def rename_file(self, old: str, new: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002
        sync(Path(self.folder, old))
        sync(self.folder)  # the names of the segments that the file lists, too
        super().rename_file(old, new, safe=safe)
        sync(self.folder)


def create(folder: Path) -> None:
    """Make an empty index in a folder that exists."""
    check_version()
    write_contents(folder, 0, [])
    TOC.create(_SyncedStorage(str(folder)), Schema(), NAME)


class IndexWriter:
    """Changes an index; nothing is visible or lasting before `commit`.

    Batches are inverted in memory and become one segment at the commit.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        check_version()
        self._storage = _SyncedStorage(str(folder))
        self._contents = TOC.read(self._storage, NAME)
        self._segments = [load(folder / (s.segment_id() + SUFFIX)) for s in self._contents.segments]
        self._live = [
            _live(one, segment)
            for one, segment in zip(self._contents.segments, self._segments, strict=True)
        ]
        self._waiting: list[Entry] = []
        self._characters = 0
        self._inverted: list[Segment] = []

    def delete(self, ids: Sequence[str]) -> None:
        """Drop every document that has one of these ids; unknown ids are no error."""
        wanted = np.array([int(id_, 16) for id_ in ids], np.uint64)
        for one, segment, live in zip(
            self._contents.segments, self._segments, self._live, strict=True
        ):
            found = segment.ordinals(wanted)
            for ordinal in found[live[found]].tolist():
                one.delete_document(ordinal)
                live[ordinal] = False

    def add(self, entries: Sequence[Entry]) -> None:
        """Take documents in, whose ids are not there or were deleted by this writer."""
        for entry in entries:
            self._waiting.append(entry)
            self._characters += len(entry.title) + len(entry.body)
            if len(self._waiting) == MOST_AT_ONCE or self._characters >= _MOST_CHARACTERS:
                self._invert()

    def _invert(self) -> None:
        self._inverted.append(invert(self._waiting))
        self._waiting, self._characters = [], 0

    def commit(self) -> None:
        """Make the changes visible, and lasting on the disk."""
        if self._waiting:
            self._invert()
        segments = [
            _Kept(one, segment, live)
            for one, segment, live in zip(
                self._contents.segments, self._segments, self._live, strict=True
            )
            if live.any()
        ]
        if self._inverted:
            whole = [np.ones(segment.size, np.bool_) for segment in self._inverted]
            segments.append(self._written(self._inverted, whole))
        while group := _to_merge(segments):
            for one in group:
                verify(self._folder / (one.entry.segment_id() + SUFFIX))  # or damage would spread
            segments = [one for one in segments if one not in group]
            segments.append(
                self._written([one.arrays for one in group], [one.live for one in group])
            )
        generation = self._contents.generation + 1
        contents = TOC(self._contents.schema, [one.entry for one in segments], generation)
        listed = [Listed.of(one.entry.segment_id(), one.live) for one in segments]
        write_contents(self._folder, generation, listed)
        contents.write(self._storage, NAME)
        clean_files(self._storage, NAME, generation, contents.segments)
        remove_other_contents(self._folder, generation)
        for path in self._folder.glob(f"_{NAME}_*.toc.*"):
            path.unlink(missing_ok=True)  # a table that a crash left without its name

    def _written(self, arrays: Sequence[Segment], live: Sequence[NDArray[np.bool_]]) -> _Kept:
        """Write segments as one."""
        size = sum(int(mask.sum()) for mask in live)
        entry = W3Segment(None, NAME, size)
        # Whoosh draws it by `random`, which a program may have seeded: the same name twice.
        entry.segid = secrets.token_hex(_ID_BYTES)
        path = self._folder / (entry.segment_id() + SUFFIX)
        if len(arrays) == 1 and size == arrays[0].size:
            save(arrays[0], path)
        else:
            merge(arrays, live, path)
        return _Kept(entry, load(path), np.ones(size, np.bool_))

    def cancel(self) -> None:
        """Drop the changes."""
        self._waiting.clear()
        self._inverted.clear()


def _live(listed: Any, segment: Segment) -> NDArray[np.bool_]:  # noqa: ANN401 - Whoosh has no types
    """Mark the documents of a segment that are not deleted."""
    mask = np.ones(segment.size, np.bool_)
    mask[list(listed.deleted_docs())] = False
    return mask


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """A segment as Whoosh lists it, with its arrays and which of its documents are there."""

    entry: Any
    arrays: Segment
    live: NDArray[np.bool_]

    @property
    def tier(self) -> int:
        """The size class: each holds segments of up to so many times more documents."""
        documents = max(int(self.live.sum()), _SMALLEST)
        return int(np.log(documents / _SMALLEST) / np.log(_MERGED_AT_ONCE))


def _to_merge(segments: Sequence[_Kept]) -> list[_Kept]:
    """Give segments that should become one: of one size, many; or one that is half deleted.

    So there are never more than `_MERGED_AT_ONCE - 1` of a size, each document is rewritten once a
    size, and what was deleted takes at most as much room as what is there.
    """
    tiers: dict[int, list[_Kept]] = {}
    for one in segments:
        if 2 * int(one.live.sum()) < one.arrays.size:
            return [one]
        tiers.setdefault(one.tier, []).append(one)
    return next((group for group in tiers.values() if len(group) >= _MERGED_AT_ONCE), [])
