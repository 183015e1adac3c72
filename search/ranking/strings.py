"""The words and the titles of segments as arrays of characters, to look through all at once."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...index.segments.segment import END_OF_FORM, parts_of
from ...language.sounds import TABLE_SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ...index.segments.segment import Segment
    from ...index.segments.snapshot import Snapshot

    Places = NDArray[np.int64]
    Table = NDArray[np.uint8]

_BORDER = END_OF_FORM
_CONTINUES, _LEADING = 0x80, 0xC0  # of the bytes of UTF-8
#: So much of a title is looked at.
_LONGEST_TITLE = 60
_MOST_TITLES = 50_000  # of a segment
_AT_ONCE = 1_000


class Strings(NamedTuple):
    """Strings one behind the other, a character before each that is none of it.

    Attributes:
        text: all of them.
        codes: the code points of the same, 0 between strings.
        starts: where each begins.
        ends: where each ends.
        counts: how many documents have each.
    """

    text: str
    codes: NDArray[np.uint16]
    starts: Places
    ends: Places
    counts: Places

    @classmethod
    def of(cls, text: str, starts: Places, ends: Places, counts: Places) -> Strings:
        """Make them of a text and of where in it each of them stands."""
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        codes = np.minimum(points, TABLE_SIZE - 1).astype(np.uint16)
        codes[starts - 1] = 0
        return cls(text, codes, starts, ends, counts)

    def number_at(self, places: Places) -> Places:
        """Return which strings stand at places."""
        return np.searchsorted(self.starts, places, "right") - 1

    def beginning(self, tables: Sequence[Table], most: int) -> tuple[Places, Places]:
        """Return the strings that begin with what costs at most so much, and what it costs."""
        numbers, cost = _cheap(self.codes, self.starts, tables, most)
        return np.searchsorted(self.starts, numbers), cost

    def windows(self, tables: Sequence[Table], most: int) -> tuple[Places, Places]:
        """Return where what costs at most so much stands in strings, and what it costs."""
        # The rarest first: what is left after it is looked at only where it stands.
        first = min(range(len(tables)), key=lambda at: np.count_nonzero(tables[at] <= most))
        places = np.flatnonzero((tables[first] <= most)[self.codes]) - first
        places = places[(places > 0) & (places <= len(self.codes) - len(tables))]
        return _cheap(self.codes, places, tables, most)


def _cheap(
    codes: NDArray[np.uint16], places: Places, tables: Sequence[Table], most: int
) -> tuple[Places, Places]:
    cost = np.zeros(len(places), np.int64)
    for at, table in enumerate(tables):
        # Behind the last string there is a border, at which whatever is too long ends.
        cost += table[codes[np.minimum(places + at, len(codes) - 1)]]
        keep = cost <= most
        places, cost = places[keep], cost[keep]
    return places, cost


class Held(NamedTuple):
    """What is kept of a segment."""

    words: Strings
    titles: Strings


class Vocabulary:
    """The words and titles of the segments of an index, each segment read once.

    It may be shared by snapshots and threads: at worst a segment is read twice. What it gives may
    be gone from a snapshot.
    """

    def __init__(self) -> None:
        self._held: dict[bytes, Held] = {}

    def of(self, snapshot: Snapshot) -> list[Held]:
        """Return what the segments of a snapshot hold; those of others are let go."""
        held = {}
        for segment, _ in snapshot.segments():
            # Ids are made of the texts, so the same ids in the same order are the same segment.
            key = blake2b(segment.part("ids").tobytes(), digest_size=16).digest()
            held[key] = self._held.get(key) or Held(_words(segment), _titles(segment))
        self._held = held
        return list(held.values())


def _words(segment: Segment) -> Strings:
    """Return the terms that are kept as strings: words and atoms; the letter of the family goes."""
    strings, ends = segment.part("strings"), segment.part("string_ends").astype(np.int64)
    postings = segment.part("starts").astype(np.int64)[segment.first_string :]
    counts = postings[1:] - postings[:-1]
    # In characters, and each string with the letter of its family.
    lengths = np.cumsum((strings & _LEADING) != _CONTINUES)
    ends = lengths[ends - 1] if len(ends) else ends
    starts = np.append(0, ends[:-1]) if len(ends) else ends
    return Strings.of(strings.tobytes().decode() + _BORDER, starts + 1, ends, counts)


def _titles(segment: Segment) -> Strings:
    """Return the titles, each once, with how many documents have it."""
    counted: dict[str, int] = {}
    for start in range(0, min(segment.size, _MOST_TITLES), _AT_ONCE):
        documents = np.arange(start, min(start + _AT_ONCE, segment.size))
        for record in segment.records(documents):
            title = parts_of(record)[0][:_LONGEST_TITLE]
            if title:
                counted[title] = counted.get(title, 0) + 1
    lengths = np.array([len(title) + 1 for title in counted], np.int64)
    ends = np.cumsum(lengths)
    text = "".join(_BORDER + title for title in counted) + _BORDER
    return Strings.of(text, ends - lengths + 1, ends, np.array(list(counted.values()), np.int64))
