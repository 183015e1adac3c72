"""The terms of a normalised text: words, grams and atoms, from one pass.

* **grams** are the single characters and the bigrams of each run of Han characters (and of kana,
  bopomofo and hangul, which are written without spaces too): with them any substring is found;
* **words** are the dictionary words of two or more characters: with grams they rank;
* **atoms** are numbers and words in letters. The border between letters and digits is a border of
  atoms: pd-1 = pd, 1; hba1c = hba, 1, c. A number with one point is one atom (2.5); of a number
  with more of them (2025.04.26) each part is one.

There are no stop words and no positions: a look in the text makes a match exact.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from .characters import HAN, HAN_RUN
from .normalise import forms
from .segmenter import segmenter

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Goes up whenever the terms of any text change; part of the index' fingerprint.
TERMS_VERSION = 1

# Scripts that are written without spaces between words.
GRAM = (
    f"{HAN}\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3105-\u312f\u31a0-\u31bf\uac00-\ud7a3"
)
# Numerals that normalising leaves alone: each is an atom of its own.
_NUMERAL = "²³¹¼-¾⁰⁴-⁹₀-₉⅐-⅟↉①-⒛⓪-⓿❶-➓㉈-㉏㉑-㉟㊱-㊿"
_LETTER = rf"(?![{GRAM}{_NUMERAL}])[^\W\d_]"
#: Digits with points between them, as a pattern.
NUMBER = r"\d+(?:\.\d+)*"
#: What is no gram, as a pattern.
OTHER = rf"(?P<number>{NUMBER})|(?P<letters>(?:{_LETTER})+)|(?P<numeral>[{_NUMERAL}])"
RUN = re.compile(rf"(?P<gram>[{GRAM}]+)|{OTHER}")
#: Longer atoms are cut: no word is as long, and a look in the text makes the match exact anyway.
LONGEST_ATOM = 64


class Family(StrEnum):
    """The three kinds of terms; the value is the name of the index' field."""

    WORD = "word"
    GRAM = "gram"
    ATOM = "atom"


TermCounts = dict[Family, Counter[str]]


class RunKind(StrEnum):
    """What a run of characters is made of."""

    GRAM = "gram"
    NUMBER = "number"
    LETTERS = "letters"
    NUMERAL = "numeral"


class Run(NamedTuple):
    """A stretch of a normalised text that gives terms; the half-open span is within it."""

    kind: RunKind
    text: str
    start: int
    end: int

    @property
    def atoms(self) -> list[str]:
        """Its atoms, as they are indexed; a run of grams has none."""
        if self.kind is RunKind.NUMBER:
            return number_atoms(self.text)
        return [] if self.kind is RunKind.GRAM else [self.text[:LONGEST_ATOM]]


def runs(text: str) -> Iterator[Run]:
    """Find the runs of a normalised text, in order."""
    for match in RUN.finditer(text):
        kind = RunKind(match.lastgroup or "")
        yield Run(kind, match.group(), match.start(), match.end())


def is_gram_only(text: str) -> bool:
    """Return whether a normalised text is one run of characters that are written without spaces."""
    match = RUN.fullmatch(text)
    return match is not None and match.lastgroup == RunKind.GRAM


def number_atoms(number: str) -> list[str]:
    """Return the atoms of a number run: itself with at most one point, else its parts."""
    return [number[:LONGEST_ATOM]] if number.count(".") <= 1 else number_parts(number)


def number_parts(number: str) -> list[str]:
    """Return the runs of digits in a number run."""
    return [part[:LONGEST_ATOM] for part in number.split(".")]


def bigrams(run: str) -> list[str]:
    """Return the bigrams of a gram run, in order; none for a single character."""
    return [run[at : at + 2] for at in range(len(run) - 1)]


def words(run: str) -> list[str]:
    """Return the dictionary words of two or more characters in a gram run."""
    cut = segmenter().cut_for_search
    return [word for han in HAN_RUN.findall(run) for word in cut(han) if len(word) > 1]


def count_terms(text: str) -> TermCounts:
    """Count how often each term stands in a text as written, in all its forms.

    Of a second form only what the first has not is added, so that nothing counts twice.
    """
    first, *others = forms(text)
    counts = count_form(first)
    for form in others:
        for family, counter in count_form(form).items():
            counts[family] |= counter
    return counts


def count_form(text: str) -> TermCounts:
    """Count the terms of one form of a text."""
    counts: TermCounts = {family: Counter() for family in Family}
    for run in runs(text):
        counts[Family.ATOM].update(run.atoms)
        if run.kind is RunKind.GRAM:
            counts[Family.GRAM].update((*run.text, *bigrams(run.text)))
            counts[Family.WORD].update(words(run.text))
        elif run.kind is RunKind.NUMBER and "." in run.text:
            # A literal may begin or end at any part: each is findable, but only as a gram, so that
            # 6 is no atom of 6.74.
            counts[Family.GRAM].update(number_parts(run.text))
    return counts
