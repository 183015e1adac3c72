"""The terms that every engine is given: those that souwen makes, as text with spaces between.

A word is written with a mark in front, so that it stays apart from a bigram of the same characters.
The bigrams of one run stand one behind the other, so that a phrase of them is a literal match.
"""

from __future__ import annotations

from souwen.language.normalise import normalise
from souwen.language.terms import RunKind, bigrams, number_atoms, runs, words

WORD = "w"


def terms_of(text: str) -> list[str]:
    """Give the characters, bigrams, words and atoms of a text as a person wrote it."""
    found: list[str] = []
    for run in runs(normalise(text)):
        if run.kind is RunKind.GRAM:
            found += run.text
            found += bigrams(run.text)
            found += [WORD + word for word in words(run.text)]
        else:
            found += number_atoms(run.text) if run.kind is RunKind.NUMBER else [run.text]
    return found


def bigrams_of(text: str) -> list[str]:
    """Give the bigrams of a string of Han characters, or the only character of it."""
    return bigrams(text) or [text]
