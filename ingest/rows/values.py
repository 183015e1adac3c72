"""What the value of a field says, whatever its type: a text, a number, a list, an object."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from ...language.dates import day_of_field, day_of_moment
from ...language.storable import storable
from ..text.decode import decode
from ..text.labels import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator


class Length(int):
    """How long a text is that is not there, because nobody reads it."""


_DEEPEST = 8
_SHORT = 1_000
_LONGEST_LINE = 2_000  # of an id, a channel, an address
_SPACES = re.compile(r"\s+")
# Of an object that is a paragraph, a section, or a text in some other program's wrapping.
_HEADINGS = ("title", "heading", "标题")
_TEXTS = (
    *("body", "text", "content", "contents", "正文", "内容", "paragraph", "paragraphs", "段落"),
    *("rendered", "value", "#text", "html", "$oid", "$numberLong", "$numberInt", "$numberDouble"),
    *("$numberDecimal", "$date", "p", "children", "insert", "data"),
)
_PATHS = ("/", "./", "../")
_CALLED = ("name", "title", "label", "名称")
# As programs write it: `none` may be a name.
_NO_LINE = frozenset(
    ["null", "NULL", "Null", "None", "nan", "NaN", "n/a", "N/A", "undefined", "\\N"]
)
_NO_ADDRESS = ("javascript:", "data:", "about:", "#")
# What a key `page` says that counts pages: 3, 第3页, 3/12.
_NUMBER_OF_PAGE = re.compile(
    r"(?:第\s*|p(?:age)?[.\s]*)?\d{1,9}\s*[页頁]?(?:\s*/\s*\d{1,9}\s*[页頁]?)?", re.IGNORECASE
)
# What stands where a program had no date: the first day that it knows, at midnight here or there.
_UNSET = re.compile(
    r"(?:0000-00-00|0001-01-01|1900-01-01|1970-01-01)"
    r"(?:[T ]0[08]:00(?::00(?:\.0{1,9})?)?(?: ?(?:Z|\+0[08]:?00))?)?"
)
_NO_DATE = frozenset(("", "null", "none", "nan", "nat", "n/a", "\\n", "-", "0"))


def _is_empty(text: str) -> bool:
    return not text or text.isspace()


def is_blank(value: object) -> bool:
    """Return whether a value says nothing, or is what a program writes for that."""
    if isinstance(value, str):
        return _is_empty(value) or (len(value) <= _SHORT and value.strip() in _NO_LINE)
    if isinstance(value, float):
        return value != value  # noqa: PLR0124 - not a number
    return value is None or value in ([], {}, ())


def text_of(value: object, depth: int = 0) -> str:  # noqa: PLR0911 - one for each type
    """Return the text of a value: of a list the texts of its items, a line each.

    Raises:
        ValueError: there is none in it.
    """
    match value:
        case str():
            return value
        case bool():
            pass
        case int() | Decimal():
            return str(value)
        case float() if isfinite(value):
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime() | date():
            return value.isoformat()
        case bytes():
            return decode(value).text
        case Mapping() if depth < _DEEPEST:
            return _text_of_object(value, depth + 1)
        case list() | tuple() if depth < _DEEPEST:
            return _text_of_items(value, depth + 1)
    raise ValueError(f"no text in it ({_name(value)})")


def page_of(value: object) -> str:
    """Return the text of a whole page; nothing where a value only counts pages.

    Raises:
        ValueError: there is no text in it.
    """
    if isinstance(value, bool | int | float | Decimal):
        return ""
    text = text_of(value)
    return "" if _NUMBER_OF_PAGE.fullmatch(text.strip()) else text


def address_of(value: object) -> str:
    """Return an address in one line; nothing where a value is only in the place of one.

    Raises:
        ValueError: there is no text in it.
    """
    line = line_said(value)
    return "" if line.lower().startswith(_NO_ADDRESS) else line


def name_of(value: object) -> str:
    """Return a name in one line; nothing where an address or a path stands in its place.

    Raises:
        ValueError: there is no text in it.
    """
    while isinstance(value, list | tuple) and value:
        value = value[0]
    if isinstance(value, Mapping):  # `{"id": 3, "name": "健康"}`
        value = next((value[key] for key in _CALLED if not is_blank(value.get(key))), value)
    line = line_said(value)
    return "" if is_address(line) or line.startswith(_PATHS) else line


def short_line(value: object) -> str:
    """Return what a value says in one line.

    Raises:
        ValueError: there is no text in it, or it is too long for a line.
    """
    if isinstance(value, str) and len(value) > 2 * _LONGEST_LINE:
        raise ValueError(f"longer than {_LONGEST_LINE} characters")
    line = storable(line_of(value)).strip()
    if len(line) > _LONGEST_LINE:
        raise ValueError(f"longer than {_LONGEST_LINE} characters")
    return line


def line_said(value: object) -> str:
    """Return a line; nothing where it is what a program writes for nothing.

    Raises:
        ValueError: there is no text in it, or it is too long for a line.
    """
    line = short_line(value)
    return "" if line in _NO_LINE else line


def line_of(value: object) -> str:
    """Return the text of a value in one line: of a list, that of its first item.

    Raises:
        ValueError: there is none in it.
    """
    while isinstance(value, list | tuple) and value:
        value = next((item for item in value if not is_blank(item)), None)
    return one_line(text_of(value))


def one_line(text: str) -> str:
    """Return a text with one space for each run of white space, trimmed."""
    if len(text) <= _SHORT:
        return " ".join(text.split())
    # A list of its words would take many times its size.
    return _SPACES.sub(" ", text).strip()


def day_of(value: object) -> str | None:
    """Return the ISO form of the day that a value names; None where it says none.

    Raises:
        ValueError: it names no day that is known.
    """
    while isinstance(value, list | tuple) and value:
        value = value[0]
    while isinstance(value, Mapping) and len(value) == 1:
        ((_, value),) = value.items()
    written = value.isoformat() if isinstance(value, datetime) else line_of(value)
    if _UNSET.fullmatch(written):
        raise ValueError(f"an unset date: {written[:40]}")
    if isinstance(value, datetime):
        return day_of_moment(value)
    if written.lower() in _NO_DATE:
        return None
    if (day := day_of_field(written)) is None:
        raise ValueError(f"impossible date {written[:40]}")
    return day


def at_path(fields: Mapping[str, object], path: str) -> object:
    """Return the value of a key, or at a path with dots; None where there is nothing."""
    if path in fields or "." not in path:
        return fields.get(path)
    return _at(fields, path.split("."))


def texts_in(value: object, path: str, depth: int = 0) -> Iterator[tuple[str, int]]:
    """Yield each text in a value as its path and its length; items of a list have one path."""
    if isinstance(value, Length):
        yield path, value
    elif is_blank(value):
        return
    elif isinstance(value, str):
        yield path, len(value.strip())
    elif depth < _DEEPEST and isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts_in(inner, f"{path}.{key}", depth + 1)
    elif depth < _DEEPEST and isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner, path, depth + 1)


def _at(value: object, steps: list[str]) -> object:
    for number, step in enumerate(steps):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list | tuple) and step.isdecimal():
            value = value[int(step)] if int(step) < len(value) else None
        elif isinstance(value, list | tuple):
            return [_at(item, steps[number:]) for item in value]
        else:
            return None
    return value


def _text_of_items(items: list[object] | tuple[object, ...], depth: int) -> str:
    """Return the texts of items, a line each; a picture among them says nothing."""
    texts, problem = [], None
    for item in items:
        try:
            is_none = _is_empty(item) if isinstance(item, str) else is_blank(item)
            texts += [] if is_none else [text_of(item, depth)]
        except ValueError as error:
            problem = error
    if problem is not None and not texts:
        raise problem
    return "\n".join(texts)


def _text_of_object(value: Mapping[str, object], depth: int) -> str:
    key = next((key for key in _TEXTS if not is_blank(value.get(key))), None)
    if key is None:
        raise ValueError("no text in it (an object)")
    parts = [value[key]]
    heading = next((value[key] for key in _HEADINGS if not is_blank(value.get(key))), None)
    return "\n".join(text_of(part, depth) for part in ([heading] if heading else []) + parts)


def _name(value: object) -> str:
    names = {bool: "true or false", dict: "an object", list: "a list", float: "no number"}
    return names.get(type(value), type(value).__name__)
