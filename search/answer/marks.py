"""Where in a document's own text the match stands."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ...language.literal import LiteralText
from ...language.normalise import SpannedForm, forms_with_spans
from ...language.questions import has_question_word
from ...language.terms import RunKind, bigrams, number_atoms, runs, words
from .excerpt import merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..contract import StoredDocument
    from ..query.interpret import QueryString
    from .results import Span


class Marks(NamedTuple):
    """Half-open spans into the title and the body of a document, sorted and merged."""

    title: tuple[Span, ...]
    body: tuple[Span, ...]


class Marker:
    """Marks in documents what a query looked for.

    A string that stands nowhere in a document is replaced by its other readings, or else by its
    words and atoms, or else by its bigrams, or else by its characters.

    Args:
        strings: those that a match contains.
    """

    def __init__(self, strings: Iterable[QueryString]) -> None:
        self._literals = [
            (
                [string.literal(), *(LiteralText.read(text) for text, _ in string.readings)],
                string.title_only,
            )
            for string in strings
        ]

    def marks(self, stored: StoredDocument) -> Marks:
        """Mark a document."""
        if not self._literals:
            return Marks((), ())
        title = _normalised(stored.document.title, stored.title)
        body = _normalised(stored.document.body, stored.body)
        in_title: list[Span] = []
        in_body: list[Span] = []
        for literals, title_only in self._literals:
            for alternatives in _steps(literals):
                title_spans = _find(title, alternatives)
                body_spans = [] if title_only else _find(body, alternatives)
                in_title += title_spans
                in_body += body_spans
                if title_spans or body_spans:
                    break
        return Marks(merge(in_title), merge(in_body))


def _normalised(text: str, aligned: str | None) -> Sequence[SpannedForm]:
    if aligned is None:
        return forms_with_spans(text)
    return (SpannedForm(aligned, range(len(text)), range(1, len(text) + 1)),)


def _find(texts: Sequence[SpannedForm], literals: Sequence[LiteralText]) -> list[Span]:
    return [
        text.original_span(start, end)
        for text in texts
        for literal in literals
        for start, end in literal.spans(text.text)
    ]


def _steps(literals: Sequence[LiteralText]) -> Iterator[Sequence[LiteralText]]:
    """Iterate over what to look for; the next counts only where nothing of the last is found."""
    for literal in literals:
        yield (literal,)
    for parts in zip(*map(_parts, literals), strict=True):
        yield list(dict.fromkeys(part for parts_of_one in parts for part in parts_of_one))


@lru_cache(maxsize=256)  # all hits of a search ask for the same
def _parts(literal: LiteralText) -> list[list[LiteralText]]:
    """Split a string into its words and atoms, all its words, its bigrams, its characters."""
    text_runs = list(runs(literal.forms[0]))
    grams = [run.text for run in text_runs if run.kind is RunKind.GRAM]
    atoms: list[str] = []
    for run in text_runs:
        if run.kind is RunKind.NUMBER:
            atoms += number_atoms(run.text)
        elif run.kind is not RunKind.GRAM:
            atoms.append(run.text)
    dictionary = [word for gram in grams for word in words(gram)]
    return [
        _literals([*atoms, *(word for word in dictionary if not has_question_word(word))]),
        _literals(dictionary),
        _literals(bigram for gram in grams for bigram in bigrams(gram)),
        _literals(character for gram in grams for character in gram),
    ]


def _literals(texts: Iterable[str]) -> list[LiteralText]:
    return [LiteralText((text,)) for text in dict.fromkeys(texts)]
