"""The ranking of souwen beside other engines, on the same documents, queries and judgements.

    python benchmarks/quality.py [--sets cmedir-dev cmedqa-dev farm] [--stock-queries N] [--write]

Prints one Markdown table a set; `--write` puts them into docs/quality.md. See README.md beside.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import ir_measures
import judged
import numpy as np
from contestant import TOP
from pages import ROOT
from rankers import ENGINES, STOCK, souwen_as_measured
from report import put_into

import souwen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from judged import Judged
    from numpy.typing import NDArray
    from rankers import Ask

    # A row a query, a column a measure; or only the rows.
    Values = NDArray[np.float64]

#: In the order of the tables; the first two are compared.
MEASURES = {
    f"MRR@{TOP}": ir_measures.RR @ TOP,
    f"nDCG@{TOP}": ir_measures.nDCG @ TOP,
    f"Recall@{TOP}": ir_measures.R @ TOP,
}
COMPARED = 2
RESAMPLES = 2_000
RANDOM_SEED = 1
_LOW, _HIGH = 2.5, 97.5
_PACKAGES = ("tantivy", "bm25s", "whoosh-reloaded", "jieba")


@dataclass(frozen=True, slots=True)
class Lead:
    """By how much souwen is ahead in one measure: the mean, and its interval of 95 %."""

    mean: float
    low: float
    high: float

    @property
    def is_ahead(self) -> bool:
        """Whether chance does not explain it."""
        return self.low > 0

    def __str__(self) -> str:
        mark = "" if self.is_ahead else " **not ahead**"
        return f"{self.mean:+.4f} ({self.low:+.4f} to {self.high:+.4f}){mark}"


@dataclass(frozen=True, slots=True)
class Row:
    """How one engine did, over the queries that it was asked; `leads` is empty for souwen."""

    name: str
    queries: int
    means: Sequence[float]
    leads: Sequence[Lead] = ()


def main() -> int:
    """Measure all sets, and print what was measured; give the exit code."""
    options = _options()
    parts = []
    for name in options.sets:
        if not judged.is_here(name):
            print(f"{name}: its files are not at hand (SOUWEN_TEST_DATA)", file=sys.stderr)
            continue
        parts.append(_measure(name, options.stock_queries))
    if not parts:
        return 0
    versions = [f"{package} {version(package)}" for package in _PACKAGES]
    parts.append(f"Versions: {', '.join(versions)}, SQLite {sqlite3.sqlite_version}.")
    text = "\n\n".join(parts)
    print(text)
    if options.write:
        put_into(ROOT / "docs" / "quality.md", text)
    return 0


def _measure(name: str, stock_queries: int | None) -> str:
    with (
        tempfile.TemporaryDirectory(prefix="souwen-quality-") as folder,
        souwen.open(Path(folder) / "data") as engine,
    ):
        whole = judged.read(name, engine, Path(folder))
        queries = list(whole.queries)
        ours = _values(whole, queries, "souwen", souwen_as_measured(engine))
    rows = [Row("souwen", len(queries), ours.mean(axis=0).tolist())]
    place = {query: at for at, query in enumerate(queries)}
    for engines, asked in ((STOCK, _sample(queries, stock_queries)), (ENGINES, queries)):
        at = [place[query] for query in asked]
        for other, build in engines.items():
            theirs = _values(whole, asked, other, build(whole.documents))
            differences = (ours[at] - theirs)[:, :COMPARED]
            rows.append(Row(other, len(at), theirs.mean(axis=0).tolist(), leads_of(differences)))
    return _table(whole, rows)


def _sample(queries: Sequence[str], most: int | None) -> Sequence[str]:
    if most is None or most >= len(queries):
        return queries
    return random.Random(RANDOM_SEED).sample(queries, most)


def _values(whole: Judged, queries: Sequence[str], name: str, ask: Ask) -> Values:
    """Ask an engine, and measure each query alone; what finds nothing counts as 0."""
    start = time.perf_counter()
    run = {
        query: {document: float(-rank) for rank, document in enumerate(ask(whole.queries[query]))}
        for query in queries
    }
    print(f"{whole.name}: {name}, {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    judgements = {query: whole.judgements[query] for query in queries}
    row = {query: at for at, query in enumerate(queries)}
    column = {measure: at for at, measure in enumerate(MEASURES.values())}
    values: Values = np.zeros((len(queries), len(MEASURES)))
    for one in ir_measures.iter_calc(list(MEASURES.values()), judgements, run):
        values[row[one.query_id], column[one.measure]] = one.value
    return values


def leads_of(differences: Values) -> list[Lead]:
    """Give mean and bootstrap interval of each column, by drawing the queries anew.

    Args:
        differences: a row a query: souwen's value less the other's, so that it stays paired.
    """
    chance = np.random.default_rng(RANDOM_SEED)
    size = len(differences)
    draws = [differences[chance.integers(size, size=size)].mean(axis=0) for _ in range(RESAMPLES)]
    low, high = np.percentile(draws, [_LOW, _HIGH], axis=0)
    columns = zip(differences.mean(axis=0), low, high, strict=True)
    return [Lead(*map(float, column)) for column in columns]


# --- the table -----------------------------------------------------------------------------------


def _table(whole: Judged, rows: Sequence[Row]) -> str:
    compared = list(MEASURES)[:COMPARED]
    head = ["engine", *MEASURES, *(f"souwen's lead, {measure}" for measure in compared)]
    lines = [_line(head), "|---" + "|---:" * (len(head) - 1) + "|"]
    lines += (_line(_cells(row, rows[0])) for row in rows)
    return "\n\n".join(
        [
            f"### {whole.name}: {len(whole.documents):,} documents, {len(whole.queries):,} queries",
            "\n".join(lines),
            *_verdicts(compared, rows[1:]),
        ]
    )


def _cells(row: Row, first: Row) -> Iterator[str]:
    is_sample = row.queries < first.queries
    yield f"{row.name} ({row.queries:,} queries)" if is_sample else row.name
    for mean in row.means:
        yield f"{mean:.4f}"
    for at in range(COMPARED):
        yield str(row.leads[at]) if row.leads else ""


def _verdicts(compared: Sequence[str], others: Sequence[Row]) -> Iterator[str]:
    for at, measure in enumerate(compared):
        before = [row.name for row in others if not row.leads[at].is_ahead]
        yield f"Ahead of every engine in {measure}: " + (
            f"no, not of {'; '.join(before)}." if before else "yes."
        )


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare souwen's ranking with its peers'.")
    parser.add_argument(
        "--sets", nargs="+", choices=judged.SETS, default=judged.SETS, help="default: all"
    )
    parser.add_argument(
        "--stock-queries", type=int, help="ask stock Whoosh only so many, drawn (default: all)"
    )
    parser.add_argument("--write", action="store_true", help="put the tables into docs/quality.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
