"""Filters: which documents they let through."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np

from ...corpus.documents import Flag, Kind
from ...language.dates import CHINA
from ...language.normalise import normalise
from ...language.place_names import places_of
from ..query.tree import FilterName
from .ordinal_sets import contained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ...index.columns import Columns, Mask, Ordinals
    from ..query.tree import Filter

    Shown = Callable[[str], Ordinals]

_DIGITS_OF_COUNTY = 6


def passing(node: Filter, documents: Ordinals, columns: Columns, shown: Shown) -> Mask:
    """Return whether a filter lets documents through.

    Args:
        node: the filter.
        documents: which to ask about.
        columns: what is known of all documents.
        shown: returns the documents that the sources of a pattern show.
    """
    mask: Mask
    match node.name:
        case FilterName.KIND:
            mask = columns.articles[documents] == (node.value == Kind.ARTICLE)
        case FilterName.CHANNEL:
            names = list(columns.channel_names)
            code = names.index(node.value) if node.value in names else -1
            mask = columns.channels[documents] == code
        case FilterName.AFTER:
            mask = columns.days[documents] >= date.fromisoformat(node.value).toordinal()
        case FilterName.BEFORE:
            day = date.fromisoformat(node.value).toordinal()
            days = columns.days[documents]
            mask = (days <= day) & (days > 0)
        case FilterName.ADDED_AFTER:
            mask = columns.arrived[documents] >= first_second(date.fromisoformat(node.value))
        case FilterName.PLACE:
            mask = lie_in(columns.places[documents], places_of(normalise(node.value)))
        case FilterName.FLAG:
            bit = list(Flag).index(Flag(node.value))
            mask = (columns.flags[documents] & (1 << bit)) > 0
        case FilterName.SOURCE:
            mask = contained(documents, shown(node.value))
    return mask


def first_second(day: date) -> int:
    """Return when a day begins in China, in seconds since 1970."""
    return int(datetime(day.year, day.month, day.day, tzinfo=CHINA).timestamp())


def lie_in(codes: Ordinals, places: Iterable[str]) -> Mask:
    """Return whether each code of a place is that of one of these places, or of one in it."""
    low, high = counties_of(codes)
    found = np.zeros(len(codes), np.bool_)
    for place in places:
        start, end = counties_of(np.array([int(place)]))
        found |= (start <= low) & (high <= end)
    return found & (codes > 0)


def counties_of(codes: Ordinals) -> tuple[Ordinals, Ordinals]:
    """Return the codes of counties that lie in places: 2308 is 230800 up to 230899."""
    low, high = codes.copy(), codes + 1
    for _ in range(_DIGITS_OF_COUNTY // 2 - 1):
        short = low < 10 ** (_DIGITS_OF_COUNTY - 2)
        low = np.where(short, low * 100, low)
        high = np.where(short, high * 100, high)
    return low, high - 1
