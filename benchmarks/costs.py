"""What it costs to take the documents in: each engine in a process of its own, in rounds."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import documents
from engines import BUILDS
from spread import Spread

import souwen

_HERE = Path(__file__).parent
_ALL = 1 << 62
#: Stock Whoosh with all documents, not `--stock` of them.
STOCK_WHOLE = "stock Whoosh, all"
_SLOW = ("stock Whoosh", "stock Whoosh + jieba")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a build cost.

    Attributes:
        documents: how many it took in.
        rate: of them a second of the wall.
        rate_of_processor: of them a second of the processor, whatever else ran beside.
        bytes: on the disk in the end.
        index_bytes: of these, the index, where a corpus is kept beside it.
        peak_mb: most memory of the process.
        parts: of the build, where it was measured by parts: seconds of the processor.
    """

    documents: int
    rate: Spread
    rate_of_processor: Spread
    bytes: int
    index_bytes: int | None
    peak_mb: Spread
    parts: dict[str, Spread]


def measure_builds(
    folder: Path, dump: Path, stock: int, rounds: int, *, whole: bool
) -> dict[str, Cost]:
    """Build with every engine, and leave each index in a folder of the engine's name.

    Args:
        folder: to work in.
        dump: the pages.
        stock: documents that stock Whoosh is given for its rate, for it takes so long.
        whole: whether to let it take in all documents, once, so that it can be asked.
        rounds: how often; the order of the engines stays, so that the rounds interleave.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    kept = folder / "documents.jsonl"
    for turn in range(rounds):
        for way in ("dump", "parts", *BUILDS):
            if way == STOCK_WHOLE and (turn or not whole):
                continue  # only for its answers: once is enough, and beyond some size too much
            most = stock if way in _SLOW else _ALL
            if way != "dump" and not kept.exists():
                with souwen.open(folder / "dump-index") as engine:
                    documents.keep(engine, kept)
            target = index_folder(folder, way)
            shutil.rmtree(target, ignore_errors=True)
            arguments = (_HERE / "build.py", way, dump, kept, target, most)
            command = [sys.executable, *map(str, arguments)]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            found.setdefault(way, []).append(json.loads(done.stdout))
            print(f"round {turn + 1}: {way}: {done.stdout.strip()[:120]}", file=sys.stderr)
    return {way: _cost(measured) for way, measured in found.items()}


def index_folder(folder: Path, way: str) -> Path:
    """Give where the index of an engine is."""
    return folder / f"{way.replace(' ', '-')}-index"


def _cost(found: list[dict[str, Any]]) -> Cost:
    taken = found[0]["documents"]
    return Cost(
        taken,
        Spread.of([taken / sum(one["seconds"].values()) for one in found]),
        Spread.of([taken / sum(one["processor"].values()) for one in found]),
        found[-1]["bytes"],
        found[-1]["index_bytes"],
        Spread.of([one["peak_mb"] for one in found]),
        {
            part: Spread.of([one["processor"][part] for one in found])
            for part in found[0]["processor"]
        },
    )
