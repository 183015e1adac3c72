"""Where in a document's own text the match stands."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ...index.segments.segment import fields_of
from ...language.normalise import Normalised, readings_with_spans
from ...language.questions import has_question_word
from ...language.terms import RunKind, bigrams, number_atoms, runs, words
from ..matching.literal import Needle
from ..query.tree import Field
from .excerpt import merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...corpus.document import Document
    from ..matching.match import Leaf
    from .results import Span

_ALIGNED_TITLE, _ALIGNED_BODY = 1, 2


class Marks(NamedTuple):
    """Half-open spans into the title and the body of a document, sorted and merged."""

    title: tuple[Span, ...]
    body: tuple[Span, ...]


class Marker:
    """Marks in documents what the leaves of a plan found.

    What stands nowhere in a document is replaced by its words and atoms, or else by its bigrams, or
    else by its characters.
    """

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        self._needles = [
            (
                [one.needle for one in leaf.with_others()],
                leaf.node.field is Field.TITLE,
            )
            for leaf in leaves
        ]

    def marks(self, document: Document, record: bytes, aligned: int) -> Marks:
        """Mark a document.

        Args:
            document: its own texts.
            record: what the index keeps of them.
            aligned: 1 where an offset in the record's title is one in the document's, 2 for bodies.
        """
        if not self._needles:
            return Marks((), ())
        titles, bodies = fields_of(record)
        title = _readings(document.title, titles, aligned=bool(aligned & _ALIGNED_TITLE))
        body = _readings(document.body, bodies, aligned=bool(aligned & _ALIGNED_BODY))
        in_title: list[Span] = []
        in_body: list[Span] = []
        for needles, title_only in self._needles:
            for wanted in _steps(needles):
                found = _find(title, wanted)
                more = [] if title_only else _find(body, wanted)
                in_title += found
                in_body += more
                if found or more:
                    break
        return Marks(merge(in_title), merge(in_body))


def _readings(text: str, kept: Sequence[str], *, aligned: bool) -> Sequence[Normalised]:
    if aligned:
        (reading,) = kept
        return (Normalised(reading, range(len(text)), range(1, len(text) + 1)),)
    return readings_with_spans(text)


def _find(readings: Sequence[Normalised], needles: Sequence[Needle]) -> list[Span]:
    return [
        reading.original_span(start, end)
        for reading in readings
        for needle in needles
        for start, end in needle.spans(reading.text)
    ]


def _steps(needles: Sequence[Needle]) -> Iterator[Sequence[Needle]]:
    """Give what to look for, the next where nothing of the one before is found.

    First the string itself, then what may stand for it, then what they are made of.
    """
    for needle in needles:
        yield (needle,)
    for parts in zip(*map(_parts, needles), strict=True):
        yield list(dict.fromkeys(needle for found in parts for needle in found))


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
