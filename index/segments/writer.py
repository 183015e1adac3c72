"""Changes to an index: batches of documents become segments, and segments are merged.

Neighbours alone are merged, and what they become stands in their place: so documents are in the
order in which they came, whatever was merged.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ...corpus.files import sync
from ..manifest import Manifest, SegmentState, manifest_path, read_manifest, write_manifest
from .file import SUFFIX, load, save, verify
from .invert import MOST_AT_ONCE, invert
from .merge import merge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..columns import Entry, Mask
    from .segment import Segment

_MERGED_AT_ONCE = 8  # segments of one size that become one of the next
_NAME_BYTES = 8
# Inverted at once: bounds the memory, and how long one step of it keeps other threads waiting.
_MOST_CHARACTERS = 1 << 22
_SMALLEST = 1_000  # documents; smaller segments count as of one size
# At the end a segment is merged with the ones behind it that have together half as many documents
# or more, unless the postings of so many would need wider numbers: a search asks each segment.
_TIMES_LARGER = 2
_MOST_NARROW = 1 << 16  # documents


def create(folder: Path) -> None:
    """Write an empty index to a folder that exists."""
    write_manifest(folder, Manifest())


@dataclass(frozen=True, slots=True, eq=False)
class _LiveSegment:
    """A segment of a name, and which of its documents are there."""

    name: str
    arrays: Segment
    live: Mask

    @property
    def size(self) -> int:
        """How many documents are there."""
        return int(self.live.sum())

    @property
    def tier(self) -> int:
        """The size class: each holds segments of up to so many times more documents."""
        documents = max(self.size, _SMALLEST)
        return int(np.log(documents / _SMALLEST) / np.log(_MERGED_AT_ONCE))


class IndexWriter:
    """Changes an index; nothing is visible, lasting or on the disk before `commit`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._manifest = read_manifest(folder)
        self._segments = [
            _LiveSegment(state.name, load(self._path(state.name)), state.live())
            for state in self._manifest.segments
        ]
        self._waiting: list[Entry] = []
        self._characters = 0
        self._inverted: list[Segment] = []

    def delete(self, ids: Sequence[str]) -> None:
        """Delete every document that has one of these ids; unknown ids are no error."""
        wanted = np.array([int(id_, 16) for id_ in ids], np.uint64)
        for segment in self._segments:
            segment.live[segment.arrays.ordinals(wanted)] = False

    def add(self, entries: Sequence[Entry]) -> None:
        """Add documents whose ids are not there, or were deleted by this writer."""
        for entry in entries:
            self._waiting.append(entry)
            self._characters += len(entry.title) + len(entry.body)
            if len(self._waiting) == MOST_AT_ONCE or self._characters >= _MOST_CHARACTERS:
                self._invert()

    def _invert(self) -> None:
        self._inverted.append(invert(self._waiting))
        self._waiting, self._characters = [], 0

    def commit(
        self, seq: int = 0, corpus: str | None = None, *, more_follows: bool = False
    ) -> None:
        """Make the changes visible, and lasting on the disk.

        Args:
            seq: the change of the corpus that is reached with them.
            corpus: the id of that corpus.
            more_follows: whether another commit comes at once, so that few segments can wait.
        """
        if self._waiting:
            self._invert()
        segments = [segment for segment in self._segments if segment.live.any()]
        if self._inverted:
            whole = [np.ones(segment.size, np.bool_) for segment in self._inverted]
            segments.append(self._written(self._inverted, whole))
        while group := _to_merge(segments) or (None if more_follows else _alike(segments)):
            merged = segments[group]
            for segment in merged:
                verify(self._path(segment.name))  # or damage would spread
            segments[group] = [self._written([s.arrays for s in merged], [s.live for s in merged])]
        sync(self._folder)  # the names of the segments, before the manifest that has them
        states = tuple(SegmentState.of(segment.name, segment.live) for segment in segments)
        write_manifest(self._folder, Manifest(seq, corpus, states))
        remove_unnamed(self._folder)

    def _written(self, arrays: Sequence[Segment], live: Sequence[Mask]) -> _LiveSegment:
        """Write segments as one."""
        size = sum(int(mask.sum()) for mask in live)
        name = secrets.token_hex(_NAME_BYTES)  # not by `random`, which a program may have seeded
        if len(arrays) == 1 and size == arrays[0].size:
            save(arrays[0], self._path(name))
        else:
            merge(arrays, live, self._path(name))
        return _LiveSegment(name, load(self._path(name)), np.ones(size, np.bool_))

    def _path(self, name: str) -> Path:
        return self._folder / (name + SUFFIX)


def remove_unnamed(folder: Path) -> None:
    """Remove the files that the manifest does not name: replaced ones, and what a crash left."""
    named = {state.name + SUFFIX for state in read_manifest(folder).segments}
    for path in folder.iterdir():
        if path.name not in named and path != manifest_path(folder):
            with suppress(OSError):  # the next writer removes it
                path.unlink()


def _to_merge(segments: Sequence[_LiveSegment]) -> slice | None:
    """Return which neighbours should become one: many of one size, or one that is half deleted.

    So fewer than `_MERGED_AT_ONCE` of a size stand together, each document is rewritten once a
    size, and what was deleted takes at most as much room as what is there.
    """
    for at, segment in enumerate(segments):
        if 2 * segment.size < segment.arrays.size:
            return slice(at, at + 1)
    tiers = [segment.tier for segment in segments]
    for tier in sorted(set(tiers)):
        ends = [-1, *(at for at, other in enumerate(tiers) if other > tier), len(tiers)]
        for before, end in pairwise(ends):
            if tiers[before + 1 : end].count(tier) >= _MERGED_AT_ONCE:
                return slice(before + 1, end)
    return None


def _alike(segments: Sequence[_LiveSegment]) -> slice | None:
    """Return neighbours of which the first is not much larger than the others together."""
    for end in range(len(segments), 1, -1):
        start, documents = end - 1, segments[end - 1].size
        while start and (size := segments[start - 1].size) <= _TIMES_LARGER * documents:
            if documents + size > _MOST_NARROW:
                break
            start, documents = start - 1, documents + size
        if end - start > 1:
            return slice(start, end)
    return None
