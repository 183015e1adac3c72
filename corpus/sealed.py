"""Files of a person's own that nothing makes again: beside each its checksum, as `b2sum` writes it.

So what was damaged, cut, emptied or lost is told from what was written, and from a file that never
had a checksum, which counts as it is. Who edits a file by hand has it sealed again.

While a file is replaced both its contents count, so that a crash at any point leaves a whole one.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING

from .errors import DamagedError
from .files import open_file, replace_file, unwritable

if TYPE_CHECKING:
    from pathlib import Path

_SUFFIX = ".b2sum"  # `b2sum -l 128 -c dictionary.tsv.b2sum`
_ABSENT = "absent"
_MOST = 1_000


def read_sealed(path: Path, remedy: str) -> bytes | None:
    """Read a file that was sealed, or never was; None where there is none and never was one.

    Args:
        path: of the file.
        remedy: what to do where it is another than was sealed.

    Raises:
        DamagedError: it, or its checksum, cannot be read; it is gone, or another than was sealed.
    """
    before: object = None
    while True:
        sums, content = _sums(path), read_own(path)
        if sums is None or _sum(content) in sums:
            return content
        if before == (sums, content):
            break
        before = sums, content  # another process may have been just at it
    reason = "it is gone" if content is None else "it is another than souwen wrote"
    raise DamagedError(path, reason, remedy)


def write_sealed(path: Path, content: bytes) -> None:
    """Replace a file and its checksum: a crash leaves the old ones or the new.

    Raises:
        SouwenError: it cannot be written.
    """
    try:
        before = path.read_bytes() if path.exists() else None
        _write_sums(path, before, content)
        replace_file(path, content)
        _write_sums(path, content)
    except OSError as error:
        raise unwritable(path, error) from None


def seal(path: Path, content: bytes | None) -> None:
    """Let a file count as it is now; None where there is none any more.

    Raises:
        SouwenError: its checksum cannot be written.
    """
    try:
        if content is None:
            _seal_of(path).unlink(missing_ok=True)
        else:
            _write_sums(path, content)
    except OSError as error:
        raise unwritable(_seal_of(path), error) from None


def read_own(path: Path) -> bytes | None:
    """Read a file whatever its checksum is; None where there is none.

    Raises:
        DamagedError: it cannot be read.
    """
    with suppress(FileNotFoundError, NotADirectoryError):
        try:
            with open_file(path) as file:
                return file.read()
        except (FileNotFoundError, NotADirectoryError):
            raise
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise DamagedError(path, reason, "make it readable, or delete it") from None
    return None


def _sums(path: Path) -> frozenset[str] | None:
    beside = _seal_of(path)
    written = read_own(beside)
    if written is None:
        return None
    names = [line.split("  ") for line in written.decode("utf-8", "replace").splitlines()]
    if not names or len(written) > _MOST or any(name[1:] != [path.name] for name in names):
        raise DamagedError(beside, "no checksum in it", f"look at {path.name}, and delete this")
    return frozenset(name[0] for name in names)


def _write_sums(path: Path, *contents: bytes | None) -> None:
    lines = (f"{_sum(content)}  {path.name}\n" for content in contents)
    replace_file(_seal_of(path), "".join(lines).encode())


def _sum(content: bytes | None) -> str:
    return _ABSENT if content is None else blake2b(content, digest_size=16).hexdigest()


def _seal_of(path: Path) -> Path:
    return path.with_name(path.name + _SUFFIX)
