"""Count requests, and say the counts as Prometheus reads them."""

from __future__ import annotations

import logging
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from .service import Service

_log = logging.getLogger(__name__)
#: Of an answer in Prometheus' text form.
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """The counts of one process."""

    def __init__(self) -> None:
        self.in_flight = 0
        self._statuses: Counter[tuple[str, int]] = Counter()
        self._within: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(_SECONDS) + 1))
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def count(self, endpoint: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._statuses[endpoint, status] += 1
        self._within[endpoint][bisect_left(_SECONDS, seconds)] += 1
        self._seconds[endpoint] += seconds

    def text(self, service: Service) -> str:
        """Return all counts, with those of the lanes, in Prometheus' text form."""
        return "".join(f"{line}\n" for line in self._lines(service))

    def _lines(self, service: Service) -> Iterator[str]:
        worker = f'worker="{service.settings.worker}"'
        yield "# TYPE souwen_requests_total counter"
        for (endpoint, status), count in sorted(self._statuses.items()):
            labels = f'{worker},endpoint="{endpoint}",status="{status}"'
            yield f"souwen_requests_total{{{labels}}} {count}"
        yield "# TYPE souwen_request_seconds histogram"
        for endpoint, within in sorted(self._within.items()):
            labels = f'{worker},endpoint="{endpoint}"'
            total = 0
            for limit, count in zip((*map(str, _SECONDS), "+Inf"), within, strict=True):
                total += count
                yield f'souwen_request_seconds_bucket{{{labels},le="{limit}"}} {total}'
            yield f"souwen_request_seconds_sum{{{labels}}} {self._seconds[endpoint]:.6f}"
            yield f"souwen_request_seconds_count{{{labels}}} {total}"
        yield "# TYPE souwen_requests_in_flight gauge"
        yield f"souwen_requests_in_flight{{{worker}}} {self.in_flight}"
        lanes = {"light": service.light, "heavy": service.heavy}
        yield "# TYPE souwen_calls_inside gauge"
        for name, lane in lanes.items():
            yield f'souwen_calls_inside{{{worker},lane="{name}"}} {lane.inside}'
        yield "# TYPE souwen_calls_refused_total counter"
        for name, lane in lanes.items():
            yield f'souwen_calls_refused_total{{{worker},lane="{name}"}} {lane.refused}'


class Counting:
    """Counts what an application answers.

    Args:
        app: the application.
        metrics: the counts.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        begun = time.perf_counter()
        self._metrics.in_flight += 1
        try:
            await self._app(scope, receive, noting)
        finally:
            self._metrics.in_flight -= 1
            seconds = time.perf_counter() - begun
            endpoint = getattr(scope.get("endpoint"), "__name__", "none")
            self._metrics.count(endpoint, status, seconds)
            if _log.isEnabledFor(logging.INFO):
                # As it was sent: percent-encoded, so that nothing in it steers a terminal.
                path = scope["raw_path"].decode("latin-1")
                _log.info("%s %s: %d, %.1f ms", scope["method"], path, status, seconds * 1000)
