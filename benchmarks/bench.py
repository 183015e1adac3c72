"""souwen, stock Whoosh, tantivy, SQLite FTS5 and bm25s on the same documents and queries.

    python benchmarks/bench.py [--documents 5000 20000] [--rounds 3] [--quick]

Prints Markdown tables; `--write` puts them and the plot into docs/. See README.md beside.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import report
from answers import measure_answers
from costs import measure_builds
from daily import measure_day
from memory import measure_memory
from pages import ROOT, News, news_path, pages, write
from plot import draw_plot
from result import Result
from start import measure_start

QUICK = 1_000
_DOCUMENTS = (5_000, 20_000)


def main() -> int:
    """Measure, and print what was measured; give the exit code."""
    options = _options()
    path = news_path()
    if not path.is_file():
        print(f"no texts to measure with: {path} is not there (SOUWEN_TEST_DATA)", file=sys.stderr)
        return 0
    news = News(path)
    results: list[Result] = []
    start = measure_start(1 if options.quick else options.rounds)
    for documents in [QUICK] if options.quick else options.documents:
        with tempfile.TemporaryDirectory(prefix="souwen-bench-", dir=options.work) as folder:
            results.append(_measure(news, documents, Path(folder), options))
            tell = json.dumps(asdict(results[-1]), ensure_ascii=False)
            print(f"measured {documents} documents", file=sys.stderr, flush=True)
            if options.json:
                with options.json.open("a", encoding="utf-8") as file:
                    file.write(tell + "\n")
    memory = [measure_memory(news, size, options.work) for size in options.memory]
    text = report.tables(results, start, memory)
    print(text)
    if options.write:
        report.put_into(ROOT / "docs" / "performance.md", text)
        draw_plot(results, ROOT / "docs" / "performance.svg")
    return 0


def _measure(news: News, documents: int, folder: Path, options: argparse.Namespace) -> Result:
    rounds = 1 if options.quick else options.rounds
    dump = folder / "dump"
    dump_bytes = write(dump, pages(news, documents))
    builds = measure_builds(
        folder, dump, options.stock, rounds, whole=documents <= options.stock_answers
    )
    shapes, checks = measure_answers(folder, 60 if options.quick else options.queries, rounds)
    day = measure_day(folder, dump, news, documents, rounds)
    return Result(documents, dump_bytes, builds, shapes, checks, day)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure souwen beside its peers.")
    parser.add_argument(
        "--documents", type=int, nargs="+", default=_DOCUMENTS, help="how many, one or more sizes"
    )
    parser.add_argument("--rounds", type=int, default=3, help="of everything, interleaved")
    parser.add_argument("--queries", type=int, default=200, help="of each shape, in each round")
    parser.add_argument(
        "--stock", type=int, default=2_000, help="documents for stock Whoosh's rate"
    )
    parser.add_argument(
        "--stock-answers", type=int, default=20_000, help="ask stock Whoosh up to so many documents"
    )
    parser.add_argument(
        "--memory", type=int, nargs="*", default=[], help="also: peak memory of so many pages"
    )
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} documents, one round")
    parser.add_argument("--work", type=Path, help="folder for temporary files")
    parser.add_argument("--json", type=Path, help="also append what was measured to this file")
    parser.add_argument("--write", action="store_true", help="put tables and plot into docs/")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
