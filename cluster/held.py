"""What an index on a cluster tells of itself and of its documents, also without a corpus."""

from __future__ import annotations

import threading
import time
from string import hexdigits
from typing import TYPE_CHECKING, Any

from ..corpus.errors import AmbiguousIdError, NoDataError, SouwenError
from .documents import document_of
from .state import DICTIONARY, not_ours, read_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..corpus.documents import Document
    from .client import Client
    from .state import State

_KEPT = 1.0  # seconds that a state is kept: so late a search sees what another machine wrote


class Held:
    """An index as a machine reads it that only searches; `ClusterIndex` derives from it.

    Args:
        client: of the cluster.
        building: the index that is meant; without it the live one.
    """

    def __init__(self, client: Client, building: str | None = None) -> None:
        self.client = client
        self._building = building
        self._guard = threading.Lock()
        self._known: tuple[float, State | None] | None = None

    def state(self) -> str | None:
        """Return a string that changes whenever an answer could; kept for a second."""
        state = self.now()
        if state is None:
            return None
        # Whoever changes anything writes the state after that, be it the same.
        return "-".join(map(str, (state.index, state.seq, *state.version)))

    def now(self) -> State | None:
        """Return what is known of the live index, by one request, kept for a second."""
        with self._guard:
            known = self._known
        if known is None or time.monotonic() - known[0] > _KEPT:
            known = time.monotonic(), self._read()
            with self._guard:
                self._known = known
        return known[1]

    def _read(self) -> State | None:
        if self._building is not None:
            return read_state(self.client, self._building)
        state = read_state(self.client, self.client.address.name)
        if state is not None and state.index == self.client.address.name:
            raise not_ours(self.client, f"{state.index} is an index that is not one of souwen")
        return state

    def _usable(self) -> State | None:
        state = self._read()
        if state is not None:
            state.check(self.client.address)
        return state

    def _forget(self) -> None:
        with self._guard:
            self._known = None

    def words(self) -> str:
        """Return the text of the dictionary that is kept with the index."""
        state = self.now()
        if state is None or not state.dictionary:
            return ""
        found = self.client.ask("GET", f"/{state.index}/_doc/{DICTIONARY}")
        return str(found["_source"]["state"]["text"])

    def ids_of(self, corpus: str | None) -> set[str]:
        """Return the ids that it has; none where it is another corpus', or cannot be read."""
        from .check import versions  # noqa: PLC0415 - not for a search

        try:
            state = self._usable()
            if state is None or state.corpus not in {None, corpus}:
                return set()
            return {id_ for id_, _ in versions(self.client, state)}
        except SouwenError:
            return set()

    def find(self, beginning: str) -> Document | None:
        """Return the document whose id begins so; None where there is none.

        Raises:
            AmbiguousIdError: several ids begin so.
        """
        self._check_is_there()
        start = beginning.strip().lower()
        if not start or not set(start) <= set(hexdigits):
            return None
        body = {"size": 2, "query": {"prefix": {"id": start}}, "sort": [{"id": "asc"}]}
        hits = self._found(body)["hits"]["hits"]
        if len(hits) > 1:
            raise AmbiguousIdError(start)
        return document_of(hits[0]["_source"]) if hits else None

    def documents(self, ids: Sequence[str]) -> dict[str, Document]:
        """Return documents by their ids, in that order; those that are not there are left out."""
        state = self.now()
        if state is None or not ids:
            return {}
        found = self.client.sources(state.index, ids)
        return {id_: document_of(source) for id_, source in found.items()}

    def counts(self) -> dict[str, int]:
        """Return how many documents there are of each kind."""
        self._check_is_there()
        body = {"size": 0, "aggs": {"kinds": {"terms": {"field": "kind"}}}}
        found = self._found(body)["aggregations"]["kinds"]["buckets"]
        return {bucket["key"]: int(bucket["doc_count"]) for bucket in found}

    def _check_is_there(self) -> None:
        if self.now() is None:
            raise NoDataError(self.client.address)

    def _found(self, body: dict[str, Any]) -> dict[str, Any]:
        return self.client.insisted(lambda: self.client.search(body))
