"""Machines learn whether a server lives and whether it is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient


def test_a_server_is_ready_when_the_index_is_level(
    serve: Callable[..., TestClient],
    tmp_path: Path,
    write_page: Callable[[Path, str], Path],
) -> None:
    """Without data it lives and is not ready; once something is added it is, and stays so."""
    folder = tmp_path / "data"
    client = serve(folder)
    assert client.get("/-/health").text == "ok\n"
    answer = client.get("/-/ready")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    with souwen.open(folder) as engine:
        engine.add(write_page(tmp_path / "pages" / "a.txt", "社保基数"))
    for _ in range(2):
        assert client.get("/-/ready").text == "ready\n"


def test_machines_say_what_they_mean(client: TestClient) -> None:
    """A parameter that is none is 400 here, too."""
    for path in ("health", "ready", "metrics"):
        assert client.get(f"/-/{path}?a=b").status_code == 400
