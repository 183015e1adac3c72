"""A segment of the index as flat arrays, in memory or mapped from a file (see `file`).

    keys                   the terms as 64-bit numbers, ascending
    starts                 where the postings of each begin; one more at the end
    documents, counts      the postings: ordinal in the segment; how often, packed
    string_ends, strings   the terms whose key is a hash, in the order of their keys, as UTF-8
    string_order           the same by their bytes: see `lexicon`
    ids                    of the documents
    id_order               the ordinals, by ascending id
    text_ends, texts       the normalised texts, a record a document, as UTF-8
    break_ends, breaks     the way back from a document's texts to the original: see `offsets`
    and the columns        one value a document: see `Columns`
    steps                  every `KEYS_A_STEP`th of the keys, so that few of them are read for one

The key of a gram of one or two characters is made of its code points; that of any other term is a
hash with the highest bit set, so that these come last. A record is the forms of the title, then
those of the body.

What a search asks of a segment that is mapped from a file is compared with the file's checksums
before it is used (see `checksums`); the methods here see to that, the bare arrays do not.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left, bisect_right
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from ...language.terms import Family
from .arrays import spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from .checksums import Blocks

#: Of a key: a bigram has its first character above so many bits, hashes have the highest bit.
CODE_POINT_BITS = 21
STRING_KEY = 1 << 63

# A posting's count: title above, body below.
BODY_BITS = 5
KEYS_A_STEP = 1024
#: In a record; no normalised text holds such characters.
END_OF_FORM = "\0"
END_OF_TITLE = "\1"
_MIX = np.uint64(0x9E3779B97F4A7C15)
_TERMS_AT_ONCE = 100_000
_TITLE_MARK = END_OF_TITLE.encode()
_LONGEST_CHARACTER = 4  # bytes of UTF-8
_NO_STEPS = np.zeros(0, np.uint64)


class Segment:
    """The arrays of a segment, by their names; see the module.

    Args:
        arrays: all of them; `steps` only where they come from a file, and were compared.
        names: what columns of strings point into, by the column.
        mapped: the file, where it is mapped.
        blocks: its checksums.
    """

    def __init__(
        self,
        arrays: Mapping[str, NDArray[Any]],
        names: Mapping[str, Sequence[str]],
        mapped: mmap.mmap | None = None,
        blocks: Blocks | None = None,
    ) -> None:
        self.arrays = arrays
        self.names = names
        self.mapped = mapped
        self.blocks = blocks
        self.keys: NDArray[np.uint64] = arrays["keys"]
        self.starts: NDArray[Any] = arrays["starts"]
        self.documents = arrays["documents"]
        self.counts: NDArray[np.uint8] = arrays["counts"]
        self.string_ends: NDArray[Any] = arrays["string_ends"]
        self.strings: NDArray[np.uint8] = arrays["strings"]
        self.ids: NDArray[np.uint64] = arrays["ids"]
        self.text_ends: NDArray[Any] = arrays["text_ends"]
        self.texts: NDArray[np.uint8] = arrays["texts"]
        self.steps: NDArray[np.uint64] = arrays.get("steps", _NO_STEPS)

    @property
    def size(self) -> int:
        """How many documents it has, deleted ones included."""
        return len(self.ids)

    @property
    def first_string(self) -> int:
        """The place in `keys` of the first term that is kept as a string."""
        return len(self.keys) - len(self.string_ends)

    def part(self, name: str, start: int = 0, end: int | None = None) -> NDArray[Any]:
        """Return the values `start` to `end` of an array, all of them without.

        Raises:
            DamagedError: they are not what was written.
        """
        array = self.arrays[name]
        if end is None:
            end = len(array)
        if self.blocks is not None and self.blocks.left:
            self.blocks.check(name, start, end)
        return array[start:end]

    def place(self, family: Family, term: str) -> int | None:
        """Return the place of a term in `keys`, None where it is not there."""
        key = key_of(family, term)
        start, end = 0, len(self.keys)
        if len(self.steps):
            start = max(bisect_right(self.steps.data, key) - 1, 0) * KEYS_A_STEP
            end = min(start + KEYS_A_STEP, end)
        if self.blocks is not None and self.blocks.left:
            self.blocks.check("keys", start, end)
        keys = self.keys.data
        place = bisect_left(keys, key, start, end)
        if place == end or keys[place] != key:
            return None
        is_other = key >= STRING_KEY and self.string(place) != string_of(family, term)
        return None if is_other else place

    def postings(self, place: int) -> tuple[NDArray[Any], NDArray[np.uint8]]:
        """Return the documents and packed counts of a term."""
        blocks = self.blocks if self.blocks is not None and self.blocks.left else None
        if blocks is not None:
            blocks.check("starts", place, place + 2)
        start, end = self.starts[place : place + 2].tolist()
        if blocks is not None:
            blocks.check("documents", start, end)
            blocks.check("counts", start, end)
        return self.documents[start:end], self.counts[start:end]

    def postings_of(self, places: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[np.uint8]]:
        """Return the documents and packed counts of many terms, one after the other."""
        edges = self.part("starts")
        starts, ends = edges[places].astype(np.int64), edges[places + 1].astype(np.int64)
        if self.blocks is not None and self.blocks.left:
            for name in ("documents", "counts"):
                self.blocks.check_all(name, starts.tolist(), ends.tolist())
        postings = spread(starts, ends - starts)
        return self.documents[postings], self.counts[postings]

    def count(self, place: int) -> int:
        """Return how many documents have a term."""
        start, end = self.part("starts", place, place + 2).tolist()
        return int(end - start)

    def string(self, place: int) -> bytes:
        """Return the string of a term that is kept as one."""
        return self._piece("strings", "string_ends", place - self.first_string).tobytes()

    def containing(
        self, letters: bytes, part: bytes, *, title_only: bool = False
    ) -> NDArray[np.int64]:
        """Return the documents that have a term of these families with this part, in no order.

        Args:
            letters: the first of each family's name, as the strings of terms begin.
            part: at least a byte, of terms that are kept as strings.
            title_only: whether only what stands in titles counts.
        """
        strings = self.part("strings")
        edges = np.append(0, self.part("string_ends")).astype(np.int64)
        last = max(len(strings) - len(part) + 1, 0)
        is_here = np.ones(last, np.bool_)
        for at, byte in enumerate(part):
            is_here &= strings[at : at + last] == byte
        found = np.flatnonzero(is_here)
        term = np.searchsorted(edges, found, "right") - 1
        inside = (found > edges[term]) & (found + len(part) <= edges[term + 1])
        family = np.isin(strings[edges[term]], np.frombuffer(letters, np.uint8))
        places = self.first_string + term[inside & family]
        documents, counts = self.postings_of(places)
        return (documents[counts >> BODY_BITS > 0] if title_only else documents).astype(np.int64)

    def records(self, documents: NDArray[np.int64]) -> list[bytes]:
        """Return the normalised texts of documents."""
        texts, text_ends = self.texts.data, self.part("text_ends")
        ends = text_ends[documents].tolist()
        starts = np.where(documents > 0, text_ends[documents - 1], 0).tolist()
        if self.blocks is not None and self.blocks.left:
            self.blocks.check_all("texts", starts, ends)
        return [texts[start:end].tobytes() for start, end in zip(starts, ends, strict=True)]

    def record(self, document: int) -> bytes:
        """Return the normalised texts of a document."""
        return self._piece("texts", "text_ends", document).tobytes()

    def breaks(self, document: int) -> list[int]:
        """Return the breaks of the way back to a document."""
        found: list[int] = self._piece("breaks", "break_ends", document).tolist()
        return found

    def _piece(self, name: str, ends_name: str, document: int) -> NDArray[Any]:
        """Return the values of a document in an array that has several of each."""
        edges = self.part(ends_name, max(document - 1, 0), document + 1).tolist()
        return self.part(name, edges[0] if document else 0, edges[-1])

    def values(self, name: str, documents: NDArray[np.int64]) -> NDArray[Any]:
        """Return the values of a column for documents."""
        if self.blocks is not None and self.blocks.left:
            starts = documents.tolist()
            self.blocks.check_all(name, starts, [start + 1 for start in starts])
        found: NDArray[Any] = self.arrays[name][documents]
        return found

    def fingerprints(self) -> NDArray[np.uint64]:
        """Return, for each document, a sum over its terms and their counts, modulo 2 ** 64.

        Two documents with the same terms have the same; others hardly ever.
        """
        found = np.zeros(self.size, np.uint64)
        starts = self.starts.astype(np.int64)
        lengths = starts[1:] - starts[:-1]
        for low in range(0, len(self.keys), _TERMS_AT_ONCE):
            high = min(low + _TERMS_AT_ONCE, len(self.keys))
            start, end = int(self.starts[low]), int(self.starts[high])
            mixed = self.keys[low:high] * _MIX ^ (self.keys[low:high] >> np.uint64(29))
            values = np.repeat(mixed * _MIX, lengths[low:high])
            values *= self.counts[start:end].astype(np.uint64)
            np.add.at(found, self.documents[start:end], values)
        return found

    def ordinals(self, ids: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return the ordinals of every document that has one of these ids, in no order."""
        own, order = self.part("ids"), self.part("id_order")
        first = np.searchsorted(own, ids, "left", sorter=order)
        last = np.searchsorted(own, ids, "right", sorter=order)
        ordinals: NDArray[np.int64] = order[spread(first, last - first)].astype(np.int64)
        return ordinals

    def forget(self) -> None:
        """Free the memory that holds what was read of a mapped file."""
        if self.mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
            self.mapped.madvise(mmap.MADV_DONTNEED)


def record_of(title: Iterable[str], body: Iterable[str]) -> bytes:
    """Return the record of the forms of a title and of those of a body."""
    return END_OF_TITLE.join((END_OF_FORM.join(title), END_OF_FORM.join(body))).encode()


def fields_of(record: bytes) -> tuple[list[str], list[str]]:
    """Return the forms of the title and those of the body."""
    title, body = record.decode().split(END_OF_TITLE)
    return title.split(END_OF_FORM), body.split(END_OF_FORM)


def parts_of(record: bytes) -> tuple[str, bytes]:
    """Return the first form of the title, and the forms of the body as they are kept."""
    title, _, body = record.partition(_TITLE_MARK)
    return title.decode().partition(END_OF_FORM)[0], body


def opening_of(body: bytes, start: int, most: int) -> str:
    """Return at most so many characters from `start` on of the first form of a body."""
    end = start + most
    text = body[: end * _LONGEST_CHARACTER].decode(errors="ignore")
    return text.partition(END_OF_FORM)[0][start:end]


def key_of(family: Family, term: str) -> int:
    """Return the key of a term."""
    if family is Family.GRAM and len(term) <= 2 and not term[0].isdecimal():  # noqa: PLR2004
        key = ord(term[0])
        return key << CODE_POINT_BITS | ord(term[1]) if len(term) > 1 else key
    return key_of_string(string_of(family, term))


def keys_of_bigrams(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the keys of bigrams by their code points."""
    return (first << np.uint64(CODE_POINT_BITS)) | second


def string_of(family: Family, term: str) -> bytes:
    """Return what is kept of a term whose key is a hash: its family and itself."""
    return (family.value[0] + term).encode()


@lru_cache(maxsize=1 << 17)  # the words of a language come again and again
def key_of_string(string: bytes) -> int:
    """Return the key of what `string_of` returned."""
    return int.from_bytes(blake2b(string, digest_size=8).digest(), "little") | STRING_KEY
