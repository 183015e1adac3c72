"""Calls go to threads by their lane, and who comes when a lane is full is sent away."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.language import days
from souwen.web import service as service_module
from souwen.web.replies import Problem
from souwen.web.service import Lane, Service
from souwen.web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def service(samples_folder: Path) -> Iterator[Service]:
    """Return the service of a server over the samples."""
    service = Service(souwen.open(samples_folder), Settings())
    yield service
    service.close()


def test_a_lane_is_as_wide_as_it_is() -> None:
    """So many calls run at once, so many wait, the next is 503, and all others are answered."""
    begun, going = threading.Semaphore(0), threading.Semaphore(0)
    at_once: list[int] = []
    running = 0
    guard = threading.Lock()

    def work() -> int:
        nonlocal running
        with guard:
            running += 1
            at_once.append(running)
        begun.release()
        going.acquire()
        with guard:
            running -= 1
        return 7

    async def ask() -> None:
        with ThreadPoolExecutor(4) as pool:
            lane = Lane(pool, width=2, most_waiting=3)
            calls = [asyncio.create_task(lane.call(work)) for _ in range(6)]
            done, waiting = await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
            (refused,) = (call.exception() for call in done)
            assert isinstance(refused, Problem)
            assert (refused.status, refused.headers) == (503, {"retry-after": "1"})
            assert (lane.inside, lane.refused) == (5, 1)
            for _ in range(2):
                await asyncio.to_thread(begun.acquire)
            going.release(5)
            assert await asyncio.gather(*waiting) == [7] * 5
            assert lane.inside == 0

    asyncio.run(ask())
    assert max(at_once) == 2


def test_who_waits_too_long_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that does not get its turn in time is 503, and leaves the lane."""
    monkeypatch.setattr(service_module, "_LONGEST_WAIT", 0.01)
    going = threading.Event()

    async def ask() -> None:
        with ThreadPoolExecutor(1) as pool:
            lane = Lane(pool, width=1, most_waiting=3)
            first = asyncio.create_task(lane.call(going.wait))
            with pytest.raises(Problem):
                await asyncio.gather(asyncio.sleep(0), lane.call(going.wait))
            assert (lane.inside, lane.refused) == (1, 1)
            going.set()
            assert await first

    asyncio.run(ask())


def test_heavy_queries_leave_room_for_light_ones(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many heavy ones there are, a light one is answered before any of them ends."""
    monkeypatch.setattr(service_module, "_LIGHT", 100)
    costs = {"heavy": 1_000, "light": 10}
    monkeypatch.setattr(service.engine, "cost", lambda query, **_: costs[query])
    going = threading.Event()

    async def ask() -> None:
        heavy = [asyncio.create_task(service.weighed(going.wait, "heavy", {})) for _ in range(12)]
        await asyncio.sleep(0)
        for _ in range(3):
            assert await service.weighed(lambda: "found", "light", {}) == "found"
        assert not any(call.done() for call in heavy)
        assert service.heavy.inside == 11  # the first had nobody in its way
        going.set()
        assert all(await asyncio.gather(*heavy))

    asyncio.run(ask())


def test_options_that_narrow_are_weighed(service: Service) -> None:
    """A query is weighed with its options, of which an estimate takes those that narrow."""
    asked: list[dict[str, Any]] = []
    cost = service.engine.cost

    def noting(query: str, **options: Any) -> int:
        asked.append(options)
        return cost(query, **options)

    service.engine.cost = noting  # type: ignore[method-assign]

    async def ask() -> None:
        both = (service.search("社保", kind="article", limit=1, sort="newest") for _ in range(2))
        first, second = await asyncio.gather(*both)
        assert first.total == second.total > 0

    asyncio.run(ask())
    assert asked == [{"kind": "article"}]


def test_a_tag_changes_with_what_the_answer_depends_on(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question, the state of what is searched in, and the day in China each make another."""
    tags = {service.etag("a"), service.etag("b"), service.etag("a", "b")}
    assert service.etag("a") in tags
    monkeypatch.setattr(days, "today", lambda: date(2030, 1, 1))
    tags.add(service.etag("a"))
    monkeypatch.setattr(service.engine, "state", lambda: "another")
    tags.add(service.etag("a"))
    assert len(tags) == 5


def test_nothing_is_asked_at_the_end(samples_folder: Path) -> None:
    """What comes when the server has ended is 503, which a client may ask again."""
    service = Service(souwen.open(samples_folder), Settings())
    service.close()
    with pytest.raises(Problem) as raised:
        asyncio.run(service.search("社保"))
    assert raised.value.status == 503
