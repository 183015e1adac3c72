"""From texts to postings, a whole batch at once.

The code points of all texts are one array, grams are numbers, one sort groups them. Words and atoms
are numbered as they are met, and a second sort groups those. The result is what `terms.count_terms`
counts text by text; a test holds them equal.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ...language.code_points import han_table, table_of
from ...language.normalise_batch import BORDER, normalise_many
from ...language.offsets import OF_BODY
from ...language.segmenter import segmenter
from ...language.sketches import sketches
from ...language.terms import (
    GRAM,
    LONGEST_ATOM,
    OTHER,
    Family,
    count_form,
    count_terms,
    number_atoms,
    number_parts,
)
from ...language.titles import group_of
from ...language.versions import numbers_of
from ..columns import COLUMNS, MOST_IN_BODY, MOST_IN_TITLE, Batch, numbered
from .arrays import firsts, offsets_into
from .lexicon import string_order
from .segment import (
    BODY_BITS,
    END_OF_TITLE,
    Segment,
    fields_of,
    key_of,
    key_of_string,
    keys_of_bigrams,
    record_of,
    string_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from ...language.normalise_batch import NormalisedTexts
    from ..columns import Entry

#: Documents of one batch at most: number and field have to fit beside a key in 64 bits.
MOST_AT_ONCE = 1 << 13
_CUT_AT_ONCE = 1 << 15  # characters: some milliseconds each, and no slower in all
_OWNER_BITS = np.uint64(14)
_ONE = np.uint64(1)
_SPACE, _LINE_BREAK = ord(" "), ord("\n")
_ATOM_RUN = re.compile(OTHER)
_TAKES_MORE_BYTES = (0x80, 0x800, 0x10000)  # code points from which UTF-8 takes one byte more


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
        self.words: tuple[NDArray[np.int64], NDArray[np.int64]] = _NO_WORDS

    def add(self, family: Family, terms: Sequence[str], owner: int) -> None:
        self.numbers[family] += map(self.families[family].__getitem__, terms)
        self.owners[family] += [owner] * len(terms)

    def add_words(self, pieces: Iterable[list[str]]) -> None:
        """Add the words of all texts, cut with a line break behind each text."""
        numbers = self.families[Family.WORD]
        border = numbers["\n"]
        parts = [np.fromiter(map(numbers.__getitem__, cut), np.int64, len(cut)) for cut in pieces]
        found = np.concatenate([np.zeros(0, np.int64), *parts])
        owners = np.cumsum(found == border)
        is_word = np.fromiter(map(len, numbers), np.int64, len(numbers)) > 1
        kept = is_word[found]
        self.words = found[kept], owners[kept]

    def grouped(self) -> tuple[NDArray[np.uint64], list[bytes], _Postings]:
        """Return keys, ascending, their strings, and postings by place among these."""
        strings = [string_of(family, term) for family in Family for term in self.families[family]]
        keys = np.fromiter(map(key_of_string, strings), np.uint64, len(strings))
        numbers, owners, offset = [], [], 0
        for family in Family:
            numbers.append(np.array(self.numbers[family], np.int64) + offset)
            owners.append(np.array(self.owners[family], np.int64))
            if family is Family.WORD:
                numbers.append(self.words[0] + offset)
                owners.append(self.words[1])
            offset += len(self.families[family])
        every = np.concatenate(numbers)
        used = np.zeros(len(strings), np.bool_)  # single characters were numbered as well
        used[every] = True
        order = np.argsort(keys)
        order = order[used[order]]
        place = np.zeros(len(strings), np.uint64)
        place[order] = np.arange(len(order), dtype=np.uint64)
        combined = (place[every] << _OWNER_BITS) | np.concatenate(owners).astype(np.uint64)
        return keys[order], [strings[at] for at in order.tolist()], _Postings(combined)


class _Postings:
    """Postings out of (term, owner) pairs; an owner is a document's title or body."""

    def __init__(self, combined: NDArray[np.uint64]) -> None:
        combined = np.sort(combined)
        first = firsts(combined)
        times = np.diff(np.append(first, len(combined)))
        pairs = combined[first]
        in_body = (pairs & _ONE).astype(np.bool_)
        packed = np.where(
            in_body,
            np.minimum(times, MOST_IN_BODY),
            np.minimum(times, MOST_IN_TITLE) << BODY_BITS,
        ).astype(np.uint8)
        postings = pairs >> _ONE
        # A title's pair stands before its body's: where both are of one document, they are added.
        is_second = np.append(False, postings[1:] == postings[:-1])[: len(postings)]
        second = np.flatnonzero(is_second)
        packed[second - 1] += packed[second]
        self.counts = packed[~is_second]
        postings = postings[~is_second]
        owner_mask = np.uint64((1 << (int(_OWNER_BITS) - 1)) - 1)
        self.documents = (postings & owner_mask).astype(np.uint16)
        terms = postings >> (_OWNER_BITS - _ONE)
        starts = firsts(terms)
        self.terms = terms[starts]
        self.starts = starts


_NO_WORDS = np.zeros(0, np.int64), np.zeros(0, np.int64)


@cache
def _is_gram() -> NDArray[np.bool_]:
    """Mark the code points of the scripts that are written without spaces."""
    return table_of(GRAM)


def invert(entries: Sequence[Entry], *, words: bool = True) -> Segment:
    """Return a segment of at most `MOST_AT_ONCE` documents, in memory.

    Args:
        entries: the documents.
        words: whether it has the words, which take half of the time.
    """
    texts = [text for entry in entries for text in (entry.title, entry.body)]
    normalised = normalise_many(texts)
    strings = _Strings()
    lengths = np.zeros(len(texts), np.int64)
    gram_pairs = [_gram_pairs(normalised, lengths), _more_forms(texts, normalised, strings)]
    if words:
        strings.add_words(cut_pieces(normalised))
    _add_atoms(normalised, strings, lengths)
    grams = _Postings(np.concatenate(gram_pairs))
    string_keys, kept, others = strings.grouped()
    string_ends = np.cumsum([len(string) for string in kept], dtype=np.int64)
    joined = np.frombuffer(b"".join(kept), np.uint8)
    gram_count = len(grams.documents)
    ids = np.array([int(entry.id, 16) for entry in entries], np.uint64)
    blob, text_ends = _records(normalised)
    breaks, break_ends = _breaks(normalised)
    arrays: dict[str, NDArray[Any]] = {
        "keys": np.concatenate([grams.terms, string_keys]),
        "starts": offsets_into(
            np.concatenate(
                [grams.starts, others.starts + gram_count, [gram_count + len(others.documents)]]
            )
        ),
        "documents": np.concatenate([grams.documents, others.documents]),
        "counts": np.concatenate([grams.counts, others.counts]),
        "string_ends": offsets_into(string_ends),
        "strings": joined,
        "string_order": string_order(string_ends, joined),
        "ids": ids,
        "id_order": np.argsort(ids).astype(np.uint32),
        "text_ends": offsets_into(text_ends),
        "texts": blob,
        "break_ends": offsets_into(break_ends),
        "breaks": breaks,
    }
    batch = Batch(
        entries,
        [group_of(title) for title in normalised.texts()[0::2]],
        title_lengths=lengths[0::2],
        body_lengths=lengths[1::2],
        sketches=sketches(normalised.points, normalised.starts[0::2]),
        numbers=numbers_of(normalised.points, normalised.starts),
    )
    names = {}
    for column in COLUMNS:
        values = column.of(batch)
        if column.names:
            names[column.name], (values,) = numbered([values])
        arrays[column.name] = np.asarray(values, column.stored)
    return Segment(arrays, names)


def _gram_pairs(normalised: NormalisedTexts, lengths: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return (key, owner) of every gram, and add the gram characters to the lengths."""
    is_gram = _is_gram()[normalised.points]
    single = np.flatnonzero(is_gram)
    double = np.flatnonzero(is_gram[:-1] & is_gram[1:])
    points = normalised.points.astype(np.uint64)
    owners = normalised.texts_of_points().astype(np.uint64)
    lengths += np.bincount(owners[single].view(np.int64), minlength=len(lengths))
    bigrams = keys_of_bigrams(points[double], points[double + 1])
    return np.concatenate(
        [
            (points[single] << _OWNER_BITS) | owners[single],
            (bigrams << _OWNER_BITS) | owners[double],
        ]
    )


def cut_pieces(normalised: NormalisedTexts) -> Iterator[list[str]]:
    """Cut all texts, in pieces so short that no other thread waits long for the cutting of one.

    Behind each text stands a line break, for what is not Han a space. Single characters are among
    the words.
    """
    points = normalised.points.copy()
    points[~han_table()[points]] = _SPACE
    points[normalised.starts[1:] - 1] = _LINE_BREAK
    cut = segmenter(many=True).cut_for_search
    ends = np.flatnonzero(points <= _SPACE) + 1
    start = 0
    while start < len(points):
        end = int(ends[min(int(np.searchsorted(ends, start + _CUT_AT_ONCE)), len(ends) - 1)])
        yield cut(_string(points[start:end]))
        start = end


def _add_atoms(normalised: NormalisedTexts, strings: _Strings, lengths: NDArray[np.int64]) -> None:
    """Add numbers and words in letters; of a run of grams one character is looked at."""
    is_gram = _is_gram()[normalised.points]
    kept = np.append(True, ~(is_gram[1:] & is_gram[:-1]))[: len(is_gram)]
    points = np.where(is_gram, _SPACE, normalised.points)[kept]
    for owner, text in enumerate(_string(points).split(BORDER)[:-1]):
        atoms: list[str] = []
        parts: list[str] = []
        for run in _ATOM_RUN.finditer(text):
            found = run.group()
            if run.lastgroup == "number":
                atoms += number_atoms(found)
                if "." in found:
                    parts += number_parts(found)
            else:
                atoms.append(found[:LONGEST_ATOM])
        if atoms:
            lengths[owner] += len(atoms)
            strings.add(Family.ATOM, atoms, owner)
            strings.add(Family.GRAM, parts, owner)


def _more_forms(
    texts: Sequence[str], normalised: NormalisedTexts, strings: _Strings
) -> NDArray[np.uint64]:
    """Add what further forms have and the first has not; return the pairs of their grams."""
    pairs = []
    first_forms = normalised.texts() if normalised.more else []
    for owner in normalised.more:
        first = count_form(first_forms[owner])
        for family, counts in count_terms(texts[owner]).items():
            for term in Counter(counts - first[family]).elements():
                key = key_of(family, term)
                if key.bit_length() < 64:  # noqa: PLR2004 - a gram's key
                    pairs.append(key << int(_OWNER_BITS) | owner)
                else:
                    strings.add(family, [term], owner)
    return np.array(pairs, np.uint64)


def _records(normalised: NormalisedTexts) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the normalised texts, a record a document, and where each ends."""
    points = normalised.points.copy()
    ends = normalised.starts[1:] - 1
    points[ends[0::2]] = ord(END_OF_TITLE)
    keep = np.ones(len(points), np.bool_)
    keep[ends[1::2]] = False
    blob = _string(points[keep]).encode()
    sizes = np.ones(len(points), np.int64)
    for low in _TAKES_MORE_BYTES:
        sizes += points >= low
    sizes[~keep] = 0
    text_ends = np.cumsum(sizes)[ends[1::2]]
    if normalised.more:
        blob, text_ends = _with_more(normalised, blob, text_ends)
    return np.frombuffer(blob, np.uint8), text_ends


def _breaks(normalised: NormalisedTexts) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the breaks of the way back of all documents, and where those of each end."""
    breaks, owners = normalised.breaks, normalised.owners
    fields = np.where(owners % 2, np.uint64(OF_BODY), np.uint64(0))
    documents = (len(normalised.starts) - 1) // 2
    return breaks | fields, np.cumsum(np.bincount(owners // 2, minlength=documents))


def _with_more(
    normalised: NormalisedTexts, blob: bytes, ends: NDArray[np.int64]
) -> tuple[bytes, NDArray[np.int64]]:
    """Put the further forms into the records of the texts that have any."""
    starts = np.append(0, ends[:-1])
    sizes = ends - starts
    pieces: list[bytes] = []
    last = 0
    for document in sorted({owner // 2 for owner in normalised.more}):
        start, end = int(starts[document]), int(ends[document])
        (title,), (body,) = fields_of(blob[start:end])
        record = record_of(
            [title, *normalised.more.get(2 * document, ())],
            [body, *normalised.more.get(2 * document + 1, ())],
        )
        pieces += blob[last:start], record
        sizes[document] = len(record)
        last = end
    return b"".join([*pieces, blob[last:]]), np.cumsum(sizes)


def _string(points: NDArray[np.uint32]) -> str:
    return points.astype(np.uint32).tobytes().decode("utf-32-le")
