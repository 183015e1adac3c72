"""What people call the fields of a row, and what a person says that they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from ...corpus.errors import RequestError
from .values import at_path, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterable

Given: TypeAlias = Mapping[str, str | Sequence[str]]
"""Keys, or one key, of each field that a person maps."""

NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "_id", "uid"),
    "kind": ("kind",),
    "title": ("title", "headline", "标题", "题目"),
    "page": ("page",),
    "body": (
        *("body", "text", "content", "contents", "article", "正文", "内容"),
        *("段落", "paragraphs"),
    ),
    "html": ("html",),
    "published": (
        *("published", "date", "time", "pub_time", "pub_date", "publish_time", "publish_date"),
        *("datePublished", "created_at", "时间", "日期", "发布时间"),
    ),
    "channel": (
        *("channel", "category", "section", "dataType", "site_name", "栏目", "频道", "来源"),
        "source",
    ),
    "url": ("url", "link", "source_url", "链接", "网址"),
}
"""The names of each field; of those that are there in a row, the first counts."""

TEXTS = ("title", "page", "body", "html")
"""The fields of which a row must have one."""


class FieldNames:
    """The names of each field: the usual ones, but for the fields that a person maps.

    Args:
        given: the keys of a field, which are its only ones then. A key may be a path with dots
            (`meta.url`), in which a number is a place in a list.

    Raises:
        RequestError: there is no such field, or no key for it.
    """

    __slots__ = ("_known", "_other", "mapped", "of", "texts")

    def __init__(self, given: Given | None = None) -> None:
        self.mapped: dict[str, tuple[str, ...]] = {}
        for field, keys in (given or {}).items():
            if field not in NAMES:
                raise RequestError(f"map {field}: no such field; there are {', '.join(NAMES)}")
            listed = keys.split(",") if isinstance(keys, str) else list(keys)
            self.mapped[field] = tuple(key.strip() for key in listed if key.strip())
            if not self.mapped[field]:
                raise RequestError(f"map {field}: no key")
        self.of = NAMES | self.mapped
        self.texts = frozenset(key for field in TEXTS for key in self.of[field])
        self._known = frozenset(key for keys in self.of.values() for key in keys)
        self._other = {key.casefold(): key for key in self._known}

    @classmethod
    def written(cls, options: Iterable[str]) -> dict[str, list[str]]:
        """Return what options such as `title=headline,meta.title` say; those of a field add up.

        Raises:
            RequestError: one of them is not of this form.
        """
        given: dict[str, list[str]] = {}
        for option in options:
            field, sign, keys = option.partition("=")
            if not sign:
                raise RequestError(f"map {option}: not FIELD=KEY")
            given.setdefault(field.strip(), []).extend(keys.split(","))
        return given

    def spelled(self, fields: Mapping[str, object]) -> Mapping[str, object]:
        """Return the fields with known names where theirs differ in case or spaces (`Title `)."""
        others = {
            key: self._other[folded]
            for key in fields
            if key not in self._known and (folded := key.strip().casefold()) in self._other
        }
        if not others:
            return fields
        # A name that is there as it should be goes before one that is only like it.
        known = {key: value for key, value in fields.items() if key in self._known}
        return {others.get(key, key): value for key, value in fields.items()} | known

    def has_text(self, fields: Mapping[str, object]) -> bool:
        """Return whether some fields hold a text, not a title alone, and so are a row."""
        fields = unwrapped(self.spelled(fields), self)
        keys = (key for field in TEXTS if field != "title" for key in self.of[field])
        return any(not is_blank(at_path(fields, key)) for key in keys)

    def __str__(self) -> str:
        """Return what is mapped in one line, as it is told apart from other mappings."""
        return "; ".join(f"{field}={','.join(self.mapped[field])}" for field in sorted(self.mapped))


def unwrapped(fields: Mapping[str, object], names: FieldNames) -> Mapping[str, object]:
    """Return the fields that another program's record holds below one key, as Elasticsearch's."""
    if not _any_text(fields, names):
        for key in ("_source", *fields):
            inner = fields.get(key)
            if isinstance(inner, Mapping) and _any_text(inner, names):
                outer = {name: value for name, value in fields.items() if name != key}
                return {**outer, **names.spelled(inner)}
    return fields


def _any_text(fields: Mapping[str, object], names: FieldNames) -> bool:
    there = [key for key in names.texts if key in fields or "." in key]
    return any(not is_blank(at_path(fields, key)) for key in there)


USUAL = FieldNames()
