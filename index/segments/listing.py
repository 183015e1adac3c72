"""Which segments an index has: what a search needs of Whoosh's table of contents, without Whoosh.

    _MAIN_<n>.toc       Whoosh's table of contents; the newest counts
    segments.<n>.json   the names of its segments, and which of their documents were deleted

The second file is on the disk before the first gets its name, so the newest has its fellow.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...corpus.files import sync

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

#: Whoosh's name of the index.
NAME = "MAIN"
_TABLE = re.compile(rf"_{NAME}_([0-9]+)\.toc")
_SEGMENTS = re.compile(r"segments\.([0-9]+)\.json")


class Listed(NamedTuple):
    """A segment; `deleted` is a packed, compressed mask, or empty where nothing was."""

    name: str
    deleted: str

    @classmethod
    def of(cls, name: str, live: NDArray[np.bool_]) -> Listed:
        """List a segment by the documents that are there."""
        if live.all():
            return cls(name, "")
        return cls(name, base64.b64encode(zlib.compress(np.packbits(~live).tobytes())).decode())

    def live(self, size: int) -> NDArray[np.bool_]:
        """Mark the documents that are there.

        Raises:
            ValueError: the mask is not of so many.
        """
        if not self.deleted:
            return np.ones(size, np.bool_)
        try:
            packed = zlib.decompress(base64.b64decode(self.deleted))
        except zlib.error as error:
            raise ValueError(f"the deletions of {self.name} cannot be read: {error}") from None
        if len(packed) != -(-size // 8):
            raise ValueError(f"the deletions of {self.name} are not of {size} documents")
        return ~np.unpackbits(np.frombuffer(packed, np.uint8), count=size).astype(np.bool_)


def read_contents(folder: Path) -> list[Listed]:
    """Give the segments of the newest state.

    Raises:
        ValueError, OSError: it cannot be read.
    """
    found = [int(match[1]) for path in folder.iterdir() if (match := _TABLE.fullmatch(path.name))]
    if not found:
        raise FileNotFoundError(2, "no table of contents", str(folder))
    values = json.loads(_path(folder, max(found)).read_bytes())
    return [Listed(str(name), str(deleted)) for name, deleted in values["segments"]]


def write_contents(folder: Path, generation: int, segments: Sequence[Listed]) -> None:
    """Write what belongs to a table of contents that is about to be written."""
    path = _path(folder, generation)
    rows = [(one.name, one.deleted) for one in segments]
    path.write_bytes(json.dumps({"segments": rows}).encode())
    sync(path)


def remove_other_contents(folder: Path, generation: int) -> None:
    """Remove what belongs to other tables of contents."""
    for path in folder.iterdir():
        match = _SEGMENTS.fullmatch(path.name)
        if match and int(match[1]) != generation:
            path.unlink(missing_ok=True)


def _path(folder: Path, generation: int) -> Path:
    return folder / f"segments.{generation}.json"
