"""A search as the library and the command line ask for it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from ..corpus.document import Kind
from ..corpus.errors import RequestError
from ..language.dates import first_day, last_day
from .query.tree import Filter, FilterName


class Sort(StrEnum):
    """The order of the hits; undated documents come last in both orders by date."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Mode(StrEnum):
    """How much of the query must match: as the query looks, every token, or any of them."""

    AUTO = "auto"
    ALL = "all"
    ANY = "any"


class Request(NamedTuple):
    """A query with its options; the meaning of each is that of the command line's."""

    query: str
    limit: int = 10
    offset: int = 0
    kind: str | None = None
    channel: str | None = None
    source: str | None = None
    after: str | None = None
    before: str | None = None
    sort: Sort = Sort.RELEVANCE
    mode: Mode = Mode.AUTO
    exact: bool = False
    collapse: bool = True
    facets: bool = False


def request_of(query: str, *, sort: str, mode: str, **options: Any) -> Request:  # noqa: ANN401
    """Check the options of a search.

    Raises:
        RequestError: one of them cannot be carried out.
    """
    for name in ("limit", "offset"):
        value = options[name]
        if not isinstance(value, int) or value < 0:
            raise RequestError(f"{name} must be a whole number from 0, not {value!r}")
    checked: dict[str, Any] = {
        name: value or None if name in _TEXTS else value for name, value in options.items()
    }
    checked["sort"] = _choice("sort", Sort, sort)
    checked["mode"] = _choice("mode", Mode, mode)
    return Request(query, **checked)


def filters_of(request: Request) -> list[Filter]:
    """Give the filters that the options of a request ask for.

    Raises:
        RequestError: a kind or a date that is none.
    """
    filters = []
    if request.kind is not None:
        filters.append(Filter(FilterName.KIND, _choice("kind", Kind, request.kind)))
    if request.channel is not None:
        filters.append(Filter(FilterName.CHANNEL, request.channel))
    if request.source is not None:
        filters.append(Filter(FilterName.SOURCE, request.source))
    for name, written, day_of in (
        (FilterName.AFTER, request.after, first_day),
        (FilterName.BEFORE, request.before, last_day),
    ):
        if written is not None:
            day = day_of(written)
            if day is None:
                raise RequestError(
                    f"{name} must be a date as 2025-04-26, 2025-04 or 2025, not {written!r}"
                )
            filters.append(Filter(name, day))
    return filters


_TEXTS = frozenset({"kind", "channel", "source", "after", "before"})
_Choice = TypeVar("_Choice", bound=StrEnum)


def _choice(name: str, choices: type[_Choice], value: str) -> _Choice:
    try:
        return choices(value)
    except ValueError:
        known = ", ".join(choices)
        raise RequestError(f"{name} must be one of {known}, not {value!r}") from None
