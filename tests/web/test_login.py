"""A browser logs in with a token, and gets a cookie that no script reads."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

LOGIN = "/-/login"


@pytest.fixture
def guarded(serve: Callable[..., TestClient], samples_folder: Path) -> TestClient:
    """Return a client of a server that asks for a token."""
    client = serve(samples_folder, tokens=("first-token", "第二个"))
    client.follow_redirects = False
    return client


@pytest.mark.parametrize("token", ["first-token", "第二个"])
def test_a_token_gives_a_cookie(guarded: TestClient, token: str) -> None:
    """The form takes a token, leads back, and from then on the cookie reads."""
    assert guarded.get("/-/metrics").status_code == 401
    answer = guarded.post(LOGIN, data={"token": token, "next": "/d/ab?q=a"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/d/ab?q=a")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert token not in cookie
    assert guarded.get("/-/metrics").status_code == 200


def test_a_wrong_token_gives_none(guarded: TestClient) -> None:
    """A token that is none shows the form again, with a line, and sets nothing."""
    for form in ({"token": "first-toke"}, {"token": ""}, {}, {"other": "first-token"}):
        answer = guarded.post(LOGIN, data=form)
        assert answer.status_code == 403
        assert 'role="alert"' in answer.text
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example/", "/\\evil.example", "https://evil.example", "", "a", "/\r\nX: 1"],
)
def test_it_leads_nowhere_else(guarded: TestClient, elsewhere: str) -> None:
    """After it one is on a page of this server, whatever the form says."""
    answer = guarded.post(LOGIN, data={"token": "first-token", "next": elsewhere})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_the_form_holds_what_it_is_given_as_text(guarded: TestClient) -> None:
    """Nothing in the address becomes markup of the form, which speaks the language asked for."""
    answer = guarded.get(LOGIN, params={"next": '"><script>alert(1)</script>', "lang": "zh"})
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert 'lang="zh"' in answer.text


def test_a_form_that_breaks_off_is_no_fault(
    guarded: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Who goes away while a form comes in gets nothing, and nobody is told of a fault of ours."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": LOGIN,
        "raw_path": LOGIN.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
        "server": ("127.0.0.1", 8765),
        "client": ("127.0.0.1", 1),
    }
    asyncio.run(guarded.app(scope, receive, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 400
    assert "internal error" not in caplog.text


def test_a_form_is_small(guarded: TestClient) -> None:
    """A body of more than 16 KB is 413."""
    assert guarded.post(LOGIN, content=b"token=" + b"a" * 20_000).status_code == 413
    assert guarded.post(LOGIN, content=b"token=\xff%ff&&=").status_code == 403
