"""What may ask is let through, and every answer has the headers that keep a page harmless."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.web.guard import HEADERS, cookie_of, host_name, is_token

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

HEALTH = "/-/health"
STATS = "/-/metrics"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200),
        ("127.0.0.1", 200),
        ("127.9.9.9:1", 200),
        ("LocalHost:8765", 200),
        ("[::1]:8765", 200),
        ("shufang.local", 200),
        ("SHUFANG.local:443", 200),
        ("xn--1jqt79b.local", 200),
        ("evil.example", 421),
        ("evil.example:8765", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example", 421),
        ("192.168.1.5:8765", 421),
        ("[2001:db8::1]", 421),
        ("[2001:db8::2]:80", 200),
        ("0.0.0.0", 421),
        ("", 421),
        ("127.0.0.1@evil.example", 421),
        ("127.0.0.1:80@evil.example", 421),
        ("localhost:evil", 421),
        ("[::1]evil.example", 421),
        ("[::ffff:127.0.0.1]:1", 200),
        (":8765", 421),
        ("书房.local", 421),
    ],
)
def test_only_our_names_are_served(
    serve: Callable[..., TestClient], samples_folder: Path, host: str, status: int
) -> None:
    """Loopback and what was allowed is ours; another name is 421, whatever it holds."""
    names = ("Shufang.local", "书房.local:80", "a..b", "", ":1", "2001:db8::2")
    client = serve(samples_folder, allow_hosts=names)
    answer = client.get(HEALTH, headers={"host": host.encode()})
    assert answer.status_code == status
    assert status == 200 or "--allow-host" in answer.json()["detail"]


def test_the_address_that_was_called_is_ours(client: TestClient) -> None:
    """The address of this machine that a request came to may be its Host; no other address may."""
    client.base_url = "http://192.168.1.5:8765"  # type: ignore[assignment]
    assert client.get(HEALTH).status_code == 200
    assert client.get(HEALTH, headers={"host": "192.168.1.6:8765"}).status_code == 421


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_only_reading_is_answered(client: TestClient, method: str) -> None:
    """Every method but GET and HEAD is 405, with those that there are."""
    answer = client.request(method, "/api/v1/search?q=a")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_head_is_get_without_its_body(client: TestClient) -> None:
    """HEAD gives the headers of GET."""
    answer = client.head("/api/v1/search?q=%E7%A4%BE%E4%BF%9D")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 100


def test_what_is_too_large_is_refused(client: TestClient) -> None:
    """An address of more than 8 KB is 414, headers of more than 16 KB are 431."""
    assert client.get(f"{HEALTH}?{'a' * 8192}").status_code == 414
    assert client.get(HEALTH, headers={"x-a": "a" * 17_000}).status_code == 431
    assert client.get(HEALTH, headers={"x-a": "a" * 10_000}).status_code == 200


@pytest.mark.parametrize("path", [HEALTH, "/nothing", "/api/v1/search", "/-/ready"])
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    """Answers and problems have the same policy: nothing inline, nothing of another host."""
    for answer in (client.get(path), client.post(path), client.get(path, headers={"host": "e"})):
        assert HEADERS.items() <= dict(answer.headers).items()
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert "access-control-allow-origin" not in answer.headers


def test_a_token_is_asked_for(serve: Callable[..., TestClient], samples_folder: Path) -> None:
    """With tokens set, each of them reads, by header or cookie, and all else is 401."""
    client = serve(samples_folder, tokens=("first-token", "第二"))
    assert client.get(HEALTH).status_code == 200
    refused = client.get(STATS)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    for header, status in (
        ("Bearer first-token", 200),
        ("bearer first-token", 200),
        ("Bearer first-toke", 401),
        ("Bearer", 401),
        ("Bearer first-token first-token", 401),
        ("Basic first-token", 401),
        ("first-token", 401),
    ):
        assert client.get(STATS, headers={"authorization": header}).status_code == status, header
    for cookie, status in ((cookie_of("first-token"), 200), ("first-token", 401), ("", 401)):
        assert client.get(STATS, headers={"cookie": f"souwen={cookie}"}).status_code == status


def test_a_browser_without_a_token_is_led_to_the_form(
    serve: Callable[..., TestClient], samples_folder: Path
) -> None:
    """Who takes HTML is sent to the form, which knows where it came from."""
    client = serve(samples_folder, tokens=("first-token",))
    answer = client.get("/?q=a%20b", headers={"accept": "text/html"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/-/login?next=%2F%3Fq%3Da%2520b",
    )


@pytest.mark.parametrize(
    ("came_to", "host", "is_ours"),
    [
        ("::ffff:192.168.1.5", "192.168.1.5:8765", True),
        ("::ffff:192.168.1.5", "192.168.1.6:8765", False),
        ("2001:db8::1", "[2001:DB8:0::1]:8765", True),
        ("2001:db8::1", "[2001:db8::2]", False),
    ],
)
def test_an_address_is_ours_however_it_is_written(
    serve: Callable[..., TestClient],
    samples_folder: Path,
    came_to: str,
    host: str,
    is_ours: bool,
) -> None:
    """A socket for both kinds of addresses writes one of IPv4 as one of IPv6."""
    client = serve(samples_folder)
    client.base_url = f"http://[{came_to}]:8765"  # type: ignore[assignment]
    status = client.get(HEALTH, headers={"host": host}).status_code
    assert status == (200 if is_ours else 421)


@given(st.text(), st.lists(st.text(), max_size=3))
def test_a_token_is_one_of_them(given_token: str, tokens: list[str]) -> None:
    """A text is a token exactly where it is among them."""
    assert is_token(given_token, tokens) == (given_token in tokens)
    assert is_token(given_token, [*tokens, given_token])


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("A.b:80", "a.b"),
        ("a.b", "a.b"),
        ("[::1]:80", "::1"),
        ("[::1", ""),
        ("[::1]evil.example", ""),
        ("127.0.0.1:80@evil.example", ""),
        ("localhost:evil", ""),
        ("localhost:", "localhost"),
        ("a.b/c", ""),
        (":80", ""),
        ("", ""),
    ],
)
def test_a_host_has_a_name(host: str, name: str) -> None:
    """The port and the brackets of an address are no part of its name."""
    assert host_name(host) == name
