"""The index of a data folder: applies changes, or is built anew beside the old one.

A change is the state of its document now, so applying it twice is the same as once. Only a holder
of the writer lock may call what changes anything here.
"""

from __future__ import annotations

import errno
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from ..corpus.documents import Flag, Kind
from ..corpus.errors import DamagedError, OutdatedError
from ..corpus.files import raise_shortage, unwritable
from ..corpus.level import not_level
from .columns import Entry
from .generations import Generations
from .manifest import REMEDY
from .segments.file import SUFFIX, verify
from .segments.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ..corpus.changes import ChangeBatch
    from ..corpus.documents import Document
    from ..corpus.reader import CorpusReader
    from .manifest import Manifest

    Progress = Callable[[int, int | None, str], None]

T = TypeVar("T")
_NOT_THERE = (errno.ENOENT, errno.EIO)  # what is missing or unreadable is built anew
_FLAGS = list(Flag)  # in the order of their bits
_BATCH = 5_000  # documents that are inverted at once


class Index:
    """The index of a data folder.

    Args:
        folder: of the generations.
        building: the generation that is meant; without it the live one.
    """

    def __init__(self, folder: Path, building: int | None = None) -> None:
        self.generations = Generations(folder)
        self._building = building

    def stamp(self) -> tuple[int, int, int] | None:
        """Return something cheap that changes with the index; None where there is none."""
        return self.generations.stamp(self._building)

    def follows(self) -> str | None:
        """Return the id of the corpus that the index is of, None where it has seen none.

        Raises:
            DamagedError, OutdatedError: it cannot be used.
        """
        live = self._live()
        return None if live is None else live[1].corpus

    def reached(self) -> int:
        """Return the change of the corpus that the index has reached, 0 where there is none yet.

        Raises:
            DamagedError, OutdatedError: it cannot be used.
        """
        live = self._live()
        return 0 if live is None else live[1].seq

    def snapshot(self) -> Snapshot:
        """Open the newest state.

        Raises:
            DamagedError, OutdatedError: it cannot be used.
        """
        return self._of_live(Snapshot)

    def verify(self) -> None:
        """Compare the checksums of the live generation's files.

        Raises:
            DamagedError, OutdatedError: one does not fit, or the generation cannot be used.
        """
        self._of_live(_verify)

    def apply(self, batch: ChangeBatch) -> None:
        """Apply changes as one commit; an index is made where there is none.

        What a crash left beside it is removed, also by an empty batch.

        Raises:
            SouwenError: it cannot be written, or not be used.
        """
        live = self._live()
        if live is None:
            with self.rebuilding() as building:
                building.apply(batch)
            return
        number, manifest = live
        path = self.generations.path(number)
        if batch.corpus != manifest.corpus is not None:
            raise DamagedError(path, "it is the index of another corpus", REMEDY)
        from .segments.writer import IndexWriter, remove_unnamed  # noqa: PLC0415 - not for a search

        with self._writing(number):
            if len(batch) or batch.seq > manifest.seq:
                writer = IndexWriter(path)
                writer.delete(batch.ids())
                writer.add([entry_of(document) for document in batch.documents])
                writer.commit(batch.seq, batch.corpus, more_follows=batch.more_follows)
            else:
                remove_unnamed(path)
            if self._building is None:
                self.generations.remove_others(number)

    @contextmanager
    def rebuilding(self) -> Iterator[Index]:
        """Lend the next generation, empty; at the end it is the live one, or it is removed.

        Raises:
            SouwenError: it cannot be written.
        """
        try:
            number = self.generations.new()
        except OSError as error:
            raise unwritable(self.generations.folder, error) from error
        from .segments.writer import create  # noqa: PLC0415 - not for a search

        try:
            with self._writing(number):
                create(self.generations.path(number))
            yield Index(self.generations.folder, building=number)
            with self._writing(number):
                self.generations.make_current(number)
        except BaseException:
            self.generations.remove_if_not_current(number)
            raise

    def _live(self) -> tuple[int, Manifest] | None:
        if self._building is None:
            return self.generations.live()
        return self._building, self.generations.manifest(self._building)

    def _of_live(self, read: Callable[[Path, Manifest], T]) -> T:
        """Read the newest state, again where a writer replaces its files meanwhile."""
        while True:
            live = self._live()
            if live is None:
                raise DamagedError(self.generations.folder, "no index in it", REMEDY)
            number, manifest = live
            try:
                return read(self.generations.path(number), manifest)
            except (DamagedError, OSError) as error:
                raise_shortage(error)
                if self._live() != live:
                    continue
                if isinstance(error, DamagedError):
                    raise
                raise self._damaged(number, error) from error

    def problems(
        self, reader: CorpusReader, *, deep: bool = False, progress: Progress | None = None
    ) -> Iterator[str]:
        """Yield what is wrong with the index, a line each; `deep` inverts every text again."""
        try:
            if self.generations.current() is None:
                return
            if self.follows() not in {None, reader.id()}:
                yield "index: it is that of another corpus; the next search builds it anew"
                return
            # First: arrays of a damaged file may lead anywhere. Not only where `deep`: what a
            # search refuses must be seen, or there is nothing to repair.
            self.verify()
            snapshot = self.snapshot()
        except (DamagedError, OutdatedError) as error:
            yield f"index: {error}"
            return
        try:
            with reader.one_state():  # later than that of the index
                yield from not_level({id_ for id_ in snapshot.ids if id_}, reader, snapshot.seq)
                if deep:
                    yield from _wrong_terms(snapshot, reader, progress)
        except DamagedError as error:
            yield f"index: {error}"
        finally:
            snapshot.close()

    @contextmanager
    def _writing(self, number: int) -> Iterator[None]:
        """Turn what goes wrong with the files of a generation into souwen's own errors.

        What else goes wrong is a fault of ours: it is not called damage, or it would be hidden by
        building the index anew.
        """
        try:
            yield
        except OSError as error:
            raise_shortage(error)
            if error.errno in _NOT_THERE:
                raise self._damaged(number, error) from error
            raise unwritable(self.generations.path(number), error) from error

    def _damaged(self, number: int, error: OSError) -> DamagedError:
        reason = f"{type(error).__name__}: {error}"
        return DamagedError(self.generations.path(number), reason, REMEDY)


def _verify(folder: Path, manifest: Manifest) -> None:
    for segment in manifest.segments:
        verify(folder / (segment.name + SUFFIX))


def _wrong_terms(
    snapshot: Snapshot, reader: CorpusReader, progress: Progress | None
) -> Iterator[str]:
    """Invert every text again, a batch at once, and compare terms and texts with what is kept."""
    from .segments.invert import invert  # noqa: PLC0415 - not for a search

    kept = snapshot.fingerprints()
    ids = list(reader.live_ids())
    for start in range(0, len(ids), _BATCH):
        if progress:
            progress(start, len(ids), "comparing terms")
        documents = reader.documents(ids[start : start + _BATCH], sources=False)
        anew = invert([entry_of(document) for document in documents.values()])
        prints, records = anew.fingerprints(), list(anew.records(np.arange(anew.size)))
        for at, id_ in enumerate(documents):
            for ordinal in snapshot.ordinals([id_]).tolist():
                if kept[ordinal] != prints[at]:
                    yield f"index: the terms of {id_} are not those of its text"
                (record,) = snapshot.records(np.array([ordinal]))
                if record != records[at]:
                    yield f"index: the text of {id_} is not what the corpus has"


def entry_of(document: Document) -> Entry:
    """Return a document as an index takes it."""
    published = document.published
    return Entry(
        document.id,
        document.kind is Kind.ARTICLE,
        date.fromisoformat(published).toordinal() if published else 0,
        document.channel or "",
        document.title,
        document.body,
        sum(1 << _FLAGS.index(flag) for flag in document.flags),
        int(datetime.fromisoformat(document.arrived).timestamp()) if document.arrived else 0,
    )
