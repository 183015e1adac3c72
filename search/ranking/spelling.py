"""What of a corpus a string may be a misspelling of: by sound, shape, or order of characters.

A string of characters is laid beside all words and titles at once; each character costs what it
takes to be taken for the other (see `language.likeness`). Places and numbers are facts: one is
never taken for a misspelling of another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...index.segments.segment import parts_of
from ...language.atoms import cuts_atom
from ...language.characters import HAN_RUN
from ...language.lexicon import WordBorders
from ...language.likeness import NEARLY_SOUND, ORDER, TABLE_SIZE, costs
from ...language.literal import LiteralText
from ...language.place_names import places_of
from ...language.terms import Family, RunKind, runs
from ..matching.candidates import candidates, scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...index.segments.snapshot import Snapshot
    from ..suggestion import SuggestedHow
    from .strings import Held, Strings, Table

#: What may be offered unasked may cost so much.
MOST = 60
#: A longer string is a passage: nobody typed it.
LONGEST = 30
_MOST_LOOKED_AT = 100  # texts, for whether a string stands anywhere
_FEW = 4
_MOST_WEIGHED = 16
_MOST_FOUND = 400  # places, in one segment


class Correction(NamedTuple):
    """What may have been meant.

    Attributes:
        text: as it stands in the corpus.
        cost: of taking it for what was typed, in hundredths.
        how: what was taken for what.
        documents: about how many have it.
    """

    text: str
    cost: int
    how: SuggestedHow
    documents: int


class _Candidate(NamedTuple):
    cost: int
    often: int
    is_word: bool
    where: str


def corrections(
    snapshot: Snapshot, held: Iterable[Held], token: str, most: int = MOST
) -> list[Correction]:
    """Return what a normalised string may be a misspelling of, what costs least first."""
    if not 1 < len(token) <= LONGEST or not HAN_RUN.search(token):
        return []
    found = {
        text: _Candidate(ORDER, len(postings.documents), is_word=True, where=text)
        for text in transposed(token)
        if len((postings := snapshot.postings(Family.WORD, text)).documents)
    }
    tables = [costs(character) for character in token]
    swapped = [
        text
        for text in transposed(token)
        if len(candidates(LiteralText((text,)), snapshot, title_only=True))
    ]
    for of_segment in held:
        for text, one in _alike(of_segment, token, tables, swapped, most):
            other = found.get(text)
            if other is None:
                found[text] = one
            else:
                found[text] = other._replace(
                    often=other.often + one.often,
                    is_word=other.is_word or one.is_word,
                    where=one.where if one.is_word else other.where,
                )
    found.pop(token, None)
    few = sorted(found.items(), key=lambda item: (item[1].cost, -item[1].often, item[0]))
    weighed = []
    for text, one in [item for item in few if is_alike(token, item[0])][:_MOST_WEIGHED]:
        documents = documents_with(snapshot, text, is_word=one.is_word)
        if documents:
            is_cut = not (one.is_word or is_whole(one.where, text))
            weighed.append((is_cut, one.cost, -documents, text))
    return [
        Correction(text, cost, _how(token, text), -documents)
        for _, cost, documents, text in sorted(weighed)
    ]


def stands(snapshot: Snapshot, literal: LiteralText) -> bool:
    """Whether a string stands in any text."""
    known = snapshot.holding(literal, title_only=False)
    if known is not None:
        return known > 0
    having = candidates(literal, snapshot)
    if literal.gram is not None:
        return len(having) > 0
    anywhere, _ = scan(literal, snapshot.records(having[:_MOST_LOOKED_AT]))
    return bool(anywhere.any()) or len(having) > _MOST_LOOKED_AT


def is_alike(token: str, candidate: str) -> bool:
    """Whether two strings are made of the same sorts of runs, numbers and places."""
    ours, theirs = list(runs(token)), list(runs(candidate))
    if not ours or [run.kind for run in ours] != [run.kind for run in theirs]:
        return False
    if (ours[0].start, len(token) - ours[-1].end) != (
        theirs[0].start,
        len(candidate) - theirs[-1].end,
    ):
        return False
    for run, other in zip(ours, theirs, strict=True):
        if run.kind in {RunKind.NUMBER, RunKind.NUMERAL} and run.text != other.text:
            return False
    named = set(places_of(token))
    return not named or named == set(places_of(candidate))


def _alike(
    held: Held, token: str, tables: Sequence[Table], swapped: Sequence[str], most: int
) -> Iterator[tuple[str, _Candidate]]:
    """Yield what stands in words and titles of a segment and is like a string."""
    for strings, is_words in ((held.words, True), (held.titles, False)):
        places, cost = (strings.beginning if is_words else strings.windows)(tables, most)
        if is_words:
            is_all = strings.ends[places] - strings.starts[places] == len(token)
            numbers, cost = places[is_all], cost[is_all]
            places = strings.starts[numbers]
        else:
            numbers = strings.number_at(places)
        order = cost.argsort(kind="stable")[:_MOST_FOUND]
        for place, number, at in zip(
            places[order].tolist(), numbers[order].tolist(), cost[order].tolist(), strict=True
        ):
            if at:
                yield _found(strings, token, place, number, at, is_word=is_words)
    for text in swapped:
        place = held.titles.text.find(text)
        if place >= 0:
            number = int(held.titles.starts.searchsorted(place, "right")) - 1
            yield _found(held.titles, text, place, number, ORDER, is_word=False)


def _found(
    strings: Strings, token: str, place: int, number: int, cost: int, *, is_word: bool
) -> tuple[str, _Candidate]:
    where = strings.text[strings.starts[number] : strings.ends[number]]
    count = int(strings.counts[number])
    return strings.text[place : place + len(token)], _Candidate(cost, count, is_word, where)


def transposed(token: str) -> list[str]:
    """Return a string with two characters side by side in the other order."""
    return [
        token[:at] + token[at + 1] + token[at] + token[at + 2 :]
        for at in range(len(token) - 1)
        if token[at] != token[at + 1]
    ]


def documents_with(snapshot: Snapshot, text: str, *, is_word: bool) -> int:
    """Return about how many documents have a string; 0 where none of them is there any more."""
    if is_word:
        return snapshot.frequency(Family.WORD, text)
    having = candidates(LiteralText((text,)), snapshot, title_only=True)
    for some in (having[:_FEW], having[_FEW:_MOST_LOOKED_AT]):
        if any(text in parts_of(record)[0] for record in snapshot.records(some)):
            return len(having)
    return 0


def is_whole(where: str, text: str) -> bool:
    """Whether it cuts no word of its title in two: 医保, not 医备 of 就医备案."""
    start = where.find(text)
    end = start + len(text)
    return not cuts_atom(where, start, end) and WordBorders(where).fit(start, end)


def _how(token: str, text: str) -> SuggestedHow:
    if sorted(token) == sorted(text):
        return "order"
    dearest = max(
        int(costs(one)[min(ord(other), TABLE_SIZE - 1)])
        for one, other in zip(token, text, strict=True)
    )
    return "sound" if dearest <= NEARLY_SOUND else "shape"
