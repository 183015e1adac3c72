"""The fields between two lines of `---` (YAML) or `+++` (TOML) above a text in Markdown.

Of YAML what people write there is read: names, texts in quotes or without, lists, and texts of
several lines. Nothing in it is carried out, and it cannot grow.
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import NamedTuple

_MOST = 64 * 1024  # characters
_BORDERS = {"---": ("---", "..."), "+++": ("+++",)}
_ENTRY = re.compile(
    r"([^\s:#\"'\[{&*!|>%@`,-][^:\n]{0,60}?|\"[^\"\n]{1,60}\")[ \t]*[:：](?:[ \t]+(.*)|)$"
)
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)$")
_BLOCK = re.compile(r"[|>][+-]?\d?[ \t]*(?:#.*)?$")
_SINGLE = re.compile(r"'((?:[^']|'')*+)'")
_DOUBLE = re.compile(r'"(?:[^"\\]|\\.)*+"')
_COMMENT = re.compile(r"(?<![ \t])[ \t]++#.*$")


class FrontMatter(NamedTuple):
    """Fields, each a text or a list, and the text below them."""

    fields: dict[str, object]
    rest: str


def front_matter(text: str) -> FrontMatter | None:
    """Return what stands above a text, or None where nothing of the kind does."""
    lines = text[:_MOST].lstrip("\ufeff \t\r\n").split("\n")
    ends = _BORDERS.get(lines[0].strip())
    if ends is None:
        return None
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ends:
            inside = [inner.rstrip("\r") for inner in lines[1:number]]
            fields = _toml(inside) if ends == ("+++",) else _yaml(inside)
            begin = text.index(lines[0].strip())
            at = begin + sum(len(inner) + 1 for inner in lines[: number + 1])
            return FrontMatter(fields, text[at:]) if fields else None
    return None


def _toml(lines: list[str]) -> dict[str, object]:
    try:
        return tomllib.loads("\n".join(lines))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return {}


def _yaml(lines: list[str]) -> dict[str, object]:
    fields: dict[str, object] = {}
    at = 0
    while at < len(lines):
        entry = _ENTRY.match(lines[at])
        at += 1
        if entry is None:
            continue
        below = at
        while at < len(lines) and (not lines[at].strip() or lines[at][0] in " \t-"):
            at += 1
        name, written = entry[1].strip().strip('"'), (entry[2] or "").strip()
        fields[name] = _value(written, lines[below:at])
    return fields


def _value(written: str, below: list[str]) -> object:
    """Return what an entry says: on its own line, and on those below that are part of it."""
    if _BLOCK.match(written):
        text = [line.strip() for line in below]
        return ("\n" if written[0] == "|" else " ").join(text).strip()
    if written.startswith("[") and not written.startswith("[["):
        listed = " ".join([written, *map(str.strip, below)]).partition("]")[0][1:]
        return [_scalar(item) for item in listed.split(",") if item.strip()]
    if not written or written.startswith("#"):
        items = (_ITEM.match(line) for line in below)
        return [_scalar(item[1]) for item in items if item]
    return _scalar(" ".join([written, *(line.strip() for line in below if line[:1] in " \t")]))


def _scalar(written: str) -> str:
    written = written.strip()
    if written[:1] == '"' and (end := _end_of_quote(written)):
        try:
            return str(json.loads(written[:end], strict=False))
        except ValueError:
            return written[1 : end - 1]
    if written[:1] == "'" and (quoted := _SINGLE.match(written)):
        return quoted[1].replace("''", "'")
    plain = _COMMENT.sub("", written)
    return "" if plain in {"~", "null", "Null", "NULL"} else plain


def _end_of_quote(written: str) -> int:
    quoted = _DOUBLE.match(written)
    return quoted.end() if quoted else 0
