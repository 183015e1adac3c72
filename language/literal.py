"""A literal match: where a string stands in a normalised text, with whole atoms at its ends.

`8%` is not in 0.8%, 13 not in 1320, 70元 not in 18700元; in Han text any part of a run is a match.
A line break is a border that no match crosses, because a literal never holds one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .atoms import ends_at_border, is_of_atom, starts_at_border
from .normalise import forms_of_part
from .terms import is_gram_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST_OVERLAPPING = 32


class LiteralText(NamedTuple):
    """A string to be found literally.

    Attributes:
        forms: its normalised forms; it stands where any of them does.
        open_start: whether its first atom may be the end of a longer one.
        open_end: whether its last atom may be the beginning of a longer one.
    """

    forms: tuple[str, ...]
    open_start: bool = False
    open_end: bool = False

    @classmethod
    def read(cls, text: str) -> LiteralText:
        """Read a text as a person wrote it."""
        return cls(forms_of(text))

    @property
    def gram(self) -> str | None:
        """The text where it is a single gram, so that its postings are exact; else None."""
        first, *others = self.forms
        is_gram = not others and len(first) <= 2 and is_gram_only(first)  # noqa: PLR2004
        return first if is_gram else None

    @property
    def is_plain(self) -> bool:
        """Whether no atom is at its ends, so that wherever its characters stand is a match."""
        return all(
            form and not (is_of_atom(form[0]) or is_of_atom(form[-1])) for form in self.forms
        )

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Iterate over the half-open spans at which it stands in a normalised text."""
        for form in self.forms:
            if not form:
                continue
            # Matches of a short string may overlap; those of a long one are counted apart, because
            # a long string in a long run of one character would take their product.
            step = 1 if len(form) <= _LONGEST_OVERLAPPING else len(form)
            start = text.find(form)
            while start >= 0:
                end = start + len(form)
                if (self.open_start or starts_at_border(text, start)) and (
                    self.open_end or ends_at_border(text, end)
                ):
                    yield start, end
                    start = text.find(form, start + step)
                else:
                    start = text.find(form, start + 1)

    def stands_in(self, texts: Iterable[str]) -> bool:
        """Whether it stands in any form of a text."""
        return any(True for text in texts for _ in self.spans(text))


def forms_of(text: str) -> tuple[str, ...]:
    """Return the normalised forms of a text as a person wrote it, its white space aside."""
    return forms_of_part(" ".join(text.split()))
