"""How a title answers: whether all that a document has of the query is in it, and how early.

A second look at the best documents. It only raises: a document that says everything in its first
characters rises by half, one whose title has half of it hardly at all. Where a text has no title,
its opening is taken for one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...index.segments.segment import opening_of, parts_of
from ...language.questions import factors
from ...language.terms import Family

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .bm25 import Relevance
    from .concepts import Sought

#: So many of the best documents are looked at.
DEPTH = 30
_WINDOW = 200  # characters that are the opening of a text without a title
_REST = 400  # characters behind it that are looked at: enough to know what the lead lacks
# Leaves those whose lead has nearly all: nine tenths count 0.43, a half nothing.
_STEEPNESS = 8
_NOT_WORD = re.compile(r"\W+")


def lead_factors(
    relevance: Relevance, sought: Iterable[Sought], records: Iterable[bytes]
) -> Iterator[float]:
    """Give, for each record of the best documents, a factor from 1 up to 1 + the weight `lead`."""
    weights = _weights(relevance, sought)
    for record in records:
        yield 1 + relevance.weights.lead * _share(record, weights, relevance.weights.early)


def _weights(relevance: Relevance, sought: Iterable[Sought]) -> dict[str, float]:
    """Give the weight of each character of the query: its idf, half where it only asks."""
    found: dict[str, float] = {}
    for one in sought:
        for character, factor in zip(
            one.text, factors(one.text, relevance.weights.asking), strict=True
        ):
            if not _NOT_WORD.match(character):
                found[character] = max(found.get(character, 0.0), factor)
    return {
        character: factor
        * min(relevance.idf(family, character) for family in (Family.GRAM, Family.ATOM))
        for character, factor in found.items()
    }


def _share(record: bytes, weights: dict[str, float], early: float) -> float:
    title, body = parts_of(record)
    lead = _NOT_WORD.sub("", title or opening_of(body, 0, _WINDOW))
    inside = missing = place = 0.0
    lacking = ""
    for character, weight in weights.items():
        at = lead.find(character)
        if at >= 0:
            inside += weight
            place += weight * at
        else:
            missing += weight
            lacking += character
    if not inside:
        return 0.0
    if missing:
        rest = opening_of(body, 0 if title else _WINDOW, _REST)
        missing = sum(weights[character] for character in lacking if character in rest)
    return (inside / (inside + missing)) ** _STEEPNESS * early / (early + place / inside)
