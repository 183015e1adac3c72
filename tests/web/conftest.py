"""A server over the sample pages, in this process."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

import souwen
from souwen.web.app import create_app
from souwen.web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
