"""Why a document of the index matches a query, and where it stands; or why it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..language.terms import Family
from .explained import Explained, ExplainedString, How, Missed
from .matching.string_matches import look
from .query.tree import And, Filter, Literal, Not, Or, Token, clauses, strings
from .ranking.concepts import query_terms
from .ranking.contributions import contributions
from .request import Page
from .run import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..index.columns import Ordinals
    from ..index.segments.snapshot import Snapshot
    from .matching.string_matches import StringMatches
    from .plan import Plan
    from .query.interpret import ReadQuery
    from .query.tree import Node
    from .ranking.bm25 import BM25
    from .run import Found, Ranked, Sources

#: How many hits are looked through for the rank.
MOST_RANKED = 1_000
_MOST_MISSING = 20


def explain(
    snapshot: Snapshot, bm25: BM25, query: ReadQuery, sources: Sources, id_: str
) -> Explained:
    """Explain a document by its id; the other arguments are those of `Run`."""
    ordinals = snapshot.ordinals([id_])
    if not len(ordinals):
        return Explained(is_indexed=False)
    run = Run(snapshot, bm25, query, sources)
    found = run.page(Page(limit=MOST_RANKED, collapse=False))
    strict = found.matches.plan
    rank, score, ranked = _place(found, int(ordinals[0])) or (None, None, found.matches)
    is_loose = ranked is found.loose
    own = one = _OneDocument(snapshot, bm25, run, strict, ordinals)
    tier = 0.0
    if is_loose:
        one = _OneDocument(snapshot, bm25, run, ranked.plan, ordinals)
        tier = float(run.tiers(strict, ordinals)[0])
    return Explained(
        rank=rank,
        total=len(found.matches.documents),
        score=score,
        parts=one.parts(score, tier) if score is not None else (),
        relaxed=ranked.plan.relaxed if rank else (),
        is_loose=is_loose,
        why_not=tuple(own.missed()) if rank is None or is_loose else (),
        strings=tuple(one.strings()),
        terms=tuple(contributions(bm25, int(ordinals[0]), run.strings(ranked.plan))),
    )


def _place(found: Found, ordinal: int) -> tuple[int, float, Ranked] | None:
    """Return the rank of a document, its score, and what it was found among."""
    rank = 0
    for ranked, lines in found.page():
        for line in lines:
            rank += 1
            if ranked.documents[line.place] == ordinal:
                return rank, round(line.score, 6), ranked
    return None


class _OneDocument:
    """A plan on one document."""

    def __init__(
        self, snapshot: Snapshot, bm25: BM25, run: Run, plan: Plan, ordinals: Ordinals
    ) -> None:
        self._snapshot = snapshot
        self._bm25 = bm25
        self._run = run
        self._plan = plan
        self._ordinals = ordinals
        self._ordinal = int(ordinals[0])
        matches = self._plan.matches.values()
        look((one for string in matches for one in string.with_readings()), ordinals, snapshot)

    def parts(self, score: float, tier: float) -> tuple[tuple[str, float], ...]:
        """Take the score of the hit apart, as `scoring` puts it together."""
        scorer = self._run.scorer(self._plan)
        parts = scorer.parts(self._ordinals)
        relevance = float(parts.relevance[0])
        shares = {
            "literal": float(parts.literal[0]),
            "in_title": float(parts.in_title[0]),
            "relevance": relevance,
            "demoted": relevance * (float(parts.left[0]) - 1),
            "nothing_found": float(parts.nothing_found[0]),
            "loose": tier,
        }
        # The rest depends on the other documents: only the titles of the best are compared, and
        # what is of another place or number stays below them.
        rest = score - sum(shares.values())
        shares["lead"], shares["below"] = max(rest, 0.0), min(rest, 0.0)
        return tuple((name, round(value, 4) + 0.0) for name, value in shares.items())

    def missed(self) -> Iterator[Missed]:
        """Iterate over the clauses of the query that keep the document out."""
        for clause in clauses(self._plan.tree):
            if not self._holds(clause):
                missing = [
                    term
                    for node in dict.fromkeys(strings(clause))
                    for term in self._missing(self._plan.matches[node])
                ]
                yield Missed(clause, tuple(dict.fromkeys(missing[:_MOST_MISSING])))

    def strings(self) -> Iterator[ExplainedString]:
        """Iterate over the strings of the query: how the document has each."""
        wanted = self._plan.nodes()
        for node, string in self._plan.matches.items():
            excluded = node not in wanted
            how, variant = self._how(node, string)
            missing = () if how in {How.TITLE, How.BODY} else tuple(self._missing(string))
            counts = how is not How.NOT and self._has(string) and not excluded
            yield ExplainedString(node.text, how, counts, excluded, variant, missing)

    def _holds(self, node: Node) -> bool:
        match node:
            case Literal() | Token():
                return self._has(self._plan.matches[node])
            case Filter():
                return bool(self._run.sift(node, self._ordinals)[0])
            case Not(part):
                return not self._holds(part)
            case And(parts):
                return all(self._holds(part) for part in parts)
            case Or(parts):
                return any(self._holds(part) for part in parts)

    def _has(self, string: StringMatches) -> bool:
        return self._is_in(string.matches(optimistic=False))

    def _is_in(self, documents: Ordinals) -> bool:
        place = int(documents.searchsorted(self._ordinal))
        return place < len(documents) and int(documents[place]) == self._ordinal

    def _how(self, node: Literal | Token, string: StringMatches) -> tuple[How, str | None]:
        stands, in_title = (bool(degrees[0]) for degrees in string.own_degrees(self._ordinals))
        if in_title or stands:
            return (How.TITLE if in_title else How.BODY), None
        if isinstance(node, Token) and self._is_in(self._run.with_all_words(node)):
            return How.WORDS, None
        for reading, _ in string.readings:
            if self._has(reading):
                return How.VARIANT, reading.literal.forms[0]
        return (How.SHARES if self._has(string) else How.NOT), None

    def _missing(self, string: StringMatches) -> list[str]:
        """Return the terms of a string that the document lacks: words and atoms, else bigrams."""
        lacking = [
            term
            for term in query_terms((string.text,), self._bm25.weights)
            if not self._is_in(
                self._snapshot.postings(term.family, term.text).where(title_only=string.title_only)
            )
        ]
        coarse = [term.text for term in lacking if term.family is not Family.GRAM]
        return coarse or [term.text for term in lacking]
