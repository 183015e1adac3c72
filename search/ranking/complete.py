"""What completes a text that is being typed: words and titles that have it, or its sounds.

Letters are read as Chinese sounds too, whole (`yanglaojin`, `yangla`) or by their first letters
(`ylj`); beside characters as well (`养老jin`). What stands nowhere is corrected.
"""

from __future__ import annotations

import re
from itertools import chain, islice, product
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...index.segments.segment import parts_of
from ...language.likeness import NEVER, SOUND, sounds, table
from ...language.literal import LiteralText
from ...language.normalise import normalise
from ...language.sounds import in_initials, in_syllables
from ...language.terms import Family, RunKind, is_gram_only, runs
from ..matching.candidates import candidates, scan
from ..matching.ordinal_sets import NOTHING, intersection, union
from .spelling import corrections, documents_with, is_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ...index.columns import Ordinals
    from ...index.segments.snapshot import Snapshot
    from ...language.sounds import Syllable
    from ..suggestion import SuggestedHow
    from .strings import Table, Vocabulary

    _Way = tuple[Syllable | str, ...]

#: A longer text is no beginning of anything.
LONGEST = 60
_LONGEST_TYPED = 4 * LONGEST  # before it is normalised
_LONGEST_SOUND = 40  # letters
LONGEST_WORD = 12  # characters, of what is looked for by sound
_MOST_WAYS = 8  # in which a text is read as sounds
_LONGEST_CORRECTED = 12
_MOST_TITLES = 100  # that are looked at
_MOST_WORDS = 40  # of a segment, by their frequency
_WHOLE = 1 << 40  # more than any frequency
_FIRST_LITERAL, _FIRST_SOUNDS = 2, 6  # where letters are both
_FEWEST_SYLLABLES, _FEWEST_INITIALS = 2, 3
_MOST_PHRASES = 4
_LOOSELY = 3 * SOUND + 5
_TITLES_OF = 3  # of so many suggestions one is a title
LETTERS = re.compile("[a-zü]")
_PIECE = re.compile("[a-z]+|.")
_SEPARATORS = re.compile("[ '\n]+")
_READINGS: dict[SuggestedHow, Callable[[str], Sequence[_Way]]] = {
    "pinyin": in_syllables,
    "initials": in_initials,
}


class Found(NamedTuple):
    """A word that is suggested, or a title.

    Attributes:
        text: the word, or what of the title was meant, normalised.
        how: why.
        ordinal: of a document that has the title; None for a word.
        typed: how many characters of the word were typed as they are.
    """

    text: str
    how: SuggestedHow
    ordinal: int | None = None
    typed: int = 0


def suggestions(snapshot: Snapshot, vocabulary: Vocabulary, text: str, limit: int) -> list[Found]:
    """Return words and titles that complete a text, or else correct it, best first.

    Args:
        snapshot: what is there.
        vocabulary: of its index.
        text: as it is typed.
        limit: most suggestions to return.
    """
    wanted = " ".join(normalise(text[:_LONGEST_TYPED]).split())
    if not wanted or limit < 1 or len(text) > _LONGEST_TYPED or len(wanted) > LONGEST:
        return []
    search = _Search(snapshot, vocabulary, limit)
    words, titles = search.words(wanted), search.titles(wanted, "prefix")
    literal = _merged(words, titles, limit)
    if LETTERS.search(wanted):
        heard = search.heard(wanted)
        if heard:
            heard = _merged(heard, search.titles_of(heard[0]), limit)
        first = _FIRST_LITERAL if search.is_more(literal, heard) else 0
        literal = [*literal[:first], *heard[:_FIRST_SOUNDS], *literal[first:], *heard]
    if len(literal) < limit and len(wanted) <= _LONGEST_CORRECTED:
        meant = search.corrected(wanted)
        literal = [*literal, *meant] if words or titles else [*meant, *literal]
    once: dict[str | int, Found] = {}
    for one in literal:
        once.setdefault(one.text if one.ordinal is None else one.ordinal, one)
    return list(once.values())[:limit]


def read_as(snapshot: Snapshot, vocabulary: Vocabulary, text: str) -> str | None:
    """Return the word or the title's words that a text with letters is the whole sound of, or None.

    Args:
        snapshot: what is there.
        vocabulary: of its index.
        text: normalised; two syllables at least, or the first letters of three.
    """
    return _Search(snapshot, vocabulary, 1).read_as(text) if LETTERS.search(text) else None


class _Search:
    """Looks for what may be suggested in one state of an index."""

    def __init__(self, snapshot: Snapshot, vocabulary: Vocabulary, limit: int) -> None:
        self._snapshot = snapshot
        self._held = vocabulary.of(snapshot)
        self._started: dict[str, list[str]] = {}
        self._limit = limit

    def words(self, wanted: str) -> list[Found]:
        """Return the words that a text begins, the most frequent first."""
        found = dict.fromkeys(self._starting(wanted), 0)
        found.pop(wanted, None)
        words = self._by_frequency(found, found)
        return [Found(word, "prefix", typed=len(wanted)) for word in words]

    def titles(self, wanted: str, how: SuggestedHow) -> list[Found]:
        """Return titles that have a text, those that begin with it first, then the shortest."""
        snapshot, columns = self._snapshot, self._snapshot.columns
        literal = LiteralText((wanted,), open_end=True)
        having = self._having(wanted)
        # One document a title is enough; an even key is that of a title.
        keys = columns.folds[having]
        own = np.where((keys > 0) & (keys % 2 == 0), keys, having.astype(np.uint64) * 2 + 1)
        having = having[np.unique(own, return_index=True)[1]]
        order = np.lexsort((-columns.days[having], columns.title_lengths[having]))
        having = having[order[:_MOST_TITLES]]
        records = list(snapshot.records(having))
        _, in_title = scan(literal, records)
        best: dict[str, tuple[bool, int]] = {}
        for place in np.flatnonzero(in_title).tolist():
            title = parts_of(records[place])[0]
            best.setdefault(title, (not title.startswith(wanted), int(having[place])))
        for text, ordinal in islice(self._stand_ins(wanted, literal), self._limit):
            best.setdefault(text, (not text.startswith(wanted), ordinal))
        # Of a kind titles come first, then what stands in for one.
        ranked = sorted(best.values(), key=itemgetter(0))[: self._limit]
        return [Found(wanted, how, ordinal) for _, ordinal in ranked]

    def _stand_ins(self, wanted: str, literal: LiteralText) -> Iterator[tuple[str, int]]:
        """Yield what stands in for titles and has a text, each with its document, best first."""
        having: dict[str, bytes] = {}
        for held in self._held:
            having.update(held.stand_ins.having(wanted, _MOST_TITLES))
        for text in sorted(having, key=lambda text: (not text.startswith(wanted), len(text))):
            if literal.stands_in((text,)):
                for ordinal in self._snapshot.ordinals_of(having[text]).tolist():
                    yield text, ordinal

    def _having(self, wanted: str) -> Ordinals:
        """Return the documents whose titles may have a text, of which the last word is begun."""
        found = list(runs(wanted))
        if not found:
            return NOTHING
        last = found[-1]
        if last.kind is RunKind.GRAM or last.end < len(wanted):
            return candidates(LiteralText((wanted,)), self._snapshot, title_only=True)
        atoms = {*self._starting(last.text), last.text}
        postings = [self._snapshot.postings(Family.ATOM, atom) for atom in atoms]
        having = union([each.where(title_only=True) for each in postings])
        head = LiteralText((wanted[: last.start].rstrip(),))
        if not head.forms[0]:
            return having
        return intersection([having, candidates(head, self._snapshot, title_only=True)])

    def titles_of(self, word: Found) -> list[Found]:
        """Return titles that have a word."""
        return self.titles(word.text, word.how)

    def heard(self, wanted: str) -> list[Found]:
        """Return the words that a text is the sound of, whole ones first; then by first letters."""
        found: dict[str, SuggestedHow] = {}
        seen: set[_Way] = set()
        for how, ways in ways_to_read(wanted):
            sounded: dict[str, int] = {}
            for way in ways:
                if way in seen or len(way) > LONGEST_WORD:
                    continue
                seen.add(way)
                for word, is_longer in self._sounding(way):
                    sounded.setdefault(word, 2 * is_longer + (not _is_whole(way)))
            if how == "pinyin" and 0 not in sounded.values():
                found |= dict.fromkeys(self._phrases(ways), how)
            for word in self._by_frequency(sounded, sounded):
                found.setdefault(word, how)
        return [Found(word, how) for word, how in found.items()][: self._limit]

    def read_as(self, wanted: str) -> str | None:
        """Return the most frequent word that has a text's sounds and no more, or None."""
        for how, ways in ways_to_read(wanted):
            fewest = _FEWEST_SYLLABLES if how == "pinyin" else _FEWEST_INITIALS
            whole = [
                way
                for way in ways
                if fewest <= len(way) <= LONGEST_WORD and (how == "initials" or _is_whole(way))
            ]
            each = (word for way in whole for word in self._sounding(way))
            sounded = {word: 0 for word, is_longer in each if not is_longer}
            found = self._by_frequency(sounded, sounded)
            if not found and how == "pinyin":
                found = self._phrases(whole)
            if found:
                return found[0]
        return None

    def _sounding(self, way: _Way) -> Iterator[tuple[str, bool]]:
        """Yield the most frequent words that begin with sounds, and whether each goes on."""
        for word in self._beginning([_table(part) for part in way]):
            yield word, len(word) > len(way)

    def is_more(self, some: Sequence[Found], others: Sequence[Found]) -> bool:
        """Whether the first of some words has at least as many documents as that of others."""
        first, other = (self._documents(one[0].text) if one else 0 for one in (some, others))
        return first >= other

    def _phrases(self, ways: Sequence[_Way]) -> list[str]:
        """Return strings of titles that are whole words, one or more, and are read in a way."""
        found: dict[str, tuple[int, str]] = {}
        whole = [way for way in ways if _is_whole(way)][:_MOST_PHRASES]
        sizes = range(_FEWEST_SYLLABLES, LONGEST_WORD + 1)
        for way, held in product([way for way in whole if len(way) in sizes], self._held):
            titles = held.titles
            places, _ = titles.windows([_table(part) for part in way], NEVER - 1)
            numbers = titles.number_at(places)
            for place, number in zip(places.tolist(), numbers.tolist(), strict=True):
                text = titles.text[place : place + len(way)]
                often, where = found.get(text, (0, ""))
                where = where or titles.text[titles.starts[number] : titles.ends[number]]
                found[text] = often + 1, where
        best = sorted(found, key=lambda text: (-found[text][0], text))[:_MOST_PHRASES]
        return [
            text
            for text in best
            if is_whole(found[text][1], text)
            and documents_with(self._snapshot, text, is_word=False)
        ]

    def corrected(self, wanted: str) -> list[Found]:
        """Return what a text may be a misspelling of, and titles that have the best of it."""
        meant = corrections(self._snapshot, self._held, wanted, _LOOSELY)
        found = [Found(one.text, one.how) for one in meant]
        return _merged(found, self.titles_of(found[0]) if found else [], self._limit)

    def _starting(self, wanted: str) -> list[str]:
        """Return the most frequent words that begin with a text."""
        if wanted not in self._started:
            begun = self._beginning([_table(character) for character in wanted])
            self._started[wanted] = [word for word in begun if word.startswith(wanted)]
        return self._started[wanted]

    def _beginning(self, tables: Sequence[Table]) -> Iterable[str]:
        """Return the most frequent words that begin with what tables let through."""
        found: dict[str, None] = {}
        for held in self._held:
            words = held.words
            numbers, _ = words.beginning(tables, NEVER - 1)
            # Whole ones first: `shengao` is 身高 before 身高体重.
            longer = words.ends[numbers] - words.starts[numbers] - len(tables)
            value = words.counts[numbers] + (longer == 0) * _WHOLE
            if len(value) > _MOST_WORDS:
                numbers = numbers[np.argpartition(-value, _MOST_WORDS)[:_MOST_WORDS]]
            for number in numbers.tolist():
                found[words.text[words.starts[number] : words.ends[number]]] = None
        return found

    def _by_frequency(self, words: Iterable[str], missing: Mapping[str, int]) -> list[str]:
        """Return those words that documents have, by how much is missing, then the most first."""
        having = {word: self._documents(word) for word in words}
        there = [word for word, documents in having.items() if documents]
        there.sort(key=lambda word: (missing[word], -having[word], len(word), word))
        return there[: self._limit]

    def _documents(self, word: str) -> int:
        family = Family.WORD if is_gram_only(word) else Family.ATOM
        return self._snapshot.frequency(family, word)


def _is_whole(way: _Way) -> bool:
    """Whether no letter of the last syllable is missing; a character is whole."""
    return getattr(way[-1], "is_whole", True)


def _table(part: Syllable | str) -> Table:
    """Return a table that lets through what is read so, or one character."""
    return table(part) if isinstance(part, str) else sounds(part)


def ways_to_read(wanted: str) -> Iterator[tuple[SuggestedHow, list[_Way]]]:
    """Yield how a text may be read where its letters are sounds."""
    letters = _SEPARATORS.sub("", wanted.replace("ü", "v"))
    pieces = _PIECE.findall(letters) if len(letters) <= _LONGEST_SOUND else []
    for how, read in _READINGS.items():
        ways = [read(piece) if "a" <= piece[0] <= "z" else [(piece,)] for piece in pieces]
        several = islice(product(*ways), _MOST_WAYS) if ways else ()
        yield how, [tuple(chain.from_iterable(way)) for way in several]


def _merged(words: Sequence[Found], titles: Sequence[Found], limit: int) -> list[Found]:
    """Return words, then titles: of each as many as there is room for."""
    room = max(limit - min(len(titles), max(limit // _TITLES_OF, 1)), 1)
    return [*words[:room], *titles, *words[room:]]
