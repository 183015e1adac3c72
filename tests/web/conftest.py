"""A server over the sample pages, in this process."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

import souwen
from souwen.web.app import create_app
from souwen.web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: How long a process may take to begin or to end, on a busy machine.
PATIENCE = 60.0

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples" / "pages"


@pytest.fixture(scope="session")
def samples_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder of the sample pages, which is only read."""
    folder = tmp_path_factory.mktemp("web") / "data"
    with souwen.open(folder) as engine:
        engine.add([SAMPLES], name="samples")
    return folder


@pytest.fixture
def own_folder(samples_folder: Path, tmp_path: Path) -> Path:
    """Return a data folder of the sample pages, which may be changed."""
    return shutil.copytree(samples_folder, tmp_path / "own-data")


@pytest.fixture
def serve() -> Iterator[Callable[..., TestClient]]:
    """Return a maker of clients of a server over a folder, with its settings as keywords."""
    running: list[TestClient] = []

    def start(folder: Path, **settings: Any) -> TestClient:
        app = create_app(souwen.open(folder), Settings(**settings))
        client = TestClient(app, base_url="http://127.0.0.1:8765", raise_server_exceptions=False)
        client.__enter__()
        running.append(client)
        return client

    yield start
    for client in running:
        client.__exit__(None, None, None)


@pytest.fixture
def client(serve: Callable[..., TestClient], samples_folder: Path) -> TestClient:
    """Return a client of a server over the samples, with settings as they are by default."""
    return serve(samples_folder)


@dataclass
class Server:
    """A process of `souwen serve`, and where it is."""

    process: subprocess.Popen[str]
    port: int

    @property
    def url(self) -> str:
        """Its root, without a slash."""
        return f"http://127.0.0.1:{self.port}"

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """End it by a signal; return its exit code and what it said after its first line."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said


@pytest.fixture
def served() -> Iterator[Callable[..., Server]]:
    """Return a starter of processes that serve a folder on a port of their own."""
    with _starter() as start:
        yield start


@pytest.fixture(scope="module")
def served_once(samples_folder: Path) -> Iterator[Server]:
    """Return a process that serves the samples to all tests of a module."""
    with _starter() as start:
        yield start(samples_folder)


@contextmanager
def _starter() -> Iterator[Callable[..., Server]]:
    running: list[subprocess.Popen[str]] = []
    # What is ignored here is ignored by whom this starts; who runs the tests may do so.
    for number, usual in (
        (signal.SIGINT, signal.default_int_handler),
        (signal.SIGHUP, signal.SIG_DFL),
    ):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, usual)

    def start(folder: Path, *options: str) -> Server:
        process = subprocess.Popen(
            [sys.executable, "-m", "souwen", "--data", folder, "serve", "--port", "0", *options],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "SOUWEN_LANG": "en"},
        )
        running.append(process)
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://[^ ]*:(\d+)/", line)
        assert found, line + process.stderr.read()
        return Server(process, int(found[1]))

    yield start
    for process in running:
        process.kill()
        process.communicate()
