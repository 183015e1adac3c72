"""The description of the API is true: what it allows is answered as it says, never with 5xx."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

import souwen
from souwen.web.app import create_app
from souwen.web.parameters import EXPLAIN, SEARCH
from souwen.web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

WEB = Path(souwen.__file__).resolve().parent / "web"
DESCRIPTION = json.loads((WEB / "openapi.json").read_text("utf-8"))
#: Examples an operation. SOUWEN_HOSTILE is minutes for all tests that try input at random.
EXAMPLES = int(float(os.environ.get("SOUWEN_HOSTILE", "1")) * 40)
# An empty parameter is one that is not given, and a place must be one of China.
NOT_CHECKED = [negative_data_rejection, positive_data_acceptance]


@pytest.fixture(scope="module")
def described(samples_folder: Path) -> Iterator[Any]:
    """Return the description, with the application that it is of."""
    with souwen.open(samples_folder) as engine:
        app = create_app(engine, Settings(allow_hosts=("testserver",)))

        async def lasting(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                await app(scope, receive, send)
                return
            for event in ("startup", "shutdown"):  # for each request one
                await receive()
                await send({"type": f"lifespan.{event}.complete"})

        yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", lasting)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", DESCRIPTION["paths"])
def test_every_answer_is_as_described(described: Any, path: str, mode: GenerationMode) -> None:
    """Whatever is asked, by the rules or against them, is answered as the description says."""
    operation = described[path]["GET"]
    if mode is GenerationMode.NEGATIVE and path.endswith("openapi.json"):
        mode = GenerationMode.POSITIVE

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        derandomize="SOUWEN_HOSTILE" not in os.environ,
        suppress_health_check=list(HealthCheck),
    )
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate(excluded_checks=NOT_CHECKED)

    check()


def parameters(path: str) -> dict[str, dict[str, Any]]:
    """Return the parameters of a path's query by their names, as described."""
    described = DESCRIPTION["paths"][path]["get"]["parameters"]
    return {one["name"]: one for one in described if one["in"] == "query"}


@pytest.mark.parametrize(
    ("path", "known"),
    [("/api/v1/search", SEARCH), ("/api/v1/documents/{id}/explain", EXPLAIN)],
)
def test_parameters_are_described(path: str, known: dict[str, Any]) -> None:
    """Each parameter that is read is described, with its type, its choices, default and cap."""
    told = parameters(path)
    assert told.keys() == known.keys()
    types = {str: "string", int: "integer", bool: "boolean"}
    for name, parameter in known.items():
        schema = told[name]["schema"]
        assert schema["type"] == types[parameter.kind]
        assert told[name]["required"] == parameter.is_required
        assert tuple(schema.get("enum", ())) == parameter.choices
        assert schema.get("default") == (parameter.default or schema.get("default"))
        if parameter.kind is int:
            assert (schema["minimum"], schema["maximum"]) == (0, parameter.most)
        elif parameter.kind is str and not parameter.choices:
            assert schema["maxLength"] == parameter.most


def test_fields_are_described(client: TestClient) -> None:
    """The schema of each answer has the fields that it has, no more and no fewer."""

    def described(name: str) -> list[str]:
        return sorted(DESCRIPTION["components"]["schemas"][name]["properties"])

    results = client.get("/api/v1/search?q=%E7%A4%BE%E4%BF%9D").json()
    document = f"/api/v1/documents/{results['hits'][0]['id']}"
    for name, answer in {
        "Results": results,
        "Hit": results["hits"][0],
        "Document": client.get(document).json(),
        "Explanation": client.get(f"{document}/explain?q=%E7%A4%BE%E4%BF%9D").json(),
        "Suggestion": client.get("/api/v1/suggest?q=sb").json()[0],
        "Stats": client.get("/api/v1/stats").json(),
        "Changes": client.get("/api/v1/changes?since=0").json(),
        "Problem": client.get("/api/v1/search?q=a&limit=x").json(),
    }.items():
        assert described(name) == sorted(answer), name
