"""The filters of a search as queries of the cluster."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ..language.normalise import normalise
from ..language.place_names import places_of
from ..search.matching.filters import first_second
from ..search.query.tree import FilterName
from .clauses import any_of
from .sources import shown_by

if TYPE_CHECKING:
    from ..search.query.tree import Filter
    from .clauses import Clause


def passing(node: Filter) -> Clause:
    """Return what a filter lets through."""
    value = node.value
    match node.name:
        case FilterName.AFTER | FilterName.BEFORE | FilterName.ADDED_AFTER:
            return {"range": _since_or_until(node.name, date.fromisoformat(value))}
        case FilterName.PLACE:
            # The code of what lies in a place begins with that of the place.
            codes = places_of(normalise(value))
            return any_of([{"prefix": {"place": {"value": code}}} for code in codes])
        case FilterName.SOURCE:
            return shown_by(value)
        case FilterName.FLAG:
            return {"term": {"flags": {"value": value}}}
        case FilterName.KIND | FilterName.CHANNEL:
            return {"term": {node.name.value: {"value": value}}}


def _since_or_until(name: FilterName, day: date) -> Clause:
    if name is FilterName.ADDED_AFTER:
        return {"added": {"gte": first_second(day)}}
    if name is FilterName.AFTER:
        return {"day": {"gte": day.toordinal()}}
    return {"day": {"gt": 0, "lte": day.toordinal()}}
