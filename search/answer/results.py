"""The results of a search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Literal, NamedTuple, overload

from ...corpus.values import brief, plain
from ...language.harmless import harmless
from ...messages import said as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...corpus.documents import Flag, Kind
    from ..contract import Counted

Span = tuple[int, int]


class Marks(NamedTuple):
    """Where a document has what was looked for, in its whole title and text.

    The spans are half-open, in code points, sorted and disjoint.
    """

    title: tuple[Span, ...]
    body: tuple[Span, ...]

    def __repr__(self) -> str:
        return brief(self)

    def as_dict(self) -> dict[str, object]:
        """Return the spans as JSON values."""
        return plain(self)


@dataclass(frozen=True, slots=True)
class Hit:
    """One found document.

    Attributes:
        rank: from 1, over all pages of the result.
        title_spans: half-open, in code points, into `title`; sorted, disjoint.
        excerpt: a verbatim slice of the text.
        excerpt_start: its offset in the text.
        excerpt_cut: whether something is left out before it, and behind it.
        excerpt_spans: like `title_spans`, into `excerpt`.
        published: ISO date or None.
        score: falls along the ranks; good for comparing hits of one search only.
        matches: "all" for a match; "parts" for a loose hit, which has only parts of the query.
        coverage: the share of the query's content that it covers, from 0 to 1; 1 where it has
            every token.
        sources: keys of the sources that show the document.
        refs: the `id`s that JSON lines gave it.
        folded: how many other matching documents stand behind this line.
        stand_in_title: whether `title` is the beginning of the text, which has no title.
    """

    rank: int
    id: str
    kind: Kind
    title: str
    title_spans: tuple[Span, ...]
    excerpt: str
    excerpt_start: int
    excerpt_spans: tuple[Span, ...]
    published: str | None
    channel: str | None
    url: str | None
    score: float
    matches: Literal["all", "parts"]
    coverage: float
    sources: tuple[str, ...]
    refs: tuple[str, ...]
    folded: int
    flags: tuple[Flag, ...]
    stand_in_title: bool = False
    excerpt_cut: tuple[bool, bool] = (False, False)

    def __repr__(self) -> str:
        return brief(self, "rank", "id", "kind", "title", "published", "matches", "folded")

    def as_dict(self) -> dict[str, object]:
        """Return the hit as `search --json` prints it."""
        # Not `asdict`, which copies all that is in it: a server answers by the thousand.
        return {name: getattr(self, name) for name in self.__slots__}


class Relaxed(NamedTuple):
    """How a query was read otherwise than it was typed.

    Attributes:
        how: "taken-apart", where a token stands nowhere as it is; "parts", where loose hits are
            shown.
        of: the tokens concerned.
        message: the same in one sentence.
    """

    how: Literal["taken-apart", "parts"]
    of: tuple[str, ...]
    message: str

    def __repr__(self) -> str:
        return brief(self)

    def as_dict(self) -> dict[str, object]:
        """Return the fields by their names."""
        return self._asdict()


class Near(NamedTuple):
    """A document that is close to a query that finds nothing; fields as those of a hit."""

    id: str
    title: str
    excerpt: str
    excerpt_cut: tuple[bool, bool] = (False, False)

    def __repr__(self) -> str:
        return brief(self, "id", "title")

    def as_dict(self) -> dict[str, object]:
        """Return the fields by their names."""
        return self._asdict()


@dataclass(frozen=True, slots=True)
class Results(Sequence[Hit]):
    """The hits of one page of a result, and what holds for the whole result.

    Attributes:
        query: as it was given.
        total: how many documents match; loose hits are none of them.
        total_is_exact: whether everything was worked out; false only where a time budget was set
            and ran out, with what there was by then.
        more: how many documents are loose; None where that was not worked out.
        relaxed: None where the query was read as typed and no loose hit is shown.
        took_ms: milliseconds.
        problem: None, or why there can be no hits: "empty", "only-exclusions", "too-long",
            "too-complex".
        message: the same in one line for a person, or why nothing is found.
        reading: how the query was read, a line a part.
        facets: for each facet its values, each with how many of all that match have it; None where
            they were not asked for.
        did_you_mean: a query that was probably meant, or None.
        nearest: where there are no hits, the documents that are closest.
    """

    query: str
    hits: tuple[Hit, ...]
    total: int = 0
    total_is_exact: bool = True
    more: int | None = None
    relaxed: Relaxed | None = None
    took_ms: float = 0.0
    problem: str | None = None
    message: str | None = None
    reading: tuple[str, ...] = ()
    facets: Mapping[str, Counted] | None = None
    did_you_mean: str | None = None
    nearest: tuple[Near, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Hit]: ...
    def __getitem__(self, index: int | slice) -> Hit | Sequence[Hit]:
        return self.hits[index]

    def __len__(self) -> int:
        return len(self.hits)

    def __repr__(self) -> str:
        return brief(self, "query", "hits", "total", "more", "message")

    def _repr_html_(self) -> str:
        """Return the results as a notebook shows them, with what matches marked."""
        return f'<div class="souwen">{"".join(_html(self))}</div>'

    def as_dict(self) -> dict[str, object]:
        """Return the results as `search --json` prints them."""
        return {
            "query": self.query,
            "total": self.total,
            "total_is_exact": self.total_is_exact,
            "more": self.more,
            "relaxed": self.relaxed and self.relaxed.as_dict(),
            "took_ms": self.took_ms,
            "reading": self.reading,
            "message": self.message,
            "did_you_mean": self.did_you_mean,
            "facets": self.facets and dict(self.facets),
            "nearest": [near.as_dict() for near in self.nearest],
            "hits": [hit.as_dict() for hit in self.hits],
        }


def _html(results: Results) -> Iterator[str]:
    if results.problem is None:
        told = (
            _("{n} found in {ms} ms")
            if results.total_is_exact
            else _("at most {n} found in {ms} ms")
        )
        counted = told.format(n=f"{results.total:,}", ms=f"{results.took_ms:,.0f}")
        yield f"<p>{_escaped(results.query)}: <b>{counted}</b></p>"
    if results.message:
        yield f"<p>{_escaped(results.message)}</p>"
    if results.relaxed:
        yield f"<p>{_escaped(results.relaxed.message)}</p>"
    if results.did_you_mean:
        yield f"<p>{_escaped(_('Did you mean {query}?').format(query=results.did_you_mean))}</p>"
    matches = [hit for hit in results if hit.matches == "all"]
    yield from _list(matches)
    if len(matches) < len(results):
        told = _("only parts of it from here on ({n})").format(n=f"{results.more or 0:,}")
        yield f"<hr><p><i>{told}</i></p>"
        yield from _list(results.hits[len(matches) :])
    if results.nearest:
        yield f"<p>{_('The nearest there is')}</p><ul>"
        yield from (
            f"<li>{_escaped(near.title)} <code>{near.id}</code></li>" for near in results.nearest
        )
        yield "</ul>"


def _list(hits: Iterable[Hit]) -> Iterator[str]:
    for at, hit in enumerate(hits):
        yield f'<ol start="{hit.rank}">' if not at else ""
        facts = [hit.published, hit.channel, *hit.flags]
        facts += [f"+{hit.folded}"] if hit.folded else []
        said = " · ".join(_escaped(fact) for fact in facts if fact)
        before, behind = ("…" * is_left_out for is_left_out in hit.excerpt_cut)
        excerpt = _marked(hit.excerpt, hit.excerpt_spans)
        yield (
            f"<li><b>{_marked(hit.title, hit.title_spans)}</b><br>"
            f"<small>{said}{' · ' * bool(said)}<code>{hit.id}</code></small><br>"
            f"{before}{excerpt}{behind}</li>"
        )
    yield "</ol>" if hits else ""


def _marked(text: str, spans: Iterable[Span]) -> str:
    pieces, last = [], 0
    for start, end in spans:
        pieces += [_escaped(text[last:start]), f"<mark>{_escaped(text[start:end])}</mark>"]
        last = end
    return "".join([*pieces, _escaped(text[last:])])


def _escaped(text: str) -> str:
    return escape(harmless(text))
