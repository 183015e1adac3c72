"""The words and the titles of segments as arrays of characters, to look through all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...index.segments.arrays import spread
from ...index.segments.segment import END_OF_FORM, opening_of, parts_of
from ...language.code_points import points_of
from ...language.likeness import TABLE_SIZE
from ...language.stand_in import stand_in

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
_LONGEST_OPENING = 200  # of a text, in which a stand-in is
_AT_ONCE = 1_000


class Strings(NamedTuple):
    """Strings one behind the other, a character before each that is none of it.

    Attributes:
        text: all of them.
        codes: the code points of the same, 0 between strings.
        starts: where each begins.
        ends: where each ends.
        counts: how many documents have each.
        order: the strings by their first characters.
        heads: these characters, each once, ascending.
        groups: where in the order those of each begin; one more at the end.
        places: all places by the code point that stands there; empty where only what strings
            begin with is looked for.
        place_edges: where in them those of each code point begin; one more at the end.
    """

    text: str
    codes: NDArray[np.uint16]
    starts: Places
    ends: Places
    counts: Places
    order: Places
    heads: NDArray[np.uint16]
    groups: Places
    places: NDArray[np.int32]
    place_edges: Places

    @classmethod
    def of(
        cls, text: str, starts: Places, ends: Places, counts: Places, *, anywhere: bool = True
    ) -> Strings:
        """Make them of a text and of where in it each of them stands."""
        codes = np.minimum(points_of(text), TABLE_SIZE - 1).astype(np.uint16)
        codes[starts - 1] = 0
        heads = codes[starts]
        order = heads.argsort(kind="stable")
        heads, groups = np.unique(heads[order], return_index=True)
        groups = np.append(groups, len(order))
        looked_in = codes if anywhere else codes[:0]
        places = looked_in.argsort(kind="stable").astype(np.int32)
        place_edges = np.append(0, np.cumsum(np.bincount(looked_in, minlength=TABLE_SIZE)))
        return cls(text, codes, starts, ends, counts, order, heads, groups, places, place_edges)

    def number_at(self, places: Places) -> Places:
        """Return which strings stand at places."""
        return np.searchsorted(self.starts, places, "right") - 1

    def beginning(self, tables: Sequence[Table], most: int) -> tuple[Places, Places]:
        """Return the strings that begin with what costs at most so much, and what it costs."""
        at = np.flatnonzero(tables[0][self.heads] <= most)
        numbers = self.order[spread(self.groups[at], self.groups[at + 1] - self.groups[at])]
        kept, cost = self._cheap(self.starts[numbers], tables, most)
        return numbers[kept], cost

    def windows(self, tables: Sequence[Table], most: int) -> tuple[Places, Places]:
        """Return where what costs at most so much stands in strings, and what it costs."""
        # The rarest first: the others are looked at only where it stands.
        edges, rarest = self.place_edges, len(self.codes) + 1
        places, first = self.starts[:0], 0
        for at, table in enumerate(tables):
            likely = np.flatnonzero(table <= most)
            sizes = edges[likely + 1] - edges[likely]
            if (often := int(sizes.sum())) < rarest:
                rarest, first, places = often, at, spread(edges[likely], sizes)
        places = np.sort(self.places[places]).astype(np.int64) - first
        places = places[(places > 0) & (places <= len(self.codes) - len(tables))]
        kept, cost = self._cheap(places, tables, most)
        return places[kept], cost

    def _cheap(self, places: Places, tables: Sequence[Table], most: int) -> tuple[Places, Places]:
        """Return at which of some places stands what costs at most so much, and what it costs."""
        kept, cost = np.arange(len(places)), np.zeros(len(places), np.int64)
        for at, table in enumerate(tables):
            # Behind the last string there is a border, at which whatever is too long ends.
            cost += table[self.codes[np.minimum(places[kept] + at, len(self.codes) - 1)]]
            is_cheap = cost <= most
            kept, cost = kept[is_cheap], cost[is_cheap]
        return kept, cost


class StandIns(NamedTuple):
    """What stands in for titles, one behind the other with a border around each.

    Attributes:
        text: all of them.
        starts: where each begins.
        ids: of the documents.
    """

    text: str
    starts: Places
    ids: NDArray[np.uint64]

    def having(self, wanted: str, most: int) -> list[tuple[str, bytes]]:
        """Return those that have a text, those that it begins first, each with its document."""
        found: dict[int, tuple[str, bytes]] = {}
        for sought in (_BORDER + wanted, wanted):
            at = self.text.find(sought)
            while at >= 0 and len(found) < most:
                number = int(self.starts.searchsorted(at + len(sought), "right")) - 1
                start = int(self.starts[number])
                text = self.text[start : self.text.find(_BORDER, start)]
                found.setdefault(number, (text, int(self.ids[number]).to_bytes(8, "big")))
                at = self.text.find(sought, start + len(text))
        return list(found.values())


class Held(NamedTuple):
    """What is kept of a segment."""

    words: Strings
    titles: Strings
    stand_ins: StandIns


class Vocabulary:
    """The words and titles of the segments of an index, each segment read once.

    It may be shared by snapshots and threads: at worst a segment is read twice. What it gives may
    be gone from a snapshot.
    """

    def __init__(self) -> None:
        self._held: dict[tuple[int, int, int], Held] = {}

    def of(self, snapshot: Snapshot) -> list[Held]:
        """Return what the segments of a snapshot hold; those of others are let go."""
        held = {}
        for segment, _ in snapshot.segments():
            # Ids are hashes of the texts, so a segment of the same ids has the same words.
            key = segment.size, int(np.bitwise_xor.reduce(segment.part("ids"))), len(segment.keys)
            held[key] = self._held.get(key) or Held(_words(segment), *_titles(segment))
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
    text = strings.tobytes().decode() + _BORDER
    return Strings.of(text, starts + 1, ends, counts, anywhere=False)


def _titles(segment: Segment) -> tuple[Strings, StandIns]:
    """Return the titles, each once, with how many documents have it; and what stands in for one."""
    counted: dict[str, int] = {}
    stand_ins: list[str] = []
    without: list[int] = []
    for start in range(0, min(segment.size, _MOST_TITLES), _AT_ONCE):
        documents = np.arange(start, min(start + _AT_ONCE, segment.size))
        for place, record in zip(documents.tolist(), segment.records(documents), strict=True):
            title, body = parts_of(record)
            if title := title[:_LONGEST_TITLE]:
                counted[title] = counted.get(title, 0) + 1
                continue
            opening = opening_of(body, 0, _LONGEST_OPENING)
            if text := opening[slice(*stand_in(opening))]:
                stand_ins.append(text)
                without.append(place)
    lengths = np.array([len(title) + 1 for title in counted], np.int64)
    ends = np.cumsum(lengths)
    text = "".join(_BORDER + title for title in counted) + _BORDER
    titles = Strings.of(text, ends - lengths + 1, ends, np.array(list(counted.values()), np.int64))
    starts = np.cumsum([1, *(len(text) + 1 for text in stand_ins[:-1])])
    ids = segment.part("ids")[without]
    return titles, StandIns("".join(_BORDER + it for it in stand_ins) + _BORDER, starts, ids)
