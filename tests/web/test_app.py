"""The application answers every request, what goes wrong as a problem of one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient


def test_what_is_not_there_is_a_problem(client: TestClient) -> None:
    """An address of nothing is 404 as problem+json."""
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_empty_folder_is_said(serve: Callable[..., TestClient], tmp_path: Path) -> None:
    """Before something is added, a search is 503, and names no file of the server."""
    answer = serve(tmp_path / "none").get("/api/v1/search?q=a")
    assert (answer.status_code, answer.json()["detail"]) == (503, "nothing was added yet")
    assert "none" not in answer.text
