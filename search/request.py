"""A search as it is asked for. Every option is declared here once; all else is derived from it.

`SearchRequest` has the options with their defaults and what the command line needs of them;
`SearchOptions` has the same names for type checkers, so that `Engine.search` and whoever calls it
pass them through as `**options`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypedDict, TypeVar

from ..corpus.documents import Kind
from ..corpus.errors import RequestError
from ..corpus.values import brief, check_type
from ..language.dates import CHINA
from ..messages import later
from ..messages import said as _
from .query.operands import DATES, FLAG_NAMES, read_filter
from .query.tree import Filter, FilterName, Mode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from dataclasses import Field

    from .query.interpret import QueryReader, ReadQuery


_WHAT_THERE_IS = {
    FilterName.PLACE: later(
        "place must be the name of a province, a city or a county of China, not {value}"
    ),
    FilterName.FLAG: later("flag must be one of {flags}, not {value}"),
}


class Sort(StrEnum):
    """The order of the hits; undated documents come last in both orders by date.

    `ADDED` has first what came into the corpus last.
    """

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    ADDED = "added"


class Page(NamedTuple):
    """Which lines of a result are asked for, in which order and form; see `SearchRequest`."""

    limit: int = 10
    offset: int = 0
    sort: Sort = Sort.RELEVANCE
    collapse: bool = True
    facets: bool = False


class Option(NamedTuple):
    """How an option looks on the command line.

    Attributes:
        help: one sentence.
        narrows: whether it says which documents match, as it does for `explain` too.
        metavar: what stands for its value; "" for a switch or a choice.
        choices: the values that it may have, where there are few.
        short: a second, short name.
        negated: whether the switch turns it off.
        hidden: whether it is for programs only.
    """

    help: str
    narrows: bool = False
    metavar: str = ""
    choices: tuple[str, ...] = ()
    short: str = ""
    negated: bool = False
    hidden: bool = False


def _option(help_: str, *, default: Any = None, **given: Any) -> Any:  # noqa: ANN401 - as `field`
    return field(default=default, metadata={"option": Option(help_, **given)})


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A query with its options.

    Attributes:
        query: as a person types it; see docs/query-language.md. It never raises.
        limit: most hits of a page.
        offset: how many hits stand before the page.
        kind: "article" or "snippet".
        channel: only documents of this channel.
        place: only documents whose title names this place, or one that lies in it.
        flag: only documents with this quality flag, by its English or Chinese name.
        source: only documents that a source shows whose key this pattern covers.
        after: only documents of this day or later: a `date`, or a text that names a year, a month
            or a day, or says when it was (昨天, 上周, 7d).
        before: only documents of this day or earlier, likewise.
        added_after: only documents that first came on this day (in China) or later, likewise.
        prefix_last: take a last token of letters or digits for a beginning, as while it is typed.
        sort: "relevance", "newest", "oldest" or "added" (what came last into the corpus first).
        mode: "auto", "all" or "any" of the tokens.
        exact: take the whole query as one quoted string.
        collapse: show pages of one template, and documents of one title with like text, once.
        facets: count all that match by kind, channel, month, place and flag.
        budget: seconds after which the search answers with what it has; None for as long as it
            takes.
    """

    query: str
    limit: int = _option("Most hits to show.", default=10, metavar="N", short="-n")
    offset: int = _option("How many hits to leave out before the first.", default=0, metavar="N")
    kind: str | None = _option(
        "Only whole articles, or only recommendations.", narrows=True, choices=tuple(Kind)
    )
    channel: str | None = _option("Only documents of this channel.", narrows=True, metavar="NAME")
    place: str | None = _option(
        "Only documents whose title names this place, or one in it.", narrows=True, metavar="NAME"
    )
    flag: str | None = _option(
        "Only documents with this flag: truncated, 摘要不全.", narrows=True, metavar="NAME"
    )
    source: str | None = _option(
        "Only from this file, folder or pattern.", narrows=True, metavar="SOURCE"
    )
    after: str | date | None = _option(  # noqa: RUF009 - a field
        "Dated then or later: 2025-04-26, 2025-04, yesterday, 7d.", narrows=True, metavar="DATE"
    )
    before: str | date | None = _option(  # noqa: RUF009 - a field
        "Dated then or earlier.", narrows=True, metavar="DATE"
    )
    added_after: str | date | None = _option(  # noqa: RUF009 - a field
        "First added then or later, whatever their date.", narrows=True, metavar="DATE"
    )
    mode: str = _option(
        "Whether all words must match, or any; auto: as the query looks.",
        default=Mode.AUTO,
        narrows=True,
        choices=tuple(Mode),
    )
    exact: bool = _option("Take the whole query as one quoted string.", default=False, narrows=True)
    prefix_last: bool = _option(
        "Take a last token of letters or digits for a beginning.",
        default=False,
        narrows=True,
        hidden=True,
    )
    sort: str = _option("The order of the hits.", default=Sort.RELEVANCE, choices=tuple(Sort))
    collapse: bool = _option("Show every document of one template.", default=True, negated=True)
    facets: bool = _option("Count the hits by kind, channel, month, place, flag.", default=False)
    budget: float | None = None  # no option of a person: who serves many people sets it

    def __post_init__(self) -> None:
        """Check the options.

        Raises:
            RequestError: one of them cannot be carried out.
            TypeError: one of them is of another type.
        """
        for name, may_lack, types in _checked():
            value = getattr(self, name)
            if value is not None or not may_lack:
                check_type(name, value, *types)
        for name in ("limit", "offset"):
            check_whole_number(name, getattr(self, name))
        if self.budget is not None and not self.budget > 0:
            raise RequestError(f"budget must be seconds, more than 0, not {self.budget!r}")
        _choice("sort", Sort, self.sort)
        _choice("mode", Mode, self.mode)
        tuple(self.filters())

    __repr__ = brief

    def page(self) -> Page:
        """Return which lines are asked for."""
        return Page(self.limit, self.offset, Sort(self.sort), self.collapse, self.facets)

    def read(self, reader: QueryReader) -> ReadQuery:
        """Read the query, with the filters that the options ask for."""
        return reader.read(
            self.query,
            Mode(self.mode),
            tuple(self.filters()),
            exact=self.exact,
            prefix_last=self.prefix_last,
        )

    def filters(self) -> Iterator[Filter]:
        """Iterate over the filters that the options ask for; an empty text asks for none.

        Raises:
            RequestError: a kind, a place, a flag or a date that is none.
        """
        for name in FilterName:
            value = getattr(self, name)
            if not value:
                continue
            if name is FilterName.KIND:
                value = _choice(name, Kind, value)
            elif isinstance(value, date):
                value = _day_in_china(value)
            elif name in _WHAT_THERE_IS:
                read = read_filter(name, value)
                if read is None:
                    flags = ", ".join(f"{flag.value} ({own})" for flag, own in FLAG_NAMES.items())
                    told = _(_WHAT_THERE_IS[name])
                    raise RequestError(told.format(flags=flags, value=repr(value)))
                value = read.value
            elif name in DATES:
                read = read_filter(name, value)
                if read is None:
                    told = _(
                        "{name} must be a date as 2025-04-26, 2025-04, yesterday or 7d, not {value}"
                    )
                    raise RequestError(told.format(name=name, value=repr(value)))
                value = read.value
            yield Filter(name, value)


class Narrowing(TypedDict, total=False):
    """The options that say which documents match."""

    kind: Literal["article", "snippet"] | Kind | None
    channel: str | None
    place: str | None
    flag: str | None
    source: str | None
    after: str | date | None
    before: str | date | None
    added_after: str | date | None
    mode: Literal["auto", "all", "any"] | Mode
    exact: bool
    prefix_last: bool


class SearchOptions(Narrowing, total=False):
    """All options of a search."""

    limit: int
    offset: int
    sort: Literal["relevance", "newest", "oldest", "added"] | Sort
    collapse: bool
    facets: bool
    budget: float | None


def asked(
    query: str, options: Mapping[str, Any], known: type[Narrowing] = Narrowing
) -> SearchRequest:
    """Return the request of a query and of options by name.

    Args:
        query: as a person types it.
        options: by their names.
        known: those that there may be.

    Raises:
        RequestError: one of them cannot be carried out.
        TypeError: one of them is of another type, or there is no such option.
    """
    for name in options:
        if name not in known.__annotations__:
            names = ", ".join(known.__annotations__)
            raise TypeError(f"{name} is no option here; there are: {names}")
    return SearchRequest(query, **options)


def options() -> Iterator[tuple[Field[Any], Option]]:
    """Iterate over the options of a search, in the order in which help lists them."""
    for declared in fields(SearchRequest):
        if "option" in declared.metadata:
            yield declared, declared.metadata["option"]


def check_whole_number(name: str, value: object) -> None:
    """Raise an error where an option is no whole number from 0.

    Raises:
        TypeError: it is no whole number.
        RequestError: it is less than 0.
    """
    check_type(name, value, int)
    if isinstance(value, int) and value < 0:
        told = _("{name} must be a whole number from 0, not {value}")
        raise RequestError(told.format(name=name, value=repr(value)))


_Choice = TypeVar("_Choice", bound=StrEnum)


def _choice(name: str, choices: type[_Choice], value: str) -> _Choice:
    try:
        return choices(value)
    except ValueError:
        known = ", ".join(choices)
        told = _("{name} must be one of {known}, not {value}")
        raise RequestError(told.format(name=name, known=known, value=repr(value))) from None


@cache
def _checked() -> tuple[tuple[str, bool, tuple[type, ...]], ...]:
    """Return the name of each option, whether it may be None, and the types that it may have."""
    return tuple((it.name, it.default is None, _types(it)) for it in fields(SearchRequest))


def _types(declared: Field[Any]) -> tuple[type, ...]:
    """Return the types that an option may have."""
    if declared.name in DATES:
        return str, date
    if declared.name == "budget":
        return int, float
    return (type(declared.default),) if isinstance(declared.default, int) else (str,)


def _day_in_china(day: date) -> str:
    """Return a day, or the day that it was in China at a time, ISO."""
    if isinstance(day, datetime):
        day = (day if day.tzinfo is None else day.astimezone(CHINA)).date()
    return day.isoformat()
