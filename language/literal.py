"""A literal match: where a string stands in a normalised text, with whole atoms at its ends.

`8%` is not in 0.8%, 13 not in 1320, 70元 not in 18700元; in Han text any part of a run is a match,
but that a numeral is whole where it stands for a number in digits: 4届 is 四届, not in 十四届.
A line break in a text is a border that only a string with a line break at that place crosses: one
that was copied over a line's end.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from .atoms import ends_at_border, is_of_atom, starts_at_border
from .counts import counts_in, cuts_numeral
from .normalise import forms_of_part
from .numerals import NUMERAL
from .spaces import KEPT_APART, side_of
from .terms import is_gram_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST_OVERLAPPING = 32


class LiteralText(NamedTuple):
    """A string to be found literally.

    Attributes:
        forms: its normalised forms; it stands where any of them does. A line break in one of them
            is one in the text, or a space, or nothing.
        open_start: whether its first atom may be the end of a longer one.
        open_end: whether its last atom may be the beginning of a longer one.
        number_start: whether it begins with a numeral, which must be a whole one.
        number_end: whether it ends with such a numeral.
    """

    forms: tuple[str, ...]
    open_start: bool = False
    open_end: bool = False
    number_start: bool = False
    number_end: bool = False

    @classmethod
    def read(cls, text: str) -> LiteralText:
        """Read a text as a person wrote it."""
        return cls(forms_of(text))

    @classmethod
    def whole(cls, *forms: str) -> LiteralText:
        """Return normalised forms as a string at whose ends numerals are whole, as numbers are.

        A numeral is one where it counts something: the end of 四届 is none, nor is that of 万一.
        """
        text = forms[0]
        spans = [*counts_in(text)]
        starts = bool(spans) and spans[0][0] == 0 and text[0] in NUMERAL
        ends = bool(spans) and spans[-1][1] == len(text) and text[-1] in NUMERAL
        return cls(forms, number_start=starts, number_end=ends)

    @property
    def is_number(self) -> bool:
        """Whether what stands beside it may make another number of it."""
        return self.number_start or self.number_end

    @property
    def gram(self) -> str | None:
        """The text where it is a single gram, so that its postings are exact; else None."""
        first, *others = self.forms
        is_gram = not others and not self.is_number and len(first) <= 2 and is_gram_only(first)  # noqa: PLR2004
        return first if is_gram else None

    @property
    def is_plain(self) -> bool:
        """Whether no atom is at its ends, so that wherever its characters stand is a match."""
        return not self.is_number and all(
            form and not (is_of_atom(form[0]) or is_of_atom(form[-1]) or "\n" in form)
            for form in self.forms
        )

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Iterate over the half-open spans at which it stands in a normalised text."""
        for form in self.forms:
            if not form:
                continue
            # Matches of a short string may overlap; those of a long one are counted apart, because
            # a long string in a long run of one character would take their product.
            is_long = len(form) > _LONGEST_OVERLAPPING
            found = _next(form, text, 0)
            while found:
                start, end = found
                fits = (self.open_start or starts_at_border(text, start)) and (
                    self.open_end or ends_at_border(text, end)
                )
                if self.is_number:
                    fits &= not (self.number_start and cuts_numeral(text, start))
                    fits &= not (self.number_end and cuts_numeral(text, end))
                if fits:
                    yield start, end
                found = _next(form, text, end if fits and is_long else start + 1)

    def stands_in(self, texts: Iterable[str]) -> bool:
        """Whether it stands in any form of a text."""
        return any(True for text in texts for _ in self.spans(text))


def forms_of(text: str) -> tuple[str, ...]:
    """Return the normalised forms of a text as a person wrote it; white space is as good as any."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return forms_of_part("\n".join(filter(None, lines)))


def _next(form: str, text: str, at: int) -> tuple[int, int] | None:
    """Return the next span of a form in a text, whatever stands around it."""
    if "\n" in form:
        match = _over_lines(form).search(text, at)
        return match.span() if match else None
    start = text.find(form, at)
    return (start, start + len(form)) if start >= 0 else None


@lru_cache(256)
def _over_lines(form: str) -> re.Pattern[str]:
    lines = form.split("\n")
    pattern = re.escape(lines[0])
    for above, below in pairwise(lines):
        apart = (side_of(above[-1]), side_of(below[0])) in KEPT_APART
        pattern += ("[ \n]" if apart else "\n?") + re.escape(below)
    return re.compile(pattern)
