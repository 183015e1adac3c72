"""A search from the query to its hits, on one snapshot of the index and of the corpus."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ..corpus.document import Kind
from .arrays import NOTHING, contained, members, union
from .excerpt import clip, cut
from .highlight import Marker
from .match import Matching, look
from .parse import parse
from .query import And, FilterName, describe
from .relevance import Relevance
from .request import Mode, Sort, filters_of
from .results import Hit, Results
from .strategy import Strategy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..corpus.document import Document
    from ..corpus.reader import CorpusReader
    from ..index.snapshot import Mask, Ordinals, Snapshot
    from .highlight import Marks
    from .match import Leaf
    from .query import Filter, Node
    from .relevance import Scores
    from .request import Request
    from .strategy import Plan

#: So many texts are looked at for an exact total; beyond, only those that are shown.
MOST_LOOKED_AT = 10_000
_LOOKED_AT_ONCE = 200
#: Code points of an excerpt.
EXCERPT_LENGTH = 120

# The score is a sum of parts, each so large that a smaller one cannot make up for it.
_LITERAL = 2.0
_LITERAL_IN_TITLE = 0.5
_NEARLY_ALL = 1 - 1e-9  # the shares are sums of fractions
_SNIPPET = 0.95  # of the relevance of an article with the same text
_LAST_DAY = date.max.toordinal() + 1


@dataclass(frozen=True, slots=True)
class _Found:
    """The matching documents in the order of the hits, as far as that was worked out."""

    ordered: Ordinals
    scores: Scores
    total: int
    total_is_exact: bool


class Searcher:
    """Searches one snapshot; safe to use from several threads, each with its own reader."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._relevance = Relevance(snapshot)

    def search(self, request: Request, reader: CorpusReader) -> Results:
        """Answer a request.

        Raises:
            RequestError: an option that cannot be carried out; never because of the query's text.
        """
        started = time.perf_counter()
        filters = filters_of(request)
        query = parse(request.query, exact=request.exact)
        if query.root is None:
            return Results(
                request.query,
                (),
                problem=query.problem.kind if query.problem else None,
                message=query.problem.message if query.problem else None,
            )
        root: Node = query.root
        if filters:
            own = root.parts if isinstance(root, And) else (root,)
            root = And((*own, *filters))
        strategy = Strategy(self.snapshot, self._relevance)
        plan = strategy.plan(root, request.mode)
        found = self._find(plan, request, reader)
        relaxed = strategy.relax(plan) if not found.total and request.mode is Mode.AUTO else None
        if relaxed:
            found_relaxed = self._find(relaxed, request, reader)
            if found_relaxed.total:
                plan, found = relaxed, found_relaxed
        hits = self._hits(plan, found, request, reader)
        reading = [*describe(query), *([plan.relaxed] if plan.relaxed else [])]
        return Results(
            request.query,
            hits,
            found.total,
            found.total_is_exact,
            plan.relaxed if found.total else None,
            round((time.perf_counter() - started) * 1000, 3),
            reading=tuple(reading),
        )

    def _find(self, plan: Plan, request: Request, reader: CorpusReader) -> _Found:
        leaves = list(plan.leaves.values())

        def sift(node: Filter, documents: Ordinals) -> Mask:
            return self._sift(node, documents, reader)

        matching = Matching(self.snapshot, plan.leaves, sift)
        documents = matching.documents(plan.tree)
        to_see = _to_see(leaves, documents)
        if len(to_see) and (len(to_see) <= MOST_LOOKED_AT or request.sort is not Sort.RELEVANCE):
            look(leaves, to_see, self.snapshot)
            documents = matching.documents(plan.tree)
            to_see = NOTHING
        wanted = plan.wanted()
        relevance = self._relevance.score(documents, [leaf.text for leaf in wanted])
        last = request.offset + request.limit
        while True:
            scores = self._scores(plan, documents, relevance)
            most = max(last, _LOOKED_AT_ONCE) if len(to_see) else last
            order = self._order(documents, scores, request.sort, most)
            if not len(members(documents[order[:last]], to_see)):
                break
            # What was not looked at is placed as high as it may come, so looking on in this order
            # ends with the best.
            look(leaves, members(documents[order], to_see), self.snapshot)
            before, documents = documents, matching.documents(plan.tree)
            relevance = relevance[contained(before, documents)]
            to_see = _to_see(leaves, documents)
        page = order[request.offset : last]
        return _Found(documents[page], scores[page], len(documents), not len(to_see))

    def _scores(self, plan: Plan, documents: Ordinals, relevance: Scores) -> Scores:
        articles = self.snapshot.columns.articles[documents]
        scores = np.where(articles, relevance, relevance * _SNIPPET)
        wanted = plan.wanted()
        literal = np.zeros(len(documents))
        in_title = np.zeros(len(documents))
        for leaf in wanted:
            stands, in_its_title = leaf.standing(documents)
            literal += stands / len(wanted)
            in_title += in_its_title / len(wanted)
        bonus = _LITERAL * literal + _LITERAL_IN_TITLE * in_title
        if plan.any_is_enough:
            # A token that stands somewhere says little of a document that lacks others.
            bonus = np.where(literal > _NEARLY_ALL, bonus, 0.0)
        return scores + bonus

    def _order(self, documents: Ordinals, scores: Scores, sort: Sort, most: int) -> Ordinals:
        """Give the places of the best documents, so many of them at most, best first."""
        days = self.snapshot.columns.days
        if sort is Sort.RELEVANCE:
            best = _best(scores, most)
            return best[np.lexsort((-days[documents[best]], -scores[best]))][:most]
        dates = days[documents].astype(np.int64)
        undated = dates == 0
        # The sign puts undated documents last in both orders.
        rank = np.where(undated, -_LAST_DAY, dates if sort is Sort.NEWEST else -dates)
        best = _best(rank, most)
        return best[np.lexsort((-scores[best], -rank[best]))][:most]

    def _sift(self, node: Filter, documents: Ordinals, reader: CorpusReader) -> Mask:
        columns = self.snapshot.columns
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
                shown = self.snapshot.ordinals(reader.ids_of_sources(node.value))
                mask = contained(documents, shown)
        return mask

    def _hits(
        self, plan: Plan, found: _Found, request: Request, reader: CorpusReader
    ) -> tuple[Hit, ...]:
        if not len(found.ordered):
            return ()
        ids = [self.snapshot.ids[ordinal] for ordinal in found.ordered.tolist()]
        documents = reader.documents(ids)
        marker = Marker(plan.wanted())
        aligned = self.snapshot.columns.aligned[found.ordered].tolist()
        records = self.snapshot.records(found.ordered)
        hits = zip(ids, found.scores.tolist(), records, aligned, strict=True)
        return tuple(
            _hit(rank, documents[id_], score, marker.marks(documents[id_], record, bits))
            for rank, (id_, score, record, bits) in enumerate(hits, request.offset + 1)
            if id_ in documents  # purged since the index was written
        )


def _hit(rank: int, document: Document, score: float, marks: Marks) -> Hit:
    start, end = cut(document.body, marks.body, EXCERPT_LENGTH)
    return Hit(
        rank=rank,
        id=document.id,
        kind=document.kind,
        title=document.title,
        title_spans=marks.title,
        excerpt=document.body[start:end],
        excerpt_start=start,
        excerpt_spans=clip(marks.body, start, end),
        published=document.published,
        channel=document.channel,
        url=document.url,
        score=round(score, 6),
        sources=document.sources,
        refs=document.refs,
        folded=0,
        flags=document.flags,
    )


def _to_see(leaves: Sequence[Leaf], documents: Ordinals) -> Ordinals:
    """Give the matching documents that somebody has to look at."""
    return members(documents, union([leaf.waiting() for leaf in leaves]))


def _best(values: Scores | Ordinals, most: int) -> Ordinals:
    """Give the places of the greatest values, so many or, where others equal the last, more."""
    if most >= len(values):
        return np.arange(len(values))
    if not most:
        return NOTHING
    least = np.partition(values, len(values) - most)[len(values) - most]
    return np.flatnonzero(values >= least)
