"""Estimate what a search costs before it is run, by the lengths of what it would read.

An estimate looks terms up and unpacks nothing, so it takes a small part of the search itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..language.terms import LONGEST_ATOM, Family, RunKind, bigrams, number_parts, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..index.segments.snapshot import Snapshot
    from .query.interpret import QueryString, ReadQuery

_LOOK = 4  # what a look in a text costs, in postings
_SCAN = 1  # what a term costs that is looked through for a part of a word, in postings


def cost_of(snapshot: Snapshot, query: ReadQuery) -> int:
    """Return about how many postings a search reads, and what costs as much.

    Args:
        snapshot: of the segments.
        query: one with a problem costs nothing.
    """
    total = 0
    for string in query.strings:
        for form in string.forms:
            lengths = [snapshot.count(family, term) for family, term in _terms(form)]
            is_certain = len(form) == 1
            total += sum(lengths) + (0 if is_certain else _LOOK * min(lengths, default=0))
            if _is_open(string, form):
                total += _SCAN * snapshot.string_count
    # A filter alone, and what excludes, goes through all documents.
    return total or (snapshot.size if query.root is not None else 0)


def _terms(form: str) -> Iterator[tuple[Family, str]]:
    for run in runs(form):
        if run.kind is RunKind.GRAM:
            yield from ((Family.GRAM, term) for term in bigrams(run.text) or [run.text])
        elif run.kind is RunKind.NUMBER:
            yield from ((Family.ATOM, part) for part in number_parts(run.text))
        else:
            yield Family.ATOM, run.text[:LONGEST_ATOM]


def _is_open(string: QueryString, form: str) -> bool:
    """Whether a word in letters or a number is asked for by a part of it."""
    kinds = [run.kind for run in runs(form)] or [RunKind.GRAM]
    begins, ends = kinds[0] is not RunKind.GRAM, kinds[-1] is not RunKind.GRAM
    return (string.node.open_start and begins) or (string.node.open_end and ends)
