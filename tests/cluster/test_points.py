"""Points in time of a cluster."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from souwen.cluster import points as points_module
from souwen.cluster.client import Client
from souwen.cluster.points import Points
from souwen.corpus.errors import ClusterError

from .fake import FakeCluster

if TYPE_CHECKING:
    from collections.abc import Iterator


class Keeper(FakeCluster):
    """Makes points in time and removes them, and knows which there are."""

    def __init__(self) -> None:
        super().__init__(self._answer)
        self.made = 0
        self.there: set[str] = set()

    def _answer(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        assert "/_search/point_in_time" in path
        if method == "DELETE":
            self.there -= set(json.loads(body)["pit_id"])
            return 200, {}
        self.made += 1
        self.there.add(str(self.made))
        return 200, {"pit_id": str(self.made)}


@pytest.fixture
def keeper() -> Iterator[Keeper]:
    """Lend a server that keeps points."""
    with Keeper() as keeper:
        yield keeper


def test_searches_of_one_state_share_a_point(keeper: Keeper) -> None:
    """It is made once, whether one search is behind the other or beside it."""
    points = Points(Client(keeper.address))
    for _ in range(3):
        with points.lent("x", 1) as point, points.lent("x", 1) as beside:
            assert point is beside
            assert point.clause() == {"id": "1", "keep_alive": "5m"}
    assert keeper.made == 1
    points.close()
    assert not keeper.there


def test_a_point_of_an_old_state_goes_with_its_last_user(keeper: Keeper) -> None:
    """Who searches in it goes on; who comes later has the new one."""
    points = Points(Client(keeper.address))
    with points.lent("x", 1), points.lent("x", 2) as point:
        assert point.clause()["id"] == "2"
        assert keeper.there == {"1", "2"}
    assert keeper.there == {"2"}
    points.close()
    assert not keeper.there
    points.close()


def test_one_that_was_not_used_for_long_is_made_anew(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cluster may have forgotten it."""
    points = Points(Client(keeper.address))
    with points.lent("x", 1):
        pass
    monkeypatch.setattr(points_module, "_IDLE", -1)
    with points.lent("x", 1) as point:
        assert point.clause()["id"] == "2"


def test_one_that_is_lost_is_made_anew_once(keeper: Keeper) -> None:
    """Of two threads that miss it the first makes the next one."""
    points = Points(Client(keeper.address))
    with points.lent("x", 1) as point:
        point.renew("1")
        point.renew("1")
        assert point.clause()["id"] == "2"
    assert keeper.made == 2


def test_searches_beside_each_other_wait_for_one_that_fails() -> None:
    """A point that cannot be made is tried once for all of them, and not once behind the other."""
    together = threading.Barrier(3)

    def answer(*_: object) -> tuple[int, Any]:
        time.sleep(0.5)  # all have come in the meantime
        return 404, {"error": "no"}

    def search() -> None:
        together.wait()
        with pytest.raises(ClusterError), points.lent("x", 1):
            pass
        ended.append(True)

    ended: list[bool] = []
    with FakeCluster(answer) as fake:
        points = Points(Client(fake.address))
        fake.asked.clear()
        threads = [threading.Thread(target=search) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert ended == [True] * 3
        assert len(fake.asked) == 1


def test_an_index_that_is_not_there() -> None:
    """Then there is no point in it, and the next search asks again."""
    with FakeCluster(lambda *_: (404, {"error": "no such index"})) as fake:
        points = Points(Client(fake.address))
        for _ in range(2):
            with pytest.raises(ClusterError), points.lent("x", 1):
                pass
        assert len(fake.asked) == 2
        points.close()
