"""One writer at a time: the system's own lock on a file, and beside it who holds it.

The lock goes with its process, however that ends. What stands beside it only informs.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from ..language.storable import storable_path
from .errors import LockedError, NoDataError, SouwenError
from .files import open_file, replace_file, sync, unwritable
from .outside import check_not_link

if TYPE_CHECKING:
    from pathlib import Path

LOCK_NAME = "writer.lock"
HOLDER_NAME = "writer.json"
_SOON = 1.0  # seconds of waiting, after which a warning says for whom
_LONGEST_COMMAND = 200
_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
_log = logging.getLogger(__name__)
logging.getLogger(__package__.partition(".")[0]).addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that writes.

    Attributes:
        pid: its number.
        host: the machine that it runs on.
        command: its command line, cut where that is long.
        since: when it took the lock; ISO, with the offset from UTC.
    """

    pid: int
    host: str
    command: str
    since: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host} ({self.command}) since {self.since}{self._age()}"

    def _age(self) -> str:
        try:
            began = datetime.fromisoformat(self.since).astimezone(UTC)
        except (ValueError, OverflowError):
            return ""
        seconds = int((datetime.now(UTC) - began).total_seconds())
        for size, unit in _UNITS:
            if count := max(seconds, 0) // size:
                return f", for {count} {unit}" + ("" if count == 1 else "s")
        return ""

    def is_running(self) -> bool:
        """Whether the process is there; True where that cannot be seen."""
        if os.name != "posix" or self.host != socket.gethostname():
            return True  # on Windows, to look would be to send it Ctrl-C
        try:
            os.kill(self.pid, 0)
        except (ProcessLookupError, ValueError, OverflowError):
            return False
        except OSError:
            return True  # it runs, for someone else
        return True


def holder_of(folder: Path) -> Holder | None:
    """Return the running process that holds the lock of a folder, where one says so."""
    try:
        with open_file(folder / HOLDER_NAME) as file:
            values = json.loads(file.read())
        holder = Holder(
            int(values["pid"]), str(values["host"]), str(values["command"]), str(values["since"])
        )
    except (OSError, ValueError, KeyError, TypeError, SouwenError):
        return None
    return holder if holder.is_running() else None


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
        from filelock import FileLock  # noqa: PLC0415 - it loads asyncio: not for `holder_of`

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
            SouwenError: the folder cannot be written, or its lock is a link.
        """
        try:
            if self._create:
                _make(self.folder)
            if not self.folder.is_dir():
                raise NoDataError(self.folder)
            check_not_link(self.folder / LOCK_NAME)
            self._wait()
        except TimeoutError:
            raise LockedError(self.folder, _holder(self.folder)) from None
        except (OSError, NotImplementedError) as error:
            raise unwritable(self.folder, error) from None
        self._sign()
        _log.info("%s: this process has the lock", self.folder)

    def release(self) -> None:
        """Let the lock go; a second time does nothing."""
        if self._lock.is_locked:
            with suppress(OSError):
                (self.folder / HOLDER_NAME).unlink(missing_ok=True)
            self._lock.release()
            _log.info("%s: let the lock go", self.folder)

    def _wait(self) -> None:
        try:
            self._lock.acquire(timeout=min(self._timeout, _SOON))
        except TimeoutError:
            seconds = self._timeout - _SOON
            if seconds <= 0:
                raise
            _log.warning(
                "waiting up to %g seconds: %s is being written by %s",
                round(seconds, 1),
                self.folder,
                _holder(self.folder),
            )
            self._lock.acquire(timeout=seconds)

    def _sign(self) -> None:
        command = storable_path(" ".join(" ".join(sys.argv).split()))[:_LONGEST_COMMAND]
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        holder = Holder(os.getpid(), socket.gethostname(), command, since)
        # The lock is held with or without it: a full disk is for the corpus to report.
        with suppress(OSError):
            replace_file(self.folder / HOLDER_NAME, json.dumps(asdict(holder)).encode())


def _holder(folder: Path) -> str:
    # Where one was killed, the one that holds it now may not have signed yet.
    return str(holder_of(folder) or "another process")


def _make(folder: Path) -> None:
    """Make a folder and those above it, with their names on the disk."""
    missing = [
        path for path in (folder.absolute(), *folder.absolute().parents) if not path.is_dir()
    ]
    folder.mkdir(parents=True, exist_ok=True)
    for path in missing:
        with suppress(OSError):  # not every system can sync a folder
            sync(path.parent)
