"""The house: which room may know which, what the façade offers, and what users rely on."""

from __future__ import annotations

import ast
import configparser
import subprocess
import sys
from dataclasses import fields
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import souwen
from souwen.search.request import SearchRequest

ROOT = Path(__file__).resolve().parent.parent
# From the ground up: a room imports from those below it, none beside it. So it is inside a room.
ROOMS = ("language messages", "corpus", "ingest index", "search", "cluster", "engine", "web", "cli")
INSIDE = {
    "ingest": ("report pages", "text", "documents", "rows", "files", "read_so_far", "add preview"),
    "index": ("columns", "manifest", "segments generations", "follow", "whoosh"),
    "search": (
        *("query own budget", "request", "explained suggestion", "contract", "matching", "ranking"),
        *("plan follow answer cost", "run evaluate", "explain", "local"),
    ),
}
LONGEST = 400
MOST_PLACES = 4
GENERAL = {"limit", "kind", "source"}  # words that name much else too


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


def test_there_is_no_circle() -> None:
    """No module imports, over others, itself; also not for types alone."""
    try:
        TopologicalSorter({name: _imports(name) for name in _modules()}).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def _packages(name: str) -> set[str]:
    """Find the packages of others that a module imports from."""
    names = []
    for node in ast.walk(ast.parse(_modules()[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.append(node.module or "")
    return {imported.split(".")[0] for imported in names}


def test_whoosh_is_behind_its_doors() -> None:
    """Whoosh is imported in index/ only, jieba in language/ only."""
    packages = {name: _packages(name) for name in _modules()}
    for name, imported in packages.items():
        assert "whoosh" not in imported or name.startswith("index."), name
        assert not {"jieba", "rjieba"} & imported or name.startswith("language."), name
    assert {"whoosh", "jieba"} < set().union(*packages.values())


def test_nothing_is_pickled() -> None:
    """No module imports what runs code when it reads: pickle, marshal and what is made of them."""
    for name in _modules():
        assert not {"pickle", "marshal", "shelve", "dill"} & _packages(name), name


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
    assert not longer


def _does_something(path: Path) -> bool:
    """Return whether any function of a module has more than a docstring."""
    return any(
        not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        for statement in node.body
    )


def test_a_module_has_its_tests() -> None:
    """The tests of a module lie as it lies, so that what fails names its room."""
    modules = [path for path in _modules().values() if path.name[:2] != "__"]
    for path in filter(_does_something, modules):
        tests = (ROOT / "tests" / path.relative_to(ROOT)).with_name(f"test_{path.name}")
        assert tests.exists(), tests


def _spelled(node: ast.AST, options: set[str]) -> set[str]:
    """Return the options of a search that a node declares, passes on as such, or reads.

    A value of an answer is none: a document has a channel too. Nor is a caller that chooses one.
    """
    names: list[str] = []
    match node:
        case ast.ClassDef(body=body):
            for statement in body:
                match statement:
                    case ast.AnnAssign(target=ast.Name(id=name)):
                        names.append(name)
                    case ast.Assign(value=ast.Constant(value=str(name))):
                        names.append(name)
            names = names if len(options.intersection(names)) > 2 else []
        case ast.FunctionDef(args=args):
            names = [argument.arg for argument in (*args.args, *args.kwonlyargs)]
            names = [name for name in names if name not in GENERAL]
        case ast.Attribute(value=ast.Name(id=of) | ast.Attribute(attr=of), attr=name):
            names = [name] if of in {"request", "page"} else []
        case ast.Call(func=ast.Attribute(attr="option"), args=args):
            flags = [flag.value for flag in args if isinstance(flag, ast.Constant)]
            names = [flag.removeprefix("--").removeprefix("no-") for flag in flags]
            names = [name for name in names if name not in GENERAL]
    return options.intersection(names)


def test_an_option_is_spelled_in_few_places() -> None:
    """An option of a search is declared once and then named in at most three rooms.

    Those rooms are the seam, where it is handed over, and where it is carried out. The command line
    derives its own from the declaration, and only prints what was asked for.
    """
    options = {option.name for option in fields(SearchRequest)} - {"query"}
    places: dict[str, set[str]] = {option: set() for option in options}
    for name, path in _modules().items():
        room, _, rest = name.partition(".")
        if room in {"search", "engine", "cli", "web"}:
            place = f"{room}.{rest.split('.')[0]}" if room == "search" else room
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if room in {"search", "engine"} or not isinstance(node, ast.FunctionDef):
                    for option in _spelled(node, options):
                        places[option].add(place)
    assert all("search.request" in rooms for rooms in places.values())
    assert places["channel"] > {"search.request"}
    assert places["sort"] > {"search.request", "search.run"}
    assert {option: rooms for option, rooms in places.items() if len(rooms) > MOST_PLACES} == {}
