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
# From the ground up: a room imports those before it, and those beside it not.
ROOMS = ("language", "corpus", "ingest", "index", "search", "engine", "cli")
BESIDE = {("index", "ingest"), ("ingest", "index")}


def _imported_rooms(path: Path) -> set[str]:
    """Give the rooms that a module imports from, those for types alone among them."""
    package = path.relative_to(ROOT).parts[:-1]
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            names = [(*base, *(node.module or "").split("."))]
            if not node.module:
                names = [(*base, name.name) for name in node.names]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("souwen."):
            names = [tuple((node.module or "").split(".")[1:])]
        elif isinstance(node, ast.Import):
            names = [tuple(n.name.split(".")[1:]) for n in node.names if n.name[:7] == "souwen."]
        rooms |= {name[0] for name in names if name}
    return rooms & set(ROOMS) - {package[0]}


@pytest.mark.parametrize("room", ROOMS)
def test_imports_go_down(room: str) -> None:
    """A room imports only the rooms below it, also where it imports for types alone."""
    below = set(ROOMS[: ROOMS.index(room)])
    modules = list((ROOT / room).rglob("*.py"))
    assert modules
    for module in modules:
        imported = _imported_rooms(module)
        assert imported <= below, module
        assert not {(room, other) for other in imported} & BESIDE, module


def test_whoosh_is_behind_its_doors() -> None:
    """Whoosh is imported in index/ only, jieba in language/ only."""
    for room in ROOMS:
        for module in (ROOT / room).rglob("*.py"):
            source = module.read_text("utf-8")
            assert "import whoosh" not in source or room == "index", module
            assert "import jieba" not in source or room == "language", module


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
        "import sys, souwen.search.local; print([m for m in ('lxml', 'bs4') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_packages_are_listed() -> None:
    """Every folder that is a package of the house is in setup.cfg, so that wheels have it."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    listed = set(config["options"]["packages"].split())
    found = {
        ".".join(("souwen", *path.relative_to(ROOT).parts[:-1]))
        for room in ROOMS
        for path in (ROOT / room).rglob("__init__.py")
    }
    assert listed == found | {"souwen"}
