"""A segment of the index as flat arrays, in memory or mapped from one file.

    keys                   the terms as 64-bit numbers, ascending
    starts                 where the postings of each begin; one more at the end
    documents, counts      the postings: ordinal in the segment; how often, packed
    string_ends, strings   the terms whose key is a hash, in the order of their keys, as UTF-8
    ids, days, channels, articles, title_lengths, body_lengths    one value a document

The key of a gram of one or two characters is made of its code points; that of any other term is a
hash with the highest bit set, so that these come last. The file is a JSON head and the arrays.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from .terms import Family

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

_MAGIC = b"souwen-1"
_HEAD = 16  # bytes: the magic and the length of the JSON
_ALIGNMENT = 16
_CODE_POINT_BITS = np.uint64(21)
_STRING_KEY = 1 << 63

# A posting's count: title above, body below.
BODY_BITS = 5


@dataclass(frozen=True, slots=True)
class Segment:
    """The arrays of a segment; see the module. `channel_names` is what `channels` points into."""

    keys: NDArray[np.uint64]
    starts: NDArray[np.uint64]
    documents: NDArray[Any]
    counts: NDArray[np.uint8]
    string_ends: NDArray[np.uint64]
    strings: NDArray[np.uint8]
    ids: NDArray[np.uint64]
    days: NDArray[np.int32]
    channels: NDArray[np.uint32]
    articles: NDArray[np.bool_]
    title_lengths: NDArray[np.uint32]
    body_lengths: NDArray[np.uint32]
    channel_names: tuple[str, ...] = ("",)

    @property
    def size(self) -> int:
        """How many documents it has, deleted ones included."""
        return len(self.ids)

    @property
    def first_string(self) -> int:
        """The place in `keys` of the first term that is kept as a string."""
        return len(self.keys) - len(self.string_ends)

    def place(self, family: Family, term: str) -> int | None:
        """Give the place of a term in `keys`, None where it is not there."""
        key = key_of(family, term)
        place = int(np.searchsorted(self.keys, np.uint64(key)))
        if place == len(self.keys) or int(self.keys[place]) != key:
            return None
        is_other = key >= _STRING_KEY and self.string(place) != string_of(family, term)
        return None if is_other else place

    def postings(self, place: int) -> tuple[NDArray[Any], NDArray[np.uint8]]:
        """Give the documents and packed counts of a term."""
        start, end = int(self.starts[place]), int(self.starts[place + 1])
        return self.documents[start:end], self.counts[start:end]

    def string(self, place: int) -> bytes:
        """Give the string of a term that is kept as one."""
        at = place - self.first_string
        start = int(self.string_ends[at - 1]) if at else 0
        return self.strings[start : int(self.string_ends[at])].tobytes()

    def all_strings(self) -> Iterator[bytes]:
        """Give the string of every term that is kept as one."""
        blob = self.strings.tobytes()
        start = 0
        for end in self.string_ends.tolist():
            yield blob[start:end]
            start = end


def key_of(family: Family, term: str) -> int:
    """Give the key of a term."""
    if family is Family.GRAM and len(term) <= 2 and not term[0].isdecimal():  # noqa: PLR2004
        key = ord(term[0])
        return key << int(_CODE_POINT_BITS) | ord(term[1]) if len(term) > 1 else key
    return key_of_string(string_of(family, term))


def keys_of_bigrams(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Give the keys of bigrams by their code points."""
    return (first << _CODE_POINT_BITS) | second


def string_of(family: Family, term: str) -> bytes:
    """Give what is kept of a term that has no key of its own: its family and itself."""
    return (family.value[0] + term).encode()


def key_of_string(string: bytes) -> int:
    """Give the key of what `string_of` gave."""
    return int.from_bytes(blake2b(string, digest_size=8).digest(), "little") | _STRING_KEY


def ordinals_type(size: int) -> type[np.uint16 | np.uint32]:
    """Give the smallest type that the ordinals of so many documents fit in."""
    return np.uint16 if size <= 1 << 16 else np.uint32


def firsts(ascending: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Give the places at which a new value begins in an ascending array."""
    if not len(ascending):
        return np.zeros(0, np.int64)
    changes = np.flatnonzero(ascending[1:] != ascending[:-1]) + 1
    return np.concatenate([np.zeros(1, np.int64), changes])


def save(segment: Segment, path: Path) -> None:
    """Write a segment to a new file, and have it on the disk when this returns."""
    arrays = {name: np.ascontiguousarray(getattr(segment, name)) for name in _ARRAYS}
    offset = checksum = 0
    described = {}
    for name, array in arrays.items():
        described[name] = (array.dtype.str, len(array), offset)
        padding = -array.nbytes % _ALIGNMENT
        offset += array.nbytes + padding
        checksum = zlib.crc32(b"\0" * padding, zlib.crc32(array.tobytes(), checksum))
    head = {
        "arrays": described,
        "channels": segment.channel_names,
        "bytes": offset,
        "crc32": checksum,
    }
    text = json.dumps(head, ensure_ascii=False).encode()
    text += b" " * (-(len(text) + _HEAD) % _ALIGNMENT)
    with path.open("wb") as file:
        file.write(_MAGIC + len(text).to_bytes(8, "little") + text)
        for array in arrays.values():
            file.write(array.data if len(array) else b"")
            file.write(b"\0" * (-array.nbytes % _ALIGNMENT))
        file.flush()
        os.fsync(file.fileno())


def verify(path: Path) -> None:
    """Read a segment's whole file and compare its checksum.

    Raises:
        ValueError: it is not what was written.
        OSError: it cannot be read.
    """
    load(path)
    with path.open("rb") as file:
        start = _HEAD + int.from_bytes(file.read(_HEAD)[8:], "little")
        head = json.loads(file.read(start - _HEAD))
        checksum = 0
        while piece := file.read(1 << 20):
            checksum = zlib.crc32(piece, checksum)
    if checksum != head["crc32"]:
        raise ValueError(f"{path.name} is not what was written: its checksum is another")


def load(path: Path) -> Segment:
    """Map a segment's file; what is read of it comes from the disk when it is first used.

    Raises:
        ValueError: it is not such a file, or is cut.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if mapped[:8] != _MAGIC:
        raise ValueError(f"{path.name} is no segment")
    start = _HEAD + int.from_bytes(mapped[8:_HEAD], "little")
    head = json.loads(mapped[_HEAD:start])
    if len(mapped) != start + head["bytes"]:
        raise ValueError(f"{path.name} is cut: {len(mapped)} bytes, not {start + head['bytes']}")
    arrays = {
        name: np.frombuffer(mapped, dtype, length, start + offset)
        for name, (dtype, length, offset) in head["arrays"].items()
    }
    return Segment(**arrays, channel_names=tuple(head["channels"]))


_ARRAYS = tuple(one.name for one in fields(Segment) if one.name != "channel_names")
