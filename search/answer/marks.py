"""Where in a document's own text the match stands."""

from __future__ import annotations

from functools import lru_cache
from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple

from ...language.literal import LiteralText
from ...language.normalise import forms_with_spans
from ...language.questions import has_question_word
from ...language.terms import RunKind, bigrams, number_atoms, runs, words
from .excerpt import merge
from .results import Marks

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from ...language.normalise import SpannedForm
    from ..contract import StoredDocument, StoredText
    from ..query.interpret import QueryString
    from ..query.tree import Literal, Token
    from .results import Span


class Marker:
    """Marks in documents what a query looked for.

    A string that stands nowhere in a document is replaced by its other readings, or else by its
    words and atoms, or else by its bigrams, or else by its characters. Beside a string that is all
    there, single characters of another one are not marked, and nothing of a branch of an OR that is
    not met.

    Args:
        strings: those that a match contains.
        branches: those of them that stand in an OR, of which one is enough.
    """

    def __init__(
        self, strings: Iterable[QueryString], branches: Container[Literal | Token] = ()
    ) -> None:
        self._wanted = [
            _Wanted(
                [
                    string.literal(),
                    *(reading.literal() for reading in string.readings),
                ],
                string.title_only,
                string.node in branches,
            )
            for string in strings
        ]

    def marks(self, stored: StoredDocument) -> Marks:
        """Mark a document."""
        if not self._wanted:
            return Marks((), ())
        title = _Text(stored.document.title, stored.title)
        body = _Text(stored.document.body, stored.body)
        found = [(wanted, wanted.find(title, body)) for wanted in self._wanted]
        is_met = any(one.is_whole for _, one in found)
        shown = [
            one
            for wanted, one in found
            if one.is_whole or not (is_met and (wanted.is_branch or one.is_in_characters))
        ]
        return Marks(
            merge([span for one in shown for span in one.title]),
            merge([span for one in shown for span in one.body]),
        )


class _Text:
    """A text in which strings are looked for; the way back is made where one is found."""

    def __init__(self, text: str, stored: StoredText | None) -> None:
        self._text = text
        self._offsets = stored.offsets if stored else None
        self._spanned = None if stored else forms_with_spans(text)
        self._forms = stored.forms if stored else _texts(self._spanned or ())

    def find(self, literal: LiteralText) -> list[Span]:
        """Return the spans of a string in the text as it was written."""
        found = self._found(literal)
        if not any(found):
            return []
        if self._offsets:
            return list(starmap(self._offsets.original_span, found[0]))
        if self._spanned is None:
            self._spanned = forms_with_spans(self._text)
            forms = _texts(self._spanned)
            if forms != self._forms:  # the index has an older text
                self._forms, found = forms, self._found(literal)
        return [
            form.original_span(start, end)
            for form, spans in zip(self._spanned, found, strict=True)
            for start, end in spans
        ]

    def _found(self, literal: LiteralText) -> list[list[Span]]:
        return [list(literal.spans(form)) for form in self._forms]


def _texts(spanned: Iterable[SpannedForm]) -> list[str]:
    return [form.text for form in spanned]


_NO_TEXT = _Text("", None)


class _Found(NamedTuple):
    """Where a string stands: all of it, or its characters only, or what is between."""

    title: Sequence[Span] = ()
    body: Sequence[Span] = ()
    is_whole: bool = False
    is_in_characters: bool = False


class _Wanted(NamedTuple):
    """A string and its readings, and where they may stand."""

    literals: Sequence[LiteralText]
    title_only: bool
    is_branch: bool

    def find(self, title: _Text, body: _Text) -> _Found:
        body = _NO_TEXT if self.title_only else body
        for literal in self.literals:
            in_title, in_body = title.find(literal), body.find(literal)
            if in_title or in_body:
                return _Found(in_title, in_body, is_whole=True)
        parts = [_parts(literal) for literal in self.literals]
        for of_words in (_WORDS, _ALL_WORDS):
            if found := _spans([part[of_words] for part in parts], title, body):
                return found
        for smaller in (_BIGRAMS, _CHARACTERS):
            if found := _spans([parts[0][smaller]], title, body):
                return found._replace(is_whole=False, is_in_characters=smaller == _CHARACTERS)
        return _Found()


def _spans(
    alternatives: Sequence[Sequence[LiteralText]],
    title: _Text,
    body: _Text,
) -> _Found | None:
    """Find lists of literals, of which one is enough; None where there is nothing of any."""
    found = {
        literal: (title.find(literal), body.find(literal))
        for literals in alternatives
        for literal in literals
    }
    in_title = [span for spans, _ in found.values() for span in spans]
    in_body = [span for _, spans in found.values() for span in spans]
    if not in_title and not in_body:
        return None
    is_whole = any(
        literals and all(any(found[literal]) for literal in literals) for literals in alternatives
    )
    return _Found(in_title, in_body, is_whole)


_WORDS, _ALL_WORDS, _BIGRAMS, _CHARACTERS = range(4)


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
    return [LiteralText.whole(text) for text in dict.fromkeys(texts)]
