"""Where one string of a query matches.

Its terms give candidates; a look in their texts tells which of them hold it literally. Sets are
ascending arrays of ordinals of one snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...language.content import content_of, word_terms
from ...language.counts import counts_in
from ...language.literal import LiteralText
from ...language.questions import has_question_word
from ...language.terms import Family, is_gram_only
from ..budget import check
from .candidates import candidates, scan
from .ordinal_sets import NOTHING, contained, intersection, places, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from ...index.columns import Mask, Ordinals
    from ...index.segments.snapshot import Snapshot

    Degrees = NDArray[np.float64]


_LOOKS_AT_ONCE = 5_000  # texts; in between the time of a search may be over


@dataclass(slots=True)
class StringMatches:
    """The documents that match one string of a query.

    Attributes:
        literal: how it stands in a text.
        title_only: whether only titles count.
        candidates: the documents that have all its terms; the next three stand beside it.
        stands: whether it stands there literally; true where nobody has looked yet.
        in_title: whether it stands in the title; true where it may, and nobody has looked yet.
        unseen: whether nobody has looked yet.
        loose: documents that match otherwise than literally.
        readings: the matches of what means the same, each with its worth.
    """

    literal: LiteralText
    title_only: bool
    candidates: Ordinals
    stands: Mask
    in_title: Mask
    unseen: Mask
    loose: Ordinals
    readings: tuple[tuple[StringMatches, float], ...] = ()

    @classmethod
    def find(cls, literal: LiteralText, snapshot: Snapshot, *, title_only: bool) -> StringMatches:
        """Find the candidates; a single gram needs no look, its postings are exact."""
        check()
        gram = literal.gram
        if gram is not None:
            postings = snapshot.postings(Family.GRAM, gram)
            having = postings.where(title_only=title_only)
            in_title = np.ones(len(having), np.bool_) if title_only else postings.title > 0
            unseen = np.zeros(len(having), np.bool_)
        else:
            having = candidates(literal, snapshot, title_only=title_only)
            in_title = contained(having, candidates(literal, snapshot, title_only=True))
            unseen = np.ones(len(having), np.bool_)
        stands = np.ones(len(having), np.bool_)
        return cls(literal, title_only, having, stands, in_title, unseen, NOTHING)

    @property
    def text(self) -> str:
        """The normalised string."""
        return self.literal.forms[0]

    def with_readings(self) -> Iterator[StringMatches]:
        """Iterate over these matches and those of what means the same."""
        yield self
        for reading, _ in self.readings:
            yield reading

    def matches(self, *, optimistic: bool) -> Ordinals:
        """Return the documents that match; those not looked at as well, where optimistic."""
        stands = self.stands if optimistic else self.stands & ~self.unseen
        literal = self.candidates if stands.all() else self.candidates[stands]
        others = [reading.matches(optimistic=optimistic) for reading, _ in self.readings]
        return union((literal, self.loose, *others))

    def waiting(self) -> Ordinals:
        """Return the documents that nobody has looked at yet."""
        return self.candidates[self.unseen]

    def look(self, documents: Ordinals, snapshot: Snapshot) -> None:
        """Look into the texts of documents, and correct what is known of them."""
        at, is_candidate = places(documents, self.candidates)
        at = at[is_candidate]
        at = at[self.unseen[at]]
        for start in range(0, len(at), _LOOKS_AT_ONCE):
            check()
            now = at[start : start + _LOOKS_AT_ONCE]
            anywhere, in_title = scan(self.literal, snapshot.records(self.candidates[now]))
            self.in_title[now] = in_title
            self.stands[now] = in_title if self.title_only else anywhere
            self.unseen[now] = False

    def degrees(self, documents: Ordinals) -> tuple[Degrees, Degrees]:
        """Return how far it stands in documents literally, and in their titles.

        1 where it does, the worth of a reading where that does in its place, 0 elsewhere.
        """
        stands, in_title = self.own_degrees(documents)
        for reading, worth in self.readings:
            theirs, theirs_in_title = reading.degrees(documents)
            stands = np.maximum(stands, worth * theirs)
            in_title = np.maximum(in_title, worth * theirs_in_title)
        return stands, in_title

    def own_degrees(self, documents: Ordinals) -> tuple[Degrees, Degrees]:
        """Return the same of the string itself, whatever means the same."""
        if documents is self.candidates:
            return self.stands.astype(np.float64), self.in_title.astype(np.float64)
        if not len(self.candidates):
            return np.zeros(len(documents)), np.zeros(len(documents))
        at, is_candidate = places(documents, self.candidates)
        return (
            (is_candidate & self.stands[at]).astype(np.float64),
            (is_candidate & self.in_title[at]).astype(np.float64),
        )


def look(strings: Iterable[StringMatches], documents: Ordinals, snapshot: Snapshot) -> None:
    """Look for several strings in the texts of documents."""
    for string in strings:
        string.look(documents, snapshot)


def holding(text: str, snapshot: Snapshot, *, title_only: bool) -> Ordinals:
    """Return the documents in which a normalised text stands as it is, its numbers whole."""
    string = StringMatches.find(LiteralText.whole(text), snapshot, title_only=title_only)
    string.look(string.candidates, snapshot)
    return string.matches(optimistic=False)


def with_all_words(
    text: str,
    snapshot: Snapshot,
    *,
    title_only: bool,
    own_words: Iterable[tuple[int, int]] = (),
) -> Ordinals:
    """Return the documents that have every word of a text that is Han only; none for others.

    Where no word covers them, single characters are required themselves, neighbours as bigrams, so
    that 门诊慢特病 does not match whatever holds 门诊. A numeral with what it counts is a word.
    Question words are no condition, nor is what only joins them to the rest (会遗传吗).

    Args:
        text: normalised.
        snapshot: where the documents are.
        title_only: whether only titles count.
        own_words: half-open spans that are not cut apart.
    """
    terms, words = required_words(text, own_words)
    own = [StringMatches.find(word, snapshot, title_only=title_only) for word in words]
    having = [snapshot.postings(*term).where(title_only=title_only) for term in terms]
    having += [string.candidates for string in own]
    found = intersection(having) if having else NOTHING
    look(own, found, snapshot)
    return intersection([found, *(string.matches(optimistic=False) for string in own)])


def required_words(
    text: str, own_words: Iterable[tuple[int, int]]
) -> tuple[list[tuple[Family, str]], list[LiteralText]]:
    """Return what has every word of a text that is Han only: terms and strings; none for others."""
    if len(text) <= 2 or not is_gram_only(text):  # noqa: PLR2004 - what holds these is exact
        return [], []
    asked = content_of(text) if has_question_word(text) else word_terms(text)
    terms = [(family, term) for family, term in dict.fromkeys(asked) if family is not None]
    words = dict.fromkeys(text[start:end] for start, end in (*own_words, *counts_in(text)))
    return terms, [LiteralText.whole(word) for word in words]
