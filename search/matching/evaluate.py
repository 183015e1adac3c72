"""The tree of a query evaluated over sets of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..query.tree import And, Filter, FilterName, Literal, Not, Or, Token
from .ordinal_sets import NOTHING, intersection, union, without

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...index.columns import Mask, Ordinals
    from ...index.segments.snapshot import Snapshot
    from ..query.tree import Node
    from .string_matches import StringMatches

    Sift = Callable[[Filter, Ordinals], Mask]


class Evaluator:
    """Evaluates trees on one snapshot.

    Args:
        snapshot: where the documents are.
        strings: the matches of every string of the trees.
        sift: tells of documents whether a filter lets them through.
        all_filters: whether filters by source count, which take long; else what they would let
            through may match.

    Attributes:
        is_partial: whether a filter was left out.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        strings: Mapping[Literal | Token, StringMatches],
        sift: Sift,
        *,
        all_filters: bool = True,
    ) -> None:
        self._snapshot = snapshot
        self._strings = strings
        self._sift = sift
        self._all_filters = all_filters
        self.is_partial = False

    def documents(self, node: Node, *, optimistic: bool = True) -> Ordinals:
        """Return the documents that match a tree, or may match it as far as looked at."""
        match node:
            case Literal() | Token():
                return self._strings[node].matches(optimistic=optimistic)
            case Filter() | Not():
                return self._narrowed(self._everything(), (node,), optimistic=optimistic)
            case Or(parts):
                return union([self.documents(part, optimistic=optimistic) for part in parts])
            case And(parts):
                narrowing = tuple(part for part in parts if isinstance(part, Filter | Not))
                matching = [
                    self.documents(part, optimistic=optimistic)
                    for part in parts
                    if not isinstance(part, Filter | Not)
                ]
                documents = intersection(matching) if matching else self._everything()
                return self._narrowed(documents, narrowing, optimistic=optimistic)

    def _narrowed(
        self, documents: Ordinals, nodes: tuple[Filter | Not, ...], *, optimistic: bool
    ) -> Ordinals:
        for node in nodes:
            if not len(documents):
                break
            if isinstance(node, Filter):
                if self._asks(node):
                    documents = documents[self._sift(node, documents)]
                else:
                    self.is_partial = True
                    documents = documents if optimistic else NOTHING
            else:
                excluded = self.documents(node.part, optimistic=not optimistic)
                documents = without(documents, excluded)
        return documents

    def _asks(self, node: Filter) -> bool:
        return self._all_filters or node.name is not FilterName.SOURCE

    def _everything(self) -> Ordinals:
        return np.flatnonzero(self._snapshot.columns.live)
