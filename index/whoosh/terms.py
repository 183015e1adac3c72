"""The terms of a segment, field by field: which documents have one, and how often."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from ...language.literal import LiteralText, forms_of
from ...language.terms import (
    LONGEST_ATOM,
    Family,
    RunKind,
    bigrams,
    is_gram_only,
    number_parts,
    runs,
)
from ..columns import MOST_IN_BODY
from ..segments.cache import Recent
from ..segments.lexicon import grams_beginning, grams_from, places_beginning, terms_from
from ..segments.segment import BODY_BITS, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ..segments.segment import Segment

    Documents = NDArray[np.int64]
    Spans = list[tuple[int, int]]

_LONGEST_GRAM = 2
_MOST_CACHED = 1_000_000  # postings of strings that were looked for in the texts
_APART = 1 << 20  # characters between two texts of a document, so that no phrase goes on


class Found(NamedTuple):
    """The documents that have a term, ascending, and how often."""

    documents: Documents
    weights: NDArray[np.int64]


NONE = Found(np.zeros(0, np.int64), np.zeros(0, np.int64))


class Terms(Protocol):
    """The terms of a field."""

    def find(self, term: str) -> Found:
        """Return the documents that have a term, deleted ones among them."""

    def beginning(self, start: str) -> Found:
        """Return the documents that have a term that begins so, and how often any of these."""

    def starting(self, start: str) -> Iterator[str]:
        """Iterate over the terms that are not before `start`, in order."""


class FamilyTerms:
    """Words, grams or atoms, of titles and bodies together."""

    def __init__(self, segment: Segment, family: Family) -> None:
        self._segment = segment
        self._family = family

    def find(self, term: str) -> Found:
        """Return the documents that have a term."""
        place = self._segment.place(self._family, term) if term else None
        return NONE if place is None else _found(*self._segment.postings(place))

    def beginning(self, start: str) -> Found:
        """Return the documents that have a term that begins so."""
        return _union(self._segment, places_beginning(self._segment, self._family, start))

    def starting(self, start: str) -> Iterator[str]:
        """Iterate over the terms that are not before `start`, in order."""
        return (term for term, _ in terms_from(self._segment, self._family, start))


class TextTerms:
    """The grams of one and two characters and the atoms, and any other string besides.

    A longer string is looked for in the texts, literally.
    """

    def __init__(self, segment: Segment, *, title_only: bool = False) -> None:
        self._segment = segment
        self._title_only = title_only
        self._looked: Recent[str, Found] = Recent(_MOST_CACHED, lambda found: len(found[0]) + 1)
        self._read: tuple[int, list[str]] = (-1, [])

    def find(self, term: str) -> Found:
        """Return the documents in which a string stands."""
        family = _family_of(term)
        if family is None:
            return self._looked.get(term, self._look)
        place = self._segment.place(family, term)
        return NONE if place is None else self._of_place(place)

    def beginning(self, start: str) -> Found:
        """Return the documents that have a term that begins so, or where so many grams stand."""
        if is_gram_only(start):  # where a pair stands, its first character does
            return self.find(start)
        grams = grams_beginning(self._segment, start)
        atoms = places_beginning(self._segment, Family.ATOM, start)
        places = np.concatenate([grams, atoms])
        return _union(self._segment, places, title_only=self._title_only)

    def starting(self, start: str) -> Iterator[str]:
        """Iterate over the terms that are not before `start`, in order."""
        for term, place in self._from(start):
            if not self._title_only or len(self._of_place(place).documents):
                yield term

    def _from(self, start: str) -> Iterator[tuple[str, int]]:
        atoms = terms_from(self._segment, Family.ATOM, start)
        return heapq.merge(grams_from(self._segment, start), atoms)

    def spans(self, term: str, document: int) -> Spans:
        """Return where a string stands: offsets of its first and last character, ascending."""
        if self._read[0] != document:
            self._read = (document, self._texts(document))
        literal, base, found = _literal(term), 0, []
        for text in self._read[1]:
            found += [(base + start, base + end - 1) for start, end in literal.spans(text)]
            base += len(text) + _APART
        return found

    def _of_place(self, place: int) -> Found:
        return _found(*self._segment.postings(place), title_only=self._title_only)

    def _texts(self, document: int) -> list[str]:
        (record,) = self._segment.records(np.array([document]))
        title, body = fields_of(record)
        return title if self._title_only else [*title, *body]

    def _look(self, term: str) -> Found:
        literal = _literal(term)
        documents = self._candidates(literal)
        forms = [form.encode() for form in literal.forms]
        weights = np.zeros(len(documents), np.int64)
        for at, record in enumerate(self._segment.records(documents)):
            if any(form in record for form in forms):
                title, body = fields_of(record)
                for texts in (title,) if self._title_only else (title, body):
                    weights[at] += max(sum(1 for _ in literal.spans(text)) for text in texts)
        stands = weights > 0
        return Found(documents[stands], weights[stands])

    def _candidates(self, literal: LiteralText) -> Documents:
        """Return the documents that have the terms of a form of a string; all where it has none."""
        every = np.arange(self._segment.size)
        found = [
            reduce(np.intersect1d, [self._having(*term) for term in _required(form)], every)
            for form in literal.forms
        ]
        return reduce(np.union1d, found)

    def _having(self, families: tuple[Family, ...], term: str) -> Documents:
        found = [np.zeros(0, np.int64)]
        for family in families:
            place = self._segment.place(family, term)
            if place is not None:
                found.append(self._of_place(place).documents)
        return np.concatenate(found)


class ValueTerms:
    """The values of a column, one a document; what is empty is no term."""

    def __init__(self, values: Sequence[str]) -> None:
        documents: dict[str, list[int]] = {}
        for document, value in enumerate(values):
            if value:
                documents.setdefault(value, []).append(document)
        self._terms = sorted(documents)
        self._values = {value: np.array(found, np.int64) for value, found in documents.items()}

    def find(self, term: str) -> Found:
        """Return the documents that have a value."""
        return _once(self._values.get(term, NONE.documents))

    def beginning(self, start: str) -> Found:
        """Return the documents whose value begins so."""
        found = [self._values[term] for term in self._terms if term.startswith(start)]
        return _once(np.concatenate([NONE.documents, *found]))

    def starting(self, start: str) -> Iterator[str]:
        """Iterate over the values that are not before `start`, in order."""
        return iter(self._terms[bisect_left(self._terms, start) :])


class IdTerms:
    """The ids of the documents."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def find(self, term: str) -> Found:
        """Return the documents of an id."""
        if len(term) != 16 or f"{_number(term):016x}" != term:  # noqa: PLR2004
            return NONE
        return _once(self._segment.ordinals(np.array([_number(term)], np.uint64)))

    def beginning(self, start: str) -> Found:
        """Return the documents whose id begins so."""
        low, high = self._place(start), self._place(start + "g")
        return _once(self._segment.part("id_order", low, high).astype(np.int64))

    def starting(self, start: str) -> Iterator[str]:
        """Iterate over the ids that are not before `start`, in order."""
        return map(self._id, range(self._place(start), self._segment.size))

    def _place(self, start: str) -> int:
        return bisect_left(range(self._segment.size), start, key=self._id)

    def _id(self, place: int) -> str:
        (ordinal,) = self._segment.part("id_order", place, place + 1).tolist()
        (number,) = self._segment.part("ids", ordinal, ordinal + 1).tolist()
        return f"{number:016x}"


def _number(term: str) -> int:
    try:
        return int(term, 16)
    except ValueError:
        return -1


def _once(documents: Documents) -> Found:
    return Found(np.sort(documents), np.ones(len(documents), np.int64))


def _union(segment: Segment, places: NDArray[np.int64], *, title_only: bool = False) -> Found:
    """Return the documents that have any of some terms."""
    found = _found(*segment.postings_of(places), title_only=title_only)
    weights = np.bincount(found.documents, found.weights, segment.size).astype(np.int64)
    documents = np.flatnonzero(weights)
    return Found(documents, weights[documents])


def _found(
    documents: NDArray[Any], counts: NDArray[np.uint8], *, title_only: bool = False
) -> Found:
    weights = (counts >> BODY_BITS).astype(np.int64)
    if title_only:
        return Found(documents[weights > 0].astype(np.int64), weights[weights > 0])
    return Found(documents.astype(np.int64), weights + (counts & np.uint8(MOST_IN_BODY)))


def _family_of(term: str) -> Family | None:
    """Return of what family a term of a text is; None for another string."""
    found = list(runs(term))
    if len(found) != 1 or found[0].text != term or "." in term:
        return None
    if found[0].kind is RunKind.GRAM:
        return Family.GRAM if len(term) <= _LONGEST_GRAM else None
    return Family.ATOM if len(term) <= LONGEST_ATOM else None


def _literal(term: str) -> LiteralText:
    forms = tuple(form for form in forms_of(term) if form)
    return LiteralText(forms or (term,))


def _required(form: str) -> Iterator[tuple[tuple[Family, ...], str]]:
    """Yield the terms that a text has in which a string stands."""
    for run in runs(form):
        if run.kind is RunKind.GRAM:
            for gram in bigrams(run.text) or [run.text]:
                yield (Family.GRAM,), gram
        elif run.kind is RunKind.NUMBER:
            # The parts of a number with several points are grams, unless they are all of it.
            for part in number_parts(run.text):
                yield (Family.ATOM, Family.GRAM), part
        else:
            yield (Family.ATOM,), run.text[:LONGEST_ATOM]
