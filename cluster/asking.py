"""Searches of one state of an index on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..search.budget import check

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from .clauses import Clause
    from .client import Client

_KEPT = "5m"  # how long the cluster keeps a state for us after the last search of it


class Asking:
    """Asks a cluster about one state of an index.

    Args:
        client: of the cluster.
        pit: the point in time of the state.
        gone: documents that are in it, and not to be seen any more.
    """

    def __init__(self, client: Client, pit: str, gone: Collection[str] = ()) -> None:
        self._client = client
        self._pit = pit
        self._gone = sorted(gone)

    def search(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return what a search finds.

        Raises:
            OutOfTimeError: there is no time for it.
            ClusterError: it was not answered, or not as a whole.
        """
        check()
        return self._client.search(self._of_state(body))

    def msearch(self, bodies: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return what each of several searches finds; the errors are those of `search`."""
        check()
        return self._client.msearch([self._of_state(body) for body in bodies])

    def _of_state(self, body: dict[str, Any]) -> dict[str, Any]:
        pit = {"id": self._pit, "keep_alive": _KEPT}
        return body | {"pit": pit, "query": self._seen(body["query"])}

    def _seen(self, query: Clause) -> Clause:
        if not self._gone:
            return query
        return {"bool": {"must": [query], "must_not": [{"ids": {"values": self._gone}}]}}
