"""Filters: which documents they let through, and how they join a query."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ...corpus.document import Kind
from ..query.tree import And, FilterName
from .ordinal_sets import contained

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...corpus.reader import CorpusReader
    from ...index.columns import Mask, Ordinals
    from ...index.segments.snapshot import Snapshot
    from ..query.tree import Filter, Node


def narrowed(root: Node, filters: Sequence[Filter]) -> Node:
    """Give a query's tree with filters as further conditions."""
    if not filters:
        return root
    own = root.parts if isinstance(root, And) else (root,)
    return And((*own, *filters))


def sift_by(node: Filter, documents: Ordinals, snapshot: Snapshot, reader: CorpusReader) -> Mask:
    """Tell of documents whether a filter lets them through."""
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
            shown = snapshot.ordinals(reader.ids_of_sources(node.value))
            mask = contained(documents, shown)
    return mask
