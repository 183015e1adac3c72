"""The lines with labels that scrapers write above a text: `URL: ...`, `标题：...`."""

from __future__ import annotations

import re
from typing import NamedTuple

from .labels import can_be, field_of, settled

_LABEL = re.compile(
    r"[ \t\u3000*#]{0,4}(?:【([^】\n]{1,12})】[ \t\u3000]*[:：]?|\[([^\]\n]{1,12})\][ \t]*[:：]"
    r"|([\w\u4e00-\u9fff][\w \u3000-]{0,20}?)[ \t\u3000]*\**[:：])[ \t\u3000*]*"
)
_FURTHER = re.compile(
    r"(?<![ \t\u3000|｜])[ \t\u3000|｜]++([\u4e00-\u9fff]{2,5})[:：][ \t\u3000]*+"
)
_SEPARATOR = re.compile(r"\s*+(?:([-=*#_~])\1{2,}+\s*+)*+$")
_ALONE = frozenset(("标题", "標題", "title"))
"""Labels that make a header by themselves; others may begin a text that nobody scraped."""


class Headed(NamedTuple):
    """A text, and the fields that its header lines give."""

    fields: dict[str, str]
    text: str


class _Block(NamedTuple):
    """The header lines of a text: their fields, the label of the first, and the line below."""

    fields: dict[str, str]
    first: str
    end: int
    rest: str


def headed_texts(text: str) -> list[Headed]:
    """Return the texts of a file, each of which has header lines; none where the first has none."""
    lines = text.splitlines()
    block = _first_block(lines)
    texts: list[Headed] = []
    while block is not None:
        following, end = None, block.end
        while end < len(lines) and following is None:
            if _begins(lines, end, block):
                following = _block(lines, end)
            end += following is None
        body = [block.rest] if block.rest else []
        body += lines[block.end : end]
        while body and _SEPARATOR.match(body[-1]):
            body.pop()
        texts.append(Headed(block.fields, "\n".join(body).strip("\n")))
        block = following
    return texts


def is_headed(text: str) -> bool:
    """Return whether a text, of which this is the beginning, has header lines."""
    return _first_block(text.splitlines()) is not None


def _first_block(lines: list[str]) -> _Block | None:
    begin = next((at for at, line in enumerate(lines) if not _SEPARATOR.match(line)), 0)
    return _block(lines, begin)


def _begins(lines: list[str], at: int, block: _Block) -> bool:
    """Return whether a line begins the header of another text as the one before began."""
    if not lines[at] or (at > block.end and not _SEPARATOR.match(lines[at - 1])):
        return False
    label = _LABEL.match(lines[at])
    if label is None or _label(label) != block.first:
        return False
    other = _block(lines, at)
    return other is not None and len(other.fields) >= min(2, len(block.fields))


def _block(lines: list[str], begin: int) -> _Block | None:
    """Read the header lines that begin at a line; None where there are none."""
    fields: dict[str, str] = {}
    first, at, rest = "", begin, ""
    while at < len(lines):
        if not lines[at].strip() and first and at + 1 < len(lines):
            # Between header lines one may be blank; behind two of them the text begins.
            if not _read(lines[at + 1], dict(fields)):
                break
            at += 1
        label, line = _LABEL.match(lines[at]), lines[at]
        if label and _has_value_below(lines, at, label):
            at += 1
            line += lines[at].strip()
        if label is None or not (read := _read(line, fields)):
            break
        first = first or _label(label)
        at += 1
        if "body" in read:
            rest = fields.pop("body").strip()
            break
    is_sure = len(fields) > 1 or "url" in fields or first in _ALONE
    if not is_sure or not fields.keys() & {"title", "url"}:
        return None
    return _Block(fields, first, at, rest)


def _has_value_below(lines: list[str], at: int, label: re.Match[str]) -> bool:
    """Return whether nothing stands behind a label, and what it is about on the next line."""
    if lines[at][label.end() :].strip("* \t\u3000") or at + 1 == len(lines):
        return False
    below = _LABEL.match(lines[at + 1])
    is_value = bool(lines[at + 1].strip()) and (below is None or field_of(_label(below)) is None)
    return is_value and field_of(_label(label)) not in {None, "", "body"}


def _label(label: re.Match[str]) -> str:
    return next(group for group in label.groups() if group).strip().lower()


def _read(line: str, fields: dict[str, str]) -> list[str]:
    """Add the fields of a header line; return which it has, none where it is no header line."""
    label = _LABEL.match(line)
    if label is None:
        return []
    field, at, read = field_of(_label(label)), label.end(), []
    while field is not None:
        # Several may stand on one line: 来源：某网　时间：2025-04-26.
        further = (
            next(
                (other for other in _FURTHER.finditer(line, at) if field_of(other[1]) is not None),
                None,
            )
            if field not in {"title", "body"}
            else None
        )
        value = line[at : further.start() if further else len(line)].strip().strip("*").strip()
        field, value = settled(field, value)
        is_body = field == "body"
        if (field in fields and field) or not (is_body or can_be(field, value)):
            break
        read.append(field)
        if field:
            fields[field] = value
        if further is None:
            return read
        field, at = field_of(further[1]), further.end()
    return []
