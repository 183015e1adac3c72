"""The application answers every request, what goes wrong as a problem of one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
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


def test_a_browser_reads_what_is_wrong(client: TestClient) -> None:
    """Where a page is asked for, trouble is a page in its language; programs get problems there."""
    browser = {"accept": "text/html,*/*;q=0.8", "accept-language": "zh"}
    for answer, status in (
        (client.get("/nothing", headers=browser), 404),
        (client.get("/", headers={**browser, "host": "evil.example"}), 421),
        (client.post("/", headers=browser), 405),
    ):
        assert (answer.status_code, answer.headers["content-type"][:9]) == (status, "text/html")
        assert 'lang="zh' in answer.text
    for path in ("/api/v1/search", "/api/v1/nothing", "/-/nothing", "/feed.atom?a=b"):
        answer = client.get(path, headers=browser)
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_fault_of_ours_is_said_as_one(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An error that nobody thought of is 500 with the headers of every answer, and in the log."""
    monkeypatch.setattr(souwen.Engine, "suggest", lambda *_, **__: 1 / 0)
    answer = client.get("/api/v1/suggest?q=a")
    assert (answer.status_code, answer.json()["title"]) == (500, "Internal Server Error")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "ZeroDivisionError" not in answer.text
    assert "internal error: ZeroDivisionError" in caplog.text
