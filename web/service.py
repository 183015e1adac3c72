"""The engine behind HTTP: threads to call it in, a smaller lane for what is heavy, ETags."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import copy_context
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar

from ..language import days
from ..messages import said as _
from ..search.answer.sentences import out_of_time_sentence
from ..search.budget import OutOfTimeError, within
from ..search.request import Narrowing
from .replies import Problem

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from typing import Unpack

    from ..engine.engine import Engine
    from ..search.answer.explanation import Explanation
    from ..search.answer.results import Results
    from ..search.request import SearchOptions
    from .settings import Settings

_Result = TypeVar("_Result")
_MOST_WAITING = 64  # calls a lane
_LIGHT = 150_000  # postings at most: with 20,000 news texts some 50 milliseconds
_NARROWING = frozenset(Narrowing.__annotations__)
_LONGEST_WAIT = 5.0  # seconds; who typed on has asked for something else since
_RETRY_AFTER = 1  # seconds


class Lane:
    """So many calls at once, and so many that wait; who comes after these is sent away."""

    def __init__(self, pool: ThreadPoolExecutor, width: int, most_waiting: int) -> None:
        self._pool = pool
        self._free = asyncio.Semaphore(width)
        self._most = width + most_waiting
        self.inside = 0
        self.refused = 0

    async def call(self, function: Callable[[], _Result]) -> _Result:
        """Call a function in a thread, in the language of who asks.

        Raises:
            Problem: 503, where too many wait already, or it waited for too long.
        """
        if self.inside >= self._most:
            raise self._refusal()
        self.inside += 1
        try:
            async with self._turn():
                loop, speaking = asyncio.get_running_loop(), copy_context()
                return await loop.run_in_executor(self._pool, speaking.run, function)
        finally:
            self.inside -= 1

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            await asyncio.wait_for(self._free.acquire(), _LONGEST_WAIT)
        except TimeoutError:
            raise self._refusal() from None
        try:
            yield
        finally:
            self._free.release()

    def _refusal(self) -> Problem:
        self.refused += 1
        headers = {"retry-after": str(_RETRY_AFTER)}
        return Problem(503, _("too much is asked at once: try again in a second"), headers=headers)


class Service:
    """The engine for the coroutines of a server.

    Args:
        engine: it is called from threads.
        settings: how many.
    """

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings
        self._is_closed = False
        light, heavy = settings.threads, max(1, settings.threads // 4)
        self._pool = ThreadPoolExecutor(light + heavy, thread_name_prefix="souwen")
        self.light = Lane(self._pool, light, _MOST_WAITING)
        self.heavy = Lane(self._pool, heavy, _MOST_WAITING // 4)

    async def call(
        self,
        function: Callable[..., _Result],
        *given: object,
        heavy: bool = False,
        **options: object,
    ) -> _Result:
        """Call a method of the engine in a thread.

        Args:
            function: the method.
            given: its arguments.
            heavy: whether it may take long, and so goes the smaller lane.
            options: its keywords.

        Raises:
            Problem: 503, where too many wait already.
        """
        if self._is_closed:  # the connection was accepted in the last moment
            raise Problem(503, _("the server is ending"))
        lane = self.heavy if heavy else self.light
        return await lane.call(partial(function, *given, **options))

    async def weighed(
        self, function: Callable[[], _Result], query: str, options: Mapping[str, Any]
    ) -> _Result:
        """Call a function that carries out a query, in the lane that the query belongs to.

        All that it does shares one budget of time.

        Args:
            function: what answers.
            query: what it answers.
            options: those of the search; others do not matter.

        Raises:
            Problem: 503, where too many wait already, or what has no answer in part took too long.
        """
        heavy = False
        if self.light.inside:  # else nobody is in its way
            narrowing = {name: it for name, it in options.items() if name in _NARROWING}
            heavy = await self.call(self.engine.cost, query, **narrowing) > _LIGHT
        try:
            return await self.call(self._in_time, function, heavy=heavy)
        except OutOfTimeError:
            raise Problem(503, out_of_time_sentence()) from None

    def _in_time(self, function: Callable[[], _Result]) -> _Result:
        with within(self.settings.budget):
            return function()

    async def search(self, query: str, **options: Unpack[SearchOptions]) -> Results:
        """Search within the budget of time, as `Engine.search`."""
        return await self.weighed(partial(self.engine.search, query, **options), query, options)

    async def explain(
        self, query: str, id_: str, **options: Unpack[Narrowing]
    ) -> Explanation | None:
        """Explain, as `Engine.explain`."""
        explain = partial(self.engine.explain, query, id_, **options)
        return await self.weighed(explain, query, options)

    def etag(self, *parts: object) -> str:
        """Return the tag of an answer as of now: it changes whenever the answer could.

        Args:
            parts: what was asked for, the language too.
        """
        key = repr((self.engine.state(), days.today(), parts))
        return f'W/"{blake2b(key.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()}"'

    def close(self) -> None:
        """End the threads when they have answered, then close the engine."""
        self._is_closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.engine.close()
