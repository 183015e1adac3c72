"""The index as flat arrays in Whoosh's segments: what Whoosh keeps, and what arrays do.

Whoosh has the schema, the list of segments, their deletions, and the table of contents that
switches from one state to the next; postings and columns are `segment` files beside it, mapped into
memory. Its own posting files write and read one Python object a posting: 30 to 100 times slower.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from .durable import sync
from .inversion import MOST_AT_ONCE, invert
from .merging import merge
from .segment import BODY_BITS
from .segment_file import load, save, verify
from .snapshot import MOST_IN_BODY, NO_POSTINGS, Columns, Postings
from .whoosh_storage import check_version, schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from .segment import Segment
    from .snapshot import Entry, Ordinals
    from .terms import Family

_NAME = "MAIN"
_SUFFIX = ".arrays"
_MERGED_AT_ONCE = 8  # segments of one size that become one of the next
# One search asks for a term several times, and searches have terms in common.
_MOST_CACHED = 1_000_000  # postings kept unpacked, of 24 bytes each
_COST = 20  # of an entry, in postings
_RECORDS_AT_ONCE = 1_000
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
    TOC.create(_SyncedStorage(str(folder)), schema(), _NAME)


def _read(folder: Path) -> tuple[_SyncedStorage, Any, list[Segment], list[NDArray[np.bool_]]]:
    check_version()
    storage = _SyncedStorage(str(folder))
    contents = TOC.read(storage, _NAME)
    segments = [load(folder / (one.segment_id() + _SUFFIX)) for one in contents.segments]
    live = []
    for one, segment in zip(contents.segments, segments, strict=True):
        mask = np.ones(segment.size, np.bool_)
        mask[list(one.deleted_docs())] = False
        live.append(mask)
    return storage, contents, segments, live


def verify_all(folder: Path) -> None:
    """Compare the checksum of every segment.

    Raises:
        ValueError, OSError: one is damaged.
    """
    for path in folder.glob(f"*{_SUFFIX}"):
        verify(path)


class ArraySnapshot:
    """A `Snapshot` over mapped segments."""

    def __init__(self, folder: Path, seq: int) -> None:
        self.seq = seq
        _, _, self._segments, self._live = _read(folder)
        self._bases = np.cumsum([0, *(segment.size for segment in self._segments)]).tolist()
        self._whole = [bool(mask.all()) for mask in self._live]
        self.size: int = self._bases[-1]
        self._cache: dict[tuple[Family, str], Postings] = {}
        self._room = _MOST_CACHED

    @cached_property
    def ids(self) -> _Ids:
        """The id of each document; "" where it was deleted."""
        return _Ids(self._segments, self._bases, self._live)

    @cached_property
    def columns(self) -> Columns:
        """The other values of each document."""
        names = list(dict.fromkeys(["", *(n for s in self._segments for n in s.channel_names)]))
        channels = [
            np.array([names.index(name) for name in segment.channel_names])[segment.channels]
            for segment in self._segments
        ]

        def column(name: str) -> NDArray[Any]:
            parts = [getattr(segment, name) for segment in self._segments]
            return np.concatenate(parts) if parts else np.zeros(0)

        return Columns(
            np.concatenate(self._live) if self._live else np.zeros(0, np.bool_),
            column("articles").astype(np.bool_),
            column("days").astype(np.int64),
            np.concatenate(channels) if channels else np.zeros(0, np.int64),
            names,
            column("title_lengths").astype(np.int64),
            column("body_lengths").astype(np.int64),
            column("aligned").astype(np.uint8),
        )

    def postings(self, family: Family, term: str) -> Postings:
        """Give where a term stands; `NO_POSTINGS` where it is unknown."""
        found = self._cache.get((family, term))
        if found is None:
            found = self._read(family, term)
            self._room -= len(found.documents) + _COST
            if self._room < 0:
                self._cache = {}
                self._room = _MOST_CACHED
            self._cache[family, term] = found
        return found

    def _read(self, family: Family, term: str) -> Postings:
        documents, counts = [], []
        for segment, base, live, whole in zip(
            self._segments, self._bases, self._live, self._whole, strict=False
        ):
            place = segment.place(family, term)
            if place is None:
                continue
            found, packed = segment.postings(place)
            if not whole:
                keep = live[found]
                found, packed = found[keep], packed[keep]
            ordinals = found.astype(np.int64)
            ordinals += base
            documents.append(ordinals)
            counts.append(packed)
        if not documents:
            return NO_POSTINGS
        packed = np.concatenate(counts) if len(counts) > 1 else counts[0]
        return Postings(
            np.concatenate(documents) if len(documents) > 1 else documents[0],
            packed >> BODY_BITS,
            packed & MOST_IN_BODY,
        )

    def records(self, documents: Ordinals) -> Iterator[bytes]:
        """Give the normalised texts of documents, ascending or not."""
        if len(self._segments) == 1:
            yield from self._segments[0].records(documents)
            return
        of = np.searchsorted(self._bases, documents, "right") - 1
        for start in range(0, len(documents), _RECORDS_AT_ONCE):
            some = documents[start : start + _RECORDS_AT_ONCE]
            found: list[bytes] = [b""] * len(some)
            segments = of[start : start + _RECORDS_AT_ONCE]
            for number in sorted(set(segments.tolist())):
                places = np.flatnonzero(segments == number)
                inside = some[places] - self._bases[number]
                for place, record in zip(
                    places.tolist(), self._segments[number].records(inside), strict=True
                ):
                    found[place] = record
            yield from found

    def ordinals(self, ids: Iterable[str]) -> Ordinals:
        """Give the ordinals, ascending, of those of these documents that are there."""
        wanted = np.array([int(id_, 16) for id_ in ids], np.uint64)
        found = [np.zeros(0, np.int64)]
        for segment, base, live in zip(self._segments, self._bases, self._live, strict=False):
            inside = segment.ordinals(wanted)
            found.append(inside[live[inside]] + base)
        return np.sort(np.concatenate(found))

    def terms(self, family: Family, accept: Callable[[str], bool]) -> list[str]:
        """Give the terms of a family that are accepted, by a look at all that are strings."""
        letter = family.value[0].encode()
        found: dict[str, None] = {}
        for segment in self._segments:
            for string in segment.all_strings():
                if string.startswith(letter) and accept(term := string[1:].decode()):
                    found[term] = None
        return list(found)

    def close(self) -> None:
        """Let the files go: they are unmapped with the last array that is in use."""
        self._segments = []


class _Ids(Sequence[str]):
    """The ids of all documents, made into strings when they are asked for."""

    def __init__(
        self, segments: list[Segment], bases: list[int], live: list[NDArray[np.bool_]]
    ) -> None:
        self._segments = segments
        self._bases = bases
        self._live = live

    def __len__(self) -> int:
        return self._bases[-1]

    @overload
    def __getitem__(self, ordinal: int) -> str: ...
    @overload
    def __getitem__(self, ordinal: slice) -> list[str]: ...
    def __getitem__(self, ordinal: int | slice) -> str | list[str]:
        if isinstance(ordinal, slice):
            return [self[one] for one in range(*ordinal.indices(len(self)))]
        if not 0 <= ordinal < len(self):
            raise IndexError(ordinal)
        at = bisect_right(self._bases, ordinal) - 1
        place = ordinal - self._bases[at]
        return f"{int(self._segments[at].ids[place]):016x}" if self._live[at][place] else ""

    def __iter__(self) -> Iterator[str]:
        for segment, live in zip(self._segments, self._live, strict=True):
            for number, is_live in zip(segment.ids.tolist(), live.tolist(), strict=True):
                yield f"{number:016x}" if is_live else ""


class ArrayWriter:
    """A `Writer`: batches are inverted in memory and become one segment at the commit."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._storage, self._contents, self._segments, self._live = _read(folder)
        self._waiting: list[Entry] = []
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
        self._waiting += entries
        while len(self._waiting) >= MOST_AT_ONCE:
            self._invert()

    def _invert(self) -> None:
        self._inverted.append(invert(self._waiting[:MOST_AT_ONCE]))
        del self._waiting[:MOST_AT_ONCE]

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
                verify(self._folder / (one.entry.segment_id() + _SUFFIX))  # or damage would spread
            segments = [one for one in segments if one not in group]
            segments.append(
                self._written([one.arrays for one in group], [one.live for one in group])
            )
        generation = self._contents.generation + 1
        contents = TOC(self._contents.schema, [one.entry for one in segments], generation)
        contents.write(self._storage, _NAME)
        clean_files(self._storage, _NAME, generation, contents.segments)

    def _written(self, arrays: Sequence[Segment], live: Sequence[NDArray[np.bool_]]) -> _Kept:
        """Write segments as one."""
        size = sum(int(mask.sum()) for mask in live)
        entry = W3Segment(None, _NAME, size)
        path = self._folder / (entry.segment_id() + _SUFFIX)
        if len(arrays) == 1 and size == arrays[0].size:
            save(arrays[0], path)
        else:
            merge(arrays, live, path)
        return _Kept(entry, load(path), np.ones(size, np.bool_))

    def cancel(self) -> None:
        """Drop the changes."""
        self._waiting.clear()
        self._inverted.clear()


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
