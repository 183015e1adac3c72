"""The documents of a cluster that may be shown for one query, fetched in the cluster's order.

Of what matches, the best by the cluster's order are a window, which is ranked and folded again as a
whole; what stands behind it follows in the cluster's order, a window at a time. The windows are the
same whatever page is asked for, so that pages are parts of one list.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from ..search.plan import Planner
from ..search.ranking.bm25 import BM25
from .client import TooLongError
from .documents import document_of
from .facets import FACETS
from .matching import Matching
from .order import MOST_TERMS, order_of, ranked
from .window import Window

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ..corpus.documents import Document
    from ..search.plan import Plan
    from ..search.query.interpret import ReadQuery
    from ..search.request import Sort
    from .asking import Asking
    from .clauses import Clause
    from .statistics import Statistics

#: Documents that are ranked again at once (docs/cluster.md).
WINDOW = 100

# Of a cluster that takes few clauses, the order of a long query is asked for by fewer terms.
_FEWER_TERMS = 32, 8


class Fetched(NamedTuple):
    """Documents in the order of the cluster.

    Attributes:
        documents: as the cluster keeps them.
        folds: the key of each, odd for one of a template.
        total: how many there are in all.
        last: by what the last of them was sorted; what stands behind it is asked for with that.
        aggregations: what was asked for besides.
    """

    documents: Sequence[Document]
    folds: Mapping[str, int]
    total: int
    last: Sequence[Any] | None
    aggregations: dict[str, Any]

    def templates(self) -> set[int]:
        """Return the keys of the templates among them."""
        return {key for key in self.folds.values() if is_template(key)}


def is_template(key: int) -> bool:
    """Whether a key is that of the pages of one template, which are on one line."""
    return key > 0 and key % 2 == 1


def read(answer: dict[str, Any]) -> Fetched:
    """Read what a cluster answers."""
    hits = answer["hits"]["hits"]
    sources = [hit["_source"] for hit in hits]
    return Fetched(
        [document_of(source) for source in sources],
        {
            source["id"]: int(source["fold"], 10) if source["fold"].isdecimal() else 0
            for source in sources
        },
        answer["hits"]["total"]["value"],
        hits[-1].get("sort") if hits else None,
        answer.get("aggregations", {}),
    )


class Candidates:
    """Fetches what one query may show.

    Args:
        asking: of the state that is searched.
        statistics: of the same.
        query: one without a problem.
    """

    def __init__(self, asking: Asking, statistics: Statistics, query: ReadQuery) -> None:
        statistics.prepare(query)
        self._asking = asking
        self._statistics = statistics
        # What a plan is made of is known without a document.
        nothing = Window((), statistics)
        self.planner = Planner(nothing, BM25(nothing), query)
        self.plan = self.planner.plan()
        self._matching = Matching(self.planner)
        self._found = self._matching.of(self.plan)

    def matches(
        self,
        sort: Sort,
        size: int = WINDOW,
        after: Sequence[Any] | None = None,
        without: Collection[int] = (),
        *,
        start: int = 0,
        facets: bool = False,
    ) -> Fetched:
        """Fetch matches.

        Args:
            sort: their order.
            size: how many.
            after: by what the one before them was sorted.
            without: keys of templates that are left out.
            start: how many stand before them; not beside `after`.
            facets: whether to count all that match by what they are.
        """
        found = self._found
        if without:
            others = {"terms": {"fold": [str(key) for key in sorted(without)]}}
            found = {"bool": {"must": [found], "must_not": [others]}}
        body: dict[str, Any] = {"aggs": FACETS} if facets else {}
        body |= {"from": start} if start else {}
        body |= {"search_after": list(after)} if after else {}
        return read(self._answered(found, self.plan, sort, size, body))

    def loose(self, plan: Plan, sort: Sort, after: Sequence[Any] | None = None) -> Fetched:
        """Fetch what a loosened plan finds and does not match."""
        found = self._matching.of(plan)
        query: Clause = {"bool": {"must": [found, self._tier()], "must_not": [self._found]}}
        more = {"search_after": list(after)} if after else {}
        return read(self._answered(query, plan, sort, WINDOW, more))

    def _tier(self) -> Clause:
        """Return what is loose, first what has a token whole, or more of one than digits."""
        return self._matching.tier(self.plan)

    def folded(self, keys: Collection[int]) -> dict[int, int]:
        """Return how many matches each of these templates has."""
        include = [str(key) for key in sorted(keys)]
        if not include:
            return {}
        counts = {"terms": {"field": "fold", "include": include, "size": len(include)}}
        body = {"size": 0, "query": self._found, "aggs": {"fold": counts}}
        found = self._asking.search(body)["aggregations"]["fold"]["buckets"]
        return {int(bucket["key"]): bucket["doc_count"] for bucket in found}

    def ids(self, most: int) -> list[str]:
        """Return the ids of the first matches in the cluster's order by relevance."""
        from ..search.request import Sort  # noqa: PLC0415 - of a type elsewhere

        more = {"_source": False}
        found = self._answered(self._found, self.plan, Sort.RELEVANCE, most, more)
        return [hit["_id"] for hit in found["hits"]["hits"]]

    def _answered(
        self, found: Clause, plan: Plan, sort: Sort, size: int, more: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Ask for what is found in the order of a plan, by fewer terms where it takes no more."""
        body = {"size": size, "track_total_hits": True, "query": found, **more}
        if not size:
            return self._asking.search(body)
        strings = self.planner.strings(plan)
        body["sort"] = order_of(sort)
        for most in (MOST_TERMS, *_FEWER_TERMS):
            with suppress(TooLongError):
                query = ranked(found, strings, self._statistics, most)
                return self._asking.search(body | {"query": query})
        return self._asking.search(body | {"query": found})
