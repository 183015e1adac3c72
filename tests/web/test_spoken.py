"""A request is answered in the language that it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.web.spoken import asked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("lang=en", "zh", "en"),
        ("q=a&lang=zh", "en", "zh"),
        ("lang=fr", "en", "en"),
        ("lang=%ff", "en", "en"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("", "fr, en-GB;q=0.5, zh;q=0.4", "en"),
        ("", "en;q=0.2,zh-Hant", "zh"),
        ("", "en;q=0, fr", "zh"),
        ("", "en;q=x, ;;,", "en"),
        ("", ",".join(["fr"] * 20 + ["en"]), "zh"),
        ("", "", "zh"),
    ],
)
def test_a_language_is_chosen(query: str, accepted: str, language: str) -> None:
    """What the address says comes first, then what the browser prefers, then the server's own."""
    headers = [(b"accept-language", accepted.encode())]
    assert asked({"query_string": query.encode(), "headers": headers}, "zh") == language


def test_answers_speak_it(serve: Callable[..., TestClient], samples_folder: Path) -> None:
    """The sentences of a search, worked out in another thread, are in the language asked for."""
    client = serve(samples_folder, lang="zh")
    address = "/api/v1/search?q=%E7%A4%BE%E4%BF%9D"
    chinese, english = client.get(address), client.get(f"{address}&lang=en")
    assert chinese.json()["reading"] != english.json()["reading"]
    assert chinese.json()["hits"] == english.json()["hits"]
    assert (
        client.get(address, headers={"accept-language": "en"}).json()["reading"]
        == (english.json()["reading"])
    )


def test_problems_speak_it(client: TestClient) -> None:
    """What is wrong with a request is said in its language, too."""
    address = "/api/v1/search?q=a&limit=x"
    assert client.get(f"{address}&lang=zh").json()["detail"] == (
        "limit 应为0 到 100 的整数，不能是 'x'"
    )
    assert client.get(f"{address}&lang=en").json()["detail"].startswith("limit must be a whole")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("after=banana", "after 应为日期"),
        ("place=月球", "place 应为中国的省、市或县名"),
        ("flag=x", "flag 应为 truncated (摘要不全)"),
    ],
)
def test_options_that_cannot_be_carried_out(client: TestClient, query: str, said: str) -> None:
    """An option that is refused is told in the language of the request, with its name."""
    problem = client.get(f"/api/v1/search?q=a&{query}&lang=zh").json()
    assert problem["detail"].startswith(said)
    assert problem["parameter"] == query.partition("=")[0]


def test_strangers_are_told_in_theirs(
    serve: Callable[..., TestClient], samples_folder: Path
) -> None:
    """Who is not let in is told why in the language of the request."""
    client = serve(samples_folder, tokens=("t",))
    chinese = {"accept-language": "zh-CN"}
    assert client.get("/api/v1/stats", headers=chinese).json()["detail"] == "需要令牌"
    other = client.get("/api/v1/stats", headers={**chinese, "host": "evil.example"})
    assert other.json()["detail"].startswith("这里不以 'evil.example' 之名提供服务")
    assert client.put("/", headers=chinese).json()["detail"] == "只接受 GET, HEAD 请求"
