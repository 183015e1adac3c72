"""Analyzers: the terms of a query, of a phrase and of a text to highlight, as Whoosh's tokens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from whoosh.analysis import Analyzer, Token

from ...language.normalise import forms_with_spans
from ...language.terms import RUN, RunKind, bigrams, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...language.terms import Run

    Part = tuple[str, int]


# A point at the end of a number may be one inside a longer number, where a phrase ends.
_PIECE = re.compile(rf"\.?\d+(?:\.\d+)*\.?|{RUN.pattern}|.", re.DOTALL)
_NUMBER_OR_POINT = re.compile(r"\d+|\.")


class WholeAnalyzer(Analyzer):
    """Takes a text as one term, normalised."""

    def __call__(self, value: str, *, mode: str = "", **options: Any) -> Iterator[Token]:
        """Yield tokens with offsets in `value`: one object that changes, as Whoosh has it."""
        (form, *_) = forms_with_spans(value)
        token = Token(positions=True, chars=True, mode=mode)
        token.boost, token.stopped, token.matched = 1.0, False, False
        for position, (term, at) in enumerate(self._parts(form.text, token, options)):
            token.pos, token.text = position, term
            token.startchar, token.endchar = form.original_span(at, at + len(term))
            yield token

    def _parts(self, text: str, token: Token, options: dict[str, Any]) -> Iterator[Part]:
        del token, options
        if text:
            yield text, 0


class TextAnalyzer(WholeAnalyzer):
    """Takes texts apart: into grams and atoms, all of which a matching document has."""

    def _parts(self, text: str, token: Token, options: dict[str, Any]) -> Iterator[Part]:
        if not options.get("tokenize", True):  # the beginning of a term, or a pattern
            return super()._parts(text, token, options)
        if token.mode != "query":
            return _terms_of_text(text, token)
        # Only a phrase is asked for with the offsets of its words.
        return _parts_of_phrase(text) if options.get("chars") else _terms_of_query(text)


def _terms_of_query(text: str) -> Iterator[Part]:
    for run in runs(text):
        if run.kind is RunKind.GRAM:
            for at, pair in enumerate(bigrams(run.text) or [run.text], run.start):
                yield pair, at
        else:
            yield from _atoms(run)


def _parts_of_phrase(text: str) -> Iterator[Part]:
    """Take all of a text apart: each part begins where the one before ends."""
    for piece in _PIECE.finditer(text):
        at = piece.start()
        if piece.lastgroup == "gram":
            for pair in range(at, piece.end(), 2):
                yield text[pair : min(pair + 2, piece.end())], pair
        elif piece.group().strip(".").count(".") > 1:
            for part in _NUMBER_OR_POINT.finditer(text, at, piece.end()):
                yield part.group(), part.start()
        else:
            yield piece.group(), at


def _terms_of_text(text: str, token: Token) -> Iterator[Part]:
    """Yield the terms of a text, without the characters of pairs that are marked already.

    A highlighter says at once whether it marks a token. Characters between the pairs of a word
    would cut its mark into pieces.
    """
    for run in runs(text):
        if run.kind is not RunKind.GRAM:
            yield from _atoms(run)
            continue
        is_marked = False
        for at, pair in enumerate(bigrams(run.text)):
            was_marked = is_marked
            yield pair, run.start + at
            is_marked = token.matched
            if not (is_marked or was_marked):
                yield pair[0], run.start + at
        if not is_marked:
            yield run.text[-1], run.end - 1


def _atoms(run: Run) -> Iterator[Part]:
    at = run.start
    for atom in run.atoms:
        yield atom, at
        at += len(atom) + 1
