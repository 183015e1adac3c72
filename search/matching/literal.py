"""A literal match: where a string stands in a normalised text, with whole atoms at its ends.

`8%` is not in 0.8%, 13 not in 1320, 70元 not in 18700元; in Han text any part of a run is a match.
A line break is a border that no match crosses, because a needle never holds one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...index.segments.segment import END_OF_TITLE, fields_of
from ...language.atoms import ends_at_border, is_of_atom, starts_at_border
from ...language.normalise import readings_of_part
from ...language.terms import (
    LONGEST_ATOM,
    Family,
    Run,
    RunKind,
    bigrams,
    number_parts,
    runs,
)
from .ordinal_sets import NOTHING, intersection, union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...index.columns import Ordinals
    from ...index.segments.snapshot import Snapshot

    Lookup = Callable[[Family, str], Ordinals]

_LONGEST_OVERLAPPING = 32
_MARK = END_OF_TITLE.encode()


class Needle(NamedTuple):
    """A string to be found literally.

    Attributes:
        readings: its normalised readings; it is found where any of them is.
        open_start: whether its first atom may be the end of a longer one.
        open_end: whether its last atom may be the beginning of a longer one.
    """

    readings: tuple[str, ...]
    open_start: bool = False
    open_end: bool = False

    @classmethod
    def of(cls, text: str, *, open_start: bool = False, open_end: bool = False) -> Needle:
        """Read a string as a person gave it."""
        return cls(readings_of_part(" ".join(text.split())), open_start, open_end)

    @property
    def is_searchable(self) -> bool:
        """Whether there is a letter, a digit or an ideograph in it."""
        return any(True for reading in self.readings for _ in runs(reading))

    @property
    def gram(self) -> str | None:
        """The needle where it is a single gram, so that its postings are exact; else None."""
        if len(self.readings) > 1 or not 1 <= len(self.readings[0]) <= 2:  # noqa: PLR2004
            return None
        found = list(runs(self.readings[0]))
        is_gram = len(found) == 1 and found[0].kind is RunKind.GRAM
        return self.readings[0] if is_gram and found[0].text == self.readings[0] else None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Give the half-open spans at which it stands in a normalised text."""
        for reading in self.readings:
            if not reading:
                continue
            # Matches of a short needle may overlap; those of a long one are counted apart, because
            # a long needle in a long run of one character would take their product.
            step = 1 if len(reading) <= _LONGEST_OVERLAPPING else len(reading)
            start = text.find(reading)
            while start >= 0:
                end = start + len(reading)
                if (self.open_start or starts_at_border(text, start)) and (
                    self.open_end or ends_at_border(text, end)
                ):
                    yield start, end
                    start = text.find(reading, start + step)
                else:
                    start = text.find(reading, start + 1)

    def stands_in(self, texts: Iterable[str]) -> bool:
        """Tell whether it stands in any reading of a text."""
        return any(True for text in texts for _ in self.spans(text))

    @property
    def is_plain(self) -> bool:
        """Whether no atom is at its ends, so that wherever its characters stand is a match."""
        return all(
            reading and not (is_of_atom(reading[0]) or is_of_atom(reading[-1]))
            for reading in self.readings
        )

    def look(self, records: Iterable[bytes]) -> tuple[list[bool], list[bool]]:
        """Look into records of documents: whether it stands in each, and in the title of each."""
        if not self.is_plain:
            return self._look_closely(records)
        somewhere, in_title = [], []
        first, *others = [reading.encode() for reading in self.readings]
        for record in records:
            at = record.find(first)
            for other in others:
                found = record.find(other)
                at = found if at < 0 or 0 <= found < at else at
            stands = at >= 0
            somewhere.append(stands)
            # UTF-8 has the mark between title and body nowhere else.
            in_title.append(stands and record.find(_MARK, 0, at) < 0)
        return somewhere, in_title

    def _look_closely(self, records: Iterable[bytes]) -> tuple[list[bool], list[bool]]:
        somewhere, in_title = [], []
        needles = [reading.encode() for reading in self.readings]
        for record in records:
            title_has = body_has = False
            if any(needle in record for needle in needles):
                title, body = fields_of(record)
                title_has = self.stands_in(title)
                body_has = title_has or self.stands_in(body)
            somewhere.append(body_has)
            in_title.append(title_has)
        return somewhere, in_title

    def candidates(self, snapshot: Snapshot, *, title_only: bool = False) -> Ordinals:
        """Give the documents that have all its terms: all that hold it, and some that do not."""

        def lookup(family: Family, term: str) -> Ordinals:
            return snapshot.postings(family, term).where(title_only=title_only)

        return union([self._candidates(snapshot, lookup, reading) for reading in self.readings])

    def _candidates(self, snapshot: Snapshot, lookup: Lookup, reading: str) -> Ordinals:
        found = list(runs(reading))
        if not found:
            return NOTHING
        required = []
        for run in found:
            opened = (self.open_start and run.start == 0) or (
                self.open_end and run.end == len(reading)
            )
            if opened and run.kind is not RunKind.GRAM:
                part = max(number_parts(run.text), key=len)
                required.append(_containing(snapshot, lookup, part))
            else:
                required += _required(lookup, run)
        return intersection(required)


def _required(lookup: Lookup, run: Run) -> list[Ordinals]:
    """Give, for one run, arrays of documents of which a match must be in every one."""
    match run.kind:
        case RunKind.GRAM:
            return [lookup(Family.GRAM, term) for term in bigrams(run.text) or [run.text]]
        case RunKind.NUMBER:
            return [
                union([lookup(Family.ATOM, part), lookup(Family.GRAM, part)])
                for part in number_parts(run.text)
            ]
        case _:
            return [lookup(Family.ATOM, run.text[:LONGEST_ATOM])]


def _containing(snapshot: Snapshot, lookup: Lookup, part: str) -> Ordinals:
    """Give the documents that have an atom with this part in it."""
    return union(
        [
            lookup(family, term)
            for family in (Family.ATOM, Family.GRAM)
            for term in snapshot.terms(family, lambda term: part in term)
        ]
    )
