"""How fast the engines answer, and whether they agree where they must."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import documents
from costs import STOCK_WHOLE, index_folder
from engines import CONTESTANTS
from queries import Query, Shape, draw
from spread import Spread, percentile
from terms import WORD
from with_souwen import Souwen
from with_tantivy import Tantivy

from souwen.language.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from contestant import Search
    from documents import Document

_EXACT = (Shape.EXACT_4, Shape.EXACT_12, Shape.CHARACTER)
_WORDS = (Shape.RARE, Shape.COMMON)
_WARM = 20
_CHECKED = 200  # queries of a shape
_SLOW = 50  # queries that stock Whoosh is asked, for it takes so long
_Round = list[tuple[float, float]]  # milliseconds of each query: of the wall, of the processor


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one shape with one engine: percentiles of each round, summed up.

    The last two are of the processor's time in the thread that asks: what else ran beside is not
    in them.
    """

    p50: Spread
    p95: Spread
    p99: Spread
    processor_p50: Spread
    processor_p99: Spread


@dataclass(frozen=True, slots=True)
class Check:
    """How many queries agreed with a look into all texts, and on what."""

    what: str
    agreed: int
    asked: int


def open_all(folder: Path) -> dict[str, Search]:
    """Open what `measure_builds` left."""
    opened: dict[str, Search] = {
        "souwen": Souwen().open(index_folder(folder, "dump")),
        "souwen, ranking alone": Souwen(limit=0).open(index_folder(folder, "dump")),
        "tantivy": Tantivy().open(index_folder(folder, "tantivy")),
        "tantivy, no totals": Tantivy(count=False).open(index_folder(folder, "tantivy")),
    }
    positions = "tantivy with positions"
    opened["tantivy, phrase"] = CONTESTANTS[positions].open(index_folder(folder, positions))
    for name in ("SQLite FTS5", "bm25s"):
        opened[name] = CONTESTANTS[name].open(index_folder(folder, name))
    if index_folder(folder, STOCK_WHOLE).exists():
        opened["stock Whoosh"] = CONTESTANTS[STOCK_WHOLE].open(index_folder(folder, STOCK_WHOLE))
    return opened


def measure_answers(
    folder: Path, number: int, rounds: int
) -> tuple[dict[Shape, dict[str, Times]], list[Check]]:
    """Ask every engine so many queries of every shape in every round.

    Every round draws its own queries, so that it finds little of what the one before left in a
    cache. Within a round the engines take turns, shape by shape.
    """
    known = list(documents.read(folder / "documents.jsonl"))
    drawn = draw(known, number * rounds + _WARM, seed=1)
    engines = open_all(folder)
    for name, engine in engines.items():
        for queries in drawn.values():
            for query in queries[: 2 if name == "stock Whoosh" else _WARM]:
                engine.ask(query)
    taken: dict[Shape, dict[str, list[_Round]]] = {shape: {} for shape in drawn}
    totals: dict[str, dict[Query, int | None]] = {}
    for turn in range(rounds):
        for shape, queries in drawn.items():
            asked = queries[_WARM + turn * number : _WARM + (turn + 1) * number]
            for name, engine in engines.items():
                if name == "tantivy, phrase" and shape not in {Shape.EXACT_4, Shape.EXACT_12}:
                    continue
                times: _Round = []
                for query in asked[: _SLOW if name == "stock Whoosh" else None]:
                    start, of_processor = time.perf_counter(), time.thread_time()
                    answer = engine.ask(query)
                    ended, processor = time.perf_counter(), time.thread_time()
                    times.append((1000 * (ended - start), 1000 * (processor - of_processor)))
                    if answer is None:
                        break
                    totals.setdefault(name, {})[query] = answer.total
                else:
                    taken[shape].setdefault(name, []).append(times)
    summed = {
        shape: {name: _times(found) for name, found in by_name.items()}
        for shape, by_name in taken.items()
    }
    return summed, _checks(known, drawn, totals)


def _times(rounds: Sequence[_Round]) -> Times:
    def of(which: int, share: float) -> Spread:
        return Spread.of([percentile([one[which] for one in times], share) for times in rounds])

    return Times(of(0, 0.5), of(0, 0.95), of(0, 0.99), of(1, 0.5), of(1, 0.99))


def _checks(
    known: Sequence[Document],
    drawn: dict[Shape, list[Query]],
    totals: dict[str, dict[Query, int | None]],
) -> list[Check]:
    texts = [f"{normalise(one.title)}\n{normalise(one.body)}" for one in known]
    terms = [set(one.terms.split(" ")) for one in known]
    checks = []
    for shape in (*_EXACT, *_WORDS):
        asked = drawn[shape][_WARM : _WARM + _CHECKED]
        term_of = WORD if shape in _WORDS else ""
        holding = {query: sum(query.text in text for text in texts) for query in asked}
        having = {query: sum(term_of + query.text in found for found in terms) for query in asked}

        def check(name: str, right: dict[Query, int], *, or_more: bool = False) -> None:
            given = totals.get(name, {})
            told = [query for query in right if query in given]
            agreed = sum(
                (given[query] or 0) >= right[query] if or_more else given[query] == right[query]
                for query in told
            )
            how = "not fewer" if or_more else "as many"
            if told:
                checks.append(Check(f"{shape}: {name}, {how}", agreed, len(told)))  # noqa: B023

        # A word also stands where it is no word: 天气 in 今天气温.
        check("souwen", holding)
        if shape in _WORDS or shape is Shape.CHARACTER:
            check("tantivy", having)
        else:
            check("tantivy", holding, or_more=True)
            check("tantivy, phrase", holding)
    return checks
