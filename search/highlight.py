"""Where in a document's own text the match stands."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ..index.normalise import readings_with_spans
from ..index.terms import RunKind, bigrams, number_atoms, runs, words
from .excerpt import merge
from .needle import Needle
from .questions import has_question_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..index.normalise import Normalised
    from .results import Span


def spans_of(texts: Sequence[str], needles: Iterable[Needle]) -> list[tuple[Span, ...]]:
    """Mark, in each of a document's texts, what every needle found.

    A needle that stands in none of the texts is replaced by its words and atoms, or else by its
    bigrams, or else by its characters.

    Returns:
        For each text half-open spans into it, sorted and merged.
    """
    wanted_needles = list(needles)
    if not wanted_needles:
        return [()] * len(texts)
    normalised = [readings_with_spans(text) for text in texts]
    found: list[list[Span]] = [[] for _ in texts]
    for needle in wanted_needles:
        for wanted in _steps(needle):
            marks = [_find(readings, wanted) for readings in normalised]
            if any(marks):
                for spans, more in zip(found, marks, strict=True):
                    spans.extend(more)
                break
    return [merge(spans) for spans in found]


def _find(readings: Sequence[Normalised], needles: Sequence[Needle]) -> list[Span]:
    return [
        reading.original_span(start, end)
        for reading in readings
        for needle in needles
        for start, end in needle.spans(reading.text)
    ]


def _steps(needle: Needle) -> Iterator[Sequence[Needle]]:
    """Give what to look for, the next where nothing of the one before is found."""
    yield (needle,)
    yield from _parts(needle)


@lru_cache(maxsize=256)  # all hits of a search ask for the same
def _parts(needle: Needle) -> list[list[Needle]]:
    """Give what a needle is made of: words and atoms, all words, bigrams, characters."""
    found = list(runs(needle.readings[0]))
    grams = [run.text for run in found if run.kind is RunKind.GRAM]
    atoms: list[str] = []
    for run in found:
        if run.kind is RunKind.NUMBER:
            atoms += number_atoms(run.text)
        elif run.kind is not RunKind.GRAM:
            atoms.append(run.text)
    dictionary = [word for gram in grams for word in words(gram)]
    return [
        _needles([*atoms, *(word for word in dictionary if not has_question_word(word))]),
        _needles(dictionary),
        _needles(bigram for gram in grams for bigram in bigrams(gram)),
        _needles(character for gram in grams for character in gram),
    ]


def _needles(texts: Iterable[str]) -> list[Needle]:
    return [Needle((text,)) for text in dict.fromkeys(texts)]
