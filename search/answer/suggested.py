"""Suggestions of what an index found: words, and titles with what of them was meant."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ...language.literal import LiteralText
from ...language.normalise import forms_with_spans
from ..suggestion import Suggestion

if TYPE_CHECKING:
    from ..suggestion import SuggestedHow


def word(text: str, how: SuggestedHow, typed: int) -> Suggestion:
    """Make a suggestion of a word, of which so many characters were typed as they are."""
    return Suggestion(text, "word", None, ((0, typed or len(text)),), how)


def title(id_: str, text: str, meant: str, how: SuggestedHow) -> Suggestion:
    """Make a suggestion of the title of a document, for a normalised string that stands in it."""
    literal = LiteralText((meant,), open_end=True)
    spans = [
        form.original_span(start, end)
        for form in forms_with_spans(text)
        for start, end in islice(literal.spans(form.text), 1)
    ]
    return Suggestion(text, "title", id_, tuple(spans[:1]), how)
