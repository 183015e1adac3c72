"""The ranking of souwen beside other engines, on the same documents, queries and judgements.

    python benchmarks/quality.py [--sets farm town cmedir-dev cmedqa-dev] [--stock-queries N]
                                [--write]

Prints one Markdown table a set; `--write` puts them into docs/quality.md. See README.md beside.
All but stock Whoosh get their terms from souwen's normaliser (full-width, traditional, case) and
from jieba's dictionary, so that they differ from souwen in how they rank and not in what they can
read. One term of the query is enough, and one that the query repeats counts as often: for bm25s
that was better than once on whole questions.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import random
import sqlite3
import sys
import tempfile
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import ir_measures
import numpy as np
from contestants import CONTESTANTS, TOP, open_whoosh
from corpora import ROOT, measured_folder
from measure import Clock, put_into, table
from queries import Document, Query, Shape, terms_by
from whoosh.qparser import OrGroup

import souwen
from souwen.language.segmenter import segmenter
from souwen.language.terms import bigrams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    from numpy.typing import NDArray

    # Returns the names of the best documents for a query, best first.
    Ask = Callable[[str], Sequence[str]]
    Values = NDArray[np.float64]  # a row a query, a column a measure

#: In the order of the tables; the first two are compared.
MEASURES = {
    f"MRR@{TOP}": ir_measures.RR @ TOP,
    f"nDCG@{TOP}": ir_measures.nDCG @ TOP,
    f"Recall@{TOP}": ir_measures.R @ TOP,
}
COMPARED = list(MEASURES)[:2]
RESAMPLES = 2_000
RANDOM_SEED = 1
_SETS = ("cmedir-dev", "cmedqa-dev", "farm", "town")
_PACKAGES = ("tantivy", "bm25s", "whoosh-reloaded", "jieba")


class Judged(NamedTuple):
    """A judged set: texts of documents and of queries, and grades from 0, by name and id."""

    documents: Mapping[str, str]
    queries: Mapping[str, str]
    judgements: Mapping[str, Mapping[str, int]]


def main() -> int:
    """Measure all sets, and print what was measured; return the exit code."""
    options = _options()
    parts: list[str] = []
    for name in options.sets:
        if name in _READ or (measured_folder() / "data" / name).is_dir():
            parts += _measure(name, options.stock_queries)
        else:
            print(f"{name}: its files are not at hand (SOUWEN_TEST_DATA)", file=sys.stderr)
    versions = [f"{package} {version(package)}" for package in _PACKAGES]
    parts.append(f"Versions: {', '.join(versions)}, SQLite {sqlite3.sqlite_version}.")
    text = "\n\n".join(parts)
    print(text)
    if options.write:
        put_into(ROOT / "docs" / "quality.md", text)
    return 0


def _measure(name: str, stock_queries: int | None) -> Iterator[str]:
    """Yield the parts of a set: its heading, its table, and whether souwen is ahead."""
    with tempfile.TemporaryDirectory(prefix="souwen-quality-") as work:
        folder = Path(work)
        with souwen.open(folder / "data") as engine:
            judged = _READ.get(name, partial(public_set, name))(engine, folder)
            queries = list(judged.queries)
            ours = values(judged, queries, f"{name}: souwen", partial(_ask_souwen, engine))
        place = {query: at for at, query in enumerate(queries)}
        rows = [["souwen", *means(ours), *("" for _ in COMPARED)]]
        level: dict[str, list[str]] = {measure: [] for measure in COMPARED}
        for at, other in enumerate(ENGINES):
            label, asked = other, queries
            if other.startswith("stock") and stock_queries and stock_queries < len(queries):
                label = f"{other} ({stock_queries:,} queries)"
                asked = random.Random(RANDOM_SEED).sample(queries, stock_queries)
            ask = _build(other, judged.documents, folder / f"{at}")
            theirs = values(judged, asked, f"{name}: {other}", ask)
            differences = ours[[place[query] for query in asked]] - theirs
            rows.append([label, *means(theirs)])
            for measure, (mean, low, high) in zip(COMPARED, _margins(differences), strict=False):
                mark = "" if low > 0 else " **not ahead**"
                rows[-1].append(f"{mean:+.4f} ({low:+.4f} to {high:+.4f}){mark}")
                if low <= 0:
                    level[measure].append(other)
    yield f"### {name}: {len(judged.documents):,} documents, {len(queries):,} queries"
    yield table(["engine", *MEASURES, *(f"souwen's lead, {measure}" for measure in COMPARED)], rows)
    for measure, others in level.items():
        verdict = f"no, not of {'; '.join(others)}." if others else "yes."
        yield f"Ahead of every engine in {measure}: {verdict}"


def values(judged: Judged, queries: Sequence[str], what: str, ask: Ask) -> Values:
    """Ask an engine, and measure each query alone; what finds nothing counts as 0."""
    with Clock() as clock:
        run = {
            query: {id_: float(-rank) for rank, id_ in enumerate(ask(judged.queries[query]))}
            for query in queries
        }
    print(f"{what}, {clock.wall:.0f} s", file=sys.stderr, flush=True)
    judgements = {query: judged.judgements[query] for query in queries}
    row = {query: at for at, query in enumerate(queries)}
    column = {measure: at for at, measure in enumerate(MEASURES.values())}
    values: Values = np.zeros((len(queries), len(MEASURES)))
    for value in ir_measures.iter_calc(list(MEASURES.values()), judgements, run):
        values[row[value.query_id], column[value.measure]] = value.value
    return values


def means(values: Values) -> list[str]:
    """Return the mean of each measure, as it is printed."""
    return [f"{mean:.4f}" for mean in values.mean(axis=0)]


def _margins(differences: Values) -> Iterator[tuple[float, float, float]]:
    """Yield the mean of each column, and its interval of 95 % by drawing the queries anew.

    Args:
        differences: a row a query: souwen's value less the other's, so that it stays paired.
    """
    chance = np.random.default_rng(RANDOM_SEED)
    size = len(differences)
    draws = [differences[chance.integers(size, size=size)].mean(axis=0) for _ in range(RESAMPLES)]
    low, high = np.percentile(draws, (2.5, 97.5), axis=0)
    yield from zip(differences.mean(axis=0), low, high, strict=True)


# --- the sets ------------------------------------------------------------------------------------


def public_set(name: str, engine: souwen.Engine, folder: Path) -> Judged:
    """Add a set of titles, or of doctors' answers, to an empty engine."""
    source, dump = measured_folder() / "data" / name, folder / "dump.jsonl"
    with gzip.open(source / "corpus.tsv.gz", "rt", encoding="utf-8") as lines:
        documents = dict(line.rstrip("\n").split("\t", 1) for line in lines)
    field = "body" if "qa" in name else "title"
    rows = ({"id": id_, field: text} for id_, text in documents.items())
    dump.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    engine.add(dump)
    return _judged(documents, source, {})


def _farm(engine: souwen.Engine, folder: Path) -> Judged:
    """Add the project's own pages; all engines get the documents that souwen makes of them."""
    farm = _own_set("farm")
    farm.write_pages(folder / "pages")
    engine.add(folder / "pages")
    documents = {str(row["id"]): f"{row['title']}\n{row['body']}" for row in engine.export()}
    return _judged(documents, farm.HERE, farm.ids())


def _town(engine: souwen.Engine, folder: Path) -> Judged:
    """Add the project's own texts."""
    town = _own_set("town")
    town.write_dump(folder / "town.jsonl")
    engine.add(folder / "town.jsonl")
    documents = {text.id: f"{text.title}\n{text.body}" for text in town.documents()}
    return _judged(documents, town.HERE, {})


def _own_set(name: str) -> ModuleType:
    sys.path.append(str(ROOT / "tests" / "quality"))
    return importlib.import_module(name)


def _judged(documents: Mapping[str, str], source: Path, ids: Mapping[str, str]) -> Judged:
    judgements: dict[str, dict[str, int]] = {}
    for line in (source / "qrels.tsv").read_text("utf-8").splitlines():
        query, _, document, grade = line.split()
        judgements.setdefault(query, {})[ids.get(document, document)] = int(grade)
    lines = (source / "queries.tsv").read_text("utf-8").splitlines()
    queries = dict(line.split("\t", 1) for line in lines)
    asked = {query: text for query, text in queries.items() if query in judgements}
    return Judged(documents, asked, judgements)


_READ = {"farm": _farm, "town": _town}


# --- the engines ---------------------------------------------------------------------------------


def _ask_souwen(engine: souwen.Engine, query: str) -> Sequence[str]:
    """Ask as `souwen eval` does: every document a line of its own, copies by all names."""
    hits = engine.search(query, limit=TOP, collapse=False)
    return [name for hit in hits for name in (hit.refs or (hit.id,))][:TOP]


def _build(name: str, documents: Mapping[str, str], folder: Path) -> Ask:
    """Build an engine as it comes, with its default constants, of one text a document."""
    contestant, of_run = ENGINES[name]

    def terms(text: str) -> list[str]:
        return terms_by(of_run, text) if of_run else []

    folder.mkdir()
    CONTESTANTS[contestant].build(
        folder, (Document(i, "", d, terms=" ".join(terms(d))) for i, d in documents.items())
    )
    is_or = name == "stock Whoosh, OR"
    ask = open_whoosh(folder, OrGroup) if is_or else CONTESTANTS[contestant].open(folder)

    def ask_any(query: str) -> Sequence[str]:
        answer = ask(Query(Shape.QUESTION, query, {}, terms(query)))
        return [id_ for id_, _ in answer.hits] if answer else []

    return ask_any


def _words(run: str) -> list[str]:
    return segmenter(many=True).cut_for_search(run)


def _all_three(run: str) -> list[str]:
    # Plain words, not apart from characters and bigrams that look the same: of the ways that were
    # tried (search mode, a mark before words, no words of one character) the best on real queries.
    return [*run, *bigrams(run), *segmenter(many=True).cut(run)]


#: Each engine with its terms of a run of Chinese characters; stock Whoosh makes its own.
ENGINES: dict[str, tuple[str, Callable[[str], Iterable[str]] | None]] = {
    "stock Whoosh, AND": ("stock Whoosh + jieba", None),
    "stock Whoosh, OR": ("stock Whoosh + jieba", None),
    "tantivy, jieba words": ("tantivy", _words),
    "SQLite FTS5, jieba words": ("SQLite FTS5", _words),
    "bm25s, jieba words": ("bm25s", _words),
    "bm25s, bigrams": ("bm25s", lambda run: bigrams(run) or [run]),
    "bm25s, characters + bigrams": ("bm25s", lambda run: [*run, *bigrams(run)]),
    "bm25s, words + characters + bigrams": ("bm25s", _all_three),
}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare souwen's ranking with its peers'.")
    add = parser.add_argument
    add("--sets", nargs="+", choices=_SETS, default=_SETS, help="default: all")
    add("--stock-queries", type=int, help="ask stock Whoosh only so many, drawn (default: all)")
    add("--write", action="store_true", help="put the tables into docs/quality.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
