"""One writer at a time: a lock on a file, and beside it who holds it.

The lock is the system's own, so it goes with its process, however that ends. What stands beside it
only informs; one that a killed process left behind does no harm.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Self

from filelock import FileLock, Timeout

from .errors import LockedError, NoDataError, SouwenError
from .keys import storable

if TYPE_CHECKING:
    from pathlib import Path

LOCK_NAME = "writer.lock"
HOLDER_NAME = "writer.json"
_LONGEST_COMMAND = 200


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
                self._lock.acquire(timeout=self._timeout)
        except Timeout:
            raise LockedError(self.folder, _holder(self.folder)) from None
        except (OSError, NotImplementedError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise SouwenError(f"{self.folder} cannot be written: {reason}") from None
        if not there:
            raise NoDataError(self.folder)
        _sign(self.folder)

    def release(self) -> None:
        """Let the lock go; a second time does nothing."""
        if self._lock.is_locked:
            with suppress(OSError):
                (self.folder / HOLDER_NAME).unlink(missing_ok=True)
            self._lock.release()


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


def _sign(folder: Path) -> None:
    signature = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "command": storable(" ".join(" ".join(sys.argv).split()))[:_LONGEST_COMMAND],
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    beside = folder / f"{HOLDER_NAME}.new"
    # The lock is held with or without it: a full disk is for the corpus to report.
    with suppress(OSError):
        beside.write_text(json.dumps(signature), "utf-8")
        beside.replace(folder / HOLDER_NAME)


def _holder(folder: Path) -> str:
    try:
        signature = json.loads((folder / HOLDER_NAME).read_bytes())
        pid, host = int(signature["pid"]), str(signature["host"])
        command, since = str(signature["command"]), str(signature["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
    if host == socket.gethostname() and not _is_running(pid):
        return "another process"  # one was killed; the one that holds it now has not signed
    return f"process {pid} on {host} ({command}) since {since}"


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except OSError:
        return True  # it runs, for someone else
    return True
