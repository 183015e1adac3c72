"""souwen alone, from 20,000 to 200,000 documents: what grows, and how much.

    python benchmarks/scale.py [--documents 20000 200000] [--queries 200] [--memory 50000 200000]

The peers take too long to be asked at such a size every time. Prints Markdown; `--write` puts it
into docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import documents
import report
from memory import measure_memory
from pages import ROOT, News, news_path, pages, write
from queries import Shape, draw
from spread import number, percentile
from with_souwen import Souwen

import souwen

_HERE = Path(__file__).parent
_WARM = 20  # queries of a shape that are not measured
_DRAWN_FROM = 20_000  # documents


@dataclass(frozen=True, slots=True)
class Scale:
    """One size: its build as `build.py` prints it, and for each shape the sorted milliseconds."""

    documents: int
    build: dict[str, Any]
    opening_ms: float
    times: dict[Shape, list[float]]


def main() -> int:
    """Measure, and print what was measured; give the exit code."""
    parser = argparse.ArgumentParser(description="Measure how souwen grows.")
    parser.add_argument("--documents", type=int, nargs="+", default=[20_000, 200_000])
    parser.add_argument("--queries", type=int, default=200, help="of each shape")
    parser.add_argument("--memory", type=int, nargs="*", default=[], help="pages of a site")
    parser.add_argument("--work", type=Path, help="folder for temporary files")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/")
    options = parser.parse_args()
    path = news_path()
    if not path.is_file():
        print(f"no texts to measure with: {path} is not there", file=sys.stderr)
        return 0
    news = News(path)
    found = [measure(news, size, options.queries, options.work) for size in options.documents]
    memory = [measure_memory(news, size, options.work) for size in options.memory]
    parts = [_builds(found), _answers(found), *([report.of_memory(memory)] if memory else [])]
    text = "\n\n".join(parts)
    print(text)
    if options.write:
        report.put_into(ROOT / "docs" / "performance.md", text, "scale")
    return 0


def measure(news: News, size: int, number_of_queries: int, work: Path | None) -> Scale:
    """Take in a dump of so many documents in a process of its own, then ask."""
    with tempfile.TemporaryDirectory(prefix="souwen-scale-", dir=work) as name:
        folder = Path(name)
        write(folder / "dump", pages(news, size))
        arguments = ("dump", folder / "dump", folder / "none", folder / "index", 0)
        command = [sys.executable, *map(str, (_HERE / "build.py", *arguments))]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        print(f"{size}: {done.stdout.strip()}", file=sys.stderr, flush=True)
        kept = folder / "documents.jsonl"
        with souwen.open(folder / "index") as engine:
            documents.keep(engine, kept, _DRAWN_FROM)
        drawn = draw(list(islice(documents.read(kept), _DRAWN_FROM)), number_of_queries + _WARM, 1)
        start = time.perf_counter()
        search = Souwen().open(folder / "index")
        search.ask(drawn[Shape.RARE][0])
        opening = 1000 * (time.perf_counter() - start)
        times: dict[Shape, list[float]] = {}
        for shape, queries in drawn.items():
            taken = []
            for query in queries:
                before = time.thread_time()
                search.ask(query)
                taken.append(1000 * (time.thread_time() - before))
            times[shape] = sorted(taken[_WARM:])
        search.engine.close()
    return Scale(size, json.loads(done.stdout), opening, times)


def _builds(found: list[Scale]) -> str:
    rows = []
    for one in found:
        build = one.build
        cells = (
            build["documents"],
            build["documents"] / sum(build["processor"].values()),
            build["index_bytes"] / 1e6,
            (build["bytes"] - build["index_bytes"]) / 1e6,
            build["peak_mb"],
            one.opening_ms,
        )
        rows.append([number(cell) for cell in cells])
    head = ["documents", "a CPU second", "index MB", "corpus MB", "peak MB", "first answer, ms"]
    return report.table(head, rows)


def _answers(found: list[Scale]) -> str:
    sizes = [f"{one.documents:,}: p50 / p95 / p99" for one in found]
    rows = []
    for shape in Shape:
        times = [one.times[shape] for one in found]
        cells = [
            " / ".join(number(percentile(taken, share)) for share in (0.5, 0.95, 0.99))
            for taken in times
        ]
        growth = percentile(times[-1], 0.5) / percentile(times[0], 0.5)
        rows.append([str(shape), *cells, number(growth)])
    table = report.table(["query", *sizes, "growth of p50"], rows)
    return f"ms of the processor, with the ten texts:\n\n{table}"


if __name__ == "__main__":
    sys.exit(main())
