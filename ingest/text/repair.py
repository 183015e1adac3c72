"""Markup made fit for the parser: cut into its documents, mended, and measured.

The parser of `html` drops what it takes for a broken tag, hides what stands behind a menu that is
not closed, and slows down or stops at endless nesting. So markup is looked through here first. What
is nested too deeply, or is too much, is only stripped of its tags.
"""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .elements import NESTED_UNSEEN, NO_DEPTH, RAW, SELF_CLOSING, VOID
from .tags import tokens

if TYPE_CHECKING:
    from .tags import Token

_FRAMES = frozenset(("html", "body"))


@dataclass(slots=True)
class Prepared:
    """One document, mended; `depth` is how deeply it nests, `size` how many elements it has."""

    markup: str = ""
    depth: int = 0
    size: int = 0
    warnings: list[str] = field(default_factory=list)


def prepare(markup: str) -> list[Prepared]:
    """Cut markup into its documents and mend them; those without anything in them are left out.

    A document begins at a doctype, or at an `<html` that follows no doctype. One that begins and
    ends inside another is a part of it.
    """
    found = list(tokens(markup))
    starts = _starts(found, markup)
    documents: list[Prepared] = []
    mender = _Mender()
    for token in found:
        if token.start in starts:
            documents.append(mender.finish())
            mender = _Mender()
        mender.take(token, markup)
    documents.append(mender.finish())
    return [document for document in documents if document.markup.strip()]


def _starts(found: list[Token], markup: str) -> set[int]:
    """Find where the documents begin that do not lie in another."""
    starts: list[int] = []
    open_starts: list[int] = []
    ends: dict[int, int] = {}
    after_doctype = False
    for token in found:
        is_html = token.name == "html" and token.sort in ("open", "bare")
        if token.sort == "doctype" or (is_html and not after_doctype):
            starts.append(token.start)
            open_starts.append(token.start)
        elif token.sort == "close" and token.name == "html" and open_starts:
            ends[open_starts.pop()] = token.end
        if token.sort != "comment" and not (
            token.sort == "text" and markup[token.start : token.end].isspace()
        ):
            after_doctype = token.sort == "doctype"
    outermost: set[int] = set()
    covered = 0
    for start in starts:
        if start >= covered:
            outermost.add(start)
        covered = max(covered, ends.get(start, 0))
    return outermost


class _Mender:
    """Puts one document together again, token by token."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.warnings: dict[str, None] = {}
        self.level = self.depth = self.size = 0
        self.frames: set[str] = set()
        # What is open from the outermost element on that shows nothing, and how often.
        self.unseen: list[str] = []
        self.open: Counter[str] = Counter()

    def take(self, token: Token, markup: str) -> None:
        piece = markup[token.start : token.end]
        match token.sort:
            case "comment" | "doctype":
                pass
            case "text":
                self.parts.append(piece.replace("<", "&lt;"))
            case "cdata":
                self.parts.append(html.escape(piece[9:-3], quote=False))
            case "cut" if token.name in RAW:
                self.warnings[f"a {token.name} is cut"] = None
            case "cut" | "lost":
                tag = token.name or token.sort == "cut"
                self.warnings["a tag is cut" if tag else "an element is cut"] = None
                self.parts.append("&lt;" if token.name else "")
            case "bare":
                # The parser would look for the end of its quote in all that follows.
                self.warnings["a tag is cut"] = None
                self.nest(token, piece)
                self.parts.append(f"<{token.name}>" if piece[1] != "/" else f"</{token.name}>")
            case "open" | "close" if token.name in _FRAMES and not self.first(token):
                # The parser has one body: what it makes of more would glue their texts.
                self.parts.append("<br>")
            case "open" | "close":
                self.nest(token, piece)
                self.parts += (*self.left_open(token), piece)
            case _:
                self.parts.append(piece)

    def first(self, token: Token) -> bool:
        """Tell whether this begins the document's own html or body."""
        known = token.name in self.frames
        self.frames.add(token.name)
        return token.sort == "open" and not known

    def nest(self, token: Token, piece: str) -> None:
        self.size += token.sort != "close"
        if token.name in VOID or token.name in SELF_CLOSING:
            return
        if piece.startswith("</"):
            self.level = max(0, self.level - 1)
        elif not piece.endswith("/>"):
            self.level += 1
            self.depth = max(self.depth, self.level)

    def left_open(self, token: Token) -> list[str]:
        """Close what an element that shows nothing leaves open at its end.

        The parser would not let it end there, and all that follows would not be seen.
        """
        name = token.name
        if token.sort == "open":
            if (self.unseen or name in NESTED_UNSEEN) and name not in NO_DEPTH:
                self.unseen.append(name)
                self.open[name] += 1
            return []
        closed: list[str] = []
        while self.open[name] and (last := self.unseen.pop()):
            self.open[last] -= 1
            if last == name:
                break
            closed.append(f"</{last}>")
        return closed if name in NESTED_UNSEEN else []

    def finish(self) -> Prepared:
        return Prepared("".join(self.parts), self.depth, self.size, list(self.warnings))
