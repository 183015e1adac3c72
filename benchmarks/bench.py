"""souwen, stock Whoosh, tantivy, SQLite FTS5 and bm25s on the same documents and queries.

    python benchmarks/bench.py [--documents 5000 20000] [--alone 200000] [--rounds 3] [--quick]

Prints Markdown tables; `--write` puts them and the plot into docs/. See README.md beside.
"""

from __future__ import annotations

import argparse
import operator
import shutil
import sys
import tempfile
from functools import partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import report
from at_once import searches_a_second
from build import build, index_of
from contestants import CONTESTANTS, JIEBA_WHOLE, STOCK_WHOLE, open_souwen, open_tantivy
from corpora import ROOT, News, measured_folder, pages, write
from measure import Clock, interleaved, milliseconds, put_into, run
from queries import ALONE, EXACT, SHARED, Draw, Shape, export, read

import souwen
from souwen.language.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from contestants import Ask
    from measure import Figures, Measured
    from queries import Document, Query

QUICK = 1_000
_ALL = 1 << 62  # documents
_DRAWN_FROM = 20_000  # documents
_WARM = 20  # queries of a shape that are not measured
_SLOW = dict.fromkeys(("stock Whoosh", report.WHOOSH), 50)  # queries of a shape at most, in a round
_CHECKED = 200  # queries of a shape
_STARTS = 7  # in a round
_FAR = 10_000_000  # texts of pages that no dump here holds
#: How each engine is opened, and what way of `build.py` left its index.
_OPENED: Mapping[str, tuple[str, Callable[[Path], Ask]]] = {
    "souwen": ("dump", open_souwen),
    "souwen, ranking alone": ("dump", partial(open_souwen, limit=0)),
    "tantivy": ("tantivy", open_tantivy),
    "tantivy, no totals": ("tantivy", partial(open_tantivy, count=False)),
    "SQLite FTS5": ("SQLite FTS5", CONTESTANTS["SQLite FTS5"].open),
    "bm25s": ("bm25s", CONTESTANTS["bm25s"].open),
    "stock Whoosh": (STOCK_WHOLE, CONTESTANTS[STOCK_WHOLE].open),
    report.TANTIVY: ("tantivy with grams", CONTESTANTS["tantivy with grams"].open),
    report.FTS5: ("SQLite FTS5 of texts", CONTESTANTS["SQLite FTS5 of texts"].open),
    report.WHOOSH: (JIEBA_WHOLE, CONTESTANTS[JIEBA_WHOLE].open),
    "tantivy, phrase": ("tantivy with positions", CONTESTANTS["tantivy with positions"].open),
}


def main() -> int:
    """Measure, and print what was measured; return the exit code."""
    options = _options()
    news, texts = News(), {}
    results = [_measure(news, size, options) for size in options.documents]
    alone = [_measure(news, size, options, alone=True) for size in options.alone]
    if results:
        texts["measured"] = report.beside_peers(results, *_measure_start(options.rounds))
    if alone:
        texts["scale"] = report.alone(alone)
    print("\n\n".join(texts.values()))
    if options.write:
        for name, text in texts.items():
            put_into(ROOT / "docs" / "performance.md", text, name)
        larger = [result for result in alone if result.documents not in options.documents]
        report.draw_plot([*results, *larger], ROOT / "docs" / "performance.svg")
    return 0


def _measure(
    news: News, size: int, options: argparse.Namespace, *, alone: bool = False
) -> report.Result:
    with tempfile.TemporaryDirectory(prefix="souwen-bench-", dir=options.work) as name:
        folder = Path(name)
        dump_bytes = write(folder / "dump", pages(news, size))
        numbers = {"dump": 1, "parts": 0, "souwen": 0} | dict.fromkeys(CONTESTANTS, _ALL)
        numbers |= dict.fromkeys(("stock Whoosh", "stock Whoosh + jieba"), options.stock)
        if size > options.stock_answers:
            del numbers[STOCK_WHOLE], numbers[JIEBA_WHOLE]
        ways = {
            way: partial(_build, folder, way, number)
            for way, number in numbers.items()
            if way == "dump" or not alone
        }
        builds = interleaved(options.rounds, ways)
        known = list(islice(read(folder / "documents.jsonl"), _DRAWN_FROM if alone else None))
        draw, number = Draw(known), _WARM + options.rounds * options.queries
        drawn = {shape: draw.queries(shape, number) for shape in (*SHARED, *ALONE)}
        with Clock() as opening:
            open_souwen(index_of(folder, "dump"))(drawn[Shape.RARE][0])
        engines = {
            column: opened(index_of(folder, way))
            for column, (way, opened) in _OPENED.items()
            if (column == "souwen" or not alone) and index_of(folder, way).exists()
        }
        answers = _measure_answers(engines, drawn, options)
        at_once = searches_a_second(index_of(folder, "dump"), drawn, options.rounds)
        print(f"{size}: asked", file=sys.stderr, flush=True)
        checks = {} if alone else _agreement(engines, drawn, known)
        day = {} if alone else _measure_day(news, folder, size, options.rounds)
    return report.Result(
        size, dump_bytes, builds, answers, checks, day, 1000 * opening.wall, at_once
    )


def _build(folder: Path, way: str, number: int, turn: int) -> Figures:
    if way in {STOCK_WHOLE, JIEBA_WHOLE} and turn:
        return {}  # they are only there to be asked
    shutil.rmtree(index_of(folder, way), ignore_errors=True)
    figures = build(way, folder, number)
    if not (folder / "documents.jsonl").exists():
        with souwen.open(index_of(folder, "dump")) as engine:
            export(engine.export(), folder / "documents.jsonl")
    return figures


def _measure_answers(
    engines: Mapping[str, Ask], drawn: Mapping[Shape, Sequence[Query]], options: argparse.Namespace
) -> dict[tuple[Shape, str], Measured]:
    """Ask every engine so many queries of every shape in every round, others in every round."""

    def ask(shape: Shape, name: str, turn: int) -> Figures:
        first, number = _WARM + turn * options.queries, min(_SLOW.get(name, _ALL), options.queries)
        return milliseconds(engines[name], drawn[shape][first : first + number])

    asked = [
        (shape, name) for shape in drawn for name in engines if shape in SHARED or name == "souwen"
    ]
    for shape, name in asked:
        if shape is not Shape.COLD:
            milliseconds(engines[name], drawn[shape][: 2 if name in _SLOW else _WARM])
    ways = {(shape, name): partial(ask, shape, name) for shape, name in asked}
    return interleaved(options.rounds, ways)


def _agreement(
    engines: Mapping[str, Ask], drawn: Mapping[Shape, Sequence[Query]], known: Sequence[Document]
) -> dict[str, str]:
    """Compare how many documents a query finds with a look into all texts, or into all terms."""
    texts = [f"{normalise(each.title)}\n{normalise(each.body)}" for each in known]
    terms = [set(each.terms.split(" ")) for each in known]
    checks = {}
    for shape in (*EXACT, Shape.CHARACTER, Shape.RARE, Shape.COMMON):
        queries = list({query.text: query for query in drawn[shape][:_CHECKED]}.values())
        in_texts = [sum(query.text in text for text in texts) for query in queries]
        checked = {"souwen, as many": in_texts}
        if shape in EXACT:
            checked |= {"tantivy, not fewer": in_texts, "tantivy, phrase, as many": in_texts}
        else:  # a word also stands where it is no word: 天气 in 今天气温
            asked = [query.wanted()[1][0] for query in queries]
            checked["tantivy, as many"] = [sum(term in each for each in terms) for term in asked]
        for name, expected in checked.items():
            engine, _, how = name.rpartition(", ")
            answers = (engines[engine](query) for query in queries)
            totals = [(answer and answer.total) or 0 for answer in answers]
            equal = operator.ge if how == "not fewer" else operator.eq
            agreed = sum(map(equal, totals, expected))
            checks[f"{shape}: {name}"] = f"{agreed} of {len(queries)}"
    return checks


def _measure_day(news: News, folder: Path, size: int, rounds: int) -> dict[str, Measured]:
    """Add the dump again, beside reading and hashing it, and 1 % new pages."""
    dump, new = folder / "dump", max(size // 100, 21)

    def hash_all() -> None:
        for path in filter(Path.is_file, sorted(dump.rglob("*"))):
            blake2b(path.read_bytes(), digest_size=16).hexdigest()

    def add_new(turn: int) -> Figures:
        first, more = _FAR + turn * size, folder / f"new{turn}"
        write(more, pages(news, new, first), first)
        return _seconds(lambda: engine.add([more]))

    with souwen.open(index_of(folder, "dump")) as engine:
        steps = {
            report.HASHED: lambda _: _seconds(hash_all),
            report.AGAIN: lambda _: _seconds(lambda: engine.add([dump])),
            f"adding 1 % new pages ({new} documents)": add_new,
        }
        return interleaved(rounds, steps)


def _seconds(work: Callable[[], object]) -> Figures:
    with Clock() as clock:
        work()
    return {"seconds": clock.wall}


def _measure_start(rounds: int) -> tuple[dict[str, Measured], str]:
    """Start processes that search the seeds, or the samples; return on what, too."""
    seeds = measured_folder() / "seeds"
    folder = seeds if seeds.is_dir() else ROOT / "samples" / "pages"
    with tempfile.TemporaryDirectory(prefix="souwen-bench-") as data:
        with souwen.open(data) as engine:
            engine.add([folder])
        search = (Path(sys.executable).with_name("souwen"), "--data", data, "search", "医保 备案")
        click = (sys.executable, "-c", "import click")
        commands = {"`python -c 'import click'`": click, "`souwen search`": search}
        run(*search)
        ways = {
            name: lambda _, command=command: {"ms": 1000 * run(*command)[0].wall}
            for name, command in commands.items()
        }
        return interleaved(rounds * _STARTS, ways), folder.name


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure souwen beside its peers.")
    add = parser.add_argument
    add("--documents", type=int, nargs="*", default=[5_000, 20_000], help="one or more sizes")
    add("--alone", type=int, nargs="*", default=[], help="sizes to measure souwen alone with")
    add("--rounds", type=int, default=3, help="of everything, interleaved")
    add("--queries", type=int, default=200, help="of each shape, in each round")
    add("--stock", type=int, default=2_000, help="documents for stock Whoosh's rate")
    add("--stock-answers", type=int, default=20_000, help="documents to ask stock Whoosh up to")
    add("--quick", action="store_true", help=f"{QUICK} documents, one round")
    add("--work", type=Path, help="folder for temporary files")
    add("--write", action="store_true", help="put tables and plot into docs/")
    options = parser.parse_args()
    if options.quick:
        options.documents, options.rounds, options.queries = [QUICK], 1, 60
    return options


if __name__ == "__main__":
    sys.exit(main())
