"""Files that are on the disk, not only in the system's memory, when a function returns."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def sync(path: Path | str) -> None:
    """Wait until a file's content, or a folder's list of names, is on the disk.

    Raises:
        OSError: it is not there, or the disk fails.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    sync(path.parent)
