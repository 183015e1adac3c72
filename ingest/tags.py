"""Where the tags of some markup are: one pass that is linear however broken the markup is.

The parser of `html` drops what it takes for a broken tag, and slows down or stops at endless
nesting. So markup is looked through here first: cut into its documents, mended where text would be
lost, and measured for depth. What is nested too deeply is only stripped of its tags.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .elements import BLOCKS, CELLS, RAW, RAW_TEXT, SELF_CLOSING, UNSEEN, VOID

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTED_TRIES = 16
_NAME = re.compile(r"</?([a-zA-Z][^\s/>\x00]{0,40})")
# Quotes count only where a value begins; possessive, so that a failure costs one pass.
_TAG_END = re.compile(r"""(?:[^>=]++|=(?!\s*["'])|=\s*"[^"]*"|=\s*'[^']*')*+>""")
# The start of a page that was glued to a cut one; in quotes it is a script's string.
_NEXT_DOCUMENT = re.compile(r"""(?<!["'`])<!doctype\s""", re.IGNORECASE)
_FRAMES = frozenset(("html", "body"))
_SPACE = re.compile(r"[ \t\r\n\f]+")
_NESTED_UNSEEN = UNSEEN - VOID - RAW


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of markup, `start` to `end`; the stretches of one markup are the whole of it.

    `sort` is text, open, close, bare (a tag of which the attributes are cut), comment, doctype,
    cdata, raw (the inside of a script or title), cut (a piece that never ends and holds no text) or
    lost (the beginning of one that never ends, after which text may stand).
    """

    sort: str
    start: int
    end: int
    name: str = ""


@dataclass(slots=True)
class Prepared:
    """One document, mended; `depth` is how deeply it nests."""

    markup: str = ""
    depth: int = 0
    warnings: list[str] = field(default_factory=list)


def tokens(markup: str) -> Iterator[Token]:
    """Cut markup at its tags."""
    at, size = 0, len(markup)
    finder = _Finder(markup)
    while at < size:
        begin = markup.find("<", at)
        if begin < 0:
            begin = size
        if begin > at:
            yield Token("text", at, begin)
        if begin == size:
            return
        token = finder.tag(begin)
        at = token.end
        if token.sort == "open" and token.name in RAW:
            close, whole = finder.raw_end(token.name, at)
            if not whole and token.name in RAW_TEXT:
                yield Token("lost", begin, at)
                continue
            yield token
            if close > at:
                yield Token("raw" if whole else "cut", at, close, token.name)
            at = close
        else:
            yield token


class _Finder:
    """Finds ends, and remembers which ends are nowhere, so that no search is made twice."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.absent: set[str] = set()
        self.quoted_tries = _QUOTED_TRIES

    def find(self, what: str, at: int) -> int:
        if what in self.absent:
            return -1
        found = self.markup.find(what, at)
        if found < 0:
            self.absent.add(what)
        return found

    def tag(self, at: int) -> Token:  # noqa: PLR0911 - one return for each sort
        """Read what begins with the `<` at `at`."""
        markup = self.markup
        if markup.startswith("<!--", at):
            end = self.find("-->", at + 4)
            if end < 0 or _NEXT_DOCUMENT.search(markup, at, end):
                return Token("lost", at, at + 4)
            return Token("comment", at, end + 3)
        if markup.startswith("<![CDATA[", at):
            end = self.find("]]>", at)
            return Token("cdata", at, end + 3) if end >= 0 else Token("lost", at, at + 9)
        name = _NAME.match(markup, at)
        sort = "close" if name and markup[at + 1] == "/" else "open"
        if name is None:
            if not markup.startswith(("<?", "<!"), at):
                return Token("text", at, at + 1)
            sort = "doctype" if markup[at + 2 : at + 9].lower() == "doctype" else "comment"
        end, whole = self.tag_end(name.end() if name else at + 2)
        if end < 0:
            return self.cut(at, name)
        if name is not None and not whole:
            return Token("bare", at, end, name[1].lower())
        if sort == "comment" and not markup[at:end].isascii():
            # Nobody writes declarations in Chinese: it is text.
            return Token("text", at, at + 1)
        return Token(sort, at, end, name[1].lower() if name else "")

    def cut(self, at: int, name: re.Match[str] | None) -> Token:
        """Judge a tag that never ends: attributes are nothing to read, Chinese is."""
        end = self.find("<", at + 1)
        end = len(self.markup) if end < 0 else end
        if self.markup[at:end].isascii():
            return Token("cut", at, end)
        return Token("lost", at, at + 1, name[1].lower() if name else "!")

    def tag_end(self, at: int) -> tuple[int, bool]:
        """Give the place after the `>` that ends a tag, or -1, and whether its quotes end."""
        plain = self.find(">", at)
        if plain < 0:
            return -1, False
        end, whole = plain + 1, True
        if self.quoted_tries and ('"' in (head := self.markup[at:plain]) or "'" in head):
            found = _TAG_END.match(self.markup, at)
            # A quote that never ends: a search to the end of the file, which must stay rare.
            self.quoted_tries -= found is None
            end, whole = (found.end(), True) if found is not None else (end, False)
        glued = _NEXT_DOCUMENT.search(self.markup, at, end)
        return (end, whole) if glued is None else (glued.start(), False)

    def raw_end(self, name: str, at: int) -> tuple[int, bool]:
        """Give where the inside of an element that holds no tags ends, and whether it is whole."""
        found = None
        if name not in self.absent:
            found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self.markup, at)
        if found is None:
            self.absent.add(name)
        end = len(self.markup) if found is None else found.start()
        # Text elements that never end are no elements, so how far they go does not matter.
        if found is None and name in RAW_TEXT:
            return end, False
        glued = _NEXT_DOCUMENT.search(self.markup, at, end)
        return (end, found is not None) if glued is None else (glued.start(), False)


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
        self.level = self.depth = 0
        self.frames: set[str] = set()

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
                self.parts.append(piece)
            case _:
                self.parts.append(piece)

    def first(self, token: Token) -> bool:
        """Tell whether this begins the document's own html or body."""
        known = token.name in self.frames
        self.frames.add(token.name)
        return token.sort == "open" and not known

    def nest(self, token: Token, piece: str) -> None:
        if token.name in VOID or token.name in SELF_CLOSING:
            return
        if piece.startswith("</"):
            self.level = max(0, self.level - 1)
        elif not piece.endswith("/>"):
            self.level += 1
            self.depth = max(self.depth, self.level)

    def finish(self) -> Prepared:
        return Prepared("".join(self.parts), self.depth, list(self.warnings))


def strip_tags(markup: str) -> str:
    """Give the text of markup by dropping its tags; lines and cells are kept apart."""
    parts: list[str] = []
    unseen = 0
    for token in tokens(markup):
        name = token.name
        if token.sort in ("open", "close", "bare"):
            if name in _NESTED_UNSEEN:
                unseen = max(0, unseen + (1 if token.sort == "open" else -1))
            elif name in BLOCKS or name == "br":
                parts.append("\n" if name == "br" else "\n\n")
            elif name in CELLS:
                parts.append(" ")
        elif not unseen and (token.sort == "text" or (token.sort == "raw" and name not in UNSEEN)):
            parts.append(_SPACE.sub(" ", html.unescape(markup[token.start : token.end])))
    return "".join(parts)
