"""Repair HTML before parsing: cut it into its documents, close what hides text, measure nesting.

The parser drops what it takes for a broken tag, hides what stands behind a menu that is not closed,
and slows down or stops at endless nesting. What nests too deeply, or is too much, is only stripped.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from .elements import NESTED_UNSEEN, NO_DEPTH, RAW, SELF_CLOSING, VOID
from .tags import tokens

if TYPE_CHECKING:
    from .tags import Token

MOST = 100_000
"""How many elements there may be, of 1.2 KB of memory each, before the tags are only stripped."""

_FRAMES = frozenset(("html", "body"))
_STARTS = (re.compile("<html", re.IGNORECASE), re.compile("<!doctype", re.IGNORECASE))
_MOST_PARTS = 4096  # before they are joined: a short string takes ten times its length


def prepare(markup: str) -> list[Prepared]:
    """Cut markup into its documents and repair them; those without anything in them are left out.

    A document begins at a doctype, or at an `<html` that follows no doctype. One that begins and
    ends inside another is a part of it.
    """
    # Looking a second time for where documents begin takes less memory than to keep all tokens.
    starts = _outermost_starts(markup) if _may_be_several(markup) else None
    documents = [Prepared()]
    after_doctype = False
    for token in tokens(markup):
        if starts is None:
            begins, after_doctype = _begins(token, markup, after_doctype=after_doctype)
        else:
            begins = token.start in starts
        if begins:
            documents.append(Prepared())
        documents[-1].add(token, markup)
        if starts is None and documents[-1].size > MOST:
            documents[-1].add_rest(markup[token.end :])
            break
    return [document for document in documents if document.markup().strip()]


def _may_be_several(markup: str) -> bool:
    return any(sum(1 for _ in islice(start.finditer(markup), 2)) > 1 for start in _STARTS)


def _begins(token: Token, markup: str, *, after_doctype: bool) -> tuple[bool, bool]:
    """Return whether a document may begin with a token, and whether it is a doctype.

    So it is, where white space and comments only stand behind one.
    """
    is_html = token.name == "html" and token.sort in ("open", "bare")
    begins = token.sort == "doctype" or (is_html and not after_doctype)
    is_nothing = token.sort == "comment" or (
        token.sort == "text" and markup[token.start : token.end].isspace()
    )
    return begins, after_doctype if is_nothing else token.sort == "doctype"


def _outermost_starts(markup: str) -> set[int]:
    starts: list[int] = []
    open_starts: list[int] = []
    ends: dict[int, int] = {}
    after_doctype = False
    for token in tokens(markup):
        begins, after_doctype = _begins(token, markup, after_doctype=after_doctype)
        if begins:
            starts.append(token.start)
            open_starts.append(token.start)
        elif token.sort == "close" and token.name == "html" and open_starts:
            ends[open_starts.pop()] = token.end
    outermost: set[int] = set()
    covered = 0
    for start in starts:
        if start >= covered:
            outermost.add(start)
        covered = max(covered, ends.get(start, 0))
    return outermost


class Prepared:
    """A document that is put together again, token by token.

    Attributes:
        depth: how deeply its elements nest.
        size: how many elements it has.
        warnings: what was repaired, once each.
    """

    def __init__(self) -> None:
        self.depth = self.size = 0
        self.warnings: dict[str, None] = {}
        self._parts: list[str] = []
        self._joined: list[str] = []
        self._level = 0
        self._frames: set[str] = set()
        # What is open from the outermost element on that shows nothing, and how often.
        self._unseen: list[str] = []
        self._open: Counter[str] = Counter()

    def markup(self) -> str:
        """Return the document as it is fit for the parser."""
        self._join()
        self._joined = ["".join(self._joined)]
        return self._joined[0]

    def add(self, token: Token, markup: str) -> None:
        """Add the next token of some markup."""
        piece = markup[token.start : token.end]
        if len(self._parts) > _MOST_PARTS:
            self._join()
        match token.sort:
            case "comment" | "doctype":
                pass
            case "text":
                self._parts.append(piece.replace("<", "&lt;"))
            case "cdata":
                self._parts.append(html.escape(piece[9:-3], quote=False))
            case "cut" if token.name in RAW:
                self.warnings[f"a {token.name} is cut"] = None
            case "cut" | "lost":
                tag = token.name or token.sort == "cut"
                self.warnings["a tag is cut" if tag else "an element is cut"] = None
                self._parts.append("&lt;" if token.name else "")
            case "bare":
                # The parser would look for the end of its quote in all that follows.
                self.warnings["a tag is cut"] = None
                self._measure(token, piece)
                self._parts.append(f"<{token.name}>" if piece[1] != "/" else f"</{token.name}>")
            case "open" | "close" if token.name in _FRAMES and not self._begins_frame(token):
                # The parser has one body: what it makes of more would join their texts.
                self._parts.append("<br>")
            case "open" | "close":
                self._measure(token, piece)
                self._parts += (*self._closing_tags(token), piece)
            case _:
                self._parts.append(piece)

    def add_rest(self, markup: str) -> None:
        """Add markup as it is, to a document that is too large to be parsed."""
        self._parts.append(markup)

    def _join(self) -> None:
        self._joined.append("".join(self._parts))
        self._parts.clear()

    def _begins_frame(self, token: Token) -> bool:
        is_known = token.name in self._frames
        self._frames.add(token.name)
        return token.sort == "open" and not is_known

    def _measure(self, token: Token, piece: str) -> None:
        self.size += token.sort != "close"
        if token.name in VOID or token.name in SELF_CLOSING:
            return
        if piece.startswith("</"):
            self._level = max(0, self._level - 1)
        elif not piece.endswith("/>"):
            self._level += 1
            self.depth = max(self.depth, self._level)

    def _closing_tags(self, token: Token) -> list[str]:
        """Close what an element that shows nothing leaves open at its end.

        The parser would not let it end there, and all that follows would not be seen.
        """
        name = token.name
        if token.sort == "open":
            if (self._unseen or name in NESTED_UNSEEN) and name not in NO_DEPTH:
                self._unseen.append(name)
                self._open[name] += 1
            return []
        closed: list[str] = []
        while self._open[name] and (last := self._unseen.pop()):
            self._open[last] -= 1
            if last == name:
                break
            closed.append(f"</{last}>")
        return closed if name in NESTED_UNSEEN else []
