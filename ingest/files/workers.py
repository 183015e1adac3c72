"""Reading many files with several processes, in order, and never far ahead of who stores them."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import connection, get_context, parent_process
from typing import TYPE_CHECKING

from ...corpus.errors import SouwenError
from .containers import read_container
from .limits import DEFAULT_LIMITS, Limits
from .walk import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from .containers import Outcome
    from .walk import Container

    Read = tuple[Container, Iterable[Outcome]]

_SMALL = 1_000_000  # bytes of a file whose outcomes travel between processes; larger ones stream
_FEW = 64  # fewer files are read before the first worker has started
_AHEAD = 64  # files read before they are asked for: bounds the memory
_BATCH = 8  # files that travel together
_ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


def read_all(
    containers: Iterable[Container],
    encoding: str | None,
    jobs: int,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Read]:
    """Yield each container with the outcomes of reading it, in order.

    The outcomes of one must be used up before the next is asked for.

    Args:
        containers: what to read; may be endless.
        encoding: read everything as this, or None.
        jobs: processes; with 1 none is started.
        limits: what is refused as too large.
    """
    containers = iter(containers)
    # Standard input is there only until the next container is asked for.
    for container in islice(containers, _FEW) if jobs > 1 else containers:
        yield container, read_container(container, encoding, limits)
    following = next(containers, None)
    if following is not None:
        yield from _read_in_pool(chain([following], containers), encoding, jobs, limits)


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


def _read_in_pool(
    containers: Iterable[Container], encoding: str | None, jobs: int, limits: Limits
) -> Iterator[Read]:
    waiting: deque[tuple[list[Container], Future[list[list[Outcome]]] | None]] = deque()

    def oldest() -> Iterator[Read]:
        batch, future = waiting.popleft()
        if future is None:
            yield batch[0], read_container(batch[0], encoding, limits)
        else:
            yield from zip(batch, future.result(), strict=True)

    # Spawned, because a forked process inherits locks and threads in whatever state they are.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin) as pool:
        try:
            for batch in _batches(containers):
                future = None
                if _travels(batch[0]):
                    with _undisturbed():
                        future = pool.submit(_read, batch, encoding, limits)
                waiting.append((batch, future))
                # Standard input is gone when the next container is asked for.
                most = 1 if batch[0].name == STDIN else _AHEAD // _BATCH
                while len(waiting) >= most:
                    yield from oldest()
            while waiting:
                yield from oldest()
        except BrokenProcessPool:
            raise SouwenError(
                "a reading process died, perhaps for want of memory: try again with --jobs 1"
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


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


def _read(containers: list[Container], encoding: str | None, limits: Limits) -> list[list[Outcome]]:
    return [list(read_container(container, encoding, limits)) for container in containers]
