"""A snapshot of the index over mapped segment files, without Whoosh, so that it opens fast."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from ...language.sketches import BINS
from ..columns import COLUMNS, MOST_IN_BODY, NO_POSTINGS, SKETCH, Columns, Postings, numbered
from ..manifest import read_manifest
from .cache import Recent
from .file import SUFFIX, load
from .lexicon import terms_from
from .segment import BODY_BITS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from ...language.literal import LiteralText
    from ...language.terms import Family
    from ..columns import Mask, Ordinals
    from ..manifest import Manifest
    from .segment import Segment

# One search asks for a term several times, and searches have terms in common.
_MOST_CACHED = 3_000_000  # postings kept unpacked, twice, of 10 bytes each
_COST = 20  # of an entry, in postings
_RECORDS_AT_ONCE = 1_000
_FEW = 64  # documents
_NARROW = 4  # bytes: such numbers are given with 8


class Snapshot:
    """One state of an index, which later commits do not change; safe to read from any thread.

    Damage of what is read of its files raises `DamagedError`.

    Args:
        folder: of a generation.
        manifest: of the state; without it the newest.
    """

    def __init__(self, folder: Path, manifest: Manifest | None = None) -> None:
        manifest = manifest or read_manifest(folder)
        self.seq = manifest.seq
        self._segments = [load(folder / (state.name + SUFFIX)) for state in manifest.segments]
        self._live = [state.live() for state in manifest.segments]
        self._bases = np.cumsum([0, *(segment.size for segment in self._segments)]).tolist()
        self._whole = [bool(mask.all()) for mask in self._live]
        self.size: int = self._bases[-1]
        self._recent = self._new_cache()

    @staticmethod
    def _new_cache() -> Recent[tuple[Family, str], Postings]:
        return Recent(_MOST_CACHED, lambda found: len(found.documents) + _COST)

    @cached_property
    def ids(self) -> _Ids:
        """The id of each document; "" where it was deleted."""
        return _Ids(self._segments, self._bases, self._live)

    @cached_property
    def live_count(self) -> int:
        """How many documents were not deleted."""
        return int(sum(mask.sum() for mask in self._live))

    @cached_property
    def columns(self) -> Columns:
        """The other values of each document."""
        values: dict[str, Any] = {}
        for column in COLUMNS:
            if not column.is_read_whole:
                continue
            parts = [segment.part(column.name) for segment in self._segments]
            if column.names:
                lists = (segment.names[column.name] for segment in self._segments)
                values[column.names], numbers = numbered(lists)
                parts = [new[part] for new, part in zip(numbers, parts, strict=True)]
            found = np.concatenate([np.zeros(0, column.stored), *parts])
            values[column.name] = found.astype(np.int64) if found.itemsize == _NARROW else found
        return Columns(live=np.concatenate([np.zeros(0, np.bool_), *self._live]), **values)

    def postings(self, family: Family, term: str) -> Postings:
        """Return where a term stands; `NO_POSTINGS` where it is unknown."""
        return self._recent.get((family, term), self._read)

    def frequency(self, family: Family, term: str) -> int:
        """Return how many documents have a term."""
        return len(self.postings(family, term).documents)

    def holding(self, literal: LiteralText, *, title_only: bool) -> int | None:  # noqa: ARG002
        """Return in how many documents a string stands; None where only a look tells."""
        return None

    @cached_property
    def average_lengths(self) -> tuple[float, float]:
        """The average length of a title and of a body, 1 at least."""
        columns = self.columns
        lengths = columns.title_lengths, columns.body_lengths
        title, body = (
            max(float(each[columns.live].mean()) if self.live_count else 1.0, 1.0)
            for each in lengths
        )
        return title, body

    def count(self, family: Family, term: str) -> int:
        """Return in how many documents a term stands, those that were deleted among them."""
        places = ((segment, segment.place(family, term)) for segment in self._segments)
        return sum(segment.count(place) for segment, place in places if place is not None)

    @cached_property
    def string_count(self) -> int:
        """How many terms are kept as strings; one is counted in each segment that has it."""
        return sum(len(segment.string_ends) for segment in self._segments)

    def _read(self, key: tuple[Family, str]) -> Postings:
        documents, counts = [], []
        for segment, base, live, whole in zip(
            self._segments, self._bases, self._live, self._whole, strict=False
        ):
            place = segment.place(*key)
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
            packed >> np.uint8(BODY_BITS),
            packed & np.uint8(MOST_IN_BODY),
        )

    def records(self, documents: Ordinals) -> Iterator[bytes]:
        """Yield the normalised texts of documents, ascending or not."""
        of = np.searchsorted(self._bases, documents, "right") - 1
        for start in range(0, len(documents), _RECORDS_AT_ONCE):
            some = documents[start : start + _RECORDS_AT_ONCE]
            numbers = of[start : start + _RECORDS_AT_ONCE].tolist()
            found = {
                number: self._segments[number].records(
                    some[of[start : start + _RECORDS_AT_ONCE] == number] - self._bases[number]
                )
                for number in set(numbers)
            }
            if len(found) == 1:
                yield from found[numbers[0]]
            else:
                readers = {number: iter(records) for number, records in found.items()}
                for number in numbers:
                    yield next(readers[number])

    def kept_text(self, document: int) -> tuple[bytes, list[int]]:
        """Return the normalised texts of one document, and the breaks of the way back from them."""
        segment, place = self._place(document)
        return segment.record(place), segment.breaks(place)

    def sketches(self, documents: Ordinals) -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
        """Return the sketches of documents, a row each, and their numbers; see `numbers_of`."""
        if len(documents) <= _FEW:  # one by one is faster for a page of hits
            joined = b"".join([self._sketch(document) for document in documents.tolist()])
            found = np.frombuffer(joined, SKETCH)
        else:
            found = np.zeros(len(documents), SKETCH)
            of = np.searchsorted(self._bases, documents, "right") - 1
            for number in set(of.tolist()):
                inside = of == number
                places = documents[inside] - self._bases[number]
                found[inside] = self._segments[number].values("sketches", places)
        rows = found.view(np.uint8).reshape(-1, SKETCH.itemsize)
        return rows[:, :BINS], rows[:, BINS:].copy().view(np.uint64)[:, 0]

    def _sketch(self, document: int) -> bytes:
        segment, place = self._place(document)
        return segment.part("sketches", place, place + 1).tobytes()

    def _place(self, document: int) -> tuple[Segment, int]:
        """Return the segment of a document, and its place there."""
        at = bisect_right(self._bases, document) - 1
        return self._segments[at], document - self._bases[at]

    def fingerprints(self) -> NDArray[np.uint64]:
        """Return, for each document, what `Segment.fingerprints` does."""
        found = [segment.fingerprints() for segment in self._segments]
        return np.concatenate(found) if found else np.zeros(0, np.uint64)

    def ordinals(self, ids: Iterable[str]) -> Ordinals:
        """Return the ordinals, ascending, of those of these documents that are there."""
        return self.ordinals_of(bytes.fromhex("".join(ids)))

    def ordinals_of(self, ids: bytes) -> Ordinals:
        """Return the same by ids that are joined, 8 bytes each, the highest first."""
        # In their order: a look for the next one goes where the memory was just read.
        wanted = np.sort(np.frombuffer(ids, ">u8").astype(np.uint64))
        found = [np.zeros(0, np.int64)]
        for segment, base, live in zip(self._segments, self._bases, self._live, strict=False):
            inside = segment.ordinals(wanted)
            found.append(inside[live[inside]] + base)
        return np.sort(np.concatenate(found))

    def containing(
        self, families: Iterable[Family], part: str, *, title_only: bool = False
    ) -> Ordinals:
        """Return the documents that have a term of these families with this part in it.

        Terms of one or two characters that are no digits are left out: those are found by name.
        """
        letters = "".join(family.value[0] for family in families).encode()
        has = np.zeros(self.size, np.bool_)
        for segment, base in zip(self._segments, self._bases, strict=False):
            has[segment.containing(letters, part.encode(), title_only=title_only) + base] = True
        return np.flatnonzero(has & self.columns.live)

    def terms(self, family: Family, start: str = "") -> Iterator[str]:
        """Iterate over the terms of a family that are not before `start`, in order.

        Terms that only deleted documents have may be among them.
        """
        merged = heapq.merge(*(terms_from(segment, family, start) for segment in self._segments))
        return (term for term, _ in groupby(merged, itemgetter(0)))

    def segments(self) -> list[tuple[Segment, Mask]]:
        """Return the segments, and which of their documents are there."""
        return list(zip(self._segments, self._live, strict=True))

    def without(self, ids: Iterable[str]) -> Snapshot:
        """Return the same state without these documents; itself where none of them is there."""
        gone = self.ordinals(ids)
        if not len(gone):
            return self
        there = np.ones(self.size, np.bool_)
        there[gone] = False
        parts = np.split(there, self._bases[1:-1])
        fewer = copy(self)
        left = [live & part for live, part in zip(self._live, parts, strict=True)]
        whole = [bool(mask.all()) for mask in left]
        vars(fewer).update(_live=left, _whole=whole, _recent=self._new_cache())
        for worked_out in ("ids", "live_count", "columns", "average_lengths"):
            vars(fewer).pop(worked_out, None)
        return fewer

    def close(self) -> None:
        """Close the files: they are unmapped with the last array that is in use."""
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

    def numbers(self, documents: Ordinals) -> Callable[[Ordinals], NDArray[np.uint64]]:
        """Return what gives the ids, as numbers, of those at some places of these documents."""
        return lambda places: self.as_numbers[documents[places]]

    @cached_property
    def as_numbers(self) -> NDArray[np.uint64]:
        """All ids as numbers, of documents that were deleted too."""
        parts = [segment.part("ids") for segment in self._segments]
        return np.concatenate(parts) if parts else np.zeros(0, np.uint64)

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
        (number,) = self._segments[at].part("ids", place, place + 1).tolist()
        return f"{number:016x}" if self._live[at][place] else ""

    def __iter__(self) -> Iterator[str]:
        for segment, live in zip(self._segments, self._live, strict=True):
            numbers = segment.part("ids").tolist()
            for number, is_live in zip(numbers, live.tolist(), strict=True):
                yield f"{number:016x}" if is_live else ""
