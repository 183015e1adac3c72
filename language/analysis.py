"""What terms a text has, and where: for people who wonder why something is found."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from .normalise import forms_with_spans
from .terms import Family, RunKind, bigrams, runs, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .terms import Run


@dataclass(frozen=True, slots=True)
class TermRow:
    """One occurrence of a term.

    Attributes:
        family: "word", "gram" or "atom".
        term: as the index has it.
        start: offset in the original text, in code points.
        end: likewise, half-open.
        side: "both", where documents and queries have it; "index", where only documents do,
            because it is a single character inside a longer run.
    """

    family: str
    term: str
    start: int
    end: int
    side: str

    def as_dict(self) -> dict[str, object]:
        """Return the fields of `analyze --json`."""
        return asdict(self)


def analyse(text: str) -> list[TermRow]:
    """Return every occurrence of every term of a text, in its order, those of all forms merged."""
    rows: dict[TermRow, None] = {}
    for form in forms_with_spans(text):
        for run in runs(form.text):
            for family, term, at in _terms(run):
                start, end = form.original_span(at, at + len(term))
                inside = family is Family.GRAM and len(term) == 1 and len(run.text) > 1
                side = "index" if inside else "both"
                rows[TermRow(family.value, term, start, end, side)] = None
    return sorted(rows, key=lambda row: (row.start, row.end, row.family))


def _terms(run: Run) -> Iterator[tuple[Family, str, int]]:
    """Find the terms of a run with their offsets in the normalised text."""
    if run.kind is RunKind.GRAM:
        for place, character in enumerate(run.text):
            yield Family.GRAM, character, run.start + place
        for place, bigram in enumerate(bigrams(run.text)):
            yield Family.GRAM, bigram, run.start + place
        for word in dict.fromkeys(words(run.text)):
            for match in re.finditer(f"(?={re.escape(word)})", run.text):
                yield Family.WORD, word, run.start + match.start()
    at = run.start
    for atom in run.atoms:
        yield Family.ATOM, atom, at
        at += len(atom) + 1
