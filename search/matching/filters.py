"""Filters: which documents they let through."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ...corpus.documents import Kind
from ..query.tree import FilterName
from .ordinal_sets import contained

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...index.columns import Columns, Mask, Ordinals
    from ..query.tree import Filter

    Shown = Callable[[str], Ordinals]


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
        case FilterName.SOURCE:
            mask = contained(documents, shown(node.value))
    return mask
