"""How long a search waits while another thread builds the index anew, by the clock.

    python benchmarks/waiting.py [--documents 20000] [--work FOLDER]

Whole news texts are taken in. Then searches of every shape and `document()` take turns in one
thread while another runs `reindex`, and as long again alone. A call waits where its thread does not
compute: for a lock, a file, or its turn at Python. The exit code is 1 where one waited more than a
tenth of a second meanwhile.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from corpora import News
from measure import Clock, number, table
from queries import Document, Draw, Shape, with_terms

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Calls = Mapping[str, Sequence[Callable[[], object]]]
    Clocks = dict[str, list[Clock]]

_LONGEST = 100  # milliseconds
_DRAWN_FROM = 2_000  # documents
_OF_A_SHAPE = 500
_NOT_ASKED = Shape.FILTERED  # the texts have no channel


def main() -> int:
    """Measure, and print the table; return the exit code."""
    parser = argparse.ArgumentParser(description="Measure how long searches wait for indexing.")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--work", type=Path, help="folder for temporary files")
    options = parser.parse_args()
    news = News()
    texts = [news[place] for place in range(options.documents)]
    documents = [Document(text.title, text.title, text.text, text.published) for text in texts]
    with tempfile.TemporaryDirectory(prefix="souwen-waiting-", dir=options.work) as work:
        dump = Path(work) / "dump.jsonl"
        with dump.open("w", encoding="utf-8") as file:
            for text in texts:
                row = {"title": text.title, "body": text.text, "published": text.published}
                print(json.dumps(row), file=file)
        with (
            souwen.open(Path(work) / "data", remembered=0) as engine,
            ThreadPoolExecutor(1) as thread,
        ):
            engine.add([dump])
            calls = _calls(engine, documents[:_DRAWN_FROM])
            _asked(calls, lambda: True)  # what is done once
            started = time.perf_counter()
            building = thread.submit(engine.reindex)
            meanwhile = _asked(calls, building.done)
            building.result()
            end = 2 * time.perf_counter() - started
            alone = _asked(calls, lambda: time.perf_counter() > end)
    head = ["ms", "alone, p50", "longest", "meanwhile, p50", "longest", "longest wait", "calls"]
    rows = [
        [name, *_figures(alone[name])[:2], *_figures(meanwhile[name]), len(meanwhile[name])]
        for name in calls
    ]
    print(table(head, rows))
    longest = max(_wait(clock) for clocks in meanwhile.values() for clock in clocks)
    print(f"\nThe longest wait: {number(longest)} ms.")
    return int(longest > _LONGEST)


def _calls(engine: souwen.Engine, documents: Sequence[Document]) -> Calls:
    draw = Draw([with_terms(document) for document in documents])
    ids = [hit.id for hit in engine.search("kind:article", limit=_OF_A_SHAPE)]
    calls: dict[str, Sequence[Callable[[], object]]] = {
        shape: [
            partial(engine.search, query.text, **query.options)
            for query in draw.queries(shape, _OF_A_SHAPE)
        ]
        for shape in Shape
        if shape is not _NOT_ASKED
    }
    calls["`document()`"] = [partial(engine.document, id_) for id_ in ids]
    return calls


def _asked(calls: Calls, is_over: Callable[[], bool]) -> Clocks:
    """Make calls of every sort in turn until it is over, once at least."""
    clocks: Clocks = {name: [] for name in calls}
    for turn in itertools.count():
        for name, of_sort in calls.items():
            with Clock(time.thread_time) as clock:
                of_sort[turn % len(of_sort)]()
            clocks[name].append(clock)
        if is_over():
            break
    return clocks


def _figures(clocks: Sequence[Clock]) -> tuple[float, float, float]:
    """Return the median and the longest of calls, and the longest wait, in milliseconds."""
    wall = sorted(1000 * clock.wall for clock in clocks)
    return wall[len(wall) // 2], wall[-1], max(map(_wait, clocks))


def _wait(clock: Clock) -> float:
    return 1000 * (clock.wall - clock.processor)


if __name__ == "__main__":
    sys.exit(main())
