"""HTTP over one connection, with patience that ends: a slow client holds nothing for long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from .guard import HEADERS
from .replies import Problem

if TYPE_CHECKING:
    from asyncio import BaseTransport, TimerHandle, Transport

    from uvicorn.server import ServerState

_FOR_A_REQUEST = 10.0  # seconds from its first byte, or that of the connection, to its last header
_FOR_AN_ANSWER = 30.0  # seconds in which nothing of an answer is read
#: Connections of a process at most that have no whole request; who comes more ends the oldest.
MOST_WAITING = 384
# Of each server the connections that wait for a request, those that wait longest first.
_lines: WeakKeyDictionary[ServerState, dict[PatientProtocol, None]] = WeakKeyDictionary()


class PatientProtocol(H11Protocol):
    """A connection that is closed where a request does not come in, or an answer is not read.

    It is closed sooner where too many wait for a request, so that half-sent ones keep nobody out.
    """

    def __init__(self, *given: Any, **options: Any) -> None:  # noqa: ANN401 - as its base has them
        super().__init__(*given, **options)
        self._waiting: TimerHandle | None = None
        self._writing: TimerHandle | None = None
        self._line: dict[PatientProtocol, None] = {}

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin to wait for a request."""
        super().connection_made(cast("Transport", transport))
        self._line = _lines.setdefault(self.server_state, {})
        self._wait()
        self._queue()

    def data_received(self, data: bytes) -> None:
        """Stop waiting where a request is whole, and begin where one begins."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()
            self._line.pop(self, None)
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
        self._queue()
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
        self._line.pop(self, None)
        if self._writing is not None:
            self._writing.cancel()
        super().connection_lost(exc)

    def _queue(self) -> None:
        """Stand in line with those that wait; what is sent in small parts is no new turn."""
        self._line[self] = None
        if len(self._line) > MOST_WAITING:
            oldest = next(iter(self._line))
            del self._line[oldest]
            oldest.transport.abort()

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(_FOR_A_REQUEST, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
