"""HTTP over one connection, with patience that ends: a slow client holds nothing for long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from .guard import HEADERS
from .replies import Problem

if TYPE_CHECKING:
    from asyncio import BaseTransport, TimerHandle, Transport

_FOR_A_REQUEST = 10.0  # seconds from its first byte, or that of the connection, to its last header
_FOR_AN_ANSWER = 30.0  # seconds in which nothing of an answer is read


class PatientProtocol(H11Protocol):
    """A connection that is closed where a request does not come in, or an answer is not read."""

    def __init__(self, *given: Any, **options: Any) -> None:  # noqa: ANN401 - as its base has them
        super().__init__(*given, **options)
        self._waiting: TimerHandle | None = None
        self._writing: TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin to wait for a request."""
        super().connection_made(cast("Transport", transport))
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Stop waiting where a request is whole, and begin where one begins."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()
        elif self._waiting is None:
            self._wait()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request of HTTP, and let the connection go."""
        self._stop_waiting()
        reply = Problem(400, msg, headers={**HEADERS, "connection": "close"}).reply()
        head = h11.Response(status_code=400, headers=reply.raw_headers, reason=b"Bad Request")
        for event in (head, h11.Data(data=bytes(reply.body)), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def on_response_complete(self) -> None:
        """Go back to what its base waits for between two requests."""
        self._stop_waiting()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Begin to wait for what is not read."""
        super().pause_writing()
        self._writing = self.loop.call_later(_FOR_AN_ANSWER, self.transport.abort)

    def resume_writing(self) -> None:
        """Stop waiting for that."""
        super().resume_writing()
        if self._writing is not None:
            self._writing.cancel()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        if self._writing is not None:
            self._writing.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(_FOR_A_REQUEST, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
