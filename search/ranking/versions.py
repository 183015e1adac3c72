"""Find the versions of a text among documents: by their sketches, then by the texts themselves.

Sketches, numbers and lengths leave few pairs over, whose texts are read. `language.versions` says
of these whether they are versions of one; here the query's rarest word tells apart as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
_SURE = 4  # equal bins: fewer are looked for in the texts first
_PROBES, _PROBE = 5, 10  # that are looked for, and the characters of each
_AT_ONCE = 4_096  # documents
_MOST_READ = 10_000


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
        rows, others = (found.tolist() for found in self._near(self._asked, documents).nonzero())
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

    def _line(self, at: int, near: Sequence[int]) -> int:
        """Find the line of a document among those of others that may be versions of it."""
        left: set[int] = set()
        document = self._asked[at].item()
        for other in near:
            line = self._line_of[other]
            if line in left or self._signs[at] != self._signs[other]:
                continue
            if self._are_versions(document, self._asked[other].item()):
                members = (self._text(self._asked[member].item()) for member in self._lines[line])
                if not any(self._text(document).is_told_apart_from(member) for member in members):
                    return line
                left.add(line)
        return len(self._lines)

    def of(self, document: int) -> Ordinals:
        """Return all documents that are versions of one."""
        live = np.flatnonzero(self._snapshot.columns.live)
        own = np.array([document])
        found = [
            self._near(live[at : at + _AT_ONCE], own)[0] for at in range(0, len(live), _AT_ONCE)
        ]
        near = live[np.concatenate(found)] if found else live
        versions = []
        for other in near[near != document][:_MOST_READ].tolist():
            if self._are_versions(document, other):
                versions.append(other)
            else:
                self._texts.pop(other, None)
        return np.array(versions, np.int64)

    def _near(self, documents: Ordinals, new: Ordinals) -> Mask:
        """Return, a row for each new document, which of the documents may be versions of it."""
        (sketches, numbers), lengths = self._snapshot.sketches(documents), self._length(documents)
        own, own_numbers, own_lengths = sketches, numbers, lengths
        if documents is not new:
            (own, own_numbers), own_lengths = self._snapshot.sketches(new), self._length(new)
        filled, own_filled = (np.count_nonzero(one, axis=1) for one in (sketches, own))
        equal = np.empty((len(new), len(documents)), np.int64)
        rows = max(_AT_ONCE // max(len(documents), 1), 1)
        for at in range(0, len(new), rows):
            some = own[at : at + rows, np.newaxis]
            equal[at : at + rows] = np.count_nonzero((sketches == some) & (some > 0), axis=2)
        few = np.minimum.outer(own_lengths, lengths)
        shared = LEAST_SHARED * few
        expected = np.maximum.outer(own_filled, filled) * shared
        expected /= np.maximum(np.add.outer(own_lengths, lengths) - shared, 1)
        # Half of what is expected: hardly any pair has less by chance.
        near: Mask = equal >= np.maximum(expected // 2, 1)
        near &= filled >= _FEWEST_BINS
        near &= ~are_told_apart(own_numbers[:, np.newaxis], numbers)
        return near

    def _length(self, documents: Ordinals) -> NDArray[np.int64]:
        title, body = self._lengths
        return title[documents] + body[documents]

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


def group_of(snapshot: Snapshot, own: Ordinals, limit: int) -> Ordinals:
    """Return a document, and of its versions and of their titles and templates the newest."""
    columns = snapshot.columns
    others = Versions(snapshot).of(own.item())
    keys = columns.folds[np.concatenate([own, others])]
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
