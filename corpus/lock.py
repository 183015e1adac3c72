"""One writer at a time: a lock on a file, and beside it who holds it.

The lock is the system's own, so it goes with its process, however that ends. Who holds it stands
beside it (`holder`).
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from filelock import FileLock, Timeout

from .errors import LockedError, NoDataError, SouwenError
from .holder import holder_of, sign, unsign

if TYPE_CHECKING:
    from pathlib import Path

LOCK_NAME = "writer.lock"
_SOON = 1.0  # seconds of waiting, after which it is worth a word
_log = logging.getLogger(__name__)
logging.getLogger(__package__.partition(".")[0]).addHandler(logging.NullHandler())


class WriterLock:
    """The right to write to a data folder; a context manager.

    Args:
        folder: the data folder.
        timeout: seconds to wait for another holder.
        create: make the folder where there is none.
    """

    def __init__(self, folder: Path, timeout: float = 60.0, *, create: bool = False) -> None:
        self.folder = folder
        self._timeout = max(0.0, timeout)
        self._create = create
        self._lock = FileLock(folder / LOCK_NAME, thread_local=False)

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def acquire(self) -> None:
        """Wait for the lock and take it.

        Raises:
            LockedError: another one holds it for longer than the timeout.
            NoDataError: there is no folder, and none is to be made.
            SouwenError: the folder cannot be written.
        """
        try:
            if self._create:
                _make(self.folder)
            there = self.folder.is_dir()
            if there:
                self._wait()
        except Timeout:
            raise LockedError(self.folder, _holder(self.folder)) from None
        except (OSError, NotImplementedError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise SouwenError(f"{self.folder} cannot be written: {reason}") from None
        if not there:
            raise NoDataError(self.folder)
        sign(self.folder)
        _log.info("%s: this process has the lock", self.folder)

    def _wait(self) -> None:
        try:
            self._lock.acquire(timeout=min(self._timeout, _SOON))
        except Timeout:
            left = self._timeout - _SOON
            if left <= 0:
                raise
            _log.warning(
                "waiting up to %g seconds: %s is being written by %s",
                round(left, 1),
                self.folder,
                _holder(self.folder),
            )
            self._lock.acquire(timeout=left)

    def release(self) -> None:
        """Let the lock go; a second time does nothing."""
        if self._lock.is_locked:
            unsign(self.folder)
            self._lock.release()
            _log.info("%s: let the lock go", self.folder)


def _holder(folder: Path) -> str:
    # Where one was killed, the one that holds it now may not have signed yet.
    return str(holder_of(folder) or "another process")


def _make(folder: Path) -> None:
    """Make a folder and those above it, with their names on the disk."""
    if folder.is_dir():
        return
    _make(folder.absolute().parent)
    folder.mkdir(exist_ok=True)
    with suppress(OSError):  # not every system can sync a folder
        descriptor = os.open(folder.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
