"""The index in stock Whoosh: segments, postings, stored fields and deletions are Whoosh's.

Each family of terms is a field. A posting's weight holds how often the term stands in the title and
in the body, as `title * 2**16 + body`: exact in the 32-bit float that Whoosh stores.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.fields import STORED, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence
from whoosh.index import FileIndex
from whoosh.reading import TermNotFound

from ..corpus.files import sync
from ..language.normalise import normalise, readings
from ..language.terms import Family, count_terms
from ..language.titles import group_of
from .columns import HAS_NUMBER, MOST_IN_BODY, MOST_IN_TITLE, NO_POSTINGS, Columns, Postings
from .segments.segment import record_of
from .whoosh_version import check_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from .columns import Counts, Entry, Ordinals

_TITLE_UNIT = 1 << 16
_MOST_CACHED = 4_000_000  # postings kept decoded, of 24 bytes each


class TermsField(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field whose value is a mapping from terms to weights, counted by `index.terms`."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None)

    def index(
        self, value: Mapping[str, int], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Give Whoosh the (term, frequency, weight, value) of each posting."""
        for term, weight in value.items():
            yield term.encode(), 1, float(weight), b""


_STORED = ("id", "article", "day", "channel", "title_length", "body_length", "record", "more")


def schema() -> Schema:
    """Give the fields: one a family of terms, and what is stored of a document."""
    fields = {family.value: TermsField() for family in Family}
    return Schema(**fields, **{name: STORED() for name in _STORED})


def create(folder: Path) -> None:
    """Make an empty index in a folder that exists."""
    check_version()
    FileIndex.create(FileStorage(str(folder)), schema(), "MAIN").close()


class WhooshSnapshot:
    """A `Snapshot` over a Whoosh reader."""

    def __init__(self, folder: Path, seq: int) -> None:
        check_version()
        self._index = FileIndex(FileStorage(str(folder), readonly=True), indexname="MAIN")
        self._reader = self._index.reader()
        self._lock = threading.Lock()  # a Whoosh reader seeks in its files
        self._cache: dict[tuple[Family, str], Postings] = {}
        self._cached = 0
        self.seq = seq
        self.size: int = self._reader.doc_count_all()

    @cached_property
    def _stored(self) -> dict[int, dict[str, Any]]:
        with self._lock:
            return dict(self._reader.iter_docs())

    @cached_property
    def ids(self) -> list[str]:
        """The id of each document; "" where it was deleted."""
        ids = [""] * self.size
        for ordinal, stored in self._stored.items():
            ids[ordinal] = stored["id"]
        return ids

    @cached_property
    def columns(self) -> Columns:
        """The other values of each document."""
        live = np.zeros(self.size, np.bool_)
        numbers = {name: np.zeros(self.size, np.int64) for name in ("article", "day", "channel")}
        lengths = {name: np.zeros(self.size, np.int64) for name in ("title_length", "body_length")}
        channels: defaultdict[str, int] = defaultdict(lambda: len(channels), {"": 0})
        for ordinal, stored in self._stored.items():
            live[ordinal] = True
            numbers["article"][ordinal] = stored["article"]
            numbers["day"][ordinal] = stored["day"]
            numbers["channel"][ordinal] = channels[stored["channel"]]
            for name, column in lengths.items():
                column[ordinal] = stored[name]
        return Columns(
            live,
            numbers["article"].astype(np.bool_),
            numbers["day"],
            numbers["channel"],
            list(channels),
            lengths["title_length"],
            lengths["body_length"],
            np.zeros(self.size, np.uint8),
            *self._more(),
        )

    def _more(self) -> tuple[NDArray[np.uint64], Counts, NDArray[np.uint8]]:
        folds = np.zeros(self.size, np.uint64)
        places = np.zeros(self.size, np.int64)
        flags = np.zeros(self.size, np.uint8)
        for ordinal, stored in self._stored.items():
            folds[ordinal], places[ordinal], flags[ordinal] = stored["more"]
        return folds, places, flags

    def records(self, documents: Ordinals) -> Iterator[bytes]:
        """Give the normalised texts of documents."""
        for ordinal in documents.tolist():
            yield self._stored[ordinal]["record"]

    def ordinals(self, ids: Iterable[str]) -> Ordinals:
        """Give the ordinals, ascending, of those of these documents that are there."""
        wanted = set(ids)
        found = [ordinal for ordinal, id_ in enumerate(self.ids) if id_ and id_ in wanted]
        return np.array(found, np.int64)

    def postings(self, family: Family, term: str) -> Postings:
        """Give where a term stands; `NO_POSTINGS` where it is unknown."""
        with self._lock:
            found = self._cache.get((family, term))
            if found is None:
                found = self._read_postings(family, term)
                self._cached += len(found.documents) + 1
                if self._cached > _MOST_CACHED:
                    self._cache.clear()
                    self._cached = len(found.documents) + 1
                self._cache[family, term] = found
        return found

    def _read_postings(self, family: Family, term: str) -> Postings:
        try:
            matcher = self._reader.postings(family.value, term.encode())
        except TermNotFound:
            return NO_POSTINGS
        documents: list[int] = []
        weights: list[float] = []
        while matcher.is_active():
            documents.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
        packed: Counts = np.array(weights).astype(np.int64)
        return Postings(
            np.array(documents, np.int64),
            (packed // _TITLE_UNIT).astype(np.uint8),
            (packed % _TITLE_UNIT).astype(np.uint8),
        )

    def terms(self, family: Family, accept: Callable[[str], bool]) -> list[str]:
        """Give the terms of a family that are accepted, by a look at all of them."""
        with self._lock:
            texts = [term.decode() for term in self._reader.lexicon(family.value)]
        return [text for text in texts if accept(text)]

    def close(self) -> None:
        """Let the files go."""
        with self._lock:
            self._reader.close()
            self._index.close()


class WhooshWriter:
    """A `Writer` over a Whoosh segment writer."""

    def __init__(self, folder: Path) -> None:
        check_version()
        self._folder = folder
        self._index = FileIndex(FileStorage(str(folder)), indexname="MAIN")
        self._writer = self._index.writer(limitmb=256)
        self._ordinals = self._ordinals_of_ids()

    def _ordinals_of_ids(self) -> dict[str, list[int]]:
        """Find every copy of each document, so that a second one could never outlive a change."""
        ordinals: dict[str, list[int]] = defaultdict(list)
        reader = self._index.reader()
        try:
            for ordinal, stored in reader.iter_docs():
                ordinals[stored["id"]].append(ordinal)
        finally:
            reader.close()
        return ordinals

    def delete(self, ids: Sequence[str]) -> None:
        """Drop every document that has one of these ids; unknown ids are no error."""
        for id_ in ids:
            for ordinal in self._ordinals.pop(id_, ()):
                self._writer.delete_document(ordinal)

    def add(self, entries: Sequence[Entry]) -> None:
        """Take documents in, whose ids are not there or were deleted by this writer."""
        for entry in entries:
            group = group_of(normalise(entry.title))
            title, body = count_terms(entry.title), count_terms(entry.body)
            fields = {
                family.value: _weights(title.families[family], body.families[family])
                for family in Family
            }
            self._writer.add_document(
                id=entry.id,
                article=entry.article,
                day=entry.day,
                channel=entry.channel,
                title_length=title.length,
                body_length=body.length,
                more=(group.key, group.place, entry.flags | group.has_number * HAS_NUMBER),
                record=record_of(readings(entry.title), readings(entry.body)),
                **fields,
            )

    def commit(self) -> None:
        """Make the changes visible, and lasting on the disk."""
        self._writer.commit()
        self._index.close()
        # Whoosh flushes nothing to the disk.
        for path in self._folder.iterdir():
            sync(path)
        sync(self._folder)

    def cancel(self) -> None:
        """Drop the changes."""
        self._writer.cancel()
        self._index.close()


def _weights(title: Mapping[str, int], body: Mapping[str, int]) -> dict[str, int]:
    weights = {term: min(count, MOST_IN_BODY) for term, count in body.items()}
    for term, count in title.items():
        weights[term] = weights.get(term, 0) + min(count, MOST_IN_TITLE) * _TITLE_UNIT
    return weights
