"""From texts to postings, a whole batch at once.

The code points of all texts are one array, grams are numbers, one sort groups them. Words and atoms
are numbered as they are met, and a second sort groups those. The result is what `terms.count_terms`
counts text by text; a test holds them equal.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from .normalise import HAN, readings
from .segment import (
    BODY_BITS,
    Segment,
    firsts,
    key_of,
    key_of_string,
    keys_of_bigrams,
    ordinals_type,
    string_of,
)
from .segmenter import segmenter
from .snapshot import MOST_IN_BODY, MOST_IN_TITLE
from .terms import (
    ATOM_RUN,
    GRAM,
    LONGEST_ATOM,
    Family,
    count_reading,
    count_terms,
    number_atoms,
    number_parts,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .snapshot import Entry

#: Documents of one batch at most: number and field have to fit beside a key in 64 bits.
MOST_AT_ONCE = 1 << 12
_OWNER_BITS = np.uint64(13)

_NOT_HAN = re.compile(f"[^{HAN}]+")


class _Numbers(dict[str, int]):
    """Numbers strings as they are met."""

    def __missing__(self, string: str) -> int:
        number = self[string] = len(self)
        return number


class _Strings:
    """The terms that are kept as strings: each occurrence as a number, with its owner."""

    def __init__(self) -> None:
        self.families = {family: _Numbers() for family in Family}
        self.numbers: dict[Family, list[int]] = {family: [] for family in Family}
        self.owners: dict[Family, list[int]] = {family: [] for family in Family}

    def take(self, family: Family, terms: Sequence[str], owner: int) -> None:
        self.numbers[family] += map(self.families[family].__getitem__, terms)
        self.owners[family] += [owner] * len(terms)

    def grouped(self) -> tuple[NDArray[np.uint64], list[bytes], _Postings]:
        """Give keys, ascending, their strings, and postings by place among these."""
        strings = [string_of(family, term) for family in Family for term in self.families[family]]
        keys = np.fromiter(map(key_of_string, strings), np.uint64, len(strings))
        order = np.argsort(keys)
        place = np.empty(len(order), np.uint64)
        place[order] = np.arange(len(order), dtype=np.uint64)
        numbers, offset = [], 0
        for family in Family:
            numbers.append(np.array(self.numbers[family], np.int64) + offset)
            offset += len(self.families[family])
        owners = np.concatenate([np.array(self.owners[family], np.uint64) for family in Family])
        combined = (place[np.concatenate(numbers)] << _OWNER_BITS) | owners
        return keys[order], [strings[at] for at in order.tolist()], _Postings(combined)


class _Postings:
    """Postings out of (term, owner) pairs; an owner is a document's title or body."""

    def __init__(self, combined: NDArray[np.uint64]) -> None:
        combined = np.sort(combined)
        first = firsts(combined)
        times = np.diff(np.append(first, len(combined)))
        pairs = combined[first]
        in_body = (pairs & np.uint64(1)).astype(np.bool_)
        packed = np.where(
            in_body,
            np.minimum(times, MOST_IN_BODY),
            np.minimum(times, MOST_IN_TITLE) << BODY_BITS,
        )
        postings = pairs >> np.uint64(1)
        both = firsts(postings)
        self.counts = np.add.reduceat(packed, both).astype(np.uint8) if len(both) else _NO_COUNTS
        postings = postings[both]
        owner_mask = np.uint64((1 << (int(_OWNER_BITS) - 1)) - 1)
        self.documents = (postings & owner_mask).astype(np.uint16)
        terms = postings >> (_OWNER_BITS - np.uint64(1))
        starts = firsts(terms)
        self.terms = terms[starts]
        self.starts = starts


_NO_COUNTS = np.zeros(0, np.uint8)


@cache
def _is_gram() -> NDArray[np.bool_]:
    """Tell of each code point whether it is of a script that is written without spaces."""
    table = np.zeros(0x110000, np.bool_)
    for low, high in re.findall("(.)(?:-(.))?", GRAM):
        table[ord(low) : ord(high or low) + 1] = True
    return table


def invert(entries: Sequence[Entry]) -> Segment:
    """Make a segment of at most `MOST_AT_ONCE` documents; it stays in memory."""
    texts = [text for entry in entries for text in (entry.title, entry.body)]
    read = [readings(text) for text in texts]
    firsts = [found[0] for found in read]
    strings = _Strings()
    lengths = np.zeros(len(texts), np.int64)
    gram_pairs = [_gram_pairs(firsts, lengths), *_more_readings(texts, read, strings)]
    _take_words(firsts, strings)
    _take_atoms(firsts, strings, lengths)
    grams = _Postings(np.concatenate(gram_pairs))
    string_keys, kept, others = strings.grouped()
    channels = list(dict.fromkeys(["", *(entry.channel for entry in entries)]))
    gram_count = len(grams.documents)
    return Segment(
        keys=np.concatenate([grams.terms, string_keys]),
        starts=np.concatenate(
            [grams.starts, others.starts + gram_count, [gram_count + len(others.documents)]]
        ).astype(np.uint64),
        documents=np.concatenate([grams.documents, others.documents]).astype(
            ordinals_type(len(entries))
        ),
        counts=np.concatenate([grams.counts, others.counts]),
        string_ends=np.cumsum([len(string) for string in kept], dtype=np.uint64),
        strings=np.frombuffer(b"".join(kept), np.uint8),
        ids=np.array([int(entry.id, 16) for entry in entries], np.uint64),
        days=np.array([entry.day for entry in entries], np.int32),
        channels=np.array([channels.index(entry.channel) for entry in entries], np.uint32),
        articles=np.array([entry.article for entry in entries], np.bool_),
        title_lengths=lengths[0::2].astype(np.uint32),
        body_lengths=lengths[1::2].astype(np.uint32),
        channel_names=tuple(channels),
    )


def _gram_pairs(texts: Sequence[str], lengths: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Give (key, owner) of every gram, and add the gram characters to the lengths."""
    joined = "\n".join(texts)
    points = np.frombuffer(joined.encode("utf-32-le"), np.uint32).astype(np.uint64)
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    owners = np.repeat(np.arange(len(texts), dtype=np.uint64), sizes)[: len(points)]
    is_gram = _is_gram()[points]
    single = np.flatnonzero(is_gram)
    double = np.flatnonzero(is_gram[:-1] & is_gram[1:])
    lengths += np.bincount(owners[single].astype(np.int64), minlength=len(texts))
    bigrams = keys_of_bigrams(points[double], points[double + 1])
    return np.concatenate(
        [
            (points[single] << _OWNER_BITS) | owners[single],
            (bigrams << _OWNER_BITS) | owners[double],
        ]
    )


def _take_words(texts: Sequence[str], strings: _Strings) -> None:
    cut = segmenter().cut_for_search
    for owner, text in enumerate(texts):
        words = [word for word in cut(_NOT_HAN.sub("\n", text)) if len(word) > 1]
        strings.take(Family.WORD, words, owner)


def _take_atoms(texts: Sequence[str], strings: _Strings, lengths: NDArray[np.int64]) -> None:
    for owner, text in enumerate(texts):
        atoms: list[str] = []
        parts: list[str] = []
        for run in ATOM_RUN.finditer(text):
            found = run.group()
            if run.lastgroup == "number":
                atoms += number_atoms(found)
                if "." in found:
                    parts += number_parts(found)
            else:
                atoms.append(found[:LONGEST_ATOM])
        if atoms:
            lengths[owner] += len(atoms)
            strings.take(Family.ATOM, atoms, owner)
            strings.take(Family.GRAM, parts, owner)


def _more_readings(
    texts: Sequence[str], read: Sequence[tuple[str, ...]], strings: _Strings
) -> list[NDArray[np.uint64]]:
    """Take what further readings add to the first; give the pairs of their grams."""
    pairs = []
    for owner, found in enumerate(read):
        if len(found) == 1:
            continue
        first = count_reading(found[0])
        for family, counts in count_terms(texts[owner]).families.items():
            for term in Counter(counts - first.families[family]).elements():
                key = key_of(family, term)
                if key.bit_length() < 64:  # noqa: PLR2004 - a gram's key
                    pairs.append(key << int(_OWNER_BITS) | owner)
                else:
                    strings.take(family, [term], owner)
    return [np.array(pairs, np.uint64)]
