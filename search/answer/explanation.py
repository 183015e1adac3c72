"""Why a document is found or not, as the library returns it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ...corpus.values import brief
from ...language.stand_in import shown_title
from ...messages import later
from ...messages import said as _
from .sentences import describe, missed_sentence, relaxed_sentence
from .why import because, why

if TYPE_CHECKING:
    from ...corpus.documents import Document
    from ..contract import IndexSnapshot
    from ..explained import Explained, ExplainedString, ExplainedTerm
    from ..query.interpret import ReadQuery


# What the parts of a score are for, where a document has them.
_PARTS = {
    "literal": later("strings of the query stand there"),
    "in_title": later("and in the title"),
    "relevance": later("what the terms gave"),
    "demoted": later("taken off for flags, or for another place or number"),
    "nothing_found": later("the text says only that nothing was found"),
    "loose": later("it has only parts of the query, so it stands below all matches"),
    "lead": later("the title or the first lines answer"),
    "below": later("kept below the pages of the place or number that is asked for"),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a query makes of a document.

    Attributes:
        query: as it was typed.
        id: of the document; its title, or what stands in for one, and flags stand beside it.
        matches: whether it is a match of the query.
        sentence: why it is found, or why not, and where it stands, for a person.
        rank: from 1, where no hits are folded; None where it is not among the first thousand. One
            that has a rank and does not match is a loose hit, below the matches.
        total: how many documents match.
        score: of the hit, or None; the sum of the parts.
        parts: what the score is made of, each with what it gave.
        relaxed: how the query was read for it otherwise than it was typed, or None.
        why_not: why the document is no match, a line a reason; empty where it is one.
        reading: how the query was read, a line a part.
        strings: the strings of the query.
        terms: what the ranking goes by, what gave most first.
    """

    query: str
    id: str
    title: str
    flags: tuple[str, ...]
    matches: bool
    sentence: str = ""
    rank: int | None = None
    total: int = 0
    score: float | None = None
    parts: tuple[tuple[str, float], ...] = ()
    relaxed: str | None = None
    why_not: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()
    strings: tuple[ExplainedString, ...] = ()
    terms: tuple[ExplainedTerm, ...] = ()

    def __repr__(self) -> str:
        return brief(self, "query", "id", "matches", "sentence", "rank", "total")

    def as_dict(self) -> dict[str, object]:
        """Return it as `explain --json` prints it."""
        return {**asdict(self), "parts": dict(self.parts)}


def part_name(part: str) -> str:
    """Say what a part of a score is for."""
    return _(_PARTS.get(part, part))


def explanation(snapshot: IndexSnapshot, query: ReadQuery, document: Document) -> Explanation:
    """Say why a query finds a document of the corpus, or why it does not."""
    title = shown_title(document.title, document.body)
    explained = snapshot.explain(query, document.id) if query.root is not None else None
    reading = tuple(describe(query))
    why_not = reading[:1] if explained is None else tuple(_why_not(explained, document))
    if explained is None or not explained.is_indexed:
        return Explanation(
            query.text,
            document.id,
            title,
            document.flags,
            matches=False,
            sentence=because(why_not),
            why_not=why_not,
            reading=reading,
        )
    return Explanation(
        query.text,
        document.id,
        title,
        document.flags,
        matches=not why_not,
        sentence=why(explained, document),
        rank=explained.rank,
        total=explained.total,
        score=explained.score,
        parts=explained.parts,
        relaxed=relaxed_sentence(explained.relaxed, query, explained.total) or None,
        why_not=why_not,
        reading=reading,
        strings=explained.strings,
        terms=explained.terms,
    )


def _why_not(explained: Explained, document: Document) -> list[str]:
    if not explained.is_indexed:
        is_gone = document.retired
        return [_("no source shows it any more") if is_gone else _("it is not indexed yet")]
    return [missed_sentence(missed) for missed in explained.why_not]
