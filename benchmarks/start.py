"""How long a fresh process takes to its first answer, beside one that only imports click."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pages import ROOT, measured_folder
from spread import Spread

import souwen

_TIMES = 7
_QUERY = "医保 备案"
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True, slots=True)
class Start:
    """Milliseconds to import click, and to answer one query; and on what."""

    click: Spread
    search: Spread
    pages: str


def measure_start(rounds: int) -> Start:
    """Start processes in turns; each a search of the seeds where they are at hand."""
    # As pip leaves a package: compiled, so that not every process compiles it anew.
    compiled = {key: value for key, value in os.environ.items() if key != _NO_BYTECODE}
    seeds = measured_folder() / "seeds"
    folder = seeds if seeds.is_dir() else ROOT / "samples" / "pages"
    with tempfile.TemporaryDirectory(prefix="souwen-bench-") as data:
        with souwen.open(data) as engine:
            engine.add([folder])
        program = Path(sys.executable).with_name("souwen")
        commands = {
            "click": [sys.executable, "-c", "import click"],
            "search": [str(program), "--data", data, "search", _QUERY],
        }
        found: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(1 + _TIMES * rounds):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=compiled)
                found[name].append(1000 * (time.perf_counter() - start))
    return Start(Spread.of(found["click"][1:]), Spread.of(found["search"][1:]), folder.name)
