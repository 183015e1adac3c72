"""What people call the fields of a row, and what a person says that they are called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from ...corpus.errors import RequestError
from ..pages.labels import field_of, labels_of
from ..text.labels import is_address
from .values import at_path, is_blank, page_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_BETWEEN = re.compile(r"[\s_-]+")
_DEEPEST = 4  # objects around the rows
_MOST_KINDS = 100  # of rows, by their keys, that are remembered: those of a file are mostly of one

Given: TypeAlias = Mapping[str, str | Sequence[str]]
"""Keys, or one key, of each field that a person maps."""

_FIRST: dict[str, tuple[str, ...]] = {
    "id": ("id", "_id"),
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
# What scrapers and their libraries write besides.
_BESIDES: dict[str, tuple[str, ...]] = {
    "id": ("article_id", "news_id", "post_id", "mid"),
    "title": ("article_title", "news_title", "post_title", "doc_title", "title_text"),
    "body": (
        *("article_body", "article_content", "news_content", "post_content", "body_text"),
        *("content_text", "main_text", "full_text", "raw_text", "plain_text", "page_content"),
        "markdown",
    ),
    "html": ("content_html", "body_html", "raw_html", "page_html"),
    "published": (
        *("published_at", "publish_at", "published_time", "published_date", "pub_at"),
        *("date_published", "date_publish", "create_time", "created_time", "create_date", "ctime"),
        *("post_time", "post_date", "posted_at", "release_date", "release_time", "issue_date"),
        *("news_time", "news_date", "article_date", "发文时间", "发表于", "发布于", "刊登日期"),
    ),
    "channel": ("channel_name", "category_name", "source_name", "media_name", "公众号", "发布机构"),
    "url": (
        *("href", "page_url", "news_url", "post_url", "share_url", "web_url", "detail_url"),
        *("article_link", "source_link", "original_link", "origin_url", "原文"),
    ),
}
_LAST = {"id": ("uid",)}  # that of its author, as often as not

NAMES: dict[str, tuple[str, ...]] = {
    field: tuple(
        dict.fromkeys((*first, *_BESIDES.get(field, ()), *labels_of(field), *_LAST.get(field, ())))
    )
    for field, first in _FIRST.items()
}
"""The names of each field; of those that are there in a row, the first counts.

Behind those that count first come the labels that stand above a text.
"""

BESIDE = ("metadata", "meta")
"""Objects in which programs keep what is known of a text that stands beside them."""

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

    __slots__ = ("_among", "_known", "_other", "mapped", "of", "texts")

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
        self._among: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {}
        self._other: dict[str, str] = {}
        for keys in self.of.values():
            for key in keys:
                self._other.setdefault(_folded(key), key)

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
        """Return the fields with known names where theirs are only spelled otherwise.

        That is in case, spaces, `_` and `-`: `Title `, `publishTime`, `Pub-Date`.
        """
        others = {
            key: name
            for key in fields
            if key not in self._known and (name := self._known_name(key)) is not None
        }
        if not others:
            return fields
        # A name that is there as it should be goes before one that is only like it.
        known = {key: value for key, value in fields.items() if key in self._known}
        return {others.get(key, key): value for key, value in fields.items()} | known

    def _known_name(self, key: str) -> str | None:
        """Return the known name that a key means; of a label that is made of others, the last."""
        folded = _folded(key)
        if folded in self._other or folded.isascii():
            return self._other.get(folded)
        field = field_of(key)
        return self.of[field][-1] if field and field not in self.mapped else None

    def among(self, fields: Mapping[str, object]) -> Mapping[str, tuple[str, ...]]:
        """Return the names of each field that are among the keys of some fields, or are paths."""
        keys = tuple(fields)
        if keys not in self._among:
            if len(self._among) >= _MOST_KINDS:
                self._among.clear()
            self._among[keys] = {
                field: tuple(name for name in names if name in fields or "." in name)
                for field, names in self.of.items()
            }
        return self._among[keys]

    def has_text(self, fields: Mapping[str, object], depth: int = 0) -> bool:
        """Return whether some fields hold a text, not a title alone, and so are a row.

        A list of articles is no text of one.

        Args:
            fields: of an object.
            depth: how many objects it lies in.
        """
        fields = unwrapped(self.spelled(fields), self, depth)
        return any(
            _is_text(field, value)
            and not (field == "body" and self._are_rows(fields, value, depth + 1))
            for field in TEXTS[1:]
            for key in self.among(fields)[field]
            if not is_blank(value := at_path(fields, key))
        )

    def rows_in(self, fields: Mapping[str, object], depth: int = 0) -> list[Mapping[str, object]]:
        """Return the rows of the lists and objects in an object that is none itself."""
        found: list[Mapping[str, object]] = []
        for key, value in fields.items():
            if isinstance(value, list):
                items = [item for item in value if isinstance(item, Mapping)]
                found += items if items and self.has_text(items[0]) else []
            elif isinstance(value, Mapping) and self.has_text(value):
                found.append({**self.told_by(key, value), **value})
            elif isinstance(value, Mapping) and depth < _DEEPEST:
                found += self.rows_in(value, depth + 1)
        return found

    def told_by(self, key: str, fields: Mapping[str, object]) -> dict[str, str]:
        """Return what the key of a row in an object says that it does not say itself."""
        field = "url" if is_address(key) else "id" if key.isdecimal() else ""
        there = self.among(self.spelled(fields))
        return {field: key} if field and not there[field] else {}

    def are_rows(self, fields: Mapping[str, object], depth: int = 0) -> bool:
        """Return whether the values of an object are rows themselves, as articles by their ids."""
        if self._first(fields, "id") or self._first(fields, "url"):
            return False  # a record, whose text is in one of them
        inner = [self.spelled(value) for value in fields.values() if isinstance(value, Mapping)]
        rows = [row for row in inner if _any_text(row, self)] if len(inner) > 1 else []
        are_alike = len(rows) > 1 and len({frozenset(row) for row in rows}) == 1
        return are_alike or sum(self.is_article(row, depth) for row in rows) > 1

    def is_article(self, value: object, depth: int = 0) -> bool:
        """Return whether a value is an object with a title and a text of its own."""
        if not isinstance(value, Mapping) or depth > _DEEPEST:
            return False
        fields = self.spelled(value)
        return self._first(fields, "title") and self.has_text(fields, depth)

    def _are_rows(self, fields: Mapping[str, object], value: object, depth: int) -> bool:
        """Return whether a list is one of articles, not the sections of one that has a title."""
        if not isinstance(value, list | tuple) or not value:
            return False
        if not all(self.is_article(item, depth) for item in value):
            return False
        apart = ("published", "url", "id")
        return not self._first(fields, "title") or all(
            any(self._first(self.spelled(item), field) for field in apart) for item in value
        )

    def _first(self, fields: Mapping[str, object], field: str) -> bool:
        return any(not is_blank(at_path(fields, key)) for key in self.among(fields)[field])

    def __str__(self) -> str:
        """Return what is mapped in one line, as it is told apart from other mappings."""
        return "; ".join(f"{field}={','.join(self.mapped[field])}" for field in sorted(self.mapped))


def unwrapped(
    fields: Mapping[str, object], names: FieldNames, depth: int = 0
) -> Mapping[str, object]:
    """Return the fields that another program's record holds below one key, as Elasticsearch's.

    Those of `metadata` are its own as well, where nobody mapped any.

    Args:
        fields: by known names.
        names: of the fields.
        depth: how many objects they lie in.
    """
    has_text = _any_text(fields, names)
    if not has_text and "_source" not in fields and names.are_rows(fields, depth + 1):
        return fields
    for key in names.among(fields)["body"] if has_text else ("_source", *fields):
        inner = fields.get(key)
        if isinstance(inner, Mapping):
            inner = names.spelled(inner)
            if names.is_article(inner, depth + 1) if has_text else _any_text(inner, names):
                outer = {name: value for name, value in fields.items() if name != key}
                return _with_metadata({**outer, **inner}, names)
    return _with_metadata(fields, names)


def _with_metadata(fields: Mapping[str, object], names: FieldNames) -> Mapping[str, object]:
    for key in () if names.mapped else BESIDE:
        inner = fields.get(key)
        if isinstance(inner, Mapping):
            inner = names.spelled(inner)
            known = {name for field in names.among(inner).values() for name in field}
            rest = {name: value for name, value in inner.items() if name not in known}
            said = {name: it for name, it in {**fields, key: rest}.items() if not is_blank(it)}
            fields = {name: inner[name] for name in known} | said
    return fields


def _any_text(fields: Mapping[str, object], names: FieldNames) -> bool:
    there = names.among(fields)
    return any(
        _is_text(field, value)
        for field in TEXTS
        for key in there[field]
        if not is_blank(value := at_path(fields, key))
    )


def _is_text(field: str, value: object) -> bool:
    """Return whether a value may be a text: a number is none, and counts pages as `page`."""
    if isinstance(value, bool | int | float):
        return False
    return field != "page" or not isinstance(value, str) or bool(page_of(value))


@lru_cache(maxsize=4_000)
def _folded(key: str) -> str:
    return _BETWEEN.sub("", key).casefold()


USUAL = FieldNames()
