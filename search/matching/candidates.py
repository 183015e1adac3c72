"""The documents that may hold a string literally, by its terms, and the look in their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...index.segments.segment import END_OF_TITLE, fields_of
from ...language.terms import LONGEST_ATOM, Family, RunKind, bigrams, number_parts, runs
from .ordinal_sets import NOTHING, intersection, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...index.columns import Mask, Ordinals
    from ...index.segments.snapshot import Snapshot
    from ...language.literal import LiteralText

_MARK = END_OF_TITLE.encode()


def candidates(literal: LiteralText, snapshot: Snapshot, *, title_only: bool = False) -> Ordinals:
    """Return the documents that have all its terms: all that hold it, and others."""
    return union(
        [_candidates(literal, snapshot, form, title_only=title_only) for form in literal.forms]
    )


def scan(literal: LiteralText, records: Iterable[bytes]) -> tuple[Mask, Mask]:
    """Look into the normalised texts of documents: whether it stands there, and in the title."""
    forms = [form.encode() for form in literal.forms]
    if not literal.is_plain:
        lines = [form.split(b"\n") for form in forms]
        where = [_where(literal, lines, record) for record in records]
    elif len(forms) == 1:
        (form,) = forms
        # UTF-8 has the mark between title and body nowhere else.
        where = [
            0 if (at := record.find(form)) < 0 else 1 + (record.find(_MARK, 0, at) < 0)
            for record in records
        ]
    else:
        where = [
            max(record.find(form) >= 0 for form in forms)
            + any(-1 < record.find(form) < record.find(_MARK) for form in forms)
            for record in records
        ]
    places = np.array(where, np.int8)
    return places > 0, places > 1


def _where(literal: LiteralText, forms: Sequence[list[bytes]], record: bytes) -> int:
    """Return 2 where it stands in the title, 1 where it does in the text only, 0 elsewhere."""
    if not any(all(line in record for line in lines) for lines in forms):
        return 0
    title, body = fields_of(record)
    return 2 if literal.stands_in(title) else int(literal.stands_in(body))


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
