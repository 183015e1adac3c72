"""Boost documents whose title contains the query early and completely.

Applied to the best `DEPTH` hits only; the factor is 1 to 1 + the weight `title_match`. A text
without a title is taken by its opening.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...index.segments.segment import opening_of, parts_of
from ...language.questions import character_weights
from ...language.terms import Family

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .bm25 import BM25

#: So many of the best documents are looked at.
DEPTH = 30
_WINDOW = 200  # characters that are the opening of a text without a title
_REST = 400  # characters behind it that are looked at: enough to know what the title lacks
_COVERAGE_EXPONENT = 8  # 0.9 ** 8 = 0.43: only nearly complete titles are boosted
_NOT_WORD = re.compile(r"\W+")


def title_factors(bm25: BM25, texts: Iterable[str], records: Iterable[bytes]) -> Iterator[float]:
    """Iterate over the factors of documents.

    Args:
        bm25: how rare characters are.
        texts: the normalised strings of the query.
        records: the normalised texts of each document.
    """
    weights = _weights(bm25, texts)
    for record in records:
        yield 1 + bm25.weights.title_match * _share(record, weights, bm25.weights.early)


def _weights(bm25: BM25, texts: Iterable[str]) -> dict[str, float]:
    """Return the weight of each character of the query: its idf, half where it only asks."""
    weights: dict[str, float] = {}
    for text in texts:
        for character, factor in zip(
            text, character_weights(text, bm25.weights.asking), strict=True
        ):
            if not _NOT_WORD.match(character):
                weights[character] = max(weights.get(character, 0.0), factor)
    return {
        character: factor
        * min(bm25.idf(family, character) for family in (Family.GRAM, Family.ATOM))
        for character, factor in weights.items()
    }


def _share(record: bytes, weights: dict[str, float], early: float) -> float:
    title, body = parts_of(record)
    beginning = _NOT_WORD.sub("", title or opening_of(body, 0, _WINDOW))
    inside = missing = place = 0.0
    lacking = ""
    for character, weight in weights.items():
        at = beginning.find(character)
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
    return (inside / (inside + missing)) ** _COVERAGE_EXPONENT * early / (early + place / inside)
