"""Which document of a line is shown: the one that fits the query best, else the newest."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ...index.columns import IS_TRADITIONAL
from ...index.segments.segment import fields_of
from ...language.normalise import normalise
from ...language.script import leaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...index.columns import Counts, Mask, Ordinals
    from ...index.segments.snapshot import Snapshot
    from ..query.interpret import ReadQuery
    from .bm25 import Scores
    from .scoring import Scorer

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Chooser:
    """Chooses what to show, for one query.

    Args:
        query: as it was read.
        snapshot: that is searched.
        scorer: says how literally documents match, and of which place and number they are.
    """

    def __init__(self, query: ReadQuery, snapshot: Snapshot, scorer: Scorer) -> None:
        self._snapshot = snapshot
        self._columns = snapshot.columns
        self._scorer = scorer
        self._query = query

    def shown(
        self, documents: Ordinals, scores: Scores, lines: Sequence[Sequence[int]]
    ) -> list[int]:
        """Return the place of the document to show of each line.

        Args:
            documents: all that match.
            scores: beside them.
            lines: the places of each line's documents, the best first.
        """
        several = [place for line in lines if len(line) > 1 for place in line]
        if not several:
            return [place for (place,) in lines]
        places = np.unique(np.array(several))
        rank = np.empty(len(places), np.int64)
        rank[self._worst_first(documents[places], scores[places])] = np.arange(len(places))
        ranks = dict(zip(places.tolist(), rank.tolist(), strict=True))
        return [max(line, key=lambda place: ranks.get(place, 0)) for line in lines]

    def _worst_first(self, documents: Ordinals, scores: Scores) -> Ordinals:
        """Order ascending documents by how well they fit."""
        parts = self._scorer.parts(documents, scores)
        columns = self._columns
        # The last of these decides first.
        return np.lexsort(
            (
                scores,
                self._days(documents),
                columns.articles[documents],
                self._of_year(columns.days[documents]),
                self._of_script((columns.flags[documents] & IS_TRADITIONAL) > 0),
                parts.left.round(6),
                parts.own.astype(np.int64) - parts.apart,
                (parts.literal + parts.nothing_found).round(6),
            )
        )

    def _of_year(self, days: Counts) -> Counts:
        fits = np.zeros(len(days), np.int64)
        for year in map(int, _YEAR.findall(normalise(self._query.text))):
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            fits |= (first <= days) & (days <= last)
        return fits

    def _days(self, documents: Ordinals) -> Counts:
        """Return the day of each document; of one without, the first of the year in its title."""
        days = self._columns.days[documents].astype(np.int64)
        undated = np.flatnonzero(days == 0)
        for at, record in zip(undated, self._snapshot.records(documents[undated]), strict=True):
            years = [int(year) for title in fields_of(record)[0] for year in _YEAR.findall(title)]
            days[at] = date(max(years), 1, 1).toordinal() if years else 0
        return days

    def _of_script(self, is_traditional: Mask) -> Mask:
        of_query = leaning(self._query.text)
        if not of_query:
            return np.zeros(len(is_traditional), np.bool_)
        return is_traditional if of_query > 0 else ~is_traditional
