"""Reading many files with several processes, in order, and never far ahead of who stores them."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from multiprocessing import connection, get_context, parent_process
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ...corpus.errors import SouwenError
from ...corpus.intake import pack
from ...corpus.sources import Member
from ..report import Skipped
from ..rows.names import USUAL, FieldNames
from .containers import Finished, read_container, read_pieces
from .limits import DEFAULT_LIMITS, Limits
from .reading import Later
from .walk import STDIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Self

    from .containers import Outcome
    from .reading import Piece
    from .walk import Container

    Read = tuple[Container, Iterable[Outcome]]

_SMALL = 1_000_000  # bytes of a file that travels whole; of a larger one its pieces do
_FEW = 64  # fewer small files are read before the first worker has started
_AHEAD = 64  # files read before they are asked for: bounds the memory
_BATCH = 8  # files that travel together
_WORTH = 2_000_000  # bytes of a file for which alone workers are started
_PIECES = 512 * 1024  # bytes of pieces that travel together
_MOST_PIECES = 128
_LARGE = 8 * 1024 * 1024  # bytes of a piece that is not worth sending
_SAFE_PATH = "PYTHONSAFEPATH"
_T = TypeVar("_T")
_O = TypeVar("_O", bound="Outcome")
_ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


def read_all(
    containers: Iterable[Container],
    encoding: str | None,
    jobs: int,
    limits: Limits = DEFAULT_LIMITS,
    names: FieldNames = USUAL,
) -> Iterator[Read]:
    """Yield each container with the outcomes of reading it, in order.

    The outcomes of one must be used up before the next is asked for.

    Args:
        containers: what to read; may be endless.
        encoding: read everything as this, or None.
        jobs: processes; with 1 none is started.
        limits: what is refused as too large.
        names: what the fields of rows are called.
    """
    how = _How(encoding, limits, names)
    containers = iter(containers)
    # Standard input is there only until the next container is asked for.
    for number, container in enumerate(containers):
        if jobs > 1 and (number >= _FEW or container.size > _WORTH):
            with _Pool(jobs, how) as pool:
                yield from pool.read(chain([container], containers))
        else:
            yield container, read_container(container, *how)


class _How(NamedTuple):
    """How everything is read."""

    encoding: str | None
    limits: Limits
    names: FieldNames


@contextmanager
def _safe_path() -> Iterator[None]:
    """Have no module imported from the current folder by a process that is started meanwhile.

    Python starts a worker as `python -c`, which looks there first: in a folder of dumps that
    somebody else made, perhaps, with a `struct.py` in it.
    """
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off signals that end a program; a worker that is started meanwhile inherits that.

    So Ctrl-C, which all processes of a terminal get, meets none that is half started.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Leave Ctrl-C to the parent process, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


class _Pool:
    """Processes that read, and in which order what they read is given."""

    def __init__(self, jobs: int, how: _How) -> None:
        self._how = how
        self._ahead = 2 * jobs + 2
        # Spawned, because a forked process inherits locks and threads in whatever state they are.
        with _safe_path():  # it starts a process that tidies up
            self._pool = ProcessPoolExecutor(
                jobs, mp_context=get_context("spawn"), initializer=_begin
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        if kind is not None and issubclass(kind, BrokenProcessPool):
            raise SouwenError(
                "a reading process died, perhaps for want of memory: try again with --jobs 1"
            ) from None

    def read(self, containers: Iterable[Container]) -> Iterator[Read]:
        """Read containers, small ones together, and large ones in pieces."""
        waiting: deque[tuple[list[Container], Future[list[list[Outcome]]] | None]] = deque()

        def oldest() -> Iterator[Read]:
            batch, future = waiting.popleft()
            if future is None:
                yield batch[0], self._in_pieces(batch[0])
            else:
                yield from zip(batch, future.result(), strict=True)

        for batch in _batches(containers):
            future = self._submit(_read, batch, self._how) if _travels(batch[0]) else None
            waiting.append((batch, future))
            # Standard input is gone when the next container is asked for.
            most = 1 if batch[0].name == STDIN else _AHEAD // _BATCH
            while len(waiting) >= most:
                yield from oldest()
        while waiting:
            yield from oldest()

    def _in_pieces(self, container: Container) -> Iterator[Outcome]:
        """Read a container here, and have its pieces done by the others, in their order."""
        order = _Order()
        for batch in _sendable(read_pieces(container, *self._how)):
            if isinstance(batch, list):
                order.waiting.append(self._submit(_done, batch))
                yield from order.given(self._ahead)
            elif isinstance(batch, Later):
                yield from order.given(0)
                yield from order.checked(batch.done())
            elif isinstance(batch, Finished):
                yield from order.given(0)
                yield replace(batch, whole=batch.whole and order.is_whole)
            else:
                order.waiting.append(batch)

    def _submit(self, function: Callable[..., _T], *arguments: object) -> Future[_T]:
        with _safe_path(), _undisturbed():
            return self._pool.submit(function, *arguments)


class _Order:
    """What is waited for of a container, in the order in which it is given."""

    def __init__(self) -> None:
        self.waiting: deque[Future[list[Piece]] | Outcome] = deque()
        self.is_whole = True

    def given(self, most: int) -> Iterator[Outcome]:
        """Give what is first until no more than so much is waited for, and what is there."""
        while self.waiting and (
            len(self.waiting) > most or not isinstance(self.waiting[0], Future)
        ):
            first = self.waiting.popleft()
            yield from self.checked(first.result()) if isinstance(first, Future) else [first]

    def checked(self, done: list[Piece]) -> list[Piece]:
        """Note whether something of what was done is lost."""
        self.is_whole = self.is_whole and not any(isinstance(one, Skipped) for one in done)
        return done


def _sendable(found: Iterable[Outcome | Later]) -> Iterator[Outcome | Later | list[Later]]:
    """Put pieces together that travel together; what is large, or there, stays alone."""
    batch: list[Later] = []
    for one in found:
        if isinstance(one, Later) and one.size <= _LARGE:
            batch.append(one)
            if sum(piece.size for piece in batch) < _PIECES and len(batch) < _MOST_PIECES:
                continue
        if batch:
            yield batch
            batch = []
        if not (isinstance(one, Later) and one.size <= _LARGE):
            yield one


def _batches(containers: Iterable[Container]) -> Iterator[list[Container]]:
    """Put small files together; what is large, or standard input, stays alone."""
    batch: list[Container] = []
    for container in containers:
        if _travels(container):
            batch.append(container)
        if batch and (len(batch) == _BATCH or not _travels(container)):
            yield batch
            batch = []
        if not _travels(container):
            yield [container]
    if batch:
        yield batch


def _travels(container: Container) -> bool:
    return container.name != STDIN and container.size <= _SMALL


def _read(containers: list[Container], how: _How) -> list[list[Outcome]]:
    return [list(map(_packed, read_container(container, *how))) for container in containers]


def _done(pieces: list[Later]) -> list[Piece]:
    return [_packed(outcome) for piece in pieces for outcome in piece.done()]


def _packed(outcome: _O) -> _O:
    """Pack the text of a member here, which takes as long as much else does that is done there."""
    if isinstance(outcome, Member):
        return replace(outcome, packed=pack(outcome.text))
    return outcome
