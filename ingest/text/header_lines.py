"""The lines with labels that scrapers write above a text: `URL: ...`, `标题：...`."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..pages.labels import field_of
from .labels import can_be, settled

_LABEL = re.compile(
    r"[ \t\u3000*#]{0,4}(?:【([^】\n]{1,12})】[ \t\u3000]*[:：]?|\[([^\]\n]{1,12})\][ \t]*[:：]"
    r"|([\w\u4e00-\u9fff][\w \u3000-]{0,20}?)[ \t\u3000]*\**[:：])[ \t\u3000*]*"
)
_FURTHER = re.compile(
    r"(?<![ \t\u3000|｜])[ \t\u3000|｜]++([\u4e00-\u9fff]{2,5})[:：][ \t\u3000]*+"
)
_SEPARATOR = re.compile(r"\s*+(?:([-=*#_~])\1{2,}+\s*+)*+$")
_ADDRESS = re.compile(r"https?://\S{1,2000}\s*$", re.IGNORECASE)
# Labels that make a header by themselves end so; others may begin a text that nobody scraped.
_ALONE = ("标题", "標題", "title")
_MOST_UNKNOWN, _LONGEST_UNKNOWN = 8, 80


class Headed(NamedTuple):
    """A text, and the fields that its header lines give."""

    fields: dict[str, str]
    text: str


class _Block(NamedTuple):
    """The header lines of a text.

    Attributes:
        fields: what they say.
        first: the label of the first one.
        end: the line below them.
        text: what of them is text: lines with labels that nobody knows, and behind `正文：`.
        labelled: whether the text has a label, so that more fields may stand below it.
    """

    fields: dict[str, str]
    first: str
    end: int
    text: list[str]
    labelled: bool


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
        begin = block.end
        while begin < end and _SEPARATOR.match(lines[begin]):
            begin += 1
        body = block.text + lines[begin:end]
        fields = _fields_below(body, block)
        texts.append(Headed(fields, "\n".join(body).strip("\n")))
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
    label = _LABEL.match(lines[at]) if lines[at] else None
    if label is None or _label(label) != block.first:
        return False
    if at > block.end and not _ends(lines[at - 1], block):
        return False
    other = _block(lines, at)
    return other is not None and len(other.fields) >= min(2, len(block.fields))


def _ends(line: str, block: _Block) -> bool:
    """Return whether a line may be the last of a text: a border, or a field below it."""
    return _SEPARATOR.match(line) is not None or (block.labelled and bool(_read(line, {})))


def _block(lines: list[str], begin: int) -> _Block | None:
    """Read the header lines that begin at a line; None where there are none."""
    fields: dict[str, str] = {}
    first, at, text, labelled = "", begin, [], False
    if _is_lone_address(lines, at):
        fields["url"] = lines[at].strip()
        at += 1
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
            known = _next_known(lines, at, fields) if first else at
            if known == at:
                break
            text += lines[at:known]
            at = known
            continue
        first = first or _label(label)
        at += 1
        labelled = "body" in read
        if labelled:
            rest = fields.pop("body").strip()
            text += [rest] if rest else []
            break
    is_sure = len(fields) > 1 or "url" in fields or first.endswith(_ALONE)
    if not is_sure or not fields.keys() & {"title", "url"}:
        return None
    return _Block(fields, first, at, text, labelled)


def _is_lone_address(lines: list[str], at: int) -> bool:
    """Return whether a line is an address and what is below it is not: a list of them is a text."""
    addresses = [_ADDRESS.match(line) for line in lines[at : at + 2]]
    return len(addresses) > 1 and addresses[0] is not None and addresses[1] is None


def _next_known(lines: list[str], at: int, fields: dict[str, str]) -> int:
    """Return where, below lines with labels that nobody knows, header lines go on; else `at`."""
    for below in range(at, min(at + _MOST_UNKNOWN + 1, len(lines))):
        line = lines[below]
        if below > at and _read(line, dict(fields)):
            return below
        if len(line) > _LONGEST_UNKNOWN or not _LABEL.match(line):
            break
    return at


def _fields_below(body: list[str], block: _Block) -> dict[str, str]:
    """Take the header lines at the end of a text out of it; return all fields."""
    fields, end, found = dict(block.fields), len(body), False
    for at in range(len(body) - 1, -1, -1):
        if _SEPARATOR.match(body[at]):
            end = at if end == at + 1 else end
            continue
        more = dict(fields)
        read = _read(body[at], more)
        if not read or "body" in read:
            break
        # 来源：某网 at the end is part of a text whose end nothing tells.
        found = (
            found or block.labelled or bool({"url", "published"} & (more.keys() - fields.keys()))
        )
        fields, end = more, at
    if not found:
        fields, end = block.fields, len(body)
    del body[end:]
    while body and _SEPARATOR.match(body[-1]):
        body.pop()
    return fields


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
