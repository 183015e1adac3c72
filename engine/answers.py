"""The answers of late, for whoever asks the same again, as where a page is loaded anew."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from ..corpus.values import milliseconds_since
from ..index.segments.cache import Recent
from ..messages import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..search.answer.results import Results
    from ..search.query.interpret import ReadQuery
    from ..search.request import Page, SearchRequest

    _Key = tuple[str, str, Page, ReadQuery, str]

_COST = 5  # of an answer, in hits


class Answers:
    """Answers of the state of the data in which they were given, and of no other.

    Args:
        most: hits that are kept, about; with 0 every search is carried out.
    """

    def __init__(self, most: int) -> None:
        self._recent: Recent[_Key, Results] | None = None
        if most:
            self._recent = Recent(most, lambda answer: len(answer) + _COST)

    def get(
        self,
        state: Callable[[], str],
        request: SearchRequest,
        read: ReadQuery,
        make: Callable[[], Results],
    ) -> Results:
        """Return the answer to a request, made where it is not there.

        Args:
            state: returns what changes whenever an answer could.
            request: what is asked.
            read: its query, as it was read: words like 昨天 stand for a day in it.
            make: carries the search out.
        """
        if self._recent is None:
            return make()
        started = time.perf_counter()
        key = state(), request.query, request.page(), read, language()
        answer = self._recent.find(key)
        if answer is None:
            answer = make()
            if answer.total_is_exact:  # else the next one may have more time
                self._recent.put(key, answer)
            return answer
        return replace(answer, took_ms=milliseconds_since(started))
