"""Why a document is found, and where in the order; or why it is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...language.terms import Family
from ..answer.explanation import ExplainedString, Explanation, How
from ..matching.filters import narrowed, sift_by
from ..matching.match import look, strings, with_all_words
from ..matching.strategy import Strategy
from ..query.parse import parse
from ..query.tree import And, Field, Filter, Literal, Not, Or, Query, Token, describe
from ..request import filters_of
from .concepts import Sought, query_terms
from .contributions import Contributions
from .scoring import Scorer

if TYPE_CHECKING:
    from ...corpus.document import Document
    from ...corpus.reader import CorpusReader
    from ...index.columns import Ordinals
    from ...index.segments.snapshot import Snapshot
    from ...language.readings import Variants
    from ..local import Searcher
    from ..matching.match import Leaf
    from ..matching.strategy import Plan
    from ..query.tree import Node
    from ..request import Request
    from .concepts import Weights

#: How many hits are looked through for the rank.
MOST_RANKED = 1_000
_FIRST_RANKED = 100
_MOST_MISSING = 20


def explain(
    searcher: Searcher,
    request: Request,
    reader: CorpusReader,
    document: Document,
    variants: Variants | None = None,
) -> Explanation:
    """Say why a search finds a document, or why it does not.

    Raises:
        RequestError: an option that cannot be carried out; never because of the query's text.
    """
    filters = filters_of(request)
    query = parse(request.query, exact=request.exact)
    told = Explanation(request.query, document.id, document.title, document.flags, matches=False)
    reading = tuple(describe(query))
    if query.root is None:
        return replace(told, why_not=reading[:1], reading=reading)
    snapshot = searcher.snapshot
    ordinals = snapshot.ordinals([document.id])
    if not len(ordinals):
        reason = "no source shows it any more" if document.retired else "it is not indexed yet"
        return replace(told, why_not=(reason,), reading=reading)
    root = narrowed(query.root, filters)
    relaxed, total, rank, score = _place(searcher, request, reader, document, variants)
    relevance = searcher.ranking
    strategy = Strategy(snapshot, relevance, variants)
    plan = strategy.plan(root, request.mode)
    if relaxed is not None and plan.relaxed != relaxed:
        plan = strategy.relax(plan, 0) or plan
    one = _One(snapshot, reader, plan, ordinals, relevance.weights)
    why_not = one.why_not()
    sought = [Sought(leaf.text, isinstance(leaf.node, Literal)) for leaf in plan.wanted()]
    terms = Contributions(relevance, snapshot, int(ordinals[0])).of(sought, variants)
    return replace(
        told,
        matches=rank is not None or not why_not,
        rank=rank,
        total=total,
        score=score,
        parts=_parts(Scorer(snapshot, relevance, plan, variants), ordinals, score),
        relaxed=relaxed,
        why_not=() if rank is not None else tuple(why_not),
        reading=reading,
        strings=tuple(one.strings()),
        terms=tuple(terms),
    )


def _place(
    searcher: Searcher,
    request: Request,
    reader: CorpusReader,
    document: Document,
    variants: Variants | None,
) -> tuple[str | None, int, int | None, float | None]:
    """Give how a query was relaxed, how many match, and the rank and the score of a document."""
    for limit in (_FIRST_RANKED, MOST_RANKED):
        asked = request._replace(limit=limit, offset=0, collapse=False)
        results = searcher.search(asked, reader, variants)
        for hit in results:
            if hit.id == document.id:
                return results.relaxed, results.total, hit.rank, hit.score
        if results.total <= limit:
            break
    return results.relaxed, results.total, None, None


def _parts(
    scorer: Scorer, ordinals: Ordinals, score: float | None
) -> tuple[tuple[str, float], ...]:
    """Take the score of a hit apart, as `scoring` puts it together."""
    if score is None:
        return ()
    parts = scorer.parts(ordinals, scorer.relevance(ordinals))
    relevance = float(parts.relevance[0])
    given = {
        "literal": float(parts.literal[0]),
        "in_title": float(parts.in_title[0]),
        "relevance": relevance,
        "demoted": relevance * (float(parts.left[0]) - 1),
        "nothing_found": float(parts.nothing_found[0]),
    }
    # What depends on the other documents: only the best are looked at again, and what is of another
    # place or number stays below them.
    rest = score - sum(given.values())
    given["lead"], given["below"] = max(rest, 0.0), min(rest, 0.0)
    return tuple((name, round(value, 4) + 0.0) for name, value in given.items())


class _One:
    """A plan on one document."""

    def __init__(
        self,
        snapshot: Snapshot,
        reader: CorpusReader,
        plan: Plan,
        ordinals: Ordinals,
        weights: Weights,
    ) -> None:
        self._snapshot = snapshot
        self._weights = weights
        self._reader = reader
        self._plan = plan
        self._ordinals = ordinals
        self._ordinal = int(ordinals[0])
        look(
            [one for leaf in plan.leaves.values() for one in leaf.with_others()], ordinals, snapshot
        )

    def why_not(self) -> list[str]:
        """Say which clauses of the query keep the document out."""
        tree = self._plan.tree
        reasons = []
        for clause in tree.parts if isinstance(tree, And) else (tree,):
            if self._holds(clause):
                continue
            said = " ".join(describe(Query("", clause)))
            missing = [
                term
                for node in dict.fromkeys(strings(clause))
                for term in self._missing(self._plan.leaves[node])
            ]
            shown = ", ".join(dict.fromkeys(missing[:_MOST_MISSING]))
            reasons.append(f"{said} (it lacks: {shown})" if shown else said)
        return reasons

    def strings(self) -> list[ExplainedString]:
        """Tell of each string of the query how the document has it."""
        wanted = self._plan.wanted_nodes()
        told = []
        for node, leaf in self._plan.leaves.items():
            excluded = node not in wanted
            if excluded and node not in set(strings(self._plan.tree, excluded=True)):
                continue  # it was taken apart
            how, variant = self._how(leaf)
            missing = () if how in {How.TITLE, How.BODY} else tuple(self._missing(leaf))
            counts = how is not How.NOT and self._has(leaf) and not excluded
            told.append(ExplainedString(node.text, how, counts, excluded, variant, missing))
        return told

    def _holds(self, node: Node) -> bool:
        match node:
            case Literal() | Token():
                return self._has(self._plan.leaves[node])
            case Filter():
                return bool(sift_by(node, self._ordinals, self._snapshot, self._reader)[0])
            case Not(part):
                return not self._holds(part)
            case And(parts):
                return all(self._holds(part) for part in parts)
            case Or(parts):
                return any(self._holds(part) for part in parts)

    def _has(self, leaf: Leaf) -> bool:
        return self._is_in(leaf.matches(optimistic=False))

    def _is_in(self, documents: Ordinals) -> bool:
        place = int(documents.searchsorted(self._ordinal))
        return place < len(documents) and int(documents[place]) == self._ordinal

    def _how(self, leaf: Leaf) -> tuple[How, str | None]:
        own = replace(leaf, others=())
        literal, in_title = (bool(degrees[0]) for degrees in own.standing(self._ordinals))
        if in_title or literal:
            return (How.TITLE if in_title else How.BODY), None
        is_token = isinstance(leaf.node, Token)
        if is_token and self._is_in(with_all_words(leaf, self._snapshot)):
            return How.WORDS, None
        for other, _ in leaf.others:
            if self._has(other):
                return How.VARIANT, other.text
        return (How.SHARES if self._has(leaf) else How.NOT), None

    def _missing(self, leaf: Leaf) -> list[str]:
        """Give the terms of a string that the document lacks: words and atoms, else bigrams."""
        title_only = leaf.node.field is Field.TITLE
        lacking = [
            term
            for term in query_terms((Sought(leaf.text),), self._weights)
            if not self._is_in(
                self._snapshot.postings(term.family, term.text).where(title_only=title_only)
            )
        ]
        coarse = [term.text for term in lacking if term.family is not Family.GRAM]
        return coarse or [term.text for term in lacking]
