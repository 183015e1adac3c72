"""The documents that may hold a string literally, by its terms, and the look in their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...index.segments.segment import END_OF_TITLE, fields_of
from ...language.terms import LONGEST_ATOM, Family, RunKind, bigrams, number_parts, runs
from .ordinal_sets import NOTHING, intersection, union

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...index.columns import Ordinals
    from ...index.segments.snapshot import Snapshot
    from ..query.literal import LiteralText

_MARK = END_OF_TITLE.encode()


def candidates(literal: LiteralText, snapshot: Snapshot, *, title_only: bool = False) -> Ordinals:
    """Return the documents that have all its terms: all that hold it, and others."""
    return union(
        [_candidates(literal, snapshot, form, title_only=title_only) for form in literal.forms]
    )


def scan(literal: LiteralText, records: Iterable[bytes]) -> tuple[list[bool], list[bool]]:
    """Look into the normalised texts of documents: whether it stands there, and in the title."""
    if not literal.is_plain:
        return _scan_closely(literal, records)
    anywhere, in_title = [], []
    first, *others = [form.encode() for form in literal.forms]
    for record in records:
        at = record.find(first)
        for other in others:
            other_at = record.find(other)
            at = other_at if at < 0 or 0 <= other_at < at else at
        stands = at >= 0
        anywhere.append(stands)
        # UTF-8 has the mark between title and body nowhere else.
        in_title.append(stands and record.find(_MARK, 0, at) < 0)
    return anywhere, in_title


def _scan_closely(literal: LiteralText, records: Iterable[bytes]) -> tuple[list[bool], list[bool]]:
    anywhere, in_title = [], []
    forms = [form.encode() for form in literal.forms]
    for record in records:
        title_has = has = False
        if any(form in record for form in forms):
            title, body = fields_of(record)
            title_has = literal.stands_in(title)
            has = title_has or literal.stands_in(body)
        anywhere.append(has)
        in_title.append(title_has)
    return anywhere, in_title


def _candidates(
    literal: LiteralText, snapshot: Snapshot, form: str, *, title_only: bool
) -> Ordinals:
    def lookup(family: Family, term: str) -> Ordinals:
        return snapshot.postings(family, term).where(title_only=title_only)

    required = []
    for run in runs(form):
        opened = (literal.open_start and run.start == 0) or (
            literal.open_end and run.end == len(form)
        )
        if opened and run.kind is not RunKind.GRAM:
            part = max(number_parts(run.text), key=len)
            families = (Family.ATOM, Family.GRAM)
            required.append(snapshot.containing(families, part, title_only=title_only))
        elif run.kind is RunKind.GRAM:
            required += [lookup(Family.GRAM, term) for term in bigrams(run.text) or [run.text]]
        elif run.kind is RunKind.NUMBER:
            # The parts of a number with several points are grams, unless they are all of it.
            required += [
                union([lookup(Family.ATOM, part), lookup(Family.GRAM, part)])
                for part in number_parts(run.text)
            ]
        else:
            required.append(lookup(Family.ATOM, run.text[:LONGEST_ATOM]))
    return intersection(required) if required else NOTHING
