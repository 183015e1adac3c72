"""Recall and precision of souwen and of jieba's analyzer on Whoosh, on the same pages and queries.

    python benchmarks/stock.py [--seeds FOLDER] [--queries 600] [--random-seed 1]

Queries are random strings of 2 to 8 Chinese characters that stand in a title or text. The right
answers are found without any index, and the pages are read without souwen, so that no fault of its
splitter can hide in them: the documents whose title or one line of whose text contains the string.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import tempfile
import unicodedata
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from contestants import CONTESTANTS, open_whoosh
from corpora import ROOT, measured_folder
from measure import Clock, table
from queries import Document, Query, Shape
from whoosh.qparser import AndGroup, OrGroup

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import contestants

    Ids = frozenset[str]
    Ask = Callable[[str], Ids]

SHORTEST, LONGEST = 2, 8
MANY = 1000
_HAN_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_SPACE_IN_HAN = re.compile("(?<=[\u3400-\u4dbf\u4e00-\u9fff])\\s+(?=[\u3400-\u4dbf\u4e00-\u9fff])")
_DATE_LINE = re.compile(r"\S+ \d{4}-\d\d-\d\d$")


def main() -> None:
    """Print one Markdown table."""
    options = _options()
    seeds = measured_folder() / "seeds"
    folder = options.seeds or (seeds if seeds.is_dir() else ROOT / "samples" / "pages")
    documents: dict[str, list[str]] = {}
    files = []
    for path in sorted(folder.glob("*.txt")):
        with suppress(UnicodeDecodeError):
            documents |= _read(path)
            files.append(path)
    if not files:
        sys.exit(f"no UTF-8 .txt pages in {folder}: name a folder with --seeds")
    lines = {id_: [_plain(line) for line in lines] for id_, lines in documents.items()}
    queries = _draw(lines, options.queries, random.Random(options.random_seed))
    right = {
        query: frozenset(id_ for id_ in lines if any(query in line for line in lines[id_]))
        for query in queries
    }
    measured_on = (
        f"{folder}: {len(files)} pages, {len(documents)} documents; {len(queries)} queries"
    )
    print(f"{measured_on}, {sum(map(len, right.values()))} right answers\n", file=sys.stderr)
    head = ["search", "recall", "precision", "exactly right", "nothing found", "median ms"]
    with tempfile.TemporaryDirectory() as work, souwen.open(Path(work) / "data") as engine:
        engine.add(files)
        ways = {**_stock(documents, Path(work)), **_souwen(engine)}
        print(table(head, [[name, *_score(ask, right)] for name, ask in ways.items()]))


# --- the documents and the queries ---------------------------------------------------------------


def _read(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield id and lines, title first, of the documents on a page, by nothing but marker lines."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines()]
    lines = [line for line in lines if line and line not in {"大家都在搜", "首页 顶部"}]
    border = lines.index("相关推荐")
    article, rest = lines[:border], lines[border + 1 :]
    if article[-1].startswith("提示"):
        article.pop()
    yield f"article {article[0]}", article
    start = 0
    for at, line in enumerate(rest):
        if _DATE_LINE.match(line):
            yield f"snippet {rest[start]}", rest[start:at]
            start = at + 1


def _plain(text: str) -> str:
    return _SPACE_IN_HAN.sub("", unicodedata.normalize("NFKC", text).casefold())


def _draw(documents: Mapping[str, list[str]], number: int, chance: random.Random) -> list[str]:
    """Draw different strings: every length and, within a length, every place is equally likely."""
    lines = (line for lines in documents.values() for line in lines)
    runs = [run for line in lines for run in _HAN_RUN.findall(line)]
    places = {
        length: [(run, at) for run in runs for at in range(len(run) - length + 1)]
        for length in range(SHORTEST, LONGEST + 1)
    }
    possible = len({run[at : at + n] for n, pairs in places.items() for run, at in pairs})
    drawn: dict[str, None] = {}
    while len(drawn) < min(number, possible // 2):
        length = chance.randint(SHORTEST, LONGEST)
        run, at = chance.choice(places[length])
        drawn[run[at : at + length]] = None
    return list(drawn)


# --- the ways of searching -----------------------------------------------------------------------


def _stock(documents: Mapping[str, list[str]], folder: Path) -> dict[str, Ask]:
    texts = (Document(id_, lines[0], "\n".join(lines[1:])) for id_, lines in documents.items())
    CONTESTANTS["stock Whoosh + jieba"].build(folder, texts)
    every, either = (open_whoosh(folder, group, None) for group in (AndGroup, OrGroup))

    def ask(query: str, form: str, whoosh: contestants.Ask) -> Ids:
        answer = whoosh(Query(Shape.QUESTION, form.format(query), {}))
        return frozenset(id_ for id_, _ in answer.hits) if answer else frozenset()

    return {
        "jieba + Whoosh, AND": partial(ask, form="{}", whoosh=every),
        "jieba + Whoosh, OR": partial(ask, form="{}", whoosh=either),
        "jieba + Whoosh, quoted": partial(ask, form='"{}"', whoosh=every),
    }


def _souwen(engine: souwen.Engine) -> dict[str, Ask]:
    def ask(query: str, form: str, mode: str) -> Ids:
        hits = engine.search(form.format(query), limit=MANY, mode=mode, collapse=False)
        return frozenset(f"{hit.kind} {hit.title}" for hit in hits)

    return {
        "souwen, bare (`mode=all`)": partial(ask, form="{}", mode="all"),
        "souwen, quoted": partial(ask, form='"{}"', mode="auto"),
    }


def _score(ask: Ask, right: Mapping[str, Ids]) -> list[str]:
    """Score over all pairs of a query and a document, so that a query weighs by its answers."""
    ask(next(iter(right)))  # what loads at the first search is not part of a search's time
    given, times = {}, []
    for query in right:
        with Clock() as clock:
            given[query] = ask(query)
        times.append(1000 * clock.wall)
    correct = sum(len(given[query] & ids) for query, ids in right.items())
    answered = sum(map(len, given.values()))
    shares = [
        correct / sum(map(len, right.values())),
        correct / answered if answered else 1.0,
        sum(given[query] == ids for query, ids in right.items()) / len(right),
        sum(not ids for ids in given.values()) / len(right),
    ]
    return [*(f"{share:.1%}" for share in shares), f"{statistics.median(times):.1f}"]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare souwen with jieba's analyzer on Whoosh.")
    parser.add_argument("--seeds", type=Path, help="folder of scraped .txt pages")
    parser.add_argument("--queries", type=int, default=600, help="how many (default: 600)")
    parser.add_argument("--random-seed", type=int, default=1, help="which ones (default: 1)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
