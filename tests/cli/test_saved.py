"""saved add, list, remove and run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import souwen

if TYPE_CHECKING:
    from conftest import Process, Run

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "samples" / "pages").iterdir())


@pytest.fixture
def data(tmp_path: Path) -> str:
    """Return a folder with two of the samples."""
    folder = tmp_path / "data"
    with souwen.open(folder) as engine:
        engine.add(SAMPLES[:2])
    return str(folder)


def test_what_is_new_is_printed_once(run: Run, data: str) -> None:
    """The first run prints all that matches, the next only what came since; exit 1 for nothing."""
    assert run("--data", data, "saved", "list").code == 1
    assert run("--data", data, "saved", "run").code == 1
    ended = run("--data", data, "saved", "add", "产 假", "社保", "OR", "医保", "--kind", "snippet")
    assert (ended.code, ended.out) == (0, "saved 产 假: 社保 OR 医保 --kind snippet\n")
    query = ("search", "社保 OR 医保", "--kind", "snippet", "--no-collapse", "-n", "99", "--ids")
    before = set(run("--data", data, *query).out.split())
    ended = run("--data", data, "saved", "run", "--ids")
    assert (ended.code, set(ended.out.split())) == (0, before)
    ended = run("--data", data, "saved", "run")
    assert ended.code == 1
    assert ended.out.startswith("产 假: 0 new since 20")
    with souwen.open(data) as engine:
        engine.add(SAMPLES[2:])
    after = set(run("--data", data, *query).out.split())
    assert after > before
    ended = run("--data", data, "saved", "run", "产 假", "--json")
    (made,) = json.loads(ended.out)
    assert (ended.code, made["name"], made["total"]) == (0, "产 假", len(after - before))
    assert {hit["id"] for hit in made["hits"]} == after - before
    assert run("--data", data, "saved", "run", "--json").code == 1


def test_what_was_not_printed_is_new_still(process: Process, data: str) -> None:
    """Where the output cannot be written, the run does not count."""
    process("--data", data, "saved", "add", "x", "社保")
    full = Path("/dev/full")
    if full.exists():
        command = [sys.executable, "-m", "souwen", "--data", data, "saved", "run", "--json"]
        with full.open("w") as out:
            ended = subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, check=False)
        assert ended.returncode == 4
    assert process("--data", data, "saved", "run").returncode == 0
    assert process("--data", data, "saved", "run").returncode == 1


def test_names(run: Run, data: str) -> None:
    """Several searches are run together; a name that is taken or unknown is exit 2 or 1."""
    for name in "ab":
        assert run("--data", data, "saved", "add", name, "社保").code == 0
    ended = run("--data", data, "saved", "add", "a", "社保")
    assert ended.code == 2
    assert "`souwen --data" in ended.err
    assert run("--data", data, "saved", "add", "c", "-社保").code == 2
    ended = run("--data", data, "saved", "run", "a", "b", "--json")
    assert [made["name"] for made in json.loads(ended.out)] == ["a", "b"]
    ended = run("--data", data, "saved", "run", "无")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "souwen: there is no saved search 无; there are: a, b\n"
    listed = json.loads(run("--data", data, "saved", "list", "--json").out)
    assert [search["name"] for search in listed] == ["a", "b"]
    assert all(search["last_run"] for search in listed)
    assert run("--data", data, "saved", "remove", "a").out == "removed a\n"
    assert run("--data", data, "saved", "remove", "a").code == 1
    assert [line[0] for line in run("--data", data, "saved", "list").out.splitlines()] == ["b"]
