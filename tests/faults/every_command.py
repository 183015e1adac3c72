"""Calls every command and every method of the library on a data folder that somebody prepared.

A program: reads an order (JSON) from standard input.

    template  what the data folder is before each call
    data      the data folder, as it is given to souwen
    dump      a folder to take in, queries with judgements, and a backup
    out       a folder for a backup
    id        of a document

It writes what became of each call, a line of JSON: its name, and its exit code or error.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh.query import Every

import souwen
from souwen.cli.commands import _COMMANDS
from souwen.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Call = Callable[[souwen.Engine], object]


def commands(dump: str, out: str, id_: str) -> list[list[str]]:
    """Return command lines: each command, with the options that read or write more."""
    queries, qrels, page = f"{dump}/queries.tsv", f"{dump}/judged.qrels", f"{dump}/pages/p1.txt"
    return [
        ["search", "医保"],
        ["search", '"门诊" OR 1*', "--facets", "--source", "网/*"],
        ["search", "医保", "--csv", "--added-after", "7d"],
        ["search", "医保", "--format", "{rank}\\t{title}"],
        ["suggest", "医bao"],
        ["similar", id_],
        ["explain", "医保", id_],
        ["show", id_],
        ["saved", "add", "门诊", "医保"],
        ["saved", "run"],
        ["saved", "list"],
        ["saved", "remove", "门诊"],
        ["sources"],
        ["stats"],
        ["check"],
        ["check", "--deep"],
        ["check", "--deep", "--repair"],
        ["export"],
        ["dict", "list"],
        ["dict", "check", "--accept"],
        ["dict", "add", "娃娃卡", "社保卡"],
        ["dict", "import", f"{dump}/words.txt"],
        ["dict", "remove", "娃娃卡"],
        ["analyze", "医保"],
        ["split", page],
        ["add", f"{dump}/pages", "--as", "网", "--yes"],
        ["add", f"{dump}/pages", "--as", "网", "--prune", "--yes", "--dry-run"],
        ["remove", "网/*", "--yes"],
        ["purge"],
        ["block", id_],
        ["block", "--list"],
        ["unblock", id_],
        ["backup", f"{out}/command"],
        ["restore", f"{dump}/backup", "--yes"],
        ["reindex"],
        ["reindex", "--resplit"],
        ["eval", queries, qrels],
        ["serve", "--host", "192.0.2.1"],  # of no machine, so it ends at once
        ["demo"],
    ]


def methods(dump: str, out: str, id_: str) -> dict[str, Call]:
    """Return calls of the library, by the name of the method."""

    def with_whoosh(engine: souwen.Engine) -> None:
        with engine.whoosh().searcher() as searcher:
            for hit in searcher.search(Every(), limit=None):
                hit.fields()

    return {
        "search": lambda engine: engine.search("医保").as_dict(),
        "explain": lambda engine: engine.explain("医保", id_),
        "document": lambda engine: engine.document(id_),
        "cost": lambda engine: engine.cost("医保"),
        "marks": lambda engine: engine.marks("医保", id_),
        "documents": lambda engine: engine.documents([id_]),
        "state": lambda engine: engine.state(),
        "changes": lambda engine: engine.changes(),
        "suggest": lambda engine: [engine.suggest(text) for text in ("医宝", "yibao")],
        "similar": lambda engine: engine.similar(id_),
        "nearest": lambda engine: engine.nearest("医保 报销"),
        "evaluate": lambda engine: engine.evaluate(f"{dump}/queries.tsv", f"{dump}/judged.qrels"),
        "add": lambda engine: engine.add([f"{dump}/pages"], name="网", yes=True),
        "remove": lambda engine: engine.remove("网/*", yes=True),
        "purge": lambda engine: engine.purge(),
        "block": lambda engine: engine.block([id_]),
        "blocked": lambda engine: list(engine.blocked()),
        "unblock": lambda engine: engine.unblock([id_]),
        "backup": lambda engine: engine.backup(f"{out}/method"),
        "restore": lambda engine: engine.restore(f"{dump}/backup", yes=True),
        "dictionary": lambda engine: engine.dictionary(),
        "dictionary_add": lambda engine: engine.dictionary_add("娃娃卡", ["社保卡"]),
        "dictionary_import": lambda engine: engine.dictionary_import(f"{dump}/words.txt"),
        "dictionary_accept": lambda engine: engine.dictionary_accept(),
        "dictionary_remove": lambda engine: engine.dictionary_remove("娃娃卡"),
        "reindex": lambda engine: engine.reindex(resplit=True),
        "check": lambda engine: engine.check(deep=True, repair=True),
        "stats": lambda engine: engine.stats().as_dict(),
        "whoosh": with_whoosh,
        "sources": lambda engine: list(engine.sources()),
        "export": lambda engine: list(engine.export()),
        "close": lambda engine: engine.close(),
    }


def prepare(template: Path, folder: Path) -> None:
    """Make the content of a folder that of another; the folder itself stays, as a current one."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    shutil.copytree(template, folder, symlinks=True, dirs_exist_ok=True)


def outcomes(order: dict[str, Any]) -> Iterator[tuple[str, int | str, str]]:
    """Make all calls; yield the name of each, the exit code or error, and what was said."""
    template, folder = Path(order["template"]), Path(order["data"]).resolve()
    what = order["dump"], order["out"], order["id"]
    for arguments in commands(*what):
        prepare(template, folder)
        out, said = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        with redirect_stdout(out), redirect_stderr(said):
            code = main(["--data", order["data"], *arguments])
        said.flush()
        yield " ".join(arguments), int(code), said.buffer.getvalue().decode()
    for name, call in methods(*what).items():
        prepare(template, folder)
        try:
            with souwen.open(order["data"], lock_timeout=5) as engine:
                call(engine)
            yield name, 0, ""
        except souwen.SouwenError as error:
            yield name, type(error).__name__, str(error)
        except Exception as error:  # noqa: BLE001 - a test says that none is expected
            yield name, "!" + type(error).__name__, repr(error)


def _run() -> None:
    """Carry out the order."""
    order = json.loads(sys.stdin.read())
    assert {words[0] for words in commands("", "", "")} == set(_COMMANDS)
    public = {name for name in dir(souwen.Engine) if callable(getattr(souwen.Engine, name))}
    assert {name for name in public if name[0] != "_"} == {*methods("", "", "")}
    written = os.dup(1)
    with suppress(BrokenPipeError):
        for outcome in outcomes(order):
            os.write(written, json.dumps(outcome).encode() + b"\n")


if __name__ == "__main__":
    _run()
