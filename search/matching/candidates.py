"""The documents that may hold a string literally, by its terms, and the look in their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...index.segments.segment import END_OF_TITLE, fields_of
from ...language.atoms import is_of_atom
from ...language.counts import BESIDE
from ...language.terms import LONGEST_ATOM, Family, RunKind, bigrams, number_parts, runs
from .ordinal_sets import NOTHING, intersection, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...index.columns import Mask, Ordinals
    from ...index.segments.snapshot import Snapshot
    from ...language.literal import LiteralText

_END_OF_TITLE = END_OF_TITLE.encode()
# No atom goes on over any of these bytes, nor over an ideograph, of which these begin most.
_BORDERS = frozenset({b"", *(bytes([byte]) for byte in b"\0\1\n !\"#$%&'()*+,-/:;<=>?@[]^_`{|}~")})
_HAN_LEADS = frozenset(bytes([byte]) for byte in range(0xE4, 0xEA))
_BESIDE = _BORDERS | _HAN_LEADS
_MARKS = frozenset(mark.encode() for mark in "。、《》「」『』【】")
_OF_NUMERALS = frozenset(character.encode() for character in BESIDE)


def candidates(literal: LiteralText, snapshot: Snapshot, *, title_only: bool = False) -> Ordinals:
    """Return the documents that have all its terms: all that hold it, and others."""
    return union(
        [_candidates(literal, snapshot, form, title_only=title_only) for form in literal.forms]
    )


def scan(literal: LiteralText, records: Iterable[bytes]) -> tuple[Mask, Mask]:
    """Look into the normalised texts of documents: whether it stands there, and in the title."""
    forms = [_Form(form, literal) for form in literal.forms if form]
    if literal.is_plain and len(forms) == 1:
        (form,) = forms[0].lines
        # UTF-8 has the mark between title and body nowhere else.
        where = [
            0 if (at := record.find(form)) < 0 else 1 + (record.find(_END_OF_TITLE, 0, at) < 0)
            for record in records
        ]
    elif all(len(form.lines) == 1 for form in forms):
        where = [
            _where(literal, record) if (found := _certainly(forms, record)) is None else found
            for record in records
        ]
    else:
        where = [
            _where(literal, record)
            if any(all(line in record for line in form.lines) for form in forms)
            else 0
            for record in records
        ]
    places = np.array(where, np.int8)
    return places > 0, places > 1


def _where(literal: LiteralText, record: bytes) -> int:
    """Return 2 where it stands in the title, 1 where it does in the text only, 0 elsewhere."""
    title, body = fields_of(record)
    return 2 if literal.stands_in(title) else int(literal.stands_in(body))


class _Form:
    """A form of a string as bytes, and whether anything may stand before and behind it."""

    def __init__(self, form: str, literal: LiteralText) -> None:
        self.lines = form.encode().split(b"\n")
        self.follows_any = literal.open_start or not is_of_atom(form[0])
        self.precedes_any = literal.open_end or not is_of_atom(form[-1])
        self.beside = _OF_NUMERALS if literal.is_number else None


def _certainly(forms: Sequence[_Form], record: bytes) -> int | None:
    """Return what `_where` does if that is plain from what stands beside the forms, else None."""
    is_there = False
    for form in forms:
        (text,) = form.lines
        at = record.find(text)
        while at >= 0:
            is_there = True
            end = at + len(text)
            if (
                form.follows_any
                or record[at - 1 : at] in _BORDERS
                or record[max(at - 3, 0) : at - 2] in _HAN_LEADS
                or record[max(at - 3, 0) : at] in _MARKS
            ) and (
                form.precedes_any
                or record[end : end + 1] in _BESIDE
                or record[end : end + 3] in _MARKS
            ):
                if form.beside and (
                    record[max(at - 3, 0) : at] in form.beside
                    or record[end : end + 3] in form.beside
                ):
                    return None  # a numeral may go on there
                title = record[: record.find(_END_OF_TITLE)]
                if at < len(title):
                    return 2
                for other in forms:
                    if other.lines[0] in title:
                        return None
                return 1
            at = record.find(text, at + 1)
    return None if is_there else 0


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
