"""A stage for faults: a small dump that changes, a script over it, and what must be left of it."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.corpus.reader import CorpusReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    Step = tuple[str, list[Any], dict[str, Any]]

HERE = Path(__file__).resolve().parent
#: Whether everything is tried, for about half an hour, or a sample of it.
LONG = os.environ.get("SOUWEN_FAULTS", "") == "long"
#: How often each fault was tried, for the summary.
TRIED: Counter[str] = Counter()
QUERIES = ("医保", "备案", "报销 材料", "住院怎么报销", '"门诊"', "2025", "旧", "新")
_WORDS = (
    "医保",
    "报销",
    "备案",
    "门诊",
    "住院",
    "材料",
    "社保",
    "参保",
    "缴费",
    "待遇",
    "办理",
    "药品",
)


def _text(chance: random.Random, words: int) -> str:
    return "".join(chance.choice(_WORDS) + chance.choice("的在和，。") for _ in range(words))


def _page(number: int, version: str) -> str:
    chance = random.Random(f"{number} {version}")
    bodies = "\n".join(_text(chance, 30) for _ in range(3))
    return f"第{number}篇{_text(chance, 3)}{version}\n\n{bodies}\n"


def _write(folder: Path, pages: dict[int, str], lines: dict[int, str]) -> None:
    folder.mkdir(parents=True)
    for number, version in pages.items():
        (folder / f"p{number:02}.txt").write_text(_page(number, version), "utf-8")
    rows = []
    for number, version in lines.items():
        chance = random.Random(f"line {number} {version}")
        row = {"id": f"j{number}", "title": f"{_text(chance, 3)}{number}", "body": _text(chance, 9)}
        kind = "snippet" if number % 3 else "article"
        rows.append(json.dumps(row | {"kind": kind, "published": f"2025-04-{number % 28 + 1:02}"}))
    (folder / "list.jsonl").write_text("\n".join(rows) + "\n", "utf-8")


def _litter(folder: Path) -> set[str]:
    """Give the files of a data folder that have no business there."""
    generation = folder / "index" / (folder / "index" / "CURRENT").read_text().strip()
    manifest = json.loads((generation / "souwen.json").read_bytes())
    meant = {generation / f"{segment['name']}.arrays" for segment in manifest["segments"]}
    meant |= {generation / "souwen.json"}
    meant |= {folder / "corpus.sqlite3", folder / "writer.lock", folder / "index" / "CURRENT"}
    found = {path for path in folder.rglob("*") if path.is_file()}
    assert meant - found <= {folder / "writer.lock"}
    return {path.name for path in found - meant}


class Stage:
    """Runs commands on data folders in other processes, and knows what they must leave."""

    def __init__(self, home: Path, layer: Path) -> None:
        self.home = home
        first, second, third = (home / name for name in ("first", "second", "third"))
        _write(first, dict.fromkeys(range(14), "旧"), dict.fromkeys(range(18), "旧"))
        changed = {n: "新" if n % 3 == 0 else "旧" for n in range(2, 20)}
        _write(second, changed, {n: "新" if n % 4 == 0 else "旧" for n in range(3, 26)})
        _write(third, dict.fromkeys(range(8, 18), "新"), dict.fromkeys(range(9, 26), "旧"))
        named = {"name": "网", "yes": True}
        #: A life of a data folder, step by step.
        self.script: list[Step] = [
            ("add", [[str(first)]], named),
            ("add", [[str(second)]], named),
            ("add", [[str(third)]], named | {"prune": True}),
            ("remove", ["网/p1*"], {"yes": True}),
            ("add", [[str(first)]], named),
            ("purge", [], {}),
            ("reindex", [], {}),
            ("reindex", [], {"resplit": True}),
        ]
        environment = {**os.environ, "LD_PRELOAD": str(layer), "OPENBLAS_NUM_THREADS": "1"}
        self._program = subprocess.Popen(
            [sys.executable, str(HERE / "stage.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        assert self._said() == "ready"
        self._number = 0
        self._after: list[dict[str, Any]] = [{}]
        for number, step in enumerate(self.script):
            folder = self.state(number + 1)
            if number:
                shutil.copytree(self.state(number), folder)
            told = self.run(folder, [step])
            assert told["error"] is None, told
            self._after.append(self.look(folder))

    def close(self) -> None:
        """End the program."""
        assert self._program.stdin
        assert self._program.stdout
        self._program.stdin.close()
        self._program.wait()
        self._program.stdout.close()

    def state(self, steps: int) -> Path:
        """Give the folder as it is after so many steps of an undisturbed run; none after 0."""
        return self.home / f"state{steps}"

    def copy(self, steps: int) -> Path:
        """Give a copy of such a folder."""
        self._number += 1
        folder = self.home / f"run{self._number}"
        if steps:
            shutil.copytree(self.state(steps), folder)
        return folder

    def run(self, folder: Path, steps: list[Step], **order: Any) -> dict[str, Any]:
        """Have steps carried out; give what became of it, `code` 0 where nothing ended it."""
        told = self.home / "told.json"
        told.unlink(missing_ok=True)
        assert self._program.stdin
        order |= {"folder": str(folder), "steps": steps, "told": str(told)}
        print(json.dumps(order), file=self._program.stdin, flush=True)
        ended: dict[str, Any] = json.loads(self._said())
        return ended | (json.loads(told.read_bytes()) if ended["code"] == 0 else {})

    @staticmethod
    def tried(fault: str) -> None:
        """Count a fault that ended as it should."""
        TRIED[fault] += 1

    def _said(self) -> str:
        assert self._program.stdout
        return self._program.stdout.readline().strip()

    def look(self, folder: Path) -> dict[str, Any]:
        """Give all that a folder holds, as a user could see it."""
        with CorpusReader(folder) as reader:
            documents = sorted(
                ({**asdict(one), "arrived": None} for one in reader.live()),
                key=lambda one: one["id"],
            )
            everything = sorted((id_, retired) for _, id_, retired in reader.changes_since(0))
            sources = [{**asdict(one), "added_at": None} for one in reader.sources()]
        with souwen.open(folder) as engine:
            found = {query: self._found(engine, query) for query in QUERIES}
            report = engine.check(deep=True)
            stats = engine.stats()
        assert report.ok, report
        assert stats.index.up_to_date
        return {
            "documents": documents,
            "everything": everything,
            "sources": sources,
            "found": found,
            "litter": _litter(folder),
        }

    @staticmethod
    def _found(engine: souwen.Engine, query: str) -> list[tuple[str, float]]:
        hits = engine.search(query, limit=1000, collapse=False)
        assert hits.total == sum(hit.matches == "all" for hit in hits)
        return sorted((hit.id, round(hit.score, 6)) for hit in hits)

    def answers(self, folder: Path) -> None:
        """Search right after a fault: what is found is what the corpus holds, or there is none."""
        try:
            with souwen.open(folder, lock_timeout=5) as engine:
                for query in ("医保", "备案"):
                    held = {
                        document.id
                        for document in _live(folder)
                        if query in document.title or query in document.body
                    }
                    assert {id_ for id_, _ in self._found(engine, query)} == held
        except souwen.NoDataError:
            pass

    def recovers(self, folder: Path, steps: int) -> None:
        """Carry out the last of so many steps again, and compare with an undisturbed run."""
        self.answers(folder)
        told = self.run(folder, [self.script[steps - 1]])
        assert (told["code"], told["error"]) == (0, None), told
        self.is_as_undisturbed(folder, steps)
        shutil.rmtree(folder)

    def is_as_undisturbed(self, folder: Path, steps: int, *, tidy: bool = True) -> None:
        """Compare a folder with that of a run that nothing disturbed; `tidy` with no file more."""
        now, expected = self.look(folder), dict(self._after[steps])
        if not tidy:
            expected.pop("litter")
        for part, value in expected.items():
            assert now[part] == value, part


def _live(folder: Path) -> list[souwen.Document]:
    with CorpusReader(folder) as reader:
        return list(reader.live())


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """Return the stage, or skip where no file layer can be made.

    It is not below pytest's own folder, which every other run of pytest closes to other users.
    """
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("needs Linux and a C compiler, for the layer between process and files")
    with tempfile.TemporaryDirectory(prefix="souwen-faults-") as folder:
        home = Path(folder).resolve()
        layer = home / "layer.so"
        command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(layer), str(HERE / "layer.c")]
        subprocess.run([*command, "-ldl"], check=True)
        made = Stage(home, layer)
        yield made
        made.close()


@pytest.fixture(scope="session")
def long() -> bool:
    """Tell whether everything is to be tried."""
    return LONG


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how often each fault was tried."""
    for fault, times in sorted(TRIED.items()):
        terminalreporter.write_line(f"fault tried {times} times: {fault}")
