"""The answers of an index on a cluster beside those of the index on this machine.

    python benchmarks/cluster.py HOST:PORT [--searches 500] [--corpora samples seeds news]
    python benchmarks/cluster.py HOST:PORT --judged cmedir-dev --searches 0

The same requests are drawn for both: queries of every form, with random options. Printed is in how
many the matches, the totals and the facets are the same, in how many of the first ten places the
same document stands, and what a search takes. `--judged` prints the measures of a judged set.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from answers_recorded import add_corpus
from corpora import News
from measure import table
from requests_drawn import Draw

import souwen
from souwen.cluster.address import Address
from souwen.cluster.client import Client
from souwen.cluster.index import ClusterIndex
from souwen.corpus.errors import RequestError
from souwen.corpus.reader import CorpusReader
from souwen.index.follow import Index
from souwen.language.readings import Readings
from souwen.search.answer.hits import answer
from souwen.search.follow import catch_up
from souwen.search.local import LocalIndex
from souwen.search.query.interpret import QueryReader
from souwen.search.request import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from souwen.search.answer.results import Hit, Results
    from souwen.search.contract import IndexSnapshot, SearchIndex

_CORPORA = ("samples", "seeds", "news")
_TIMES = ("local ms", "cluster ms")
_FIRST = 10  # places that are compared
_READER = QueryReader(Readings())


def main() -> int:
    """Compare, and print what was measured; return the exit code."""
    options = _options()
    if options.judged:
        return _judged(options.host, options.judged, options.searches)
    news, rows = News(), []
    for corpus in options.corpora:
        with tempfile.TemporaryDirectory(prefix="souwen-cluster-") as name:
            folder = Path(name)
            with souwen.open(folder / "data") as engine:
                add_corpus(corpus, engine, news, folder / "dump")
                drawn = [*Draw(corpus, engine).requests(options.searches)]
            asked = [one["arguments"] for one in drawn if one["method"] == "search"]
            with _both(folder / "data", options.host) as (local, cluster):
                compared = [one for each in asked if (one := _compare(local, cluster, each))]
        for one in compared:
            if options.verbose and one.differs:
                print(one.request, one.differs, sep="\n    ", flush=True)
        rows.append(_row(corpus, compared))
    columns = ("corpus", "searches", "matches", "facets", "places, with equals", *_TIMES)
    print(table(columns, rows))
    return 0


class Compared(NamedTuple):
    """One search, asked of both.

    Attributes:
        request: its options.
        matches: whether total, what was relaxed and, in whole lists, the documents are the same.
        facets: whether these are.
        places: how many of the first are there, in how many stands the same document, and in how
            many that or another one with its score and its day, for which there is no order.
        milliseconds: of the local index and of the cluster.
        differs: what is not the same, for people.
    """

    request: dict[str, Any]
    matches: bool
    facets: bool
    places: tuple[int, int, int]
    milliseconds: tuple[float, float]
    differs: str


def _compare(
    local: IndexSnapshot, cluster: IndexSnapshot, options: dict[str, Any]
) -> Compared | None:
    try:
        request = SearchRequest(**{"limit": _FIRST} | options)
        query = request.read(_READER)
    except (RequestError, TypeError):
        return None
    started = time.perf_counter()
    ours = answer(local, request, query)
    between = time.perf_counter()
    theirs = answer(cluster, request, query)
    ended = time.perf_counter()
    mine, other = (_shown(one) for one in (ours, theirs))
    same = sum(one == two for one, two in zip(mine, other, strict=False))
    equal = sum(
        one.id == two.id or _standing(one) == _standing(two)
        for one, two in zip(ours[:_FIRST], theirs[:_FIRST], strict=False)
    )
    is_whole = ours.total <= len(mine) and not ours.more
    says = [
        (one.total, one.more, one.relaxed, sorted(_shown(one)) if is_whole else ())
        for one in (ours, theirs)
    ]
    differs = [f"{one} is not {two}" for one, two in zip(*says, strict=True) if one != two]
    if ours.facets != theirs.facets:
        differs.append(f"{ours.facets} is not {theirs.facets}")
    if mine != other:
        differs.append(f"{mine} is not {other}")
    return Compared(
        options,
        says[0] == says[1],
        ours.facets == theirs.facets,
        (max(len(mine), len(other)), same, equal),
        ((between - started) * 1000, (ended - between) * 1000),
        "; ".join(differs),
    )


def _standing(hit: Hit) -> tuple[float, str | None]:
    return round(hit.score, 6), hit.published


def _shown(results: Results) -> list[str]:
    return [hit.id for hit in results][:_FIRST]


def _row(corpus: str, compared: Sequence[Compared]) -> list[object]:
    places, same, equals = (sum(one.places[at] for one in compared) for at in range(3))
    taken = [sorted(one.milliseconds[at] for one in compared) for at in (0, 1)]
    medians = [
        f"{statistics.median(each):.1f}, p99 {each[len(each) * 99 // 100]:.0f}" for each in taken
    ]
    equal = [sum(one.matches for one in compared), sum(one.facets for one in compared)]
    shares = f"{same / max(places, 1):.2%}, {equals / max(places, 1):.2%} of {places:,}"
    return [corpus, len(compared), *equal, shares, *medians]


@contextmanager
def _both(data: Path, host: str) -> Iterator[tuple[IndexSnapshot, IndexSnapshot]]:
    """Lend a snapshot of the local index of a folder, and of one on a cluster that follows it."""

    @contextmanager
    def lend() -> Iterator[CorpusReader]:
        with CorpusReader(data) as reader:
            yield reader

    client = Client(Address.read(f"opensearch+http://{host}/souwen-compared"))
    indexes: list[SearchIndex] = [
        LocalIndex(Index(data / "index"), lend),
        ClusterIndex(client, lend),
    ]
    with lend() as corpus:
        with indexes[1].rebuilding() as new:
            catch_up(new, corpus)
        with indexes[0].snapshot() as local, indexes[1].snapshot() as cluster:
            yield local, cluster
    client.close()


def _judged(host: str, name: str, searches: int) -> int:
    """Print the measures of a judged set, of both, for so many of its queries; 0 for all."""
    from quality import MEASURES, means, public_set, values  # noqa: PLC0415 - needs other engines

    with tempfile.TemporaryDirectory(prefix="souwen-cluster-") as work:
        folder = Path(work)
        with souwen.open(folder / "data") as engine:
            judged = public_set(name, engine, folder)
        asked = sorted(judged.queries)
        if searches:
            asked = random.Random(1).sample(asked, min(searches, len(asked)))
        rows = []
        with _both(folder / "data", host) as both:
            for snapshot in both:
                what = type(snapshot).__name__
                found = values(judged, asked, what, partial(_names, snapshot))
                rows.append([what, *means(found)])
    print(table(["index", *MEASURES], rows))
    return 0


def _names(snapshot: IndexSnapshot, query: str) -> Sequence[str]:
    request = SearchRequest(query, limit=_FIRST, collapse=False)
    hits = answer(snapshot, request, request.read(_READER))
    return [name for hit in hits for name in (hit.refs or (hit.id,))][:_FIRST]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("host", help="a node, as 127.0.0.1:9200")
    parser.add_argument("--searches", type=int, default=500, help="to draw for each corpus")
    parser.add_argument("--corpora", nargs="+", choices=_CORPORA, default=_CORPORA)
    parser.add_argument("--judged", help="a judged set, as cmedir-dev")
    parser.add_argument("--verbose", action="store_true", help="print what is not the same")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
