"""Explain BM25: what each term of a query gives one document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..explained import ExplainedTerm
from .concepts import concepts, share_of_short

if TYPE_CHECKING:
    from ..query.interpret import QueryString
    from .bm25 import BM25
    from .concepts import QueryTerm


def contributions(
    bm25: BM25, ordinal: int, strings: tuple[QueryString, ...]
) -> list[ExplainedTerm]:
    """Return the terms of a query with what they give a document, what gave most first.

    Of what may stand for a part of the query, only the best is there, if it gave more than the
    query's own words.
    """
    explained: list[ExplainedTerm] = []
    share = share_of_short(sum(len(string.text) for string in strings))
    power = 2 - share
    for own, *others in concepts(strings, bm25.weights.at(share)):
        best = [_explained(bm25, ordinal, term, power, own=True) for term in own.terms]
        most = sum(term.weight for term in best)
        for other in others:
            terms = [_explained(bm25, ordinal, term, power, own=False) for term in other.terms]
            theirs = sum(term.weight for term in terms)
            if not theirs:
                continue
            scale = other.worth * most / theirs
            if scale * sum(term.gave for term in terms) > sum(term.gave for term in best):
                best = [
                    replace(term, weight=scale * term.weight, gave=scale * term.gave)
                    for term in terms
                ]
        explained += best
    return sorted(explained, key=lambda term: -term.gave)


def _explained(
    bm25: BM25, ordinal: int, term: QueryTerm, power: float, *, own: bool
) -> ExplainedTerm:
    postings = bm25.snapshot.postings(term.family, term.text)
    title = body = 0
    gave = 0.0
    place = int(postings.documents.searchsorted(ordinal))
    if place < len(postings.documents) and postings.documents[place] == ordinal:
        title, body = int(postings.title[place]), int(postings.body[place])
        (gave,) = bm25.saturated(postings, np.array([place])).tolist()
    idf = bm25.idf(term.family, term.text)
    return ExplainedTerm(
        term.family,
        term.text,
        own,
        bm25.snapshot.frequency(term.family, term.text),
        title,
        body,
        idf,
        term.weight * idf**power,
        term.weight * idf**power * gave,
    )
