"""A row that souwen's own `export` wrote, which is read literally: it comes back as it was."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from ...corpus.documents import Flag, Kind, Record

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The key that tells such a row from all others, and its value.
MARK, VERSION = "souwen", 1
_TEXTS = ("title", "body")
_LINES = ("published", "channel", "url")
_LISTS = ("refs", "urls", "flags")
#: The keys that are read.
READ = ("id", "kind", *_TEXTS, *_LINES, *_LISTS, "retired")


def is_exported(fields: Mapping[str, object]) -> bool:
    """Return whether souwen wrote a row, and nobody changed the types of its values."""
    version = fields.get(MARK)
    return (
        type(version) is int
        and version == VERSION
        and isinstance(fields.get("id"), str)
        and all(isinstance(fields.get(key), str) for key in _TEXTS)
        and all(isinstance(fields.get(key), str | None) for key in _LINES)
        and all(_is_list(fields.get(key)) for key in _LISTS)
        and fields.get("kind") in list(Kind)
    )


def records_of(fields: Mapping[str, object]) -> tuple[tuple[Record, ...], ...]:
    """Return a page for each ref and link that the document has, one at least."""
    title, body = (str(fields[key]) for key in _TEXTS)
    published, channel, url = (_line(fields[key]) for key in _LINES)
    refs, urls, flags = (_strings(fields[key]) for key in _LISTS)
    known = tuple(sorted(Flag(flag) for flag in flags if flag in set(Flag)))
    # The link that it shows comes first: of several without a date that is told by their order.
    urls = [each for each in dict.fromkeys([url, *urls]) if each]
    pairs = list(zip_longest(refs, urls)) or [(None, None)]
    return tuple(
        (
            Record(
                0,
                Kind(str(fields["kind"])),
                title,
                body,
                published,
                channel,
                url_of,
                ref,
                known,
                retired=fields.get("retired") is True,
            ),
        )
        for ref, url_of in pairs
    )


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _strings(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _line(value: object) -> str | None:
    return None if value is None else str(value)
