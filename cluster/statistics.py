"""What a search asks about all documents: how many there are, how long, how many have a term."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from ..language.content import content_parts
from ..language.literal import LiteralText
from ..language.terms import Family, count_form
from ..search.ranking.concepts import Weights, concepts
from .clauses import EVERYTHING, NOTHING, having
from .literals import standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..search.query.interpret import ReadQuery
    from .asking import Asking
    from .clauses import Clause

# Of a term or a string, and whether it counts in titles only.
_Key: TypeAlias = "tuple[Family, str, bool] | tuple[LiteralText, bool]"
_AT_ONCE = 200  # searches of one request


class Statistics:
    """Numbers of one state of an index, each asked for once.

    Args:
        asking: of that state.
        known: what was asked for before; kept by whoever keeps the state.
    """

    def __init__(self, asking: Asking, known: dict[Any, Any]) -> None:
        self._asking = asking
        self._known = known

    @property
    def size(self) -> int:
        """The number of documents."""
        return self._whole[0]

    @property
    def titles(self) -> int:
        """The number of documents with a title."""
        return self._whole[3]

    @property
    def average_lengths(self) -> tuple[float, float]:
        """The average length of a title and of a body, 1 at least."""
        return self._whole[1:3]

    @cached_property
    def _whole(self) -> tuple[int, float, float, int]:
        if None not in self._known:
            lengths = ("title_length", "body_length")
            body = {
                "size": 0,
                "track_total_hits": True,
                "query": EVERYTHING,
                "aggs": {name: {"avg": {"field": name}} for name in lengths}
                | {"titles": {"filter": {"exists": {"field": "t.chars"}}}},
            }
            found = self._asking.search(body)
            title, of_body = (found["aggregations"][name]["value"] or 1.0 for name in lengths)
            total = found["hits"]["total"]["value"]
            titles = found["aggregations"]["titles"]["doc_count"]
            self._known[None] = (total, max(title, 1.0), max(of_body, 1.0), titles)
        whole: tuple[int, float, float, int] = self._known[None]
        return whole

    def frequency(self, family: Family, term: str, *, title_only: bool = False) -> int:
        """Return how many documents have a term, or how many titles."""
        return self._count((family, term, title_only))

    def holding(self, literal: LiteralText, *, title_only: bool) -> int:
        """Return in how many documents a string stands."""
        return self._count((literal, title_only))

    def _count(self, key: _Key) -> int:
        if key not in self._known:
            self._learn([key])
        count: int = self._known[key]
        return count

    def prepare(self, query: ReadQuery) -> None:
        """Ask for all that a query may need, at once."""
        self._learn(_asked_by(query))

    def _learn(self, keys: Iterable[_Key]) -> None:
        wanted = {key: _query(key) for key in dict.fromkeys(keys) if key not in self._known}
        self._known.update((key, 0) for key, query in wanted.items() if query == NOTHING)
        asked = [(key, query) for key, query in wanted.items() if query != NOTHING]
        for start in range(0, len(asked), _AT_ONCE):
            some = asked[start : start + _AT_ONCE]
            bodies = [{"size": 0, "track_total_hits": True, "query": query} for _, query in some]
            for (key, _), found in zip(some, self._asking.msearch(bodies), strict=True):
                self._known[key] = found["hits"]["total"]["value"]


def _query(key: _Key) -> Clause:
    if isinstance(key[0], LiteralText):
        return standing(key[0], title_only=bool(key[1]))
    family, term, title_only = key
    return having(Family(family), str(term), title_only=title_only)


def _asked_by(query: ReadQuery) -> Iterator[_Key]:
    """Yield what may be asked about when a query is carried out; more is asked for when it is."""
    for string in query.strings:
        for text in (string.text, *(reading.text for reading in string.readings)):
            for family, counts in count_form(text).items():
                yield from ((family, term, False) for term in counts)
        for part in content_parts(string.text, string.parts, string.own_words):
            for kind, text in (term for terms in part for term in terms):
                yield (LiteralText.whole(text), False) if kind is None else (kind, text, False)
    for concept in concepts(query.strings, Weights()):
        for term in (term for option in concept for term in option.terms):
            yield from ((term.family, term.text, title_only) for title_only in (False, True))
    strings = {string.node: string for string in query.strings}
    for node, _ in query.mixed:
        string = strings[node]
        yield string.literal(), string.title_only
        yield from ((reading.literal(), string.title_only) for reading in string.readings)
