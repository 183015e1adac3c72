"""Files as they are opened: what is no file any more never blocks, standard input becomes one."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ...corpus.errors import InputError
from ...corpus.files import raise_shortage
from .walk import STDIN, Container, Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

_CHUNK = 1024 * 1024
_SOME = 4096  # bytes: some files of the system give only so many at once, or none
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)


class OpenedFile(io.FileIO):
    """A file that ends where it ended when it was opened, however it grows meanwhile.

    Args:
        path: of the file.
        position: where it is noted how far this was read.

    Raises:
        OSError: it cannot be opened, is no file, or one that the system makes up as it is read:
            such a file has no size, and perhaps no end.
    """

    def __init__(self, path: Path, position: Position) -> None:
        super().__init__(path, opener=lambda path, flags: os.open(path, flags | _AT_ONCE))
        self._position = position
        try:
            status = os.fstat(self.fileno())
            self.size = status.st_size
            problem = "" if stat.S_ISREG(status.st_mode) else "it is no file any more"
            if not (self.size or problem) and super().read(_SOME) != b"":
                problem = "it has no size, and is not empty"
        except OSError:
            self.close()
            raise
        if problem:
            self.close()
            raise OSError(errno.EINVAL, problem)

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer as far as there is something."""
        start = self.tell()
        view = memoryview(buffer).cast("B")[: max(self.size - start, 0)]
        count = super().readinto(view) or 0
        self._position.bytes = start + count
        return count

    def read(self, size: int | None = -1) -> bytes:
        """Read at most so many bytes, all that are left without."""
        left = max(self.size - self.tell(), 0)
        buffer = bytearray(left if size is None or size < 0 else min(size, left))
        return bytes(memoryview(buffer)[: self.readinto(buffer)])

    def readall(self) -> bytes:
        """Read all that is left."""
        return b"".join(iter(lambda: self.read(_CHUNK), b""))


def opened(container: Container) -> OpenedFile:
    """Open a file, which must be one still: what became a pipe since would never end.

    Raises:
        InputError: it is standard input, read already.
        OSError: as `OpenedFile`.
    """
    if container.path is None:
        raise InputError(container.key, "standard input can be read only once")
    return OpenedFile(container.path, container.position)


def digest_of(container: Container) -> str:
    """Return 32 hex digits (BLAKE2b of 16 bytes) of a file's bytes.

    Raises:
        InputError: it cannot be read.
    """
    digest = blake2b(digest_size=16)
    try:
        with opened(replace(container, position=Position())) as stream:
            while piece := stream.read(_CHUNK):
                digest.update(piece)
    except OSError as error:
        raise_shortage(error)
        raise InputError(container.key, f"cannot be read: {error.strerror or error}") from None
    return digest.hexdigest()


@contextmanager
def at_hand(container: Container, stdin: IO[bytes] | None = None) -> Iterator[Container]:
    """Lend a container that has a path: standard input is written to a temporary file for it."""
    if container.path is not None:
        yield container
        return
    with tempfile.NamedTemporaryFile(prefix="souwen-") as spool:
        digest, size = blake2b(digest_size=16), 0
        source = stdin if stdin is not None else sys.stdin.buffer
        while piece := source.read(_CHUNK):
            digest.update(piece)
            size += spool.write(piece)
        spool.flush()
        is_named = container.key != STDIN
        key = container.key if is_named else f"{STDIN}:{digest.hexdigest()[:16]}"
        yield replace(container, key=key, path=Path(spool.name), size=size)
