"""Who reads which state of a data folder, and who may write; nothing slow is done under a lock.

One thread brings an index that is behind level with the corpus; all others go on with the state
that there is. They wait only where there is none yet.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager, nullcontext, suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..corpus.errors import (
    ClusterError,
    LockedError,
    LostError,
    NoDataError,
    OlderError,
    RequestError,
    SouwenError,
)
from ..corpus.files import stamp_of_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from ..cluster.index import ClusterIndex
    from ..corpus.lock import WriterLock
    from ..corpus.reader import CorpusReader
    from ..corpus.store import CorpusWriter
    from ..search.contract import IndexSnapshot
    from ..search.local import LocalIndex

    Progress = Callable[[int, int | None, str], None]
    AnyIndex: TypeAlias = LocalIndex | ClusterIndex


_ALONE = (
    "that needs the corpus: an index alone was opened, only to search; name its data folder too"
)


class Session:
    """The corpus and the index of a data folder, for any number of threads.

    Args:
        folder: the data folder.
        lock_timeout: seconds to wait for another writer.
        progress: told how far the index is brought level, where nobody else is.
        address: of an index on a cluster, in the place of that in the folder.
    """

    def __init__(
        self,
        folder: Path,
        lock_timeout: float,
        progress: Progress | None = None,
        address: str | None = None,
    ) -> None:
        if address is not None:
            from ..cluster.address import Address  # noqa: PLC0415 - few have one

            Address.read(address)
        self._folder = folder
        self._address = address
        self._progress = progress
        self._lock_timeout = lock_timeout
        self._guard = threading.Lock()
        self._idle: list[CorpusReader] = []
        self._index: AnyIndex | None = None
        self._catching_up = threading.Lock()
        self._level: str | None = None  # the state that was last compared with the corpus
        self._closed = False

    def close(self) -> None:
        """Let all files go; a second time does nothing."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
            index, self._index = self._index, None
        if index is not None:
            index.close()
        for reader in idle:
            reader.close()

    @property
    def lock_timeout(self) -> float:
        """Seconds to wait for whoever changes something."""
        return self._lock_timeout

    def forget(self) -> None:
        """Open everything anew: another corpus has taken the place of this one."""
        with self._guard:
            idle, self._idle = self._idle, []
            self._level = None
        for reader in idle:
            reader.close()

    def has_corpus(self) -> bool:
        """Whether something was added; False where that cannot be seen."""
        from ..corpus.schema import FILE_NAME  # noqa: PLC0415

        return os.path.exists(self._folder / FILE_NAME)  # noqa: PTH110 - raises nothing

    def index(self) -> AnyIndex:
        """Return the index that follows the corpus."""
        with self._guard:
            self._check_open()
            if self._index is None:
                self._index = self._made_index()
            return self._index

    def _made_index(self) -> AnyIndex:
        if self._address is not None:
            from ..cluster.index import opened  # noqa: PLC0415 - few have one

            return opened(self._address, self.reading)
        from ..index.follow import Index  # noqa: PLC0415
        from ..search.local import LocalIndex  # noqa: PLC0415

        return LocalIndex(Index(self._folder / "index"), self.reading)

    def remote(self) -> ClusterIndex | None:
        """Return the index on a cluster; None where it is in the folder."""
        if self._address is None:
            return None
        from ..cluster.index import ClusterIndex  # noqa: PLC0415 - few have one

        index = self.index()
        return index if isinstance(index, ClusterIndex) else None

    def alone(self) -> ClusterIndex | None:
        """Return the index on a cluster where there is no corpus to ask; else None."""
        return None if self._address is None or self.has_corpus() else self.remote()

    @contextmanager
    def reading(self) -> Iterator[CorpusReader]:
        """Lend a reader of one state; it is kept, as opening one takes longer than a search."""
        with self._guard:
            self._check_open()
            reader = self._idle.pop() if self._idle else None
        try:
            if reader is not None:
                reader.look_again()  # the folder may be gone meanwhile, or another
        except OlderError:
            reader = None
        except BaseException:
            if reader is not None:
                reader.close()
            raise
        reader = reader or self._opened()
        try:
            with reader.one_state():
                yield reader
        finally:
            with self._guard:
                is_kept = not self._closed
                if is_kept:
                    self._idle.append(reader)
            if not is_kept:
                reader.close()

    def _opened(self, *, accept: bool = False) -> CorpusReader:
        """Open a reader of what is there now, brought up to date if need be."""
        self._check_folder()
        from ..corpus.reader import CorpusReader  # noqa: PLC0415

        try:
            return CorpusReader(self._folder, accept=accept)
        except NoDataError:
            self.check_corpus()
            raise
        except OlderError:
            from ..corpus.store import CorpusWriter  # noqa: PLC0415

            with self.locked():
                CorpusWriter(self._folder).close()
            return CorpusReader(self._folder, accept=accept)

    def accept_loss(self) -> None:
        """Take what is there for the corpus, although it lost changes; for the holder of the lock.

        Raises:
            NoDataError: nothing is there.
        """
        from ..corpus.store import CorpusWriter  # noqa: PLC0415

        if not self.has_corpus():
            raise NoDataError(self._folder)
        with CorpusWriter(self._folder, accept=True):
            pass

    def check_data(self) -> None:
        """Raise `NoDataError` where nothing was added."""
        with self.reading():
            pass

    def state(self, *more: object) -> str:
        """Return a short string that changes with the files of the corpus and of the index.

        Args:
            more: what else it is to change with.
        """
        from ..corpus.schema import FILE_NAME  # noqa: PLC0415

        files = (f"{self._folder}/{name}" for name in (FILE_NAME, f"{FILE_NAME}-wal"))
        stamps = [self.index().state(), *more, *map(stamp_of_file, files)]
        return blake2b(repr(stamps).encode(), digest_size=8).hexdigest()

    @contextmanager
    def searching(self) -> Iterator[IndexSnapshot]:
        """Lend the newest state of the index, after bringing it level where that is needed."""
        with self._impatient():
            index = self.index()
            is_alone = self._level is None and self.alone() is not None
            if self._level is None and not is_alone:
                self.check_data()
            state = index.state()
            if (state is None or state != self._level) and not is_alone:
                self._bring_level(index, state)
                state = None  # it may be another one now
            with index.snapshot(state) as snapshot:
                yield snapshot

    def _bring_level(self, index: AnyIndex, state: str | None) -> None:
        """Catch up, unless another thread or process is at it and there is something to search."""
        if not self._catching_up.acquire(blocking=state is None):
            return
        try:
            # A crash came between the corpus and the index, or a writer is just at it, or another
            # corpus was put in the place of this one.
            with self.reading() as corpus:
                is_behind = (
                    index.state() is None
                    or index.reached() != corpus.seq()
                    or index.follows() not in {None, corpus.id()}
                )
            if is_behind:
                with self.locked(timeout=0):
                    self.catch_up()
        except LostError:
            raise
        except LockedError:
            if index.state() is None:
                raise  # the first documents are just coming in
        except SouwenError:
            if index.state() is None or index.is_remote:
                raise
            # If this process may not write, what is there must do.
        finally:
            self._level = index.state()
            self._catching_up.release()

    def catch_up(self, progress: Progress | None = None) -> None:
        """Bring the index level with the corpus; for the holder of the lock."""
        from ..search.follow import catch_up  # noqa: PLC0415

        with self.reading_anew() as corpus, self._patient():
            catch_up(self.index(), corpus, progress or self._progress)
            self.share_dictionary()
        self.log_index()

    def rebuild(self, progress: Progress | None = None, *, accept: bool = False) -> None:
        """Build the index anew, of what is there if need be; for the holder of the lock."""
        from ..search.follow import rebuild  # noqa: PLC0415

        with self.reading_anew() as corpus, self._patient():
            rebuild(self.index(), corpus, progress or self._progress, accept=accept)
            self.share_dictionary()
        self.log_index()

    def share_dictionary(self) -> None:
        """Keep the person's own words with an index on a cluster, for machines that only search."""
        remote = self.remote()
        if remote is not None:
            from ..search.own.dictionary import UserDictionary  # noqa: PLC0415

            remote.keep_words(UserDictionary.load(self._folder).text())

    def _patient(self) -> AbstractContextManager[None]:
        """Have an index on a cluster wait for one that is away, as who writes may."""
        remote = self.remote()
        return nullcontext() if remote is None else remote.client.patient()

    def _impatient(self) -> AbstractContextManager[None]:
        """Have a search wait for a cluster that is away once, not at each of its requests."""
        remote = self.remote()
        return nullcontext() if remote is None else remote.client.impatient()

    def log_index(self) -> None:
        """Log which change the index has reached."""
        import logging  # noqa: PLC0415 - not for a search that finds the index level

        with self.reading() as corpus:
            stats = self.index().stats(corpus)
        logging.getLogger(__name__).info(
            "index: generation %s is at change %d", stats.generation, stats.seq
        )

    @contextmanager
    def examining(self) -> Iterator[CorpusReader]:
        """Open a reader of what is there now, although it may have lost something."""
        with self._opened(accept=True) as reader:
            yield reader

    @contextmanager
    def reading_anew(self) -> Iterator[CorpusReader]:
        """Open a reader of what is there now, outside the snapshots of others."""
        from ..corpus.reader import CorpusReader  # noqa: PLC0415

        with CorpusReader(self._folder) as reader:
            yield reader

    def locked(self, timeout: float | None = None, *, create: bool = False) -> WriterLock:
        """Return the lock of the one who writes.

        Args:
            timeout: seconds to wait for another; by default those of the session.
            create: whether to make a data folder that is not there.
        """
        from ..corpus.lock import WriterLock  # noqa: PLC0415

        self._check_folder()
        with self._guard:
            self._check_open()
        wait = self._lock_timeout if timeout is None else timeout
        return WriterLock(self._folder, wait, create=create)

    @contextmanager
    def writing(
        self, *, create: bool = False, progress: Progress | None = None
    ) -> Iterator[CorpusWriter]:
        """Lend the writer under the lock, then bring the index level with what it wrote."""
        from ..corpus.backup import remove_leftovers  # noqa: PLC0415
        from ..corpus.store import CorpusWriter  # noqa: PLC0415

        with self._guard:
            self._check_open()
        self._check_folder()
        if create and not self.has_corpus() and (remote := self.remote()):
            remote.check_is_free()
        with self.locked(create=create):
            remove_leftovers(self._folder)
            with CorpusWriter(self._folder) as writer:
                self._check_index()
                yield writer
            try:
                self.catch_up(progress)
            except ClusterError as error:
                kept = "the corpus has what was written, and the next command sends it"
                raise ClusterError(f"{error}; {kept}") from None

    def _check_index(self) -> None:
        """Have an index that is ahead speak up now: later it would pass for one of this corpus."""
        index, is_ahead = self.index(), False
        with self.reading_anew() as corpus, suppress(SouwenError):
            is_ahead = index.reached() > corpus.seq()
        if is_ahead:
            self.catch_up()  # it is another corpus' index, or the corpus lost something

    @contextmanager
    def rehearsing(self) -> Iterator[CorpusWriter]:
        """Lend a writer to a copy of the corpus that is thrown away."""
        import tempfile  # noqa: PLC0415

        from ..corpus.store import CorpusWriter  # noqa: PLC0415

        self._check_folder()
        with tempfile.TemporaryDirectory(prefix="souwen-") as folder:
            if self.has_corpus():
                with self.reading() as reader:
                    reader.copy_to(Path(folder))
            with CorpusWriter(Path(folder)) as writer:
                yield writer

    def _check_folder(self) -> None:
        """Raise where there is an index alone."""
        if self._address is not None and self._folder == Path(os.devnull):
            raise RequestError(_ALONE)

    def check_corpus(self) -> None:
        """Raise where there is an index alone, also where a folder was named for the corpus."""
        if self.alone() is not None:
            raise RequestError(_ALONE)

    def _check_open(self) -> None:
        if self._closed:
            raise SouwenError("this engine is closed: open another")
