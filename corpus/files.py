"""Files that are on the disk, not only in the system's memory, when a function returns."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from .errors import SouwenError

if TYPE_CHECKING:
    from pathlib import Path

_TOO_MANY = (errno.EMFILE, errno.ENFILE)
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
_IS_WINDOWS = os.name == "nt"
# There a file that somebody has open, if only to look for viruses, is not replaced.
_TRIES, _FIRST_WAIT = 8, 0.01  # seconds, each time twice as long


def open_file(path: Path | str) -> IO[bytes]:
    """Open a file to read it; what is none, as a pipe in its place, does not block.

    Raises:
        OSError: it cannot be opened, or is no file.
        SouwenError: too many files are open already.
    """
    try:
        file = open(path, "rb", opener=_opened_at_once)  # noqa: SIM115 - it is lent
    except OSError as error:
        raise_shortage(error)
        raise
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "it is no file")
    return file


def _opened_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | _AT_ONCE)


def stamp_of_file(path: str) -> tuple[int, int, int] | None:
    """Return something cheap that changes whenever a file does; None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 - every search asks
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def raise_shortage(error: BaseException | None) -> None:
    """Raise `SouwenError` where something failed only because too many files are open.

    No file is to blame then: it is not damaged, and not to be skipped.
    """
    while error is not None:
        if isinstance(error, OSError) and error.errno in _TOO_MANY:
            raise SouwenError(
                "too many files are open: allow more (`ulimit -n 4096`), or close some"
            ) from error
        error = error.__cause__ or error.__context__


def unwritable(path: Path, error: Exception) -> SouwenError:
    """Return what to raise where something cannot be written.

    Raises:
        SouwenError: too many files are open, which is no fault of that path.
    """
    raise_shortage(error)
    return SouwenError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}")


def check_files_left() -> None:
    """Raise `SouwenError` where no more file can be opened, whatever a library says of it."""
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        raise_shortage(error)


def sync(path: Path | str) -> None:
    """Wait until a file's content, or a folder's list of names, is on the disk.

    Windows logs the names itself, and syncs only what is open to be written.

    Raises:
        OSError: it is not there, or the disk fails.
    """
    if _IS_WINDOWS and os.path.isdir(path):  # noqa: PTH112 - it may be a string
        return
    descriptor = os.open(path, os.O_RDWR if _IS_WINDOWS else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(path: Path, target: Path) -> None:
    """Put a file, or a folder that is to be new, in the place of another, in one step.

    Raises:
        OSError: it cannot be done.
    """
    for wait in (_FIRST_WAIT * 2**number for number in range(_TRIES if _IS_WINDOWS else 0)):
        try:
            path.replace(target)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    path.replace(target)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file as a whole: a crash leaves the old content or the new.

    Raises:
        OSError: it cannot be written.
    """
    beside = path.with_name(path.name + ".new")
    try:
        beside.unlink(missing_ok=True)  # which a crash left, or somebody, as a link to elsewhere
        with beside.open("xb") as file:
            file.write(content)
        sync(beside)
        replace(beside, path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    sync(path.parent)
