"""The house: which room may know which, what the façade offers, and what users rely on."""

from __future__ import annotations

import ast
import configparser
import subprocess
import sys
from pathlib import Path

import pytest

import souwen

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "ingest", "index", "search", "cli")
# Each room may import these besides itself.
ALLOWED = {
    "corpus": set(),
    "ingest": {"corpus"},
    "index": {"corpus"},
    "search": {"corpus", "index"},
    "cli": {"corpus", "ingest", "index", "search", "engine", ""},
}


def _imported_rooms(path: Path, room: str) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 2:
            rooms.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("souwen"):
            rooms.add((node.module or "").removeprefix("souwen").strip(".").split(".")[0])
        elif isinstance(node, ast.Import):
            rooms |= {name.name.split(".")[1] for name in node.names if "souwen." in name.name}
    return rooms - {room}


@pytest.mark.parametrize("room", ROOMS)
def test_imports_go_one_way(room: str) -> None:
    """A room imports only the rooms below it."""
    modules = list((ROOT / room).glob("*.py"))
    assert modules
    for module in modules:
        assert _imported_rooms(module, room) <= ALLOWED[room], module


def test_whoosh_is_behind_its_doors() -> None:
    """Whoosh is imported in index/ and search/ only, jieba in index/ only."""
    for room in ROOMS:
        for module in (ROOT / room).glob("*.py"):
            source = module.read_text("utf-8")
            assert "import whoosh" not in source or room in {"index", "search"}, module
            assert "import jieba" not in source or room == "index", module


def test_what_the_user_asked_for_is_there() -> None:
    """The folders, the file and the packages that were asked for are there, literally."""
    for name in ("ingest", "index", "search", "corpus", "tests", "setup.cfg"):
        assert (ROOT / name).exists()
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    needed = config["options"]["install_requires"] + config["options.extras_require"]["test"]
    for package in ("whoosh", "jieba", "click", "beautifulsoup4", "pytest"):
        assert package in needed


def test_exported_members() -> None:
    """`__all__` is sorted and names what can be imported."""
    assert list(souwen.__all__) == sorted(souwen.__all__)
    for name in souwen.__all__:
        assert getattr(souwen, name) is not None


def test_importing_is_light() -> None:
    """`import souwen` loads no heavy module, and importing the search loads no parser of HTML."""
    heavy = ("whoosh", "jieba", "rjieba", "lxml", "bs4", "numpy", "click")
    code = f"import sys, souwen; print([m for m in {heavy!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
    code = (
        "import sys, souwen.search.searcher;"
        " print([m for m in ('lxml', 'bs4') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_packages_are_listed() -> None:
    """Every folder that is a package of the house is in setup.cfg, so that wheels have it."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    listed = set(config["options"]["packages"].split())
    found = {f"souwen.{path.parent.name}" for path in ROOT.glob("*/__init__.py")}
    assert listed == found | {"souwen"}
