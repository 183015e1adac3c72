"""What machines ask of the server itself, below `/-/`: is it alive, is it ready, its counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse
from starlette.routing import Route

from ..corpus.errors import SouwenError
from .metrics import MEDIA_TYPE
from .parameters import read
from .replies import NO_STORE, Problem

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from .faults import Faults
    from .metrics import Metrics
    from .service import Service

_WARMING = "社保 基数"  # two tokens: a search, a look in texts, and loose hits


class Machine:
    """The routes for machines.

    Args:
        service: what is asked about.
        metrics: its counts.
        faults: logs what keeps it from being ready.
    """

    def __init__(self, service: Service, metrics: Metrics, faults: Faults) -> None:
        self._service = service
        self._metrics = metrics
        self._faults = faults
        self._is_ready = False

    def routes(self) -> list[Route]:
        """Return them all."""
        return [
            Route("/-/health", self.health),
            Route("/-/ready", self.ready),
            Route("/-/metrics", self.metrics),
        ]

    async def health(self, request: Request) -> Response:
        """Say that the process answers."""
        read(request, {})
        return PlainTextResponse("ok\n", headers=NO_STORE)

    async def ready(self, request: Request) -> Response:
        """Say whether searches are answered at once: the index was level, and was searched once."""
        read(request, {})
        if not await self.warm_up():
            headers = {"retry-after": "1"}
            raise Problem(503, "the index is not level with the corpus yet", headers=headers)
        return PlainTextResponse("ready\n", headers=NO_STORE)

    async def metrics(self, request: Request) -> Response:
        """Say the counts of this process."""
        read(request, {})
        text = self._metrics.text(self._service)
        return PlainTextResponse(text, headers=NO_STORE, media_type=MEDIA_TYPE)

    async def warm_up(self) -> bool:
        """Search once, which brings the index level; return whether it is."""
        if not self._is_ready:
            try:
                await self._service.call(self._search_once)
            except SouwenError as error:
                self._faults.log(f"not ready: {type(error).__name__}", f"not ready: {error}")
        return self._is_ready

    def _search_once(self) -> None:
        self._service.engine.search(_WARMING, limit=1)
        self._is_ready = self._service.engine.stats().index.up_to_date
