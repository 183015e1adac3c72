"""What completes or corrects a text that is being typed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from ..corpus.values import brief

#: How a text leads to a suggestion: it begins it (or stands in a title), is its sound in letters,
#: or the first letters of that, sounds like it, looks like it, or has its characters in disorder.
SuggestedHow = Literal["prefix", "pinyin", "initials", "sound", "shape", "order"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word or a title of the corpus.

    Attributes:
        text: a title as it was written, or a word in its normalised form.
        kind: which of the two.
        id: of a document with that title; None for a word.
        spans: what of `text` was meant by what was typed; half-open, in code points.
        how: why it is suggested.
    """

    text: str
    kind: Literal["word", "title"]
    id: str | None
    spans: tuple[tuple[int, int], ...]
    how: SuggestedHow

    __repr__ = brief

    def as_dict(self) -> dict[str, object]:
        """Return it as `suggest --json` prints it."""
        return asdict(self)
