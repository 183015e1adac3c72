"""Searches of one state of an index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from souwen.cluster.asking import Asking
from souwen.cluster.clauses import EVERYTHING
from souwen.search.budget import OutOfTimeError, within

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from souwen.cluster.client import Client


class Recording:
    """Takes what would be sent, and is the point in time too, which is lost so many times."""

    def __init__(self, losses: int = 0) -> None:
        self.sent: list[dict[str, Any]] = []
        self.number = 1
        self._losses = losses

    def clause(self) -> dict[str, str]:
        """Name the point."""
        return {"id": f"point {self.number}"}

    def renew(self, lost: str) -> None:
        """Make the next one."""
        assert lost == f"point {self.number}"
        self.number += 1

    def insisted(self, asks: Callable[[], Any], before: Callable[[], object]) -> Any:
        """Ask until nothing is lost any more."""
        for _ in range(self._losses):
            asks()
            before()
        return asks()

    def search(self, body: dict[str, Any]) -> dict[str, Any]:
        """Take one body."""
        self.sent.append(body)
        return {}

    def msearch(self, bodies: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Take several."""
        return [self.search(body) for body in bodies]


def asking(client: Recording, *gone: str) -> Asking:
    """Make what asks of a client."""
    point: Any = client
    return Asking(_as_client(client), point, gone)


def _as_client(client: Any) -> Client:
    found: Client = client
    return found


def test_every_search_is_of_the_state() -> None:
    """Each body names the point in time, and is left as it is otherwise."""
    client = Recording()
    asking(client).search({"size": 1, "query": EVERYTHING})
    asking(client).msearch([{"query": EVERYTHING}, {"query": EVERYTHING}])
    assert [body["pit"]["id"] for body in client.sent] == ["point 1"] * 3
    assert client.sent[0]["query"] == EVERYTHING


def test_a_lost_point_is_made_anew() -> None:
    """What is asked again is asked of the new one."""
    client = Recording(losses=2)
    asking(client).search({"query": EVERYTHING})
    assert [body["pit"]["id"] for body in client.sent] == ["point 1", "point 2", "point 3"]


def test_what_is_gone_is_in_no_search() -> None:
    """Documents that the corpus retired meanwhile are excluded everywhere."""
    client = Recording()
    asking(client, "b", "a").msearch([{"query": EVERYTHING}])
    (body,) = client.sent
    assert body["query"]["bool"]["must_not"] == [{"ids": {"values": ["a", "b"]}}]
    assert body["query"]["bool"]["must"] == [EVERYTHING]


def test_nothing_is_asked_when_the_time_is_over() -> None:
    """A search that has no time left sends nothing more."""
    client = Recording()
    with within(-1), pytest.raises(OutOfTimeError):
        asking(client).search({"query": EVERYTHING})
    assert not client.sent
