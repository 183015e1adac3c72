"""What README and docs say is so: links lead somewhere, sessions and examples run, names exist."""

from __future__ import annotations

import configparser
import inspect
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest

import souwen
from souwen.cli.main import main
from souwen.language.literal import LiteralText
from souwen.language.normalise import forms_with_spans
from souwen.search import plan, request
from souwen.search import run as run_of_query
from souwen.search.matching import coverage
from souwen.search.query import interpret
from souwen.search.ranking import title_match
from souwen.search.ranking.concepts import Weights
from souwen.search.request import SearchRequest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    *(ROOT / name for name in ("README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CHANGELOG.md")),
    *(ROOT / folder / "README.md" for folder in ("samples", "benchmarks")),
    *sorted((ROOT / "docs").glob("*.md")),
]
README = (ROOT / "README.md").read_text("utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text("utf-8")
LIBRARY = (ROOT / "docs" / "library.md").read_text("utf-8")
DEPENDENCIES = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
RANKING = (ROOT / "docs" / "ranking.md").read_text("utf-8")

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
TITLE_OF_HIT = re.compile(r"\d+\.  ")
COUNTED = re.compile(r"(\d[\d,]* results?|Added \d+ documents)\b|[a-z ]+ {2,}\d[\d,]*$")
# What no text for users holds: where this was written, and where packages come from.
UNWANTED = ("/work" + "/", "pypi" + ".org", "python" + "hosted", "crates" + ".io", "npmjs" + ".")
TEXTS = {".md", ".py", ".cfg", ".toml", ".tsv", ".txt", ".json", ""}


def fences(page: str, language: str) -> list[str]:
    """Return the blocks of a page in a language."""
    return [body for named, body in FENCE.findall(page) if named == language]


def anchors(page: Path) -> set[str]:
    """Return the anchors that a reader of Markdown makes of the headings of a page."""
    text = FENCE.sub("", page.read_text("utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def folder_with_samples(folder: Path) -> Path:
    """Make a folder in which the examples can be run."""
    shutil.copytree(ROOT / "samples", folder / "samples")
    return folder


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command line of souwen in a folder, on a terminal of 100 cells."""
    program, *arguments = shlex.split(command)
    assert program == "souwen"
    return subprocess.run(
        [sys.executable, "-m", "souwen", *arguments],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def session() -> list[tuple[str, list[str]]]:
    """Return the commands of the README's session, each with the lines that it shows."""
    steps: list[tuple[str, list[str]]] = []
    for block in fences(README, "console"):
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append((line[2:], []))
            else:
                steps[-1][1].append(line)
    return steps


def key_lines(lines: list[str]) -> list[str]:
    """Return the counts and titles among lines, without times and sizes, which vary."""
    shown = [line for line in lines if TITLE_OF_HIT.match(line) or COUNTED.match(line)]
    shown = [line for line in shown if not line.startswith("index bytes")]
    return [re.sub(r" (\([\d,.]+ m?s\)|in [\d,.]+ s\.)", "", line) for line in shown]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link points to a file that is there, and its anchor to a heading of it."""
    for link in LINK.findall(FENCE.sub("", page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name} links to {link}"
        assert target.is_relative_to(ROOT), f"{page.name} links out of the project: {link}"
        if anchor:
            assert anchor in anchors(target), f"{page.name} links to {link}"


def test_the_session_is_real(tmp_path: Path) -> None:
    """The commands of the README's session give the counts and the titles that it shows."""
    folder = folder_with_samples(tmp_path)
    steps = session()
    assert {command.split()[1] for command, _ in steps} >= {"add", "search", "show", "stats"}
    for command, shown in steps:
        done = run(command, folder)
        finds_nothing = any(line.startswith("0 results") for line in shown)
        assert done.returncode == int(finds_nothing), (command, done.stderr)
        assert key_lines(done.stdout.splitlines()) == key_lines(shown), command
        assert key_lines(shown) or command.startswith("souwen show")
        if command.startswith("souwen show"):
            assert done.stdout.splitlines() == shown


def test_the_commands_of_the_chinese_readme_run(tmp_path: Path) -> None:
    """Each command of its table runs on the samples and finds something, but for the server."""
    folder = folder_with_samples(tmp_path)
    commands = re.findall(r"^\|[^|]*\| `(souwen [^`]+)` \|", CHINESE, re.MULTILINE)
    assert len(commands) >= 10
    for command in commands:
        if command == "souwen serve":
            continue
        done = run(command.replace("ID", "451806ad304231ee").replace("查询", "产假"), folder)
        assert done.returncode == 0, (command, done.stderr)
        assert done.stdout.strip(), command


def test_what_souwen_is_said_to_have_is_shown(tmp_path: Path) -> None:
    """Each command in the table of what people expect runs on the samples, but for servers."""
    folder = folder_with_samples(tmp_path)
    text = (ROOT / "docs" / "peers.md").read_text("utf-8").replace("\\|", "¦")
    shown = re.findall(r"\| `(souwen [^`]+)` \|$", text, re.MULTILINE)
    assert len(shown) > 18
    for command in shown:
        if command.startswith(("souwen serve", "souwen --index")):
            continue
        done = run(command.split("¦")[-1].strip(), folder)
        assert done.returncode == 0, (command, done.stderr)
        assert done.stdout.strip() or done.stderr.strip(), command


def test_the_recipes_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands and programs of the recipes run one after the other, and find something."""
    monkeypatch.chdir(folder_with_samples(tmp_path))
    names: dict[str, Any] = {"__name__": "example"}
    text = (ROOT / "docs" / "recipes.md").read_text("utf-8")
    steps = re.findall(r"^```(console|python)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(steps) > 8
    for kind, block in steps:
        if kind == "python":
            exec(compile(block, "recipes.md", "exec"), names)
            continue
        for line in block.splitlines():
            command = re.split(r" (?:>|\|\|) ", line.removeprefix("$ "))[0]
            done = run(command, tmp_path)
            assert done.returncode == int("||" in line), (command, done.stderr)
            assert done.stdout.strip() or "||" in line
    names["engine"].close()
    assert re.search(r"^量子茶壶 0$", capsys.readouterr().out, re.MULTILINE)


def test_the_json_is_real(tmp_path: Path) -> None:
    """The JSON in the README is what the command above it prints."""
    folder = folder_with_samples(tmp_path)
    run(session()[0][0], folder)
    (shown,) = (json.loads(block) for block in fences(README, "json"))
    (command,) = re.findall(r"`(souwen search [^`]*--json)`", README)
    printed = json.loads(run(command, folder).stdout)
    for answer in (shown, printed):
        del answer["took_ms"]
        for hit in answer["hits"]:
            del hit["score"]
    assert printed == shown


ALIKE = re.findall(
    r"^\| ([^`|]+) \| `([^`]+)` \| `([^`]+)` \| (yes|no) \|$",
    (ROOT / "docs" / "characters.md").read_text("utf-8"),
    re.MULTILINE,
)


@pytest.mark.parametrize(("kind", "text", "string", "found"), ALIKE)
def test_what_equals_what(kind: str, text: str, string: str, found: str) -> None:
    """Every row of the table of characters is so, and the marks lie on what is found."""
    text, string = (written.replace("<br>", "\n") for written in (text, string))
    literal = LiteralText.read(string)
    spans = [
        form.original_span(*span)
        for form in forms_with_spans(text)
        for span in literal.spans(form.text)
    ]
    assert bool(spans) == (found == "yes"), kind
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_the_table_of_characters_is_whole() -> None:
    """No row of it is missed by the test of its rows, and the example below it runs."""
    page = (ROOT / "docs" / "characters.md").read_text("utf-8")
    assert len(ALIKE) == len(re.findall("^[|]", page, re.MULTILINE)) - 2 > 30
    (example,) = fences(page, "python")
    exec(compile(example, "characters.md", "exec"), {})


def test_commands_in_the_docs_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every souwen command that a page shows has arguments and options that there are."""
    monkeypatch.setattr(click.Command, "invoke", lambda *_: 0)
    blocks = [fence for page in PAGES for fence in fences(page.read_text("utf-8"), "console")]
    parts = [part.strip() for block in blocks for part in re.split(r"[|\n]|[<>].*", block)]
    commands = [part.removeprefix("$ ") for part in parts if re.match(r"(\$ )?souwen ", part)]
    assert len(commands) > 30
    for command in commands:
        assert main(shlex.split(command)[1:]) == 0, command


def test_make_targets_exist() -> None:
    """Every `make` target that README names is in the Makefile."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    shell = "\n".join(fences(README, "sh"))
    named = {
        *re.findall(r"`make ([a-z]+)", README),
        *re.findall(r"^make ([a-z]+)", shell, re.MULTILINE),
    }
    assert {"demo", "test", "bench"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("page", [README, CHINESE, LIBRARY], ids=["README", "中文", "library"])
def test_python_examples_run(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The Python examples of a page run, one after the other."""
    monkeypatch.chdir(folder_with_samples(tmp_path))
    names: dict[str, Any] = {"__name__": "example"}
    for number, block in enumerate(fences(page, "python"), 1):
        exec(compile(block, f"example {number}", "exec"), names)
    assert "生育津贴怎么领" in capsys.readouterr().out


def test_the_library_is_documented() -> None:
    """Every public name, and every method of the engine with its arguments, stands in its page."""
    for name in souwen.__all__:
        assert re.search(rf"\b{name}\b", LIBRARY), name
    for name, method in inspect.getmembers(souwen.Engine):
        if callable(method) and not name.startswith("_"):
            code = method.__code__
            arguments = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
            if "options" in method.__annotations__:
                named = method.__annotations__["options"].removeprefix("Unpack[").removesuffix("]")
                keys = getattr(request, named).__annotations__
                arguments = *arguments, *(f for f in SearchRequest.__slots__ if f in keys)
            (call,) = re.findall(rf"`Engine\.{name}\(([^`]*)\)`", LIBRARY)
            assert re.findall(r"(\w+)(?:=[^,]*)?(?:, |$)", call.replace("*, ", "")) == [*arguments]
    for field in (*fields(souwen.Hit), *fields(souwen.Results), *fields(souwen.Document)):
        assert f"`{field.name}`" in LIBRARY, field.name


def test_dependencies_are_explained() -> None:
    """Each dependency of setup.cfg stands in its page with the range that is pinned."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    groups = [config["options"]["install_requires"], *config["options.extras_require"].values()]
    for line in "\n".join(groups).split("\n"):
        if line.strip():
            name, pinned = line.partition(";")[0].split()
            row = rf"^\|.*`{re.escape(name)}` \| `{re.escape(pinned)}` \|"
            assert re.search(row, DEPENDENCIES, re.MULTILINE), line


def test_the_constants_of_the_ranking_are_those_of_the_code() -> None:
    """The tables of constants and of limits say what the code says."""
    rows = re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", RANKING, re.MULTILINE)
    assert "| `FLOOR` | {}/{} |".format(*coverage.FLOOR) in RANKING
    limits = {
        "DEPTH": title_match.DEPTH,
        "LONGEST_STRICT": interpret.LONGEST_STRICT,
        "FIRST_PAGE": run_of_query.FIRST_PAGE,
        "LEAST_SHARE": plan.LEAST_SHARE,
    }
    assert {name: float(value) for name, value in rows} == limits | Weights()._asdict()


def test_the_table_of_the_benchmark_has_its_rows() -> None:
    """The README's table has the rows that the benchmark prints, by the same names."""
    source = (ROOT / "benchmarks" / "stock.py").read_text("utf-8")
    rows = re.findall(r"^\| ((?:jieba|souwen)[^|]*) \|", README, re.MULTILINE)
    assert len(rows) == 5
    for row in rows:
        assert f'"{row}"' in source, row


def test_nothing_names_the_workplace() -> None:
    """No text or source of the project names the place where it was written, or a registry."""
    ignored = [name.rstrip("/") for name in (ROOT / ".gitignore").read_text("utf-8").split()]
    paths = [
        path
        for top in ROOT.iterdir()
        if top.name != ".git" and not any(map(top.match, ignored))
        for path in (top, *top.rglob("*"))
    ]
    texts = [path for path in paths if path.is_file() and path.suffix in TEXTS]
    assert {path.name for path in texts} > {"README.md", "setup.cfg", "run", "Makefile"}
    for path in texts:
        text = path.read_bytes()
        for word in UNWANTED:
            assert word.encode() not in text, path
