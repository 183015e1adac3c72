"""What an index says of one document and a query; the seam's part that no search needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..language.terms import Family
    from .query.relaxation import Relaxation
    from .query.tree import Node


class How(StrEnum):
    """How a document has a string, the best way first."""

    TITLE = "title"  # as it stands, in the title
    BODY = "body"  # as it stands, in the text
    WORDS = "words"  # all its words, or all its parts
    VARIANT = "variant"  # what means the same
    SHARES = "shares"  # some of it, which is enough for this query
    NOT = "not"


@dataclass(frozen=True, slots=True)
class ExplainedString:
    """A string of the query.

    Attributes:
        text: as it was typed; a token that was taken apart is several.
        how: how the document has it.
        counts: whether the match counts for the query; false for one that must not be there, and
            for `NOT`.
        excluded: whether it must not be there.
        variant: what stands there in its place, or None.
        missing: its terms that the document does not have.
    """

    text: str
    how: How
    counts: bool
    excluded: bool
    variant: str | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExplainedTerm:
    """A term that the query is ranked by.

    Attributes:
        family: "word", "gram" or "atom".
        term: normalised.
        own: whether it is of the query itself, not of what stands for a part of it.
        documents: how many have it.
        title: how often it stands in the title.
        body: likewise in the text.
        idf: how rare it is.
        weight: most that it can give.
        gave: what it gave, out of the same.
    """

    family: Family
    term: str
    own: bool
    documents: int
    title: int
    body: int
    idf: float
    weight: float
    gave: float


class Missed(NamedTuple):
    """A clause of the query that keeps a document out, and its terms that the document lacks."""

    clause: Node
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """What a query makes of a document, as an index says it.

    Attributes:
        is_indexed: whether the index has the document; if not, all else is empty.
        rank: from 1, where no hits are folded; None where it is not among the first thousand.
        total: how many documents match.
        score: of the hit, or None; the sum of the parts.
        parts: what the score is made of, each with what it gave.
        relaxed: how the query was relaxed for it.
        is_loose: whether it stands below the matches, because it has only parts of the query.
        why_not: what keeps the document out of the matches; empty where it is one.
        strings: the strings of the query.
        terms: what the ranking goes by, what gave most first.
    """

    is_indexed: bool = True
    rank: int | None = None
    total: int = 0
    score: float | None = None
    parts: tuple[tuple[str, float], ...] = ()
    relaxed: tuple[Relaxation, ...] = ()
    is_loose: bool = False
    why_not: tuple[Missed, ...] = ()
    strings: tuple[ExplainedString, ...] = ()
    terms: tuple[ExplainedTerm, ...] = ()
