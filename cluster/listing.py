"""The one list of lines that a query has: what matches, then what has only parts of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..search.budget import OutOfTimeError
from ..search.contract import Matches
from ..search.query.tree import Mode
from ..search.ranking.bm25 import BM25
from ..search.request import Page, Sort
from ..search.run import FIRST_PAGE, Run
from .candidates import WINDOW, is_template
from .sources import SourcesOf
from .window import Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..corpus.documents import Document
    from ..search.contract import Line
    from ..search.plan import Plan
    from ..search.query.interpret import ReadQuery
    from .candidates import Candidates, Fetched
    from .statistics import Statistics


class Listing:
    """Lines of a query, made of windows of candidates as far as they are asked for.

    Args:
        candidates: of the query.
        statistics: of the state that is searched.
        query: one without a problem.
        page: what is asked for.
    """

    def __init__(
        self, candidates: Candidates, statistics: Statistics, query: ReadQuery, page: Page
    ) -> None:
        self._candidates = candidates
        self._statistics = statistics
        self._query = query
        self._page = page
        self._templates: dict[str, Counter[int]] = {}  # of each line: how many pages of each
        self.documents: dict[str, Document] = {}
        self.matching: list[Line] = []
        self.loose: list[Line] = []
        self.more: int | None = None
        self.in_time = True

    def read(self, first: Fetched) -> Matches:
        """Return the page, of which the first matches were fetched."""
        needed = self._page.offset + self._page.limit
        loosened = self._loosened()
        try:
            if loosened is not None and first.total < FIRST_PAGE:
                self._fill(first, loosened, needed)
            else:
                is_all = self._match(first, max(needed, FIRST_PAGE))
                if loosened is not None and is_all and len(self.matching) < FIRST_PAGE:
                    self._fill(first, loosened, needed)
        except OutOfTimeError:
            if not self.documents:
                raise
            self.in_time = False
        lines = [*self.matching, *self.loose][self._page.offset : needed]
        if first.total > len(first.documents):
            lines = self._counted(lines)
        plan = self._candidates.plan
        if loosened is not None and any(not line.matches for line in lines):
            plan = loosened
        return Matches(
            tuple(lines),
            first.total,
            self._candidates.planner.strings(plan),
            plan.relaxed,
            total_is_exact=self.in_time,
            more=self.more,
        )

    def _loosened(self) -> Plan | None:
        """Return what may stand below the matches."""
        if self._query.mode is not Mode.AUTO or self._page.sort is not Sort.RELEVANCE:
            return None
        return self._candidates.planner.loosened(self._candidates.plan)

    def _match(self, fetched: Fetched, needed: int) -> bool:
        """Add lines of matches, so many if there are; return whether these are all."""
        templates: set[int] = set()
        while True:
            self.matching += self.lines(fetched)
            if len(fetched.documents) < WINDOW or len(fetched.documents) == fetched.total:
                return True
            if len(self.matching) >= needed:
                return False
            if self._page.collapse:
                templates |= fetched.templates()
            fetched = self._candidates.matches(
                self._page.sort, after=fetched.last, without=templates
            )
            if not fetched.documents:
                return True

    def _fill(self, first: Fetched, loosened: Plan, needed: int) -> None:
        """Add the lines of what is loose, and of matches where these are not known yet."""
        fetched = self._candidates.loose(loosened, self._page.sort)
        self.more = fetched.total
        while True:
            lines = self.lines(fetched, first.documents)
            self.matching = self.matching or [line for line in lines if line.matches]
            self.loose += [line for line in lines if not line.matches]
            is_all = len(fetched.documents) < WINDOW
            if is_all or len(self.matching) + len(self.loose) >= needed:
                return
            fetched = self._candidates.loose(loosened, self._page.sort, fetched.last)

    def lines(self, fetched: Fetched, more: Sequence[Document] = ()) -> list[Line]:
        """Rank what was fetched, with some that match."""
        documents = [*more, *fetched.documents]
        self.documents |= {document.id: document for document in documents}
        window = Window(documents, self._statistics)
        run = Run(window, BM25(window), self._query, SourcesOf(documents))
        page = Page(len(documents), 0, self._page.sort, self._page.collapse)
        found = run.page(page)
        for ranked, places in found.page():
            for place in places:
                keys = window.columns.folds[ranked.documents[[*place.places]]].tolist()
                templates = Counter(key for key in keys if is_template(key))
                self._templates[window.ids[ranked.documents[place.place].item()]] = templates
        return [*run.matches(found, lambda some: [window.ids[at] for at in some.tolist()]).lines]

    def _counted(self, lines: Sequence[Line]) -> list[Line]:
        """Count what stands behind lines of templates, also where it was not fetched."""
        of_line = {line.id: self._templates[line.id] for line in lines if line.matches}
        if not self._page.collapse:
            return [*lines]
        totals = self._candidates.folded({key for keys in of_line.values() for key in keys})
        missing = {
            id_: sum(max(totals[key] - known, 0) for key, known in keys.items() if key in totals)
            for id_, keys in of_line.items()
        }
        return [line._replace(folded=line.folded + missing.get(line.id, 0)) for line in lines]
