"""Suggestions of what an index found: words, and titles with what of them was meant."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ...language.literal import LiteralText
from ...language.normalise import forms_with_spans
from ...language.stand_in import shown_title
from ..suggestion import Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...corpus.documents import Document
    from ..ranking.complete import Found
    from ..suggestion import SuggestedHow


def word(text: str, how: SuggestedHow, typed: int) -> Suggestion:
    """Make a suggestion of a word, of which so many characters were typed as they are."""
    return Suggestion(text, "word", None, ((0, typed or len(text)),), how)


def title(document: Document, meant: str, how: SuggestedHow) -> Suggestion | None:
    """Make a suggestion of a document's title, or of what stands in for one.

    Args:
        document: as the corpus has it.
        meant: a normalised string that stands there; where it does not, there is None.
        how: why.
    """
    text = shown_title(document.title, document.body)
    literal = LiteralText((meant,), open_end=True)
    spans = [
        form.original_span(start, end)
        for form in forms_with_spans(text)
        for start, end in islice(literal.spans(form.text), 1)
    ]
    return Suggestion(text, "title", document.id, tuple(spans[:1]), how) if spans else None


def suggested(found: Iterable[Found], documents: Mapping[int, Document]) -> list[Suggestion]:
    """Make suggestions of what was found, with the documents of the titles by their ordinals."""
    suggestions: list[Suggestion | None] = []
    for one in found:
        if one.ordinal is None:
            suggestions.append(word(one.text, one.how, one.typed))
        elif document := documents.get(one.ordinal):
            suggestions.append(title(document, one.text, one.how))
    return list(filter(None, suggestions))
