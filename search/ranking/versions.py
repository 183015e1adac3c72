"""Find the versions of a text among documents: by their sketches, then by the texts themselves.

Sketches, numbers and lengths leave few pairs over, whose texts are read. `language.versions` says
of these whether they are versions of one; here the query's rarest word tells apart as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...index.segments.segment import fields_of
from ...language.content import content_of
from ...language.terms import Family
from ...language.versions import LEAST_SHARED, ReadText, are_told_apart
from ..matching.ordinal_sets import NOTHING, contained

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ...index.columns import Mask, Ordinals
    from ...index.segments.snapshot import Snapshot

_FEWEST_BINS = 10  # with something in them; texts of fewer are no versions of anything
_PROBES, _PROBE = 5, 10  # that are looked for, and the characters of each
_AT_ONCE = 4_096  # documents
_MOST_READ = 10_000
_MOST_CHAINED, _MOST_OF_TITLE = 100, 8  # whose versions are looked for


class _Sketched(NamedTuple):
    """What is compared of some documents, a row each; see `Snapshot.sketches`."""

    bins: NDArray[np.uint8]
    numbers: NDArray[np.uint64]
    lengths: NDArray[np.int64]

    def at(self, rows: Ordinals) -> _Sketched:
        return _Sketched(self.bins[rows], self.numbers[rows], self.lengths[rows])

    def before(self, others: _Sketched) -> _Sketched:
        return _Sketched(
            np.concatenate([self.bins, others.bins]),
            np.concatenate([self.numbers, others.numbers]),
            np.concatenate([self.lengths, others.lengths]),
        )


class Versions:
    """Tells which documents are versions of one text, for one search.

    Args:
        snapshot: where they are.
        telling: for each of the query's rarest words the documents that have it; one that only one
            of two documents has tells them apart.
    """

    def __init__(self, snapshot: Snapshot, telling: Sequence[Ordinals] = ()) -> None:
        self._snapshot = snapshot
        self._telling = telling
        self._texts: dict[int, ReadText] = {}
        self._asked = NOTHING
        self._sketched: _Sketched | None = None  # of these
        self._signs: list[bytes] = []  # which of the rarest words each has
        self._line_of: list[int] = []
        self._lines: list[list[int]] = []  # places in `_asked`
        self._lengths = snapshot.columns.title_lengths, snapshot.columns.body_lengths

    def lines_of(self, documents: Ordinals) -> list[int]:
        """Return the number of the line of each document, after those that were asked for before.

        On one line are versions of one another; none that is told apart from one of them. So the
        first of each line has the next number.
        """
        known = len(self._asked)
        self._asked = np.concatenate([self._asked, documents]) if known else documents
        signs = np.array([contained(documents, one) for one in self._telling], np.bool_)
        self._signs += [one.tobytes() for one in signs.reshape(-1, len(documents)).T]
        before: dict[int, list[int]] = {}
        new = self._sketch(documents)
        self._sketched = self._sketched.before(new) if self._sketched else new
        rows, others = (found.tolist() for found in _near(self._sketched, new).nonzero())
        for at, other in zip(rows, others, strict=True):
            if other < known + at:
                before.setdefault(known + at, []).append(other)
        for at in range(known, len(self._asked)):
            line = self._line(at, before.get(at, ()))
            if line == len(self._lines):
                self._lines.append([])
            self._lines[line].append(at)
            self._line_of.append(line)
        return self._line_of[known:]

    def led_to(self, documents: Ordinals) -> Mask:
        """Return which of other documents may be versions of those asked for, also through others.

        The others change no line of those.
        """
        found, others, new = np.zeros(len(documents), np.bool_), None, self._sketched
        while new and len(new.bins) and not found.all():
            others = others or self._sketch(documents)
            rest = np.flatnonzero(~found)
            near = rest[_near(others.at(rest), new).any(axis=0)]
            found[near] = True
            new = others.at(near)
        return found

    def _line(self, at: int, near: Sequence[int]) -> int:
        """Find the line of a document among those of others that may be versions of it."""
        left: set[int] = set()
        document = self._asked[at].item()
        for other in near:
            line = self._line_of[other]
            if line in left or self._signs[at] != self._signs[other]:
                continue
            if self._are_versions(document, self._asked[other].item()):
                members = (self._asked[one].item() for one in self._lines[line] if one != other)
                text = self._text(document)
                if not any(text.is_told_apart_from(self._text(member)) for member in members):
                    return line
                left.add(line)
        return len(self._lines)

    def of(self, document: int) -> Ordinals:
        """Return all documents that are versions of one."""
        live = np.flatnonzero(self._snapshot.columns.live)
        own = self._sketch(np.array([document]))
        parts = (live[at : at + _AT_ONCE] for at in range(0, len(live), _AT_ONCE))
        found = [_near(self._sketch(part), own)[0] for part in parts]
        near = live[np.concatenate(found)] if found else live
        versions = []
        for other in near[near != document][:_MOST_READ].tolist():
            if self._are_versions(document, other):
                versions.append(other)
            else:
                self._texts.pop(other, None)
        return np.array(versions, np.int64)

    def chained(self, document: int) -> list[int]:
        """Return a document, its versions, theirs and so on, none that is told apart from it.

        So all are there that may stand on one line with it.
        """
        found = [document]
        for one in found:
            others = (other for other in self.of(one).tolist() if other not in found)
            found += [other for other in others if not self._is_told_apart(document, other)]
            if len(found) >= _MOST_CHAINED:
                break
        return found

    def _is_told_apart(self, one: int, other: int) -> bool:
        return self._text(one).is_told_apart_from(self._text(other))

    def _sketch(self, documents: Ordinals) -> _Sketched:
        title, body = self._lengths
        return _Sketched(*self._snapshot.sketches(documents), title[documents] + body[documents])

    def _are_versions(self, one: int, other: int) -> bool:
        mine, theirs = self._text(one), self._text(other)
        few, many = sorted((mine.text, theirs.text), key=len)
        step = max(len(few) // (_PROBES + 1), 1)
        probes = (few[at : at + _PROBE] for at in range(step, len(few), step))
        return any(probe in many for probe in probes) and mine.is_version_of(theirs)

    def _text(self, document: int) -> ReadText:
        text = self._texts.get(document)
        if text is None:
            (record,) = self._snapshot.records(np.array([document]))
            titles, bodies = fields_of(record)
            text = self._texts[document] = ReadText(titles[0], bodies[0])
        return text


def _near(documents: _Sketched, new: _Sketched) -> Mask:
    """Return, a row for each new document, which of the documents may be versions of it."""
    filled, own_filled = (np.count_nonzero(one.bins, axis=1) for one in (documents, new))
    equal = np.empty((len(own_filled), len(filled)), np.int64)
    rows = max(_AT_ONCE // max(len(filled), 1), 1)
    for at in range(0, len(own_filled), rows):
        some = new.bins[at : at + rows, np.newaxis]
        same = (documents.bins == some) & (some > 0)
        equal[at : at + rows] = np.count_nonzero(same, axis=2)
    shared = LEAST_SHARED * np.minimum.outer(new.lengths, documents.lengths)
    expected = np.maximum.outer(own_filled, filled) * shared
    expected /= np.maximum(np.add.outer(new.lengths, documents.lengths) - shared, 1)
    # Half of what is expected: hardly any pair has less by chance.
    near: Mask = equal >= np.maximum(expected // 2, 1)
    near &= np.minimum.outer(own_filled, filled) >= _FEWEST_BINS
    near &= ~are_told_apart(new.numbers[:, np.newaxis], documents.numbers)
    return near


def group_of(snapshot: Snapshot, own: Ordinals, limit: int) -> Ordinals:
    """Return a document, and the newest of what may stand on one line with it.

    These are its versions, theirs and so on, and the documents of all their titles and templates.
    """
    columns, key = snapshot.columns, snapshot.columns.folds[own].item()
    versions, starts = Versions(snapshot), own.tolist()
    if key and key % 2 == 0:  # what is behind another one of its title is on the line of that
        alike = np.flatnonzero((columns.folds == np.uint64(key)) & columns.live)
        starts += alike[alike != own[0]].tolist()[:_MOST_OF_TITLE]
    others = np.array([other for start in starts for other in versions.chained(start)])
    keys = columns.folds[others]
    of_title = np.isin(columns.folds, keys[keys > 0]) & columns.live
    others = np.union1d(others, np.flatnonzero(of_title))
    others = others[others != own[0]]
    newest_first = np.lexsort((snapshot.ids.as_numbers[others], -columns.days[others]))
    return np.concatenate([own, others[newest_first]])[:limit]


def rarest_words(snapshot: Snapshot, texts: Iterable[str]) -> list[Ordinals]:
    """Return where the rarest words and atoms stand, of those that texts ask for.

    Args:
        snapshot: where they are looked for; what stands nowhere does not count.
        texts: normalised; what only asks in them tells no documents apart.
    """
    terms = dict.fromkeys(term for text in texts for term in content_of(text))
    having = {
        (family, term): snapshot.frequency(family, term)
        for family, term in terms
        if family and family is not Family.GRAM
    }
    least = min(filter(None, having.values()), default=0)
    return [snapshot.postings(*term).documents for term in having if 0 < having[term] == least]
