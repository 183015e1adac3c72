"""One state of an index on a cluster, as an `IndexSnapshot`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..language.literal import LiteralText
from ..search.contract import Matches, StoredDocument
from ..search.explained import Explained
from ..search.ranking.bm25 import BM25
from ..search.ranking.strings import Vocabulary
from ..search.ranking.versions import group_of
from ..search.request import Page, Sort
from .asking import Asking
from .candidates import WINDOW, Candidates, read
from .clauses import EVERYTHING
from .facets import FACETS, read_facet, read_facets
from .likely import completing, like, likely_meant, of_folds, sharing_most
from .listing import Listing
from .sources import SourcesOf
from .statistics import Statistics
from .window import Window

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ..corpus.documents import Document
    from ..index.columns import Ordinals
    from ..search.contract import Counted
    from ..search.query.interpret import ReadQuery
    from ..search.suggestion import Suggestion
    from .client import Client
    from .points import Point
    from .state import State


_MOST_ASKED = 16  # documents of a group, for what is like them


class ClusterSnapshot:
    """One state of an index on a cluster; for one thread.

    Args:
        client: of the cluster.
        point: the point in time of that state.
        state: what is known of it.
        kept: what is kept between snapshots of one index.
        gone: documents that are in it, and are hits no more.
    """

    def __init__(
        self,
        client: Client,
        point: Point,
        state: State,
        kept: dict[Any, Any],
        gone: Collection[str] = (),
    ) -> None:
        self.seq = state.seq
        self._asking = Asking(client, point, gone)
        shown = (state.index, state.version, frozenset(gone))
        if shown not in kept:
            kept.clear()  # numbers of another state
        self._statistics = Statistics(self._asking, kept.setdefault(shown, {}))
        self._documents: dict[str, Document] = {}

    @property
    def size(self) -> int:
        """The number of documents in it."""
        return self._statistics.size

    def run(self, query: ReadQuery, page: Page) -> Matches:
        """Return a page of the documents that match."""
        candidates = self._candidates(query)
        first = candidates.matches(page.sort, WINDOW if page.limit else 0, facets=page.facets)
        facets = read_facets(first.aggregations) if page.facets else None
        if not page.limit:
            strings, relaxed = candidates.planner.strings(candidates.plan), candidates.plan.relaxed
            return Matches((), first.total, strings, relaxed, facets)
        listing = Listing(candidates, self._statistics, query, page)
        matches = listing.read(first)
        self._documents |= listing.documents
        return matches._replace(facets=facets)

    def cost(self, query: ReadQuery) -> int:  # noqa: ARG002 - of the contract
        """Return 0: the cluster reads the postings."""
        return 0

    def explain(self, query: ReadQuery, id_: str) -> Explained:
        """Say why a document matches, and where; or why it does not."""
        from ..search.explain import MOST_RANKED, explain  # noqa: PLC0415 - not for a search

        own = self._fetched([id_])
        if not own:
            return Explained(is_indexed=False)
        candidates = self._candidates(query)
        first = candidates.matches(Sort.RELEVANCE)
        listing = Listing(candidates, self._statistics, query, Page(WINDOW, collapse=False))
        listing.read(first)
        before, lines, known = 0, [*listing.matching, *listing.loose], listing.documents
        if first.total > WINDOW and id_ in (ids := candidates.ids(MOST_RANKED)):
            before = ids.index(id_) // WINDOW * WINDOW
            behind = candidates.matches(Sort.RELEVANCE, start=before)
            lines, known = listing.lines(behind), {one.id: one for one in behind.documents}
        ranks = [line.id for line in lines]
        documents = [*(known | own).values()]
        window = self._window(documents)
        found = explain(window, BM25(window), query, SourcesOf(documents), id_)
        if id_ in ranks:
            return replace(found, total=first.total, rank=before + ranks.index(id_) + 1)
        return replace(found, total=first.total, rank=None, score=None, parts=(), relaxed=())

    def group(self, id_: str, limit: int) -> list[str]:
        """Return a document and those of its group, the newest first; undated ones last."""
        own = self._fetched([id_])
        if not own:
            return []
        known, asked = own, set[str]()
        found_ids = [id_]
        # Versions of versions are there as well; each of these may lead to others.
        while new := [one for one in found_ids if one not in asked][: _MOST_ASKED - len(asked)]:
            asked |= {*new}
            for one in new:
                known |= {other.id: other for other in like(self._asking, known[one])}
            window = self._window([*known.values()])
            found = group_of(window, window.ordinals([id_]), len(known))
            found_ids = _ids(window, found)
        keys = window.columns.folds[found]
        more = of_folds(self._asking, keys[keys > 0].tolist())
        if any(one.id not in known for one in more):
            known |= {one.id: one for one in more}
            window = self._window([*known.values()])
        return _ids(window, group_of(window, window.ordinals([id_]), limit))

    def nearest(self, query: ReadQuery, limit: int) -> list[str]:
        """Return the documents that have most of a query."""
        from ..search.ranking.suggest import nearest  # noqa: PLC0415 - only where nothing matches

        self._statistics.prepare(query)
        window = self._window(sharing_most(self._asking, query))
        return _ids(window, nearest(BM25(window), query, limit))

    def did_you_mean(self, query: ReadQuery) -> str | None:
        """Return a query that was probably meant, by the titles."""
        from ..search.ranking.suggest import did_you_mean  # noqa: PLC0415

        literals = [LiteralText.read(node.text) for node in query.wanted()]
        stands = [self._statistics.holding(one, title_only=False) > 0 for one in literals]
        documents = likely_meant(self._asking, query, stands)
        window = Window(documents, self._statistics, vocabulary=True)
        return did_you_mean(BM25(window), Vocabulary(), query) if window.size else None

    def suggest(self, text: str, limit: int) -> list[Suggestion]:
        """Return words and titles that complete or correct a text."""
        from ..search.answer.suggested import suggested  # noqa: PLC0415 - not for a search
        from ..search.ranking.complete import suggestions  # noqa: PLC0415

        documents = completing(self._asking, text)
        window = Window(documents, self._statistics, vocabulary=True)
        found = suggestions(window, Vocabulary(), text, limit) if documents else []
        return suggested(found, dict(enumerate(documents)))

    def documents(self, ids: Sequence[str]) -> dict[str, StoredDocument]:
        """Return documents by their ids, in that order."""
        self._documents |= self._fetched([id_ for id_ in ids if id_ not in self._documents])
        known = self._documents
        return {id_: StoredDocument(known[id_]) for id_ in ids if id_ in known}

    def values(self, field: str, limit: int) -> Counted:
        """Return the most frequent values of a facet, over all documents."""
        body = {"size": 0, "query": EVERYTHING, "aggs": {field: FACETS[field]}}
        return read_facet(field, self._asking.search(body)["aggregations"][field])[:limit]

    def _candidates(self, query: ReadQuery) -> Candidates:
        return Candidates(self._asking, self._statistics, query)

    def _window(self, documents: Sequence[Document]) -> Window:
        return Window(documents, self._statistics)

    def _fetched(self, ids: Sequence[str]) -> dict[str, Document]:
        """Fetch documents by their ids."""
        if not ids:
            return {}
        query = {"ids": {"values": [*ids]}}
        body = {"size": len(ids), "track_total_hits": True, "query": query}
        return {document.id: document for document in read(self._asking.search(body)).documents}


def _ids(window: Window, ordinals: Ordinals) -> list[str]:
    return [window.ids[ordinal] for ordinal in ordinals.tolist()]
