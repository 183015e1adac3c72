"""What an index holds of documents: postings of terms, and columns of values.

A document's *ordinal* is its place in one snapshot, 0 to `size - 1`. All of it comes as whole
arrays, because matching and ranking work on whole arrays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..language.script import leaning
from ..language.sketches import BINS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..language.titles import TitleGroup

Ordinals = NDArray[np.int64]
Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]

#: How often one term counts at most in one title and in one body: what a posting has room for.
MOST_IN_TITLE = 7
MOST_IN_BODY = 31
#: The highest bit of a document's flags: whether its title names a number.
HAS_NUMBER = 1 << 7
#: The next one: whether it is written in traditional characters.
IS_TRADITIONAL = 1 << 6
#: What a segment keeps to compare texts: the bytes of the sketch, then those of the numbers.
SKETCH = np.dtype(f"V{BINS + 8}")


class Postings(NamedTuple):
    """Where one term stands.

    Attributes:
        documents: ordinals of live documents, ascending.
        title: how often it stands in the title of each, one byte each, beside `documents`.
        body: likewise in the body.
    """

    documents: Ordinals
    title: NDArray[np.uint8]
    body: NDArray[np.uint8]

    def where(self, *, title_only: bool) -> Ordinals:
        """Return the documents, or only those that have it in the title."""
        return self.documents[self.title > 0] if title_only else self.documents


NO_POSTINGS = Postings(np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0, np.uint8))


class Entry(NamedTuple):
    """A document as the index takes it."""

    id: str
    article: bool
    day: int
    channel: str
    title: str
    body: str
    flags: int = 0
    arrived: int = 0


def is_traditional(entry: Entry) -> bool:
    """Return whether a document is written in traditional characters."""
    return leaning(entry.title) + leaning(entry.body) > 0


class Batch(NamedTuple):
    """The documents that become a segment, and what was worked out from their texts."""

    entries: Sequence[Entry]
    groups: Sequence[TitleGroup]
    title_lengths: NDArray[np.int64]
    body_lengths: NDArray[np.int64]
    sketches: NDArray[np.uint8]
    numbers: NDArray[np.uint64]


def _with_numbers(batch: Batch) -> NDArray[Any]:
    rows = np.hstack([batch.sketches, batch.numbers[:, np.newaxis].view(np.uint8)])
    found: NDArray[Any] = rows.view(SKETCH)[:, 0]
    return found


class Column(NamedTuple):
    """A column of the index.

    Attributes:
        name: in a segment's file and in `Columns`.
        stored: the type in the file; `Columns` has 64 bits in place of 32.
        of: its values, one a document of a batch.
        names: where the values are strings, they are kept as numbers into the list of this name.
        is_read_whole: whether it is in `Columns`; if not, a snapshot gives the values asked for.
    """

    name: str
    stored: type | np.dtype[Any]
    of: Callable[[Batch], Any]
    names: str | None = None
    is_read_whole: bool = True


#: The one place that says what columns there are: the making of segments, their files, their
#: merging and what a snapshot gives follow from it. `Columns` says what they mean.
COLUMNS = (
    Column("articles", np.bool_, lambda batch: [entry.article for entry in batch.entries]),
    Column("days", np.int32, lambda batch: [entry.day for entry in batch.entries]),
    Column(
        "channels",
        np.uint32,
        lambda batch: [entry.channel for entry in batch.entries],
        "channel_names",
    ),
    Column("title_lengths", np.uint32, lambda batch: batch.title_lengths),
    Column("body_lengths", np.uint32, lambda batch: batch.body_lengths),
    Column("folds", np.uint64, lambda batch: [group.key for group in batch.groups]),
    Column("places", np.uint32, lambda batch: [group.place for group in batch.groups]),
    Column(
        "flags",
        np.uint8,
        lambda batch: [
            entry.flags | group.has_number * HAS_NUMBER | is_traditional(entry) * IS_TRADITIONAL
            for entry, group in zip(batch.entries, batch.groups, strict=True)
        ],
    ),
    Column("arrived", np.uint32, lambda batch: [entry.arrived for entry in batch.entries]),
    Column("sketches", SKETCH, _with_numbers, is_read_whole=False),
)


class Columns(NamedTuple):
    """What is known of each document besides its terms, as arrays over the ordinals.

    Attributes:
        live: whether the document is there; the other values mean nothing where it is not.
        articles: whether it is an article.
        days: its date as a proleptic Gregorian ordinal, 0 where it has none.
        channels: an index into `channel_names`.
        channel_names: the first is "", for none.
        title_lengths: gram characters and atoms of the title.
        body_lengths: likewise of the body.
        folds: the key of the title's group, 0 for none; odd for a template, even for a title.
        places: the code of the place that the title names, 0 for none.
        flags: a bit for each flag, the first of them the lowest; `IS_TRADITIONAL` and
            `HAS_NUMBER`.
        arrived: when it first came, in seconds since 1970, 0 where nobody knows.
    """

    live: Mask
    articles: Mask
    days: Counts
    channels: Counts
    channel_names: Sequence[str]
    title_lengths: Counts
    body_lengths: Counts
    folds: NDArray[np.uint64]
    places: Counts
    flags: NDArray[np.uint8]
    arrived: Counts


def numbered(lists: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], list[NDArray[np.uint32]]]:
    """Merge lists of strings; return all strings, "" first, and for each list the new numbers."""
    numbers: dict[str, int] = {"": 0}
    found = [[numbers.setdefault(string, len(numbers)) for string in strings] for strings in lists]
    return tuple(numbers), [np.array(one, np.uint32) for one in found]
