"""The API answers what the command line prints, once a state, and says what is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

SEARCH = "/api/v1/search"
DOCUMENTS = "/api/v1/documents"
KNOWN = "b63bc5782786b52c"  # 社保卡丟了怎麼補辦, of the samples
UNKNOWN = "0123456789abcdef"


@pytest.fixture
def printed(samples_folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Return a function that gives the JSON that a command line prints."""

    def run(*arguments: str) -> Any:
        capsys.readouterr()
        main(["--data", str(samples_folder), *arguments, "--json"])
        return json.loads(capsys.readouterr().out)

    return run


def without_time(answer: Any) -> Any:
    """Return an answer without the time that it took."""
    return {**answer, "took_ms": 0} if "took_ms" in answer else answer


@pytest.mark.parametrize(
    ("path", "asked", "line"),
    [
        (SEARCH, {"q": "社保 基数"}, ["search", "社保 基数"]),
        (SEARCH, {"q": "产假天数怎么算？", "limit": "3"}, ["search", "产假天数怎么算？", "-n3"]),
        (SEARCH, {"q": "产假 火星", "offset": "2"}, ["search", "产假 火星", "--offset", "2"]),
        (SEARCH, {"q": "社保", "facets": "true"}, ["search", "社保", "--facets"]),
        (SEARCH, {"q": "社保", "collapse": "false"}, ["search", "社保", "--no-collapse"]),
        (SEARCH, {"q": "产假 天数", "exact": "true"}, ["search", "产假 天数", "--exact"]),
        (
            SEARCH,
            {"q": "社保", "kind": "article", "sort": "newest", "after": "2025"},
            ["search", "社保", "--kind", "article", "--sort", "newest", "--after", "2025"],
        ),
        (SEARCH, {"q": "社保", "channel": "没有"}, ["search", "社保", "--channel", "没有"]),
        (SEARCH, {"q": ""}, ["search", ""]),
        (SEARCH, {"q": "-社保"}, ["search", "-社保"]),
        (SEARCH, {"q": "<b>\u202e&\x00"}, ["search", "<b>\u202e&\x00"]),
        ("/api/v1/suggest", {"q": "shebao"}, ["suggest", "shebao"]),
        ("/api/v1/suggest", {"q": "社", "limit": "3"}, ["suggest", "社", "-n3"]),
        ("/api/v1/suggest", {"q": "火星人"}, ["suggest", "火星人"]),
        (f"{DOCUMENTS}/{KNOWN}", {}, ["show", KNOWN]),
        (f"{DOCUMENTS}/{KNOWN[:6].upper()}", {}, ["show", KNOWN]),
        (f"{DOCUMENTS}/{KNOWN}/similar", {"limit": "5"}, ["similar", KNOWN, "-n5"]),
        (f"{DOCUMENTS}/{KNOWN}/explain", {"q": "社保 补办"}, ["explain", "社保 补办", KNOWN]),
        (
            f"{DOCUMENTS}/{KNOWN}/explain",
            {"q": "产假", "kind": "snippet"},
            ["explain", "产假", KNOWN, "--kind", "snippet"],
        ),
        ("/api/v1/stats", {}, ["stats"]),
    ],
)
def test_it_is_what_the_command_line_prints(
    client: TestClient,
    printed: Callable[..., Any],
    path: str,
    asked: dict[str, str],
    line: list[str],
) -> None:
    """Every JSON of the API is the one that the same question gives on the command line."""
    answer = client.get(path, params=asked)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert without_time(answer.json()) == without_time(printed(*line))


def test_changes_are_those_of_the_library(client: TestClient, samples_folder: Path) -> None:
    """`changes` is `Engine.changes`, and from its `seq` on there is nothing."""
    answer = client.get("/api/v1/changes?since=0").json()
    with souwen.open(samples_folder) as engine:
        told = engine.changes(0)
    assert answer == json.loads(json.dumps(told.as_dict()))
    assert len(answer["new"]) > 50
    seq = client.get("/api/v1/stats").json()["index"]["seq"]
    assert answer["seq"] == seq
    rest = client.get(f"/api/v1/changes?since={seq}").json()
    assert (rest["new"], rest["seq"], rest["complete"]) == ([], seq, True)


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        (f"{SEARCH}?q=" + "(" * 100 + "a" + ")" * 100, 400, "100"),
        (
            f"{SEARCH}?q=" + "+OR+".join("abcdefghijk"[i % 11] + str(i) for i in range(70)),
            400,
            "OR",
        ),
        (f"{SEARCH}", 400, "q is missing"),
        ("/api/v1/suggest", 400, "q is missing"),
        ("/api/v1/suggest?q=a&kind=article", 400, "unknown parameter 'kind'"),
        (f"{DOCUMENTS}/{UNKNOWN}", 404, "no document with this id"),
        (f"{DOCUMENTS}/%2e%2e", 404, ""),
        (f"{DOCUMENTS}/nothing", 404, "no document with this id"),
        (f"{DOCUMENTS}/%00", 404, "no document with this id"),
        (f"{DOCUMENTS}/{UNKNOWN}/similar", 404, "no document with this id"),
        (f"{DOCUMENTS}/{UNKNOWN}/similar?limit=0", 404, "no document with this id"),
        (f"{DOCUMENTS}/{UNKNOWN}/explain?q=a", 404, "no document with this id"),
        (f"{DOCUMENTS}/{KNOWN}/explain", 400, "q is missing"),
        (f"{DOCUMENTS}/{KNOWN}/explain?q=a&after=x", 400, "after must be a date"),
        (f"{DOCUMENTS}/{KNOWN}?q=a", 400, "unknown parameter"),
        ("/api/v1/changes", 400, "since is missing"),
        ("/api/v1/changes?since=", 400, "since is missing"),
        ("/api/v1/changes?since=-1", 400, "since must be a whole number"),
        ("/api/v1/changes?since=9223372036854775808", 400, "since must be a whole number"),
        ("/api/v1/changes?since=999999999", 400, "999,999,999"),
        ("/api/v1/stats?a=b", 400, "unknown parameter 'a'; there are: lang"),
        ("/api/v2/search?q=a", 404, "nothing here"),
        ("/api/v1/search/?q=a", 404, "nothing here"),
    ],
)
def test_what_is_wrong_is_a_problem(
    client: TestClient, address: str, status: int, says: str
) -> None:
    """Each request that cannot be carried out is a problem with its status and one clear line."""
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    problem = answer.json()
    assert problem["status"] == status
    assert says in problem["detail"]
    assert "\n" not in problem["detail"]


@pytest.mark.parametrize("rest", ["", "/similar", "/explain?q=a"])
def test_an_id_of_several_is_a_conflict(client: TestClient, rest: str) -> None:
    """A beginning that several ids have is 409, and says so."""
    answer = client.get(f"{DOCUMENTS}/b{rest}")
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "several documents begin with b: give more of the id",
    )


@pytest.mark.parametrize(
    "path",
    [
        f"{SEARCH}?q=a",
        "/api/v1/suggest?q=a",
        f"{DOCUMENTS}/{KNOWN}",
        f"{DOCUMENTS}/{KNOWN}/similar",
        f"{DOCUMENTS}/{KNOWN}/explain?q=a",
        "/feed.atom?q=a",
    ],
)
def test_an_answer_that_is_known_is_not_sent_again(client: TestClient, path: str) -> None:
    """By its tag an answer is 304, in the language that it was in, and only for this question."""
    tag = client.get(path).headers["etag"]
    for known in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = client.get(path, headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    several = [("if-none-match", '"other"'), ("if-none-match", tag)]
    assert client.get(path, headers=several).status_code == 304
    chinese = {"if-none-match": tag, "accept-language": "zh"}
    assert client.get(path, headers=chinese).status_code == 200
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_an_answer_of_part_is_not_kept(
    serve: Callable[..., TestClient], samples_folder: Path
) -> None:
    """Where the budget of time ran out, nobody may keep the answer, and it has no tag."""
    answer = serve(samples_folder, budget=1e-9).get(f"{SEARCH}?q=%E7%A4%BE%E4%BF%9D+%E5%8D%A1")
    assert (answer.status_code, answer.json()["total_is_exact"]) == (200, False)
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
