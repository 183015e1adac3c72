"""What the templates of the page need, worked out of results: pure, without a server.

Every text of a stranger goes through `pieces`, which makes its controls visible; the templates
escape it and isolate its direction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from ..corpus.documents import Flag, Kind
from ..language.harmless import harmless, harmless_lines
from ..language.stand_in import shown_title
from ..messages import later
from ..messages import said as _
from ..search.answer.explanation import part_name
from ..search.query.operands import FLAG_NAMES
from .address import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..corpus.documents import Document
    from ..search.answer.explanation import Explanation
    from ..search.answer.results import Hit, Marks, Span
    from .address import Address

_NAMES = {
    "kind": later("Kind"),
    "channel": later("Channel"),
    "month": later("Month"),
    "place": later("Place"),
    "flag": later("Flag"),
    "source": later("Source"),
    "added_after": later("Added after"),
    "mode": later("Words"),
    "exact": later("Exactly"),
    "collapse": later("Alike"),
}
_VALUES = {
    Kind.ARTICLE.value: later("article"),
    Kind.SNIPPET.value: later("snippet"),
    Flag.TRUNCATED.value: later("truncated"),
    Flag.NUMBER_MISMATCH.value: later("number-mismatch"),
    Flag.FALLBACK.value: later("fallback"),
    Flag.PLACE_MISMATCH.value: later("place-mismatch"),
    Flag.ERROR_PAGE.value: later("error-page"),
    "all": later("all"),
    "any": later("any"),
    "true": later("yes"),
    "false": later("each shown"),
}
#: The facets that are lists; months are bars.
LISTED = ("kind", "channel", "place", "flag")
_SHOWN_AT_ONCE = 8  # values of a facet
_MOST_MONTHS = 36  # bars, before they are years
_LINKED = frozenset({"http", "https"})


class Piece(NamedTuple):
    """A part of a text, and whether it is a match."""

    text: str
    is_marked: bool = False


class Facet(NamedTuple):
    """The values of a facet, some at once and some behind a word."""

    name: str
    label: str
    links: Sequence[Link]
    more: Sequence[Link]


def pieces(text: str, spans: Iterable[Span] = (), *, lines: bool = False) -> list[Piece]:
    """Cut a text at the borders of its spans, with controls made visible.

    Args:
        text: of a stranger.
        spans: half-open, in code points, sorted and disjoint.
        lines: whether line breaks stay.
    """
    visible = harmless_lines(text) if lines else harmless(text)
    cut, last = [], 0
    for start, end in spans:
        cut += [Piece(visible[last:start]), Piece(visible[start:end], is_marked=True)]
        last = end
    cut.append(Piece(visible[last:]))
    return [piece for piece in cut if piece.text]


def paragraphs(text: str, spans: Sequence[Span]) -> list[list[Piece]]:
    """Cut a text into its lines that are not empty, each in pieces."""
    found: list[list[Piece]] = [[]]
    for piece, is_marked in pieces(text, spans, lines=True):
        first, *others = piece.split("\n")
        found[-1].append(Piece(first, is_marked))
        found += [[Piece(other, is_marked)] for other in others]
    kept = [[piece for piece in line if piece.text] for line in found]
    return [line for line in kept if any(piece.text.strip() for piece in line)]


def is_web(url: str | None) -> bool:
    """Whether an address may become a link: only those of the web do."""
    try:
        return url is not None and urlsplit(url).scheme in _LINKED and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def name_of(facet: str) -> str:
    """Return what a facet or an option is called."""
    return _(_NAMES.get(facet, facet))


def value_of(value: str) -> str:
    """Return how a value of a facet is shown."""
    return _(_VALUES[value]) if value in _VALUES else harmless(value)


def facets(address: Address, counted: Mapping[str, Iterable[tuple[str, int]]]) -> list[Facet]:
    """Return the facets that are lists, without those that hold nothing.

    Args:
        address: of the page.
        counted: for each facet its values with their counts.
    """
    found = []
    for facet in LISTED:
        chosen = address.chosen(facet)
        is_flag = chosen in FLAG_NAMES.values()  # the address may have its Chinese name
        links = []
        for value, count in counted.get(facet, ()):
            is_it = value == chosen or (is_flag and FLAG_NAMES[Flag(value)] == chosen)
            href = address.narrowed(facet, None if is_it else value)
            links.append(Link(facet, value, value_of(value), href, count, is_it))
        if chosen and not any(link.is_chosen for link in links):
            href = address.narrowed(facet, None)
            links.insert(0, Link(facet, chosen, value_of(chosen), href, 0, is_chosen=True))
        if links:
            shown, more = links[:_SHOWN_AT_ONCE], links[_SHOWN_AT_ONCE:]
            shown += [link for link in more if link.is_chosen]
            more = [link for link in more if not link.is_chosen]
            found.append(Facet(facet, name_of(facet), shown, more))
    return found


def bars(address: Address, counted: Iterable[tuple[str, int]]) -> list[Link]:
    """Return the months as bars, those without a document too; years where they are many.

    A year that is chosen shows its months.

    Args:
        address: of the page.
        counted: months as `2025-04`, with their counts.
    """
    months = dict(counted)
    if not months:
        return []
    chosen = address.chosen("month") or ""
    periods = list(_months_between(min(months), max(months)))
    if len(periods) > _MOST_MONTHS:
        if chosen[:4] in {month[:4] for month in months}:
            year = chosen[:4]
            periods = list(_months_between(f"{year}-01", f"{year}-12"))
        else:
            years = dict.fromkeys(period[:4] for period in periods)
            sums = {year: sum(n for m, n in months.items() if m[:4] == year) for year in years}
            months, periods = (
                sums,
                [year for year in years if len(years) <= 2 * _MOST_MONTHS or sums[year]],
            )
    most = max([months.get(period, 0) for period in periods] + [1])
    return [
        Link(
            "month",
            period,
            period,
            address.narrowed("month", None if period == chosen else period),
            months.get(period, 0),
            period == chosen,
            -(-100 * months.get(period, 0) // most),
        )
        for period in periods
    ]


def chips(address: Address) -> list[Link]:
    """Return what the page is narrowed by, each with the address without it."""
    return [
        Link(name, value, f"{name_of(name)} {value_of(value)}", href)
        for name, value, href in address.filters()
    ]


def orders(address: Address) -> list[Link]:
    """Return the orders, the usual one first."""
    chosen = address.value("sort") or "relevance"
    labels = {
        "relevance": _("Best"),
        "newest": _("Newest"),
        "oldest": _("Oldest"),
        "added": _("Last added"),
    }
    return [
        Link("sort", value, label, address.to(sort=value), is_chosen=value == chosen)
        for value, label in labels.items()
    ]


def pages(
    address: Address, offset: int, limit: int, furthest: int, *, is_more: bool
) -> tuple[str | None, str | None]:
    """Return the addresses of the page before and the page after, None where there is none.

    Args:
        address: of the page.
        offset: lines before the page.
        limit: lines of a page.
        furthest: the largest offset.
        is_more: whether a line stands behind the page.
    """
    before = address.to(offset=max(offset - limit, 0)) if offset else None
    is_more = is_more and limit > 0 and offset + limit <= furthest
    after = address.to(offset=offset + limit) if is_more else None
    return before, after


def first_loose(hits: Sequence[Hit]) -> str | None:
    """Return the id of the first hit that is loose; None where all match."""
    return next((hit.id for hit in hits if hit.matches == "parts"), None)


def query_link(address: Address, facet: str, value: str, count: int) -> Link:
    """Return a value of a facet as a query of its own."""
    written = f'"{value}"' if any(map(str.isspace, value)) else value
    return Link(facet, value, harmless(value), address.to(q=f"{facet}:{written}"), count)


def _months_between(first: str, last: str) -> Iterable[str]:
    year, month = int(first[:4]), int(first[5:])
    while f"{year:04}-{month:02}" <= last:
        yield f"{year:04}-{month:02}"
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004


def usual_flags(hits: Sequence[Hit]) -> tuple[Flag, ...]:
    """Return the flags that every snippet of a page has: where all are cut it says nothing."""
    snippets = [hit for hit in hits if hit.kind == Kind.SNIPPET]
    return (Flag.TRUNCATED,) if all(Flag.TRUNCATED in hit.flags for hit in snippets) else ()


def text_of(document: Document, marks: Marks | None) -> dict[str, Any]:
    """Return a document's title and lines in pieces, with what it is called."""
    in_title, in_body = marks or ((), ())
    name = shown_title(document.title, document.body)
    return {
        "name": name,
        "shown_title": pieces(name, in_title if document.title else ()),
        "lines": paragraphs(document.body, in_body),
    }


def told(explanation: Explanation, most_terms: int) -> dict[str, Any]:
    """Return why a document is found, or why not, in words and numbers."""
    return {
        "sentence": explanation.sentence,
        "relaxed": explanation.relaxed,
        "score": explanation.score or 0.0,
        "parts": [(value, part_name(name)) for name, value in explanation.parts if value],
        "terms": explanation.terms[:most_terms],
    }
