"""Where the tags of some markup are: one pass that is linear however broken the markup is."""

from __future__ import annotations

import html
import re
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from .elements import BLOCKS, CELLS, NESTED_UNSEEN, RAW, RAW_TEXT, UNSEEN

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTED_TRIES = 16
_NAME = re.compile(r"</?([a-zA-Z][^\s/>\x00]{0,40})")
# Quotes count only where a value begins; possessive, so that a failure costs one pass.
_TAG_END = re.compile(r"""(?:[^>=]++|=(?!\s*["'])|=\s*"[^"]*"|=\s*'[^']*')*+>""")
# The start of a page that follows a cut one; in quotes it is a script's string.
_NEXT_DOCUMENT = re.compile(r"""(?<!["'`])<!doctype\s""", re.IGNORECASE)
_DOCTYPE = "<!doctype "
_PATTERNS = {
    _DOCTYPE: _NEXT_DOCUMENT,
    **{name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW},
}
_SPACE = re.compile(r"[ \t\r\n\f]+")


class Token(NamedTuple):
    """A stretch of markup, `start` to `end`; the stretches of one markup are the whole of it.

    `sort` is text, open, close, bare (a tag of which the attributes are cut), comment, doctype,
    cdata, raw (the inside of a script or title), cut (a piece that never ends and holds no text) or
    lost (the beginning of one that never ends, after which text may stand).
    """

    sort: str
    start: int
    end: int
    name: str = ""


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
    """Finds ends, and remembers their places, so that no stretch is searched twice for the same."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.known: dict[str, tuple[int, int]] = {}
        self.quoted_tries = _QUOTED_TRIES

    def find(self, what: str, at: int) -> int:
        """Return the place of a string, or of the pattern of that name, at or after `at`; or -1."""
        searched_from, place = self.known.get(what, (at + 1, -1))
        if searched_from <= at and (place < 0 or place >= at):
            return place
        pattern = _PATTERNS.get(what)
        if pattern is None:
            place = self.markup.find(what, at)
        else:
            match = pattern.search(self.markup, at)
            place = -1 if match is None else match.start()
        self.known[what] = at, place
        return place

    def document(self, at: int, end: int) -> int:
        """Return the place between two others where the next document begins, or -1."""
        place = self.find(_DOCTYPE, at)
        return place if place + len(_DOCTYPE) <= end else -1

    def tag(self, at: int) -> Token:  # noqa: PLR0911 - one return for each sort
        """Read what begins with the `<` at `at`."""
        markup = self.markup
        if markup.startswith("<!--", at):
            end = self.find("-->", at + 4)
            if end < 0 or self.document(at, end) >= 0:
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
        """Sort a tag that never ends: attributes are nothing to read, Chinese is."""
        end = self.find("<", at + 1)
        end = len(self.markup) if end < 0 else end
        if self.markup[at:end].isascii():
            return Token("cut", at, end)
        return Token("lost", at, at + 1, name[1].lower() if name else "!")

    def tag_end(self, at: int) -> tuple[int, bool]:
        """Return the place after the `>` that ends a tag, or -1, and whether its quotes end."""
        plain = self.find(">", at)
        if plain < 0:
            return -1, False
        end, whole = plain + 1, True
        if self.quoted_tries and ('"' in (head := self.markup[at:plain]) or "'" in head):
            match = _TAG_END.match(self.markup, at)
            # A quote that never ends: a search to the end of the file, which must stay rare.
            self.quoted_tries -= match is None
            end, whole = (match.end(), True) if match is not None else (end, False)
        return self.before_document(at, end, whole=whole)

    def raw_end(self, name: str, at: int) -> tuple[int, bool]:
        """Return where the inside of an element without tags ends, and whether it is whole."""
        end = self.find(name, at)
        whole = end >= 0
        # Text elements that never end are no elements, so how far they go does not matter.
        if not whole and name in RAW_TEXT:
            return len(self.markup), False
        return self.before_document(at, end if whole else len(self.markup), whole=whole)

    def before_document(self, at: int, end: int, *, whole: bool) -> tuple[int, bool]:
        """End what would reach into the next document before it."""
        place = self.document(at, end)
        return (end, whole) if place < 0 else (place, False)


def strip_tags(markup: str) -> str:
    """Return the text of markup without its tags; lines and cells stand apart."""
    text = StringIO()
    unseen = 0
    is_apart = True  # a blank line stands before what follows
    for token in tokens(markup):
        name = token.name
        if token.sort in ("open", "close", "bare"):
            if name in NESTED_UNSEEN:
                unseen = max(0, unseen + (1 if token.sort == "open" else -1))
            elif name == "br" or (name in BLOCKS and not is_apart):
                text.write("\n" if name == "br" else "\n\n")
                is_apart = name != "br"
            elif name in CELLS:
                text.write(" ")
        elif not unseen and (token.sort == "text" or (token.sort == "raw" and name not in UNSEEN)):
            written = _SPACE.sub(" ", html.unescape(markup[token.start : token.end]))
            text.write(written)
            is_apart = is_apart and written in ("", " ")
    return text.getvalue()
