"""Two installed copies of souwen on the same queries: p50 of each shape, and how they compare.

    python benchmarks/shapes.py --python OLD_PYTHON --python NEW_PYTHON [--documents 20000]

Each copy takes the same dump in, and answers in a process of its own; they take turns every five
queries, so that both meet the same noise. A ratio is of the second copy to the first within a
round: the table has the median of the rounds, and its interval of 95 %. A row is slower where both
ratios, of the wall's and of the processor's time, are above `--bound`, and their intervals above 1.
The exit code is 1 where a query or the start of a process is slower.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from corpora import PER_PAGE, News, pages, recommendation, write
from measure import interleaved, run, table
from queries import Document, Draw, Shape, with_terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from measure import Figures, Measured
    from queries import Query

_WARM = 20  # queries of a shape that are not measured
_ANEW = 20  # rounds after which both start a new process
_ROUNDS_OF_A_START = 2
_DRAWN_FROM = 4_000  # documents
ADDING, START = "adding the dump", "`souwen search` as a process"


class Copy:
    """An installed copy of souwen, and the data folder that it fills."""

    def __init__(self, python: Path, data: Path, drawn: Mapping[Shape, Sequence[Query]]) -> None:
        self._python, self._data, self._drawn = python, data, drawn
        self._process: subprocess.Popen[str] | None = None
        self._turn = -_ANEW

    def run(self, arguments: Sequence[object], _turn: int) -> Figures:
        """Run the command line; return what the process took."""
        clock, _ = run(self._python.with_name("souwen"), "--data", self._data, *arguments)
        return {"p50": 1000 * clock.wall, "CPU p50": 1000 * clock.processor}

    def ask(self, shape: Shape, number: int, turn: int) -> Figures:
        """Ask so many queries of a shape; each round has others."""
        if turn // _ANEW != self._turn // _ANEW:
            self.close()
            command = (self._python, Path(__file__).with_name("answering.py"), self._data)
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
            for queries in self._drawn.values():
                self._answer(queries[:_WARM])
        self._turn, first = turn, _WARM + turn * number
        return self._answer(self._drawn[shape][first : first + number])

    def _answer(self, queries: Sequence[Query]) -> Figures:
        assert self._process is not None
        assert self._process.stdout is not None
        line = json.dumps([(query.text, query.options) for query in queries])
        print(line, file=self._process.stdin, flush=True)
        figures: Figures = json.loads(self._process.stdout.readline())
        return figures

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.communicate()


def main() -> int:
    """Measure, and print the table; return the exit code."""
    options = _options()
    rounds, news = options.rounds, News()
    drawn = _drawn(news, options.documents, _WARM + rounds * options.queries)
    with tempfile.TemporaryDirectory(prefix="souwen-shapes-", dir=options.work) as work:
        folder = Path(work)
        write(folder / "dump", pages(news, options.documents))
        both = [(at, Copy(options.python[at], folder / f"data{at}", drawn)) for at in range(2)]
        add, search = ("add", folder / "dump"), ("search", "医保 备案")
        measured = interleaved(1, {(ADDING, at): partial(copy.run, add) for at, copy in both})
        asking = {
            (shape, at): partial(copy.ask, shape, options.queries)
            for shape in drawn
            for at, copy in both
        }
        measured |= interleaved(rounds, asking)
        for _, copy in both:
            copy.close()
            copy.run(search, 0)  # compiles what is not compiled yet
        starting = {(START, at): partial(copy.run, search) for at, copy in both}
        measured |= interleaved(-(-rounds // _ROUNDS_OF_A_START), starting)
    head = ["p50", "first, ms", "second, ms", "ratio", "ratio of CPU ms", ""]
    names = (*drawn, START, ADDING)
    rows = [_row(name, measured[name, 0], measured[name, 1], options.bound) for name in names]
    print(table(head, rows))
    return 1 if any(row[-1] for row in rows if row[0] != ADDING) else 0


def _row(name: str, first: Measured, second: Measured, bound: float) -> list[object]:
    cells, is_slower = [], True
    for figure in ("p50", "CPU p50"):
        pairs = zip(first[figure].values, second[figure].values, strict=True)
        ratios = sorted(after / before for before, after in pairs)
        ratio, last = statistics.median(ratios), len(ratios) - 1
        reach = math.sqrt(len(ratios))  # as many ranks around the median hold 95 %
        low, high = ratios[max(int(last / 2 - reach), 0)], ratios[min(int(last / 2 + reach), last)]
        cells.append(f"{ratio:.3f} ({low:.3f}-{high:.3f})" if last else f"{ratio:.3f}")
        is_slower &= ratio > bound and low > 1
    ms = [figures["p50"].median for figures in (first, second)]
    return [name, *ms, *cells, "**slower**" if is_slower else ""]


def _drawn(news: News, size: int, number: int) -> dict[Shape, list[Query]]:
    """Draw queries of every shape from the documents that the dump holds, or from 4,000 of them."""
    articles = -(-size // (PER_PAGE + 1))
    documents = []
    for place in range(0, size, max(size // _DRAWN_FROM, 1)):
        title, excerpt, channel, published = recommendation(news, place)
        body = news[place].text if place < articles else excerpt
        documents.append(with_terms(Document(str(place), title, body, published, channel)))
    draw = Draw(documents)
    return {shape: draw.queries(shape, number) for shape in Shape}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare the speed of two copies of souwen.")
    add = parser.add_argument
    add("--python", type=Path, action="append", required=True, help="of a copy; give it twice")
    add("--documents", type=int, default=20_000)
    add("--rounds", type=int, default=120, help="each with new queries")
    add("--queries", type=int, default=5, help="of each shape, in each round")
    add("--bound", type=float, default=1.05, help="of the ratios (default: 1.05)")
    add("--work", type=Path, help="folder for temporary files")
    options = parser.parse_args()
    if len(options.python) != 2:
        parser.error("give --python twice: of the first copy and of the second")
    return options


if __name__ == "__main__":
    sys.exit(main())
