"""Serve a data folder until a signal ends it; what is in flight is answered first.

One process serves by itself. Several share one listening socket and the files of the index, which
are mapped; whoever started them starts one anew that died.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.server import HANDLED_SIGNALS

from ..corpus.errors import RequestError, SouwenError
from ..messages import said as _
from .app import create_app
from .protocol import PatientProtocol
from .settings import LARGEST_HEADERS, LONGEST_URL

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from multiprocessing.context import ForkProcess
    from types import FrameType

    from ..engine.engine import Engine
    from .settings import Settings

_log = logging.getLogger(__name__)
_BACKLOG = 512  # connections that wait to be accepted
_MOST_CONNECTIONS = 512  # of a process
_FOR_THE_LAST = 8  # seconds for what is in flight at the end; `cli.interrupts` ends all after 10
_IDLE = 15  # seconds that a connection is kept for the next request
_QUICK_DEATH = 1.0  # seconds


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens there.

    Args:
        host: a name or an address of this machine.
        port: 0 for any that is free.

    Raises:
        RequestError: the address is none of this machine.
        SouwenError: it is taken, or may not be.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise RequestError(f"{host!r} is no address of this machine ({error})") from None
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise SouwenError(f"cannot listen on {host} port {port}: {error.strerror}") from None
    return listening


def serve(
    open_engine: Callable[[], Engine], settings: Settings, listening: socket.socket, workers: int
) -> None:
    """Serve until a signal comes, which is raised again when the last request is answered.

    Args:
        open_engine: opens the engine of a process.
        settings: of each process.
        listening: as `bind` gives it.
        workers: how many processes.

    Raises:
        RequestError: several processes cannot share an address on this system.
        SouwenError: processes die as soon as they are started.
    """
    if workers > 1 and "fork" not in multiprocessing.get_all_start_methods():
        raise RequestError(_("several workers need Linux or macOS: start one without --workers"))
    if workers == 1:
        _serve(open_engine, settings, listening)
    else:
        _supervise(open_engine, settings, listening, workers)


def _serve(open_engine: Callable[[], Engine], settings: Settings, listening: socket.socket) -> None:
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # what is worth a line we say ourselves
    config = uvicorn.Config(
        create_app(open_engine(), settings),
        http=PatientProtocol,
        ws="none",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=_BACKLOG,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=_FOR_THE_LAST,
        h11_max_incomplete_event_size=LONGEST_URL + LARGEST_HEADERS,
    )
    _Server(config).run([listening])


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """End in order when the terminal is closed, too."""
        hang_up = getattr(signal, "SIGHUP", None)
        if hang_up is None:  # as on Windows
            with super().capture_signals():
                yield
            return
        before, came = signal.getsignal(hang_up), []
        ignored = [one for one in HANDLED_SIGNALS if signal.getsignal(one) is signal.SIG_IGN]

        def note(number: int, frame: FrameType | None) -> None:
            came.append(number)
            self.handle_exit(signal.SIGTERM, frame)

        if before is not signal.SIG_IGN:  # as with nohup
            signal.signal(hang_up, note)
        try:
            with super().capture_signals():
                for number in ignored:  # as of what a script has in the background
                    signal.signal(number, signal.SIG_IGN)
                yield
                if came:
                    self._captured_signals.clear()
        finally:
            signal.signal(hang_up, before)
            if came:
                signal.raise_signal(hang_up)


def _supervise(
    open_engine: Callable[[], Engine], settings: Settings, listening: socket.socket, workers: int
) -> None:
    forking = multiprocessing.get_context("fork")  # nothing is open and no thread runs yet
    running: dict[int, tuple[int, float, ForkProcess]] = {}

    def start(number: int) -> None:
        given = open_engine, replace(settings, worker=number), listening
        process = forking.Process(target=_work, args=given, name=f"souwen-{number}")
        process.start()
        running[process.sentinel] = number, time.monotonic(), process

    try:
        for number in range(1, workers + 1):
            start(number)
        while True:
            for sentinel in wait(list(running)):
                number, begun, process = running.pop(int(sentinel))  # type: ignore[arg-type]
                process.join()
                code = process.exitcode
                if time.monotonic() - begun < _QUICK_DEATH:
                    raise SouwenError(f"process {number} ended at once, with {code}")
                _log.warning("process %d ended, with %s: another is started", number, code)
                start(number)
    finally:
        for _, _, process in running.values():
            process.terminate()
        for _, _, process in running.values():
            process.join(_FOR_THE_LAST + 1)


def _work(open_engine: Callable[[], Engine], settings: Settings, listening: socket.socket) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # The line and the exit code of a signal are those of the process that started this one.
    with suppress(KeyboardInterrupt):
        _serve(open_engine, settings, listening)


def _end_with_parent() -> None:
    """End this process in order when the one that started it is gone, in whatever way."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
