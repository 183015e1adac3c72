"""Searches of one state of an index on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ..search.budget import check

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from .clauses import Clause
    from .client import Client
    from .points import Point

_Found = TypeVar("_Found")


class Asking:
    """Asks a cluster about one state of an index.

    Args:
        client: of the cluster.
        point: the point in time of the state.
        gone: documents that are in it, and not to be seen any more.
    """

    def __init__(self, client: Client, point: Point, gone: Collection[str] = ()) -> None:
        self._client = client
        self._point = point
        self._gone = sorted(gone)

    def search(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return what a search finds.

        Raises:
            OutOfTimeError: there is no time for it.
            ClusterError: it was not answered, or not as a whole.
        """
        return self._asked(lambda pit: self._client.search(self._of_state(body, pit)))

    def msearch(self, bodies: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return what each of several searches finds; the errors are those of `search`."""
        return self._asked(
            lambda pit: self._client.msearch([self._of_state(body, pit) for body in bodies])
        )

    def _asked(self, asks: Callable[[dict[str, str]], _Found]) -> _Found:
        used: list[str] = []

        def ask() -> _Found:
            check()
            pit = self._point.clause()
            used.append(pit["id"])
            return asks(pit)

        return self._client.insisted(ask, lambda: self._point.renew(used[-1]))

    def _of_state(self, body: dict[str, Any], pit: dict[str, str]) -> dict[str, Any]:
        return body | {"pit": pit, "query": self._seen(body["query"])}

    def _seen(self, query: Clause) -> Clause:
        if not self._gone:
            return query
        return {"bool": {"must": [query], "must_not": [{"ids": {"values": self._gone}}]}}
