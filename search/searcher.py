"""A search from the query to its hits, on one snapshot of the index and of the corpus."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ..corpus.document import Kind
from .arrays import members
from .excerpt import clip, cut, merge
from .highlight import spans_of
from .match import evaluate, look
from .parse import parse
from .query import And, Field, Filter, FilterName, describe
from .relevance import Relevance
from .request import Mode, Sort, filters_of
from .results import Hit, Results
from .strategy import Strategy
from .texts import Texts

if TYPE_CHECKING:
    from ..corpus.document import Document
    from ..corpus.reader import CorpusReader
    from ..index.snapshot import Mask, Ordinals, Snapshot
    from .query import Node
    from .relevance import Scores
    from .request import Request
    from .strategy import Plan

#: So many texts are looked at for an exact total; beyond, only those that are shown.
MOST_LOOKED_AT = 10_000
_LOOKED_AT_ONCE = 200
_NONE = np.zeros(0, np.int64)
#: Code points of an excerpt.
EXCERPT_LENGTH = 120

# The score is a sum of parts, each so large that a smaller one cannot make up for it.
_LITERAL = 2.0
_LITERAL_IN_TITLE = 0.5
_NEARLY_ALL = 1 - 1e-9  # the shares are sums of fractions
_SNIPPET = 0.95  # of the relevance of an article with the same text


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
        self._ordinals: dict[str, int] | None = None

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
        texts = Texts(self.snapshot.ids, reader.texts)
        strategy = Strategy(self.snapshot, self._relevance, texts)
        plan = strategy.plan(root, request.mode)
        found = self._find(plan, request, texts, reader)
        relaxed = strategy.relax(plan) if not found.total and request.mode is Mode.AUTO else None
        if relaxed:
            found_relaxed = self._find(relaxed, request, texts, reader)
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

    def _find(self, plan: Plan, request: Request, texts: Texts, reader: CorpusReader) -> _Found:
        leaves = list(plan.leaves.values())
        masks: dict[Filter, Mask] = {}

        def filtered(node: Filter) -> Mask:
            if node not in masks:
                masks[node] = self._filtered(node, reader)
            return masks[node]

        def matching() -> Mask:
            return evaluate(plan.tree, plan.leaves, filtered) & self.snapshot.columns.live

        def unseen(mask: Mask) -> Ordinals:
            waiting = [leaf.unseen for leaf in leaves]
            return np.flatnonzero(mask & np.logical_or.reduce(waiting)) if waiting else _NONE

        mask = matching()
        to_see = unseen(mask)
        if len(to_see) <= MOST_LOOKED_AT or request.sort is not Sort.RELEVANCE:
            look(leaves, to_see, texts)
            mask = matching()
            to_see = _NONE
        relevance = self._relevance.score(leaf.text for leaf in plan.wanted())
        while True:
            documents = np.flatnonzero(mask)
            scores = self._scores(plan, relevance)[documents]
            order = self._order(documents, scores, request.sort)
            window = order[: request.offset + request.limit]
            if not len(members(documents[window], to_see)):
                break
            # What was not looked at is placed as high as it may come, so looking on in this order
            # ends with the best.
            first = documents[order[: max(len(window), _LOOKED_AT_ONCE)]]
            look(leaves, members(first, to_see), texts)
            mask = matching()
            to_see = unseen(mask)
        page = window[request.offset :]
        return _Found(documents[page], scores[page], len(documents), not len(to_see))

    def _scores(self, plan: Plan, relevance: Scores) -> Scores:
        columns = self.snapshot.columns
        scores = np.where(columns.articles, relevance, relevance * _SNIPPET)
        wanted = plan.wanted()
        literal = np.zeros(self.snapshot.size)
        in_title = np.zeros(self.snapshot.size)
        for leaf in wanted:
            literal += leaf.literal / len(wanted)
            in_title += leaf.in_title / len(wanted)
        bonus = _LITERAL * literal + _LITERAL_IN_TITLE * in_title
        if plan.any_is_enough:
            # A token that stands somewhere says little of a document that lacks others.
            bonus = np.where(literal > _NEARLY_ALL, bonus, 0.0)
        return scores + bonus

    def _order(self, documents: Ordinals, scores: Scores, sort: Sort) -> Ordinals:
        days = self.snapshot.columns.days[documents]
        if sort is Sort.RELEVANCE:
            return np.lexsort((-days, -scores))
        undated = days == 0
        signed = -days if sort is Sort.NEWEST else days
        return np.lexsort((-scores, signed, undated))

    def _filtered(self, node: Filter, reader: CorpusReader) -> Mask:
        columns = self.snapshot.columns
        mask: Mask
        match node.name:
            case FilterName.KIND:
                mask = columns.articles == (node.value == Kind.ARTICLE)
            case FilterName.CHANNEL:
                names = list(columns.channel_names)
                mask = columns.channels == (names.index(node.value) if node.value in names else -1)
            case FilterName.AFTER:
                mask = columns.days >= date.fromisoformat(node.value).toordinal()
            case FilterName.BEFORE:
                day = date.fromisoformat(node.value).toordinal()
                mask = (columns.days <= day) & (columns.days > 0)
            case FilterName.SOURCE:
                mask = np.zeros(self.snapshot.size, np.bool_)
                ordinals = self._ordinals_of_ids()
                shown = reader.ids_of_sources(node.value)
                mask[[ordinals[id_] for id_ in shown if id_ in ordinals]] = True
        return mask

    def _ordinals_of_ids(self) -> dict[str, int]:
        if self._ordinals is None:
            self._ordinals = {id_: ordinal for ordinal, id_ in enumerate(self.snapshot.ids) if id_}
        return self._ordinals

    def _hits(
        self, plan: Plan, found: _Found, request: Request, reader: CorpusReader
    ) -> tuple[Hit, ...]:
        ids = [self.snapshot.ids[ordinal] for ordinal in found.ordered.tolist()]
        documents = reader.documents(ids)
        return tuple(
            self._hit(rank, documents[id_], score, plan)
            for rank, (id_, score) in enumerate(
                zip(ids, found.scores.tolist(), strict=True), request.offset + 1
            )
            if id_ in documents  # purged since the index was written
        )

    def _hit(self, rank: int, document: Document, score: float, plan: Plan) -> Hit:
        wanted = plan.wanted()
        both = [leaf.needle for leaf in wanted if leaf.node.field is not Field.TITLE]
        title_only = [leaf.needle for leaf in wanted if leaf.node.field is Field.TITLE]
        title_spans, body_spans = spans_of((document.title, document.body), both)
        (more,) = spans_of((document.title,), title_only)
        start, end = cut(document.body, body_spans, EXCERPT_LENGTH)
        return Hit(
            rank=rank,
            id=document.id,
            kind=document.kind,
            title=document.title,
            title_spans=merge([*title_spans, *more]),
            excerpt=document.body[start:end],
            excerpt_start=start,
            excerpt_spans=clip(body_spans, start, end),
            published=document.published,
            channel=document.channel,
            url=document.url,
            score=round(score, 6),
            sources=document.sources,
            refs=document.refs,
            folded=0,
            flags=document.flags,
        )
