"""The front door: saved searches, and what came since each was run last."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ..corpus.documents import now
from ..corpus.errors import DamagedError, RequestError
from ..corpus.values import brief, check_type, listed, milliseconds_since
from ..messages import said as _
from ..search.own import saved
from ..search.own.saved import Mark, SavedSearch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import Unpack

    from ..search.answer.results import Results
    from ..search.query.interpret import ReadQuery
    from ..search.request import Narrowing, SearchRequest
    from .session import Session


@dataclass(frozen=True, slots=True)
class SavedRun:
    """What came since a saved search was run last.

    Attributes:
        name: of the search.
        since: when that was (ISO, UTC); None where it was never run, and all that matches is new.
        results: the documents that match and first came since then, those that came last first;
            `total` is how many there are.
        mark: what this run saw.
    """

    name: str
    since: str | None
    results: Results
    mark: Mark = field(repr=False)

    __repr__ = brief

    def as_dict(self) -> dict[str, object]:
        """Return what `saved run --json` prints."""
        return {"name": self.name, "since": self.since, **self.results.as_dict()}


class Saved:
    """The saved searches of a data folder; iterating gives them. It is `Engine.saved`.

    Each is a query with the options that narrow it. `run` returns what matches and first came since
    the last run, and keeps the mark for the next one in the data folder.

    Args:
        folder: the data folder.
        session: over it.
        read: reads a request by the person's dictionary.
    """

    def __init__(
        self, folder: Path, session: Session, read: Callable[[SearchRequest], ReadQuery]
    ) -> None:
        self._folder = folder
        self._session = session
        self._read = read

    def __iter__(self) -> Iterator[SavedSearch]:
        self._session.check_data()
        return iter(saved.load(self._folder).values())

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"Saved({str(self._folder)!r})"

    def add(self, name: str, query: str, **options: Unpack[Narrowing]) -> SavedSearch:
        """Save a search.

        Args:
            name: what it is called.
            query: as for `Engine.search`.
            options: those of `Engine.search` that narrow what it finds. Days that are given from
                today (昨天, 7d) are so at each run.

        Raises:
            RequestError: an option that cannot be carried out, a query that finds nothing whatever
                there is, or a name that another search has.
        """
        from ..search.answer.sentences import problem_sentence  # noqa: PLC0415
        from ..search.request import asked  # noqa: PLC0415

        check_type("name", name, str)
        request, usual = asked(query, options), asked(query, {})
        problem = self._read(request).problem
        if problem is not None:
            raise RequestError(problem_sentence(problem))
        given = {
            option: value.isoformat() if isinstance(value, date) else value
            for option, value in options.items()
            if value and value != getattr(usual, option)
        }
        with self._changing() as searches:
            changed = saved.added(searches, name, query, given)
            saved.save(self._folder, changed.values())
        return [*changed.values()][-1]

    def remove(self, name: str) -> bool:
        """Forget a search; tell whether it was there."""
        check_type("name", name, str)
        with self._changing() as searches:
            was_there = searches.pop(name, None) is not None
            if was_there:
                saved.save(self._folder, searches.values())
        return was_there

    def run(self, name: str, *, limit: int | None = None, mark: bool = True) -> SavedRun:
        """Return what matches a saved search and first came since it was run last.

        Args:
            name: of the search.
            limit: most hits to return; without it all.
            mark: whether this run counts as the last one from now on. Whoever may still fail to
                hand the hits on takes False, and calls `mark` in the end.

        Raises:
            RequestError: there is no such search.
        """
        from ..search.request import check_whole_number  # noqa: PLC0415

        check_type("name", name, str)
        check_type("mark", mark, bool)
        if limit is not None:
            check_whole_number("limit", limit)
        known = {search.name: search for search in self}
        if name not in known:
            there = _(", ").join(known) or _("none")
            told = _("there is no saved search {name}; there are: {names}")
            raise RequestError(told.format(name=name, names=there))
        made = self._run(known[name], limit)
        if mark:
            self.mark(made)
        return made

    def mark(self, runs: SavedRun | Iterable[SavedRun]) -> None:
        """Let runs count as the last ones of their searches."""
        made: list[SavedRun] = listed("runs", runs, SavedRun)
        with self._changing() as searches:
            changed = saved.marked(searches, {run.name: run.mark for run in made})
            saved.save(self._folder, changed.values())

    def _run(self, search: SavedSearch, limit: int | None) -> SavedRun:
        from ..search.answer.hits import hits_of  # noqa: PLC0415
        from ..search.answer.results import Results  # noqa: PLC0415
        from ..search.answer.sentences import describe  # noqa: PLC0415
        from ..search.request import Page, SearchRequest, Sort  # noqa: PLC0415

        started, last = time.perf_counter(), search.mark
        try:
            read = self._read(SearchRequest(search.query, **search.options))
        except TypeError as error:  # an option that there is not, or a value of another type
            raise DamagedError(self._folder / saved.NAME, str(error), saved.REMEDY) from None
        with self._session.searching() as snapshot, self._session.reading() as corpus:
            seen = Mark(corpus.id(), snapshot.seq, now())
            if last is not None and last.corpus != seen.corpus:
                last = None  # another corpus is in its place: nothing of it was seen
            page = Page(snapshot.size, sort=Sort.ADDED, collapse=False)
            matches = snapshot.run(read, page)
            new = corpus.arrived_since(last.seq) if last else None
            lines = [it for it in matches.lines if it.matches and (new is None or it.id in new)]
            hits = hits_of(snapshot, read, matches._replace(lines=tuple(lines[:limit])))
        took = milliseconds_since(started)
        reading = tuple(describe(read))
        results = Results(search.query, hits, len(lines), took_ms=took, reading=reading)
        return SavedRun(search.name, last.at if last else None, results, seen)

    @contextmanager
    def _changing(self) -> Iterator[dict[str, SavedSearch]]:
        """Lend the searches, while nobody else changes them."""
        self._session.check_data()
        with saved.locked(self._folder, self._session.lock_timeout) as searches:
            yield searches
