"""A connection is closed where a request does not come in, or an answer is not read."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import pytest
import uvicorn

from souwen.web import protocol
from souwen.web.protocol import PatientProtocol

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
CLOSING = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
LARGE = 20_000_000


@pytest.fixture(autouse=True)
def _without_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "_FOR_A_REQUEST", 0.05)
    monkeypatch.setattr(protocol, "_FOR_AN_ANSWER", 0.05)


def exchanged(*parts: bytes, body: bytes = b"a", pause: float = 0.0, read: bool = True) -> bytes:
    """Return what comes back for bytes that are sent one after the other, until it is closed."""

    async def answer(_: Any, __: Any, send: Any) -> None:
        await asyncio.sleep(pause)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    async def exchange() -> bytes:
        gone = asyncio.Event()

        class Watched(PatientProtocol):
            def connection_lost(self, exc: Exception | None) -> None:
                super().connection_lost(exc)
                gone.set()

        config = uvicorn.Config(answer, http=PatientProtocol, log_config=None, ws="none")
        server = uvicorn.Server(config)
        config.load()
        loop = asyncio.get_running_loop()

        def made() -> PatientProtocol:
            return Watched(
                config=config, server_state=server.server_state, app_state={}, _loop=loop
            )

        listening = await loop.create_server(made, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for part in parts:
            writer.write(part)
            await asyncio.sleep(0)
        received = b""
        if not read:
            await asyncio.wait_for(gone.wait(), 60)
        try:
            received = await asyncio.wait_for(reader.read(-1), 60)
        except ConnectionResetError:
            received = b"reset"
        writer.close()
        listening.close()
        return received

    return asyncio.run(exchange())


def test_many_that_wait_keep_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too many have sent no whole request, the oldest go; who asks is answered at once."""
    monkeypatch.setattr(protocol, "_FOR_A_REQUEST", 60)
    monkeypatch.setattr(protocol, "MOST_WAITING", 5)

    async def answer(_: Any, __: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"a"})

    async def crowd() -> list[bytes]:
        config = uvicorn.Config(
            answer, http=PatientProtocol, log_config=None, ws="none", limit_concurrency=8
        )
        server = uvicorn.Server(config)
        config.load()
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(
            lambda: PatientProtocol(
                config=config, server_state=server.server_state, app_state={}, _loop=loop
            ),
            "127.0.0.1",
            0,
        )
        port = listening.sockets[0].getsockname()[1]
        halves = [await asyncio.open_connection("127.0.0.1", port) for _ in range(20)]
        for reader, writer in halves:
            if not reader.at_eof():
                writer.write(REQUEST[:9])
        answers = []
        for _ in range(3):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(CLOSING)
            answers.append(await asyncio.wait_for(reader.read(-1), 60))
            writer.close()
        first = halves[-1]
        first[1].write(CLOSING[9:])  # one of the latest has its turn still
        answers.append(await asyncio.wait_for(first[0].read(-1), 60))
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await asyncio.wait_for(halves[0][0].readexactly(1), 60)
        for _, writer in halves:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
        listening.close()
        return answers

    answers = asyncio.run(crowd())
    assert [answer.split(b"\r\n")[0] for answer in answers] == [b"HTTP/1.1 200 OK"] * 4


@pytest.mark.parametrize("sent", [b"", REQUEST[:1], REQUEST[:-2]])
def test_a_request_that_does_not_come_is_not_waited_for(sent: bytes) -> None:
    """A connection that sends nothing, or a part of a request, ends without an answer."""
    assert exchanged(sent) in {b"", b"reset"}


def test_a_part_behind_an_answer_is_not_waited_for() -> None:
    """The same holds for the second request of a connection."""
    received = exchanged(REQUEST, REQUEST[:10])
    assert received.count(b"200 OK") == 1


def test_an_answer_may_take_longer() -> None:
    """The patience is for requests: what has come whole is answered, however long that takes."""
    assert b"200 OK" in exchanged(
        REQUEST.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), pause=0.2
    )


def test_an_answer_that_nobody_reads_is_given_up() -> None:
    """A connection whose other end stops reading a large answer ends, with a part of it."""
    assert len(exchanged(REQUEST, body=b"a" * LARGE, read=False)) < LARGE
