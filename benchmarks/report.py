"""The tables and the plot of docs/performance.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contestants import JIEBA_WHOLE, STOCK_WHOLE
from measure import number, table
from queries import ALONE, SHARED, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from measure import Measured

HASHED, AGAIN = "reading and hashing the dump", "adding it again, unchanged"
_MB = 1e6
_LEAST, _MOST = "at least", "at most"
#: The columns of the others that give ten excerpts with marks, as souwen does.
TANTIVY, FTS5, WHOOSH = "tantivy + snippets", "SQLite FTS5 + snippet()", "Whoosh + highlights()"
_SAME_WORK = (TANTIVY, FTS5, WHOOSH)
_MOST_TIMES = {  # tantivy + snippets
    **dict.fromkeys(SHARED, 2.5),
    Shape.BOTH: 3.5,
    Shape.RARE: 4,
    Shape.EXACT_4: 5,
    Shape.EXACT_12: 6,
}
_PARTS = ("dictionary", "read", "decode", "split", "normalise", "words")
_CPU = ("CPU p50", "CPU p95", "CPU p99")


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured of one number of documents: by way, engine, and step of a day."""

    documents: int
    dump_bytes: int
    builds: Mapping[str, Measured]
    answers: Mapping[tuple[Shape, str], Measured]
    checks: Mapping[str, str]
    day: Mapping[str, Measured]
    opening_ms: float
    at_once: Measured

    def build(self, way: str, figure: str) -> float:
        """Return the median of a figure."""
        return self.builds[way][figure].median

    def ms(self, shape: Shape, engine: str = "souwen", figure: str = "CPU p50") -> float:
        """Return the median of a percentile."""
        return self.answers[shape, engine][figure].median


def beside_peers(results: Sequence[Result], start: Mapping[str, Measured], pages: str) -> str:
    """Return the tables of all engines."""
    click = next(iter(start.values()))["ms"].median
    rows = [[name, each["ms"], each["ms"].median / click] for name, each in start.items()]
    parts = [f"A fresh process ({pages}):", table(["", "ms", "times click"], rows)]
    for result in results:
        parts += _of(result)
    if len(results) > 1:
        sizes = (results[0], results[-1])
        head = ["p50 of souwen, ms", *(f"{result.documents:,}" for result in sizes), "times"]
        p50 = {shape: [result.ms(shape, figure="p50") for result in sizes] for shape in SHARED}
        parts.append(table(head, [[shape, *ms, ms[1] / ms[0]] for shape, ms in p50.items()]))
    return "\n\n".join(parts)


def alone(results: Sequence[Result]) -> str:
    """Return the tables of souwen alone."""
    head = ["documents", "a CPU second", "index MB", "corpus MB", "peak MB", "first answer, ms"]
    rows, answers = [], []
    for result in results:
        costs = [result.build("dump", figure) for figure in ("documents", "a CPU second")]
        disk = [result.build("dump", f"{part} bytes") / _MB for part in ("index", "corpus")]
        rows.append([*costs, *disk, result.build("dump", "peak MB"), result.opening_ms])
    for shape in (*SHARED, *ALONE):
        cells = [_joined(result.answers[shape, "souwen"], _CPU) for result in results]
        answers.append([shape, *cells, results[-1].ms(shape) / results[0].ms(shape)])
    sizes = [f"{result.documents:,}: p50 / p95 / p99" for result in results]
    growth = table(["query", *sizes, "growth of p50"], answers)
    return f"{table(head, rows)}\n\nms of the processor, with the ten texts:\n\n{growth}"


def _of(result: Result) -> Iterator[str]:
    megabytes = number(result.dump_bytes / _MB)
    yield f"### {result.documents:,} documents, {megabytes} MB of pages"
    yield _builds(result)
    whole = result.build("dump", "documents") / result.build("dump", "a CPU second")
    parts = [(part, result.build("parts", part)) for part in _PARTS]
    rows = [[part, seconds, seconds / whole] for part, seconds in parts]
    head = ["of taking the dump in, each alone", "CPU seconds", "share"]
    yield table(head, [*rows, ["the whole of it", whole, 1]])
    yield "p50 / p95 / p99 in ms of the processor's time, each with ten excerpts and their marks:"
    yield _same_work(result)
    yield "Of souwen alone, likewise:"
    yield _alone(result)
    yield "Searches a second, of all shapes, and the times of one thread:"
    yield _at_once(result)
    yield "p50 / p95 / p99 in ms, with the ten texts:"
    yield _answers(result, ("p50", "p95", "p99"))
    yield "p50 / p99 in ms of the processor's time alone:"
    yield _answers(result, ("CPU p50", "CPU p99"))
    day = ([step, *figures.values()] for step, figures in result.day.items())
    yield table(["day by day", "seconds"], day)
    yield table(["agreement with a look into all texts", "queries"], result.checks.items())
    yield table(["target", "bound", "measured", ""], _targets(result))


def _same_work(result: Result) -> str:
    """Return what the same work costs, and how many times that of tantivy it is."""
    engines = [name for name in _SAME_WORK if (SHARED[0], name) in result.answers]
    rows = [
        [
            shape,
            *(_joined(result.answers[shape, name], _CPU) for name in ("souwen", *engines)),
            result.ms(shape) / result.ms(shape, TANTIVY),
        ]
        for shape in SHARED
    ]
    return table(["query", "souwen", *engines, f"souwen, to {TANTIVY}"], rows)


def _alone(result: Result) -> str:
    rows = [[shape, _joined(result.answers[shape, "souwen"], _CPU)] for shape in ALONE]
    return table(["query", "souwen"], rows)


def _at_once(result: Result) -> str:
    alone = next(iter(result.at_once.values())).median
    return table(
        ["", "a second", "times"],
        [[how, spread, spread.median / alone] for how, spread in result.at_once.items()],
    )


def _builds(result: Result) -> str:
    names = {"dump": "souwen, **from the dump**", "souwen": "souwen, index alone"}
    rows = []
    for way, cost in result.builds.items():
        if way in {"parts", STOCK_WHOLE, JIEBA_WHOLE}:
            continue
        documents = int(cost["documents"].median)
        per_thousand = [
            1000 * cost[figure].median / _MB / documents if figure in cost else ""
            for figure in ("index bytes", "corpus bytes")
        ]
        rates = [cost["a second"], cost["a CPU second"], _from_dump(result, way)]
        rows.append([names.get(way, way), documents, *rates, *per_thousand, cost["peak MB"]])
    head = ["taking in", "documents", "a second", "a CPU second", "from the dump, a CPU second"]
    return table([*head, "index MB per 1,000", "corpus MB per 1,000", "peak MB"], rows)


def _from_dump(result: Result, way: str) -> float:
    """Return documents a CPU second from the dump: of all but souwen a sum of parts."""
    if way in {"dump", "souwen"}:
        return result.build("dump", "a CPU second")
    parts = ("read", "decode", "split", *(["terms"] if "jieba" not in way else []))
    before = sum(result.build("parts", part) for part in parts)
    each = before / result.build("parts", "documents")
    return 1 / (1 / result.build(way, "a CPU second") + each)


def _answers(result: Result, figures: Sequence[str]) -> str:
    engines = list(dict.fromkeys(engine for _, engine in result.answers))
    engines = [engine for engine in engines if engine not in _SAME_WORK]
    engines.sort(key=lambda engine: (SHARED[0], engine) not in result.answers)
    rows = []
    for shape in SHARED:
        measured = (result.answers.get((shape, engine), {}) for engine in engines)
        rows.append([shape, *(_joined(each, figures) for each in measured)])
    return table(["query", *engines], rows)


def _joined(measured: Measured, figures: Sequence[str]) -> str:
    """Return p50 of the wall with its spread, of all others the median."""
    return " / ".join(
        str(measured[figure]) if figure == "p50" else number(measured[figure].median)
        for figure in figures
        if measured
    )


def _targets(result: Result) -> Iterator[list[object]]:
    """Yield the ratios that the project wants to reach, mostly of the processor's time."""
    seconds = {part: spread.median for part, spread in result.builds["parts"].items()}
    ways = ("souwen", "dump", "tantivy", "stock Whoosh + jieba")
    index, dump, tantivy, jieba = (result.build(way, "a CPU second") for way in ways)
    documents = result.build("souwen", "documents")
    bare = documents / (documents / index - seconds["normalise"] - seconds["words"])
    whole = "seconds of dump to searchable, to decode + split + words"
    unavoidable = sum(seconds[part] for part in ("decode", "split", "dictionary", "words"))
    size = result.build("souwen", "index bytes") / result.build("tantivy", "index bytes")
    again = result.day[AGAIN]["seconds"].median / result.day[HASHED]["seconds"].median
    slowest = {f: max(result.ms(shape, figure=f) for shape in SHARED) for f in ("p99", "CPU p99")}

    def beside(shape: Shape, engine: str) -> float:
        return result.ms(shape) / result.ms(shape, engine)

    targets = [
        ("texts to searchable, to tantivy's terms to searchable", _LEAST, 3, index / tantivy),
        ("the same without making the terms", _LEAST, 3, bare / tantivy),
        ("dump to searchable, to stock Whoosh + jieba", _LEAST, 20, dump / jieba),
        (whole, _MOST, 1.5, documents / dump / unavoidable),
        ("index bytes, to tantivy's", _MOST, 1.5, size),
        ("seconds of adding the dump again, to reading and hashing it", _MOST, 2, again),
        *(
            (f"p50 of {shape}, to {TANTIVY}", _MOST, most, beside(shape, TANTIVY))
            for shape, most in _MOST_TIMES.items()
        ),
        *(
            (f"p50 of {shape}, to {FTS5}", _MOST, 1, beside(shape, FTS5))
            for shape in SHARED
            if shape not in {Shape.RARE, Shape.BOTH}
        ),
        ("ms, p99 of the slowest shape", _MOST, 20, slowest["p99"]),
        ("ms, p99 of the slowest shape, of the processor", _MOST, 20, slowest["CPU p99"]),
    ]
    if (Shape.COMMON, WHOOSH) in result.answers:
        slowest_beside = max(beside(shape, WHOOSH) for shape in SHARED)
        targets.append((f"p50 of any shape, to {WHOOSH}", _MOST, 1, slowest_beside))
    for what, side, bound, measured in targets:
        is_reached = measured >= bound if side == _LEAST else measured <= bound
        yield [what, f"{side} {bound:g}", measured, "reached" if is_reached else "**missed**"]


def draw_plot(results: Sequence[Result], path: Path) -> None:
    """Draw a line for each engine, and for each shape of query."""
    import matplotlib as mpl  # noqa: PLC0415 - only for the plot

    mpl.use("svg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(1, 3, figsize=(13, 4.2))
    for way in dict.fromkeys(way for result in results for way in result.builds):
        if way not in {"parts", STOCK_WHOLE, JIEBA_WHOLE}:
            built = {result.documents: result.builds.get(way, {}) for result in results}
            _line(axes[0], built, "a CPU second", way)
    for engine in ("souwen", *_SAME_WORK):
        asked = {r.documents: r.answers.get((Shape.RANKED, engine), {}) for r in results}
        _line(axes[1], asked, "CPU p50", engine)
    for shape in SHARED:
        asked = {result.documents: result.answers[shape, "souwen"] for result in results}
        _line(axes[2], asked, "CPU p50", str(shape))
    titles = ("documents a CPU second", "ranked OR, p50 ms", "souwen, p50 ms")
    for axis, title in zip(axes, titles, strict=True):
        axis.set(xscale="log", yscale="log", title=title, xlabel="documents")
        axis.legend(fontsize=6)
        axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def _line(axis: Axes, measured: Mapping[int, Measured], name: str, label: str) -> None:
    spreads = {size: figures[name] for size, figures in measured.items() if figures}
    middle = [spread.median for spread in spreads.values()]
    below = [spread.median - min(spread.values) for spread in spreads.values()]
    above = [max(spread.values) - spread.median for spread in spreads.values()]
    axis.errorbar(list(spreads), middle, yerr=[below, above], marker="o", capsize=2, label=label)
