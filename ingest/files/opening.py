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
from .walk import STDIN, Container

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1024 * 1024
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)


def opened(container: Container) -> io.FileIO:
    """Open a file, which must be one still: what became a pipe since would never end.

    Raises:
        InputError: it is standard input, read already.
        OSError: it cannot be opened, or is no file.
    """
    if container.path is None:
        raise InputError(container.key, "standard input can be read only once")
    stream = io.FileIO(container.path, opener=lambda path, flags: os.open(path, flags | _AT_ONCE))
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise OSError(errno.EINVAL, "it is no file any more")
    return stream


def digest_of(container: Container) -> str:
    """Return 32 hex digits (BLAKE2b of 16 bytes) of a file's bytes.

    Raises:
        InputError: it cannot be read.
    """
    digest = blake2b(digest_size=16)
    try:
        with opened(container) as stream:
            while piece := stream.read(_CHUNK):
                digest.update(piece)
    except OSError as error:
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
