"""Calls go to threads by their lane, and who comes when a lane is full is sent away."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

from souwen.web.replies import Problem
from souwen.web.service import Lane


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
