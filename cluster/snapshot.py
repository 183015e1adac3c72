"""One state of an index on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import Client
    from .state import State


class ClusterSnapshot:
    """A point in time of an index, for one search.

    Args:
        client: of the cluster.
        point: the point in time.
        state: what the index had reached then.
        cache: what was worked out for earlier states, by their names.
        gone: documents that the corpus retired since.
    """

    def __init__(
        self,
        client: Client,
        point: str,
        state: State,
        cache: dict[Any, Any],
        gone: frozenset[str] = frozenset(),
    ) -> None:
        self._client = client
        self._point = point
        self._state = state
        self._cache = cache
        self._gone = gone

    @property
    def seq(self) -> int:
        """The change of the corpus that it shows."""
        return self._state.seq

    @property
    def size(self) -> int:
        """The number of documents in it."""
        body: dict[str, Any] = {
            "size": 0,
            "track_total_hits": True,
            "pit": {"id": self._point},
            "query": {
                "bool": {
                    "filter": [{"exists": {"field": "kind"}}],
                    "must_not": [{"terms": {"id": sorted(self._gone)}}],
                }
            },
        }
        return int(self._client.search(body)["hits"]["total"]["value"])
