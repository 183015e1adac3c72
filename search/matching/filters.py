"""Filters: which documents they let through."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ...corpus.documents import Kind
from ..query.tree import FilterName
from .ordinal_sets import contained

if TYPE_CHECKING:
    from ...corpus.reader import CorpusReader
    from ...index.columns import Mask, Ordinals
    from ...index.segments.snapshot import Snapshot
    from ..query.tree import Filter


def passing(node: Filter, documents: Ordinals, snapshot: Snapshot, corpus: CorpusReader) -> Mask:
    """Return whether a filter lets documents through."""
    columns = snapshot.columns
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
            shown = snapshot.ordinals(corpus.ids_of_sources(node.value))
            mask = contained(documents, shown)
    return mask
