"""What docs/web.md says is so: its examples run, its addresses and limits are those there are."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.web import protocol, serve, service, settings
from souwen.web.settings import Settings

if TYPE_CHECKING:
    from conftest import Server

DOCS = Path(souwen.__file__).resolve().parent / "docs" / "web.md"
PAGE = DOCS.read_text("utf-8")
DESCRIBED = json.loads((DOCS.parent.parent / "web" / "openapi.json").read_text("utf-8"))
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = "127.0.0.1:8765"


def example(language: str, server: Server) -> str:
    """Return the example in a language, asking this server."""
    (text,) = (text for of, text in FENCE.findall(PAGE) if of == language)
    assert ADDRESS in text
    return str(text).replace(ADDRESS, f"127.0.0.1:{server.port}")


def test_the_commands_run(served_once: Server) -> None:
    """Each line for curl gives what it says: JSON, and a feed."""
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    *of_api, of_feed = example("sh", served_once).splitlines()
    for line in of_api:
        done = subprocess.run(line, shell=True, check=True, capture_output=True)
        assert json.loads(done.stdout), line
    feed = subprocess.run(of_feed, shell=True, check=True, capture_output=True).stdout
    assert feed.count(b"<entry>") > 1


def test_the_python_runs(served_once: Server, capsys: pytest.CaptureFixture[str]) -> None:
    """The example in Python finds documents, reads one, and follows the changes."""
    names: dict[str, Any] = {}
    exec(compile(example("python", served_once), "web.md", "exec"), names)
    assert "69 new 0 retired" in capsys.readouterr().out
    assert names["found"]["total"] > 0


def test_the_javascript_runs(served_once: Server) -> None:
    """The example in JavaScript marks what was looked for."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node")
    line = [node, "--input-type=module", "--eval", example("javascript", served_once)]
    done = subprocess.run(line, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "'社保卡'" in done.stdout


def test_the_addresses_are_documented() -> None:
    """Every path that is described is in the table, with the parameters of a search."""
    for path, methods in DESCRIBED["paths"].items():
        shown = path.replace("{id}", "ID")
        rows = [line for line in PAGE.splitlines() if line.startswith(f"| `{shown}")]
        assert rows or path.endswith("openapi.json"), path
        for parameter in methods["get"]["parameters"] if path.endswith("/search") else ():
            assert f"`{parameter['name']}`" in rows[0] or parameter["name"] in {"q", "lang"}


def test_the_counts_are_documented() -> None:
    """Each name that the metrics have stands in its table."""
    source = (DOCS.parent.parent / "web" / "metrics.py").read_text("utf-8")
    names = re.findall(r"# TYPE (\w+)", source)
    assert len(names) == 5
    for name in names:
        assert f"| `{name}` |" in PAGE, name


def test_the_limits_are_documented() -> None:
    """The table of limits has the numbers of the code."""
    rows = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", PAGE.partition("## Limits")[2], re.MULTILINE))
    kilobyte = 1024
    assert rows["a query, or another value"] == f"{settings.LONGEST_QUERY} characters"
    assert settings.LONGEST_VALUE == settings.LONGEST_QUERY
    assert rows["parts of a query that are joined by OR"] == f"{settings.MOST_ALTERNATIVES}"
    assert rows["`limit`; `offset`"] == f"{settings.MOST_HITS}; {settings.FURTHEST_OFFSET:,}"
    assert rows["an address; all headers"] == (
        f"{settings.LONGEST_URL // kilobyte} KB; {settings.LARGEST_HEADERS // kilobyte} KB"
    )
    assert rows["a search"].startswith(f"{Settings().budget:.0f} seconds")
    assert rows["a request to come in"] == f"{protocol._FOR_A_REQUEST:.0f} seconds"
    assert rows["an answer that is not read"] == f"{protocol._FOR_AN_ANSWER:.0f} seconds"
    assert rows["connections"] == f"{serve._MOST_CONNECTIONS} a process"
    waiting = rows["connections without a whole request"]
    assert waiting.startswith(f"{protocol.MOST_WAITING} a process;")
    assert protocol.MOST_WAITING < serve._MOST_CONNECTIONS
    assert rows["calls that wait"].startswith(
        f"{service._MOST_WAITING} a process, {service._MOST_WAITING // 4} heavy ones, "
        f"none for more than {service._LONGEST_WAIT:.0f} seconds"
    )
    assert f"{service._LIGHT:,} postings" in PAGE
    assert f"for {serve._FOR_THE_LAST} seconds at most" in PAGE
