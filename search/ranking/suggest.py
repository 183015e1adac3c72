"""What was probably meant, by the corpus' own titles, and the nearest thing there is.

A string of the query that stands nowhere is compared with the titles that have most of the query;
what differs from it in one or two characters is what may have been meant. Places and numbers are
facts: one is never taken for a misspelling of another. Letters may be the sounds of a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...index.segments.segment import fields_of
from ...language.atoms import cuts_atom
from ...language.characters import HAN_RUN
from ...language.edit_distance import closest_substrings
from ...language.lexicon import WordBorders
from ...language.literal import LiteralText
from ...language.normalise import normalise
from ...language.questions import has_question_word
from ...language.segmenter import segmenter
from ...language.terms import Family, RunKind, runs
from ..matching.candidates import candidates
from ..matching.ordinal_sets import NOTHING, union
from .complete import LETTERS, read_as
from .spelling import LONGEST, corrections, is_alike, stands

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...index.columns import Ordinals
    from ...index.segments.snapshot import Snapshot
    from ..query.interpret import QueryString, ReadQuery
    from .bm25 import BM25, Scores
    from .strings import Vocabulary

#: So many titles are compared with a string.
MOST_TITLES = 50
_MOST_STRINGS = 4  # of a query, that are compared
_MOST_WEIGHED = 12  # candidates that are looked at closely
_SHORT = 4  # characters; a longer string may differ in two
_FEWEST = 3  # characters, of which one may be left out or added
_HALF = 0.5
_IN_LETTERS = re.compile("[a-zü' ]+")


def did_you_mean(bm25: BM25, vocabulary: Vocabulary, query: ReadQuery) -> str | None:
    """Return a query that was probably meant by one that finds little, or None."""
    wanted = query.wanted()
    changed = query.text
    if len(wanted) > 1 and _IN_LETTERS.fullmatch(typed := normalise(changed)):
        literals = [LiteralText.read(node.text) for node in wanted]
        is_there = all(stands(bm25.snapshot, literal) for literal in literals)
        sounded = None if is_there else read_as(bm25.snapshot, vocabulary, typed)
        if sounded:
            return sounded
    read = {string.node: string for string in query.strings}
    for node in wanted[:_MOST_STRINGS]:
        others = [normalise(other.text) for other in wanted if other is not node]
        meant = _meant(bm25, vocabulary, read[node], others)
        if meant is not None and node.text in changed:
            changed = changed.replace(node.text, meant, 1)
    return changed if changed != query.text else None


def nearest(bm25: BM25, query: ReadQuery, limit: int = 3) -> Ordinals:
    """Return the documents that have most of a query's strings, best first.

    They share a word, a bigram or an atom with them, or else half of their characters. Of those of
    one template or one title there is the first only.
    """
    given = [normalise(node.text) for node in query.wanted()]
    snapshot = bm25.snapshot
    found = bm25.sharing(given) if given else NOTHING
    if not len(found):
        found = _having_characters(snapshot, given, title_only=False)
        found = found[_coverage(bm25, found, given) >= _HALF]
    scores = _coverage(bm25, found, given)
    scores += _coverage(bm25, found, given, title_only=True)
    best = found[np.lexsort((snapshot.ids.as_numbers[found], -scores))]
    groups: dict[int, int] = {}
    for ordinal, key in zip(best.tolist(), snapshot.columns.folds[best].tolist(), strict=True):
        if len(groups) == limit:
            break
        groups.setdefault(key or -ordinal - 1, ordinal)
    return np.array(list(groups.values()), np.int64)


def _meant(
    bm25: BM25, vocabulary: Vocabulary, string: QueryString, others: Sequence[str]
) -> str | None:
    """Return what a string was probably meant to be, if no reading of it stands; or None."""
    node = string.node
    token = normalise(node.text)
    may_be_misspelt = 1 < len(token) <= LONGEST
    if node.open_start or node.open_end or not (may_be_misspelt or LETTERS.search(token)):
        return None
    snapshot = bm25.snapshot
    ways = (LiteralText.read(node.text), *(other.literal() for other in string.readings))
    if any(stands(snapshot, literal) for literal in ways):
        return None
    sounded = read_as(snapshot, vocabulary, token)
    if sounded or not may_be_misspelt:
        return sounded
    return _misspelt(bm25, vocabulary, token, others)


def _misspelt(bm25: BM25, vocabulary: Vocabulary, token: str, others: Sequence[str]) -> str | None:
    """Return what a string that stands nowhere is most likely a misspelling of, or None."""
    snapshot = bm25.snapshot
    likely = corrections(snapshot, vocabulary.of(snapshot), token)
    if likely:
        return likely[0].text
    if has_question_word(token) or segmenter().cut(token) == [token]:
        return None  # as it is meant: a character less would be another word
    allowed = 1 if len(token) <= _SHORT else 2
    titles: dict[str, int] = {}
    for title in _titles(bm25, token, others):
        titles[title] = titles.get(title, 0) + 1
    found: dict[str, _Candidate] = {}
    for title, number in titles.items():
        for text, distance in closest_substrings(token, title, allowed).items():
            if text in found:
                found[text].titles += number
            elif _is_near(token, text, distance) and is_alike(token, text):
                found[text] = _Candidate(text, distance, title, number)
    if not found:
        return None
    size = len(token)
    few = sorted(found.values(), key=lambda one: (*one.likeness(size), -one.titles, one.text))
    weighed = [
        (
            one.distance,
            not one.is_whole(),
            *one.likeness(size)[1:],
            -one.documents(snapshot),
            one.text,
        )
        for one in few[:_MOST_WEIGHED]
    ]
    return min(weighed)[-1]


def _is_near(token: str, text: str, distance: int) -> bool:
    """Whether one may be a misspelling of the other: a character more or less, or another order.

    Another character of Chinese is another word, where it neither sounds nor looks alike; and so
    is what a character more or less makes of a word of two.
    """
    if not HAN_RUN.search(token):
        return len(text) > 1
    is_longer_or_shorter = distance == 1 and len(token) != len(text) and len(token) >= _FEWEST
    return sorted(token) == sorted(text) or is_longer_or_shorter


@dataclass(slots=True)
class _Candidate:
    """What may have been meant, with the first title that has it, and how many of those do."""

    text: str
    distance: int
    title: str
    titles: int

    def likeness(self, size: int) -> tuple[int, int, int]:
        """Return what is least for what is most like a string of this size, longer ones first."""
        return self.distance, abs(len(self.text) - size), -len(self.text)

    def is_whole(self) -> bool:
        """Whether it cuts no word of its title in two: 医保, not 医备 of 就医备案."""
        start = self.title.find(self.text)
        end = start + len(self.text)
        return not cuts_atom(self.title, start, end) and WordBorders(self.title).fit(start, end)

    def documents(self, snapshot: Snapshot) -> int:
        """Return about how many documents have it."""
        return len(candidates(LiteralText((self.text,)), snapshot))


def _titles(bm25: BM25, token: str, others: Sequence[str]) -> list[str]:
    """Return the titles that have most of a string, and of the rest of its query."""
    snapshot = bm25.snapshot
    documents = bm25.sharing([token], title_only=True)
    if len(documents) < MOST_TITLES or len(token) <= _SHORT:
        documents = _having_characters(snapshot, [token], title_only=True)
    covered = _coverage(bm25, documents, [token], title_only=True)
    if others:
        covered += _coverage(bm25, documents, others, title_only=True) / 2
    best = np.lexsort((snapshot.ids.as_numbers[documents], -covered))[:MOST_TITLES]
    return [fields_of(record)[0][0] for record in snapshot.records(documents[best])]


def _coverage(
    bm25: BM25, documents: Ordinals, texts: Sequence[str], *, title_only: bool = False
) -> Scores:
    """Return the share of texts that documents have, or that their titles have."""
    covered = np.zeros(len(documents))
    for text in texts:
        covered += bm25.coverage(documents, text, title_only=title_only) / len(texts)
    return covered


def _having_characters(snapshot: Snapshot, texts: Iterable[str], *, title_only: bool) -> Ordinals:
    """Return the documents that have a character or an atom of normalised texts."""
    terms: dict[tuple[Family, str], None] = {}
    for run in (run for text in texts for run in runs(text)):
        if run.kind is RunKind.GRAM:
            terms |= dict.fromkeys((Family.GRAM, character) for character in run.text)
        terms |= dict.fromkeys((Family.ATOM, atom) for atom in run.atoms)
    return union([snapshot.postings(*term).where(title_only=title_only) for term in terms])
