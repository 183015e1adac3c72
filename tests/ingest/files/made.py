"""What the tests of files read: archives and compressed files, made without the clock."""

from __future__ import annotations

import bz2
import functools
import gzip
import io
import lzma
import tarfile
import zipfile
from typing import TYPE_CHECKING

from souwen.corpus.sources import Member
from souwen.ingest.files.containers import Finished, Outcome, read_container, read_opened
from souwen.ingest.files.limits import DEFAULT_LIMITS, Limits
from souwen.ingest.files.reading import HEAD, File, Found, Later, Reading
from souwen.ingest.files.walk import Container
from souwen.ingest.report import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

TEXT = "医保须知\n\n先登录再提交。\n"
# Without the clock, so that the same members are the same bytes.
gzipped = functools.partial(gzip.compress, mtime=0)
COMPRESS = {"w": bytes, "w:gz": gzipped, "w:bz2": bz2.compress, "w:xz": lzma.compress}


def file_of(data: bytes, name: str = "a.txt") -> File:
    """Open bytes as a file."""
    return File("/k", name, io.BufferedReader(io.BytesIO(data), HEAD))


def read_bytes(
    data: bytes,
    name: str = "a.txt",
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> list[Outcome]:
    """Read bytes as a file of that name."""
    return list(settled(read_opened(file_of(data, name), Reading(encoding, limits))))


def settled(found: Iterable[Outcome | Found]) -> Iterator[Outcome]:
    """Do what a reader left to be done later."""
    for one in found:
        if isinstance(one, Later):
            yield from one.done()
        else:
            assert not isinstance(one, File)
            yield one


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            made.writestr(info, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    """Make a tar, compressed or not."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
    return COMPRESS[mode](out.getvalue())


def read(
    folder: Path, name: str, data: bytes, limits: Limits = DEFAULT_LIMITS
) -> tuple[list[Outcome], bool]:
    """Read a file; give what came, and whether it was whole."""
    path = folder / name
    path.write_bytes(data)
    *found, end = read_container(Container("/k", path, name), None, limits)
    assert isinstance(end, Finished)
    return found, end.whole


def keys(found: list[Outcome]) -> list[str]:
    """Give the keys of members."""
    return [one.key for one in found if isinstance(one, Member)]


def reasons(found: list[Outcome]) -> list[str]:
    """Give the reasons of what was skipped."""
    return [one.reason for one in found if isinstance(one, Skipped)]


def noise(size: int) -> bytes:
    """Text that does not compress to nothing."""
    return "".join(f"医{k * 7919 % 100_003}\n" for k in range(size)).encode()
