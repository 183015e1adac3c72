"""Where the boilerplate of a text stands: header words, footers, and what may end a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .boilerplate import (
    ends_page,
    header_word,
    is_cut_footer,
    is_disclaimer,
    is_footer,
    is_lone_nav,
    is_path,
    is_weak_header,
)
from .listed_dates import listed_stamps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lines import Piece

_LOOK_AHEAD = 6  # lines in which a date must stand for a doubtful header word to be one


class Boundaries:
    """What each line is, as far as that can be seen without the page around it.

    Attributes:
        headers: the header word that a line is, or None.
        footers: whether a line is a footer.
        ends: whether a line is a footer of the sort that ends a page.
        paths: whether a line says where in the site the page stands.
        disclaimers: whether a line is a disclaimer.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        texts = [piece.text for piece in pieces]
        self.disclaimers = [is_disclaimer(text) for text in texts]
        lone = [False, *(is_lone_nav(text) for text in texts), False]
        pair = [lone[at] and (lone[at - 1] or lone[at + 1]) for at in range(1, len(lone) - 1)]
        self.footers = [two or is_footer(text) for two, text in zip(pair, texts, strict=True)]
        self.ends = [
            (two and lone[at]) or ends_page(text)
            for at, (two, text) in enumerate(zip(pair, texts, strict=True))
        ]
        self.paths = [is_path(text) for text in texts]
        self.headers: list[str | None] = []
        for at, word in enumerate(map(header_word, texts)):
            weak = word is not None and is_weak_header(word)
            self.headers.append(None if weak and not self._is_above_list(texts, at) else word)
        if any(self.headers) and is_cut_footer(texts[-1]):
            self.footers[-1] = self.ends[-1] = True

    def _is_above_list(self, texts: list[str], at: int) -> bool:
        """Return whether what is around a doubtful header word speaks for it."""
        if at and (self.disclaimers[at - 1] or self.headers[at - 1] is not None):
            return True
        stamps = listed_stamps(texts[at + 1 : at + 1 + _LOOK_AHEAD])
        return any(stamp is not None for stamp in stamps)
