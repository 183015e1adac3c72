"""The house: which room may know which, what the façade offers, and what users rely on."""

from __future__ import annotations

import ast
import configparser
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import souwen

ROOT = Path(__file__).resolve().parent.parent
# From the ground up: a room imports from those below it, none beside it. So it is inside a room.
ROOMS = ("language", "corpus", "ingest index", "search", "cluster", "engine", "web", "cli")
INSIDE = {
    "ingest": ("report pages", "text", "documents", "files", "add preview"),
    "index": ("columns generations whoosh_version", "segments", "follow"),
}
LONGEST = 400
STILL_LONGER = {"corpus.store", "engine.engine"}


@cache
def _modules() -> dict[str, Path]:
    """Find the modules of the package by their names, without `souwen.`."""
    found = {name: ROOT / f"{name}.py" for name in ("__init__", "__main__")}
    for path in (path for room in " ".join(ROOMS).split() for path in (ROOT / room).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = path
    return found


@cache
def _imports(name: str) -> set[str]:
    """Find the modules of the package that a module imports, also for types, also in functions."""
    path = _modules()[name]
    package = path.relative_to(ROOT).parts[:-1]
    imported = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            whole = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ["souwen", *package[: len(package) - node.level + 1]] if node.level else []
            base += [node.module] if node.module else []
            whole = [".".join([*base, alias.name]) for alias in node.names]
        else:
            continue
        for parts in (full.split(".")[1:] for full in whole if f"{full}."[:7] == "souwen."):
            # The last part may be a name of the module before it.
            named = next(
                n for n in (".".join(parts), ".".join(parts[:-1])) if n in _modules() or not n
            )
            imported.add(named or "__init__")
    return imported - {name}


def _rank(order: tuple[str, ...], name: str) -> int:
    places = [place for place, names in enumerate(order) if name in names.split()]
    assert places, f"{name} has no place in the order of its room"
    return places[0]


@pytest.mark.parametrize("room", ["", *INSIDE])
def test_imports_go_down(room: str) -> None:
    """A room, or a part of it, imports only from those below it, also for types alone."""
    order, depth = (INSIDE[room], 1) if room else (ROOMS, 0)
    inside = {
        name
        for name in _modules()
        if name.startswith(f"{room}." if room else "") and name[:2] != "__"
    }
    seen = set()
    for name in inside:
        part = name.split(".")[depth]
        seen.add(part)
        for other in (other.split(".")[depth] for other in _imports(name) & inside):
            assert other == part or _rank(order, other) < _rank(order, part), f"{name} -> {other}"
    assert len(seen) > 2


def test_whoosh_is_behind_its_doors() -> None:
    """Whoosh is imported in index/ only, jieba in language/ only."""
    for name, path in _modules().items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for top in (imported.split(".")[0] for imported in names):
                assert top != "whoosh" or name.startswith("index."), name
                assert top not in {"jieba", "rjieba"} or name.startswith("language."), name


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
    folders = {path.parent.relative_to(ROOT) for path in _modules().values()}
    assert listed == {".".join(("souwen", *folder.parts)) for folder in folders}
    for folder in folders:
        assert (ROOT / folder / "__init__.py").exists(), folder


def test_no_module_is_long() -> None:
    """A module has at most 400 lines; those that have more still may only become fewer."""
    longer = {
        name for name, path in _modules().items() if path.read_text("utf-8").count("\n") > LONGEST
    }
    assert longer <= STILL_LONGER
