"""The API answers what the library does, once a state, and says what is wrong with a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import souwen

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


def test_a_search_is_that_of_the_library(client: TestClient, samples_folder: Path) -> None:
    """`/api/v1/search` gives the JSON of `Results.as_dict`, but for the time that it took."""
    answer = client.get("/api/v1/search", params={"q": "社保 基数", "limit": 3, "facets": "true"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    with souwen.open(samples_folder) as engine:
        results = engine.search("社保 基数", limit=3, facets=True)
    found = answer.json()
    assert found.pop("took_ms") > 0
    assert [hit["id"] for hit in found["hits"]] == [hit.id for hit in results]
    assert found["total"] == results.total > 3
    assert found["facets"]["kind"] == [list(pair) for pair in (results.facets or {})["kind"]]


def test_a_query_that_is_too_complex_is_a_problem(client: TestClient) -> None:
    """What the command line calls a wrong use is 400, with the same sentence."""
    answer = client.get("/api/v1/search", params={"q": "(" * 100 + "社保" + ")" * 100})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "q")
