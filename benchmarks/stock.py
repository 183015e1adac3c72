"""Recall and precision of souwen and of the stock stack, on the same documents and queries.

The stock stack is Whoosh with jieba's own ChineseAnalyzer, as its documentation shows it. Queries
are random strings of 2 to 8 Chinese characters that stand in a title or text. The right answers are
found without any index: the documents whose title or one line of whose text contains the string.

    python benchmarks/stock.py --queries 600 --random-seed 1
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
import time
import unicodedata
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import souwen

with warnings.catch_warnings():
    # jieba 0.42.1 warns when it is imported: of pkg_resources, and of escapes in its patterns.
    warnings.simplefilter("ignore")
    import jieba
    from jieba.analyse import ChineseAnalyzer
from whoosh.fields import STORED, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import OrGroup, QueryParser

ROOT = Path(__file__).resolve().parent.parent
SHORTEST, LONGEST = 2, 8
MANY = 1000
_HAN_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_SPACE_IN_HAN = re.compile("(?<=[\u3400-\u4dbf\u4e00-\u9fff])\\s+(?=[\u3400-\u4dbf\u4e00-\u9fff])")
_DATE_LINE = re.compile(r"\S+ \d{4}-\d\d-\d\d$")

Key = tuple[str, str]
Answer = Callable[[str], frozenset[Key]]


@dataclass(frozen=True, slots=True)
class Page:
    """One document of the dump, as this benchmark reads it; kind and title tell it from others."""

    kind: str
    title: str
    lines: tuple[str, ...]

    @property
    def key(self) -> Key:
        """What the answers name it by."""
        return self.kind, self.title


@dataclass(frozen=True, slots=True)
class Score:
    """How one way of searching did; the four shares are of 1."""

    recall: float
    precision: float
    exact: float
    empty: float
    milliseconds: float


def main() -> int:
    """Print one Markdown table; give the exit code."""
    options = _options()
    folder: Path = options.seeds or _default_folder()
    files = [path for path in sorted(folder.glob("*.txt")) if _is_utf8(path)]
    if not files:
        print(f"no UTF-8 .txt pages in {folder}: name a folder with --seeds", file=sys.stderr)
        return 2
    pages = list({page.key: page for path in files for page in _read(path)}.values())
    folded = {page.key: [_folded(line) for line in (page.title, *page.lines)] for page in pages}
    queries = _draw(folded, options.queries, random.Random(options.random_seed))
    truth = {query: _truth(query, folded) for query in queries}
    print(
        f"{folder}: {len(files)} pages, {len(pages)} documents; {len(queries)} queries, "
        f"{sum(map(len, truth.values()))} right answers\n",
        file=sys.stderr,
    )
    rows = [(name, _score(answer, truth)) for name, answer in _stock(pages).items()]
    with tempfile.TemporaryDirectory() as data, souwen.open(data) as engine:
        engine.add(files)
        rows += [(name, _score(answer, truth)) for name, answer in _souwen(engine).items()]
    print(_table(rows))
    return 0


# --- the documents, the queries and the right answers -------------------------------------------


def _read(path: Path) -> list[Page]:
    """Read a page of the measured form, by nothing but its marker lines.

    Not souwen's splitter, so that a fault of that one cannot hide in the right answers.
    """
    lines = [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines()]
    lines = [line for line in lines if line and line not in {"大家都在搜", "首页 顶部"}]
    border = lines.index("相关推荐")
    article, rest = lines[:border], lines[border + 1 :]
    if article[-1].startswith("提示"):
        article.pop()
    pages = [Page("article", article[0], tuple(article[1:]))]
    start = 0
    for at, line in enumerate(rest):
        if _DATE_LINE.match(line):
            pages.append(Page("snippet", rest[start], tuple(rest[start + 1 : at])))
            start = at + 1
    return pages


def _folded(text: str) -> str:
    return _SPACE_IN_HAN.sub("", unicodedata.normalize("NFKC", text).casefold())


def _draw(folded: dict[Key, list[str]], number: int, chance: random.Random) -> list[str]:
    """Draw different strings: every length and, within a length, every place is equally likely."""
    runs = [run for lines in folded.values() for line in lines for run in _HAN_RUN.findall(line)]
    places = {
        length: [(run, at) for run in runs for at in range(len(run) - length + 1)]
        for length in range(SHORTEST, LONGEST + 1)
    }
    possible = len({run[at : at + n] for n, found in places.items() for run, at in found})
    drawn: dict[str, None] = {}
    while len(drawn) < min(number, possible // 2):
        length = chance.randint(SHORTEST, LONGEST)
        run, at = chance.choice(places[length])
        drawn[run[at : at + length]] = None
    return list(drawn)


def _truth(query: str, folded: dict[Key, list[str]]) -> frozenset[Key]:
    return frozenset(key for key, lines in folded.items() if any(query in line for line in lines))


# --- the ways of searching -----------------------------------------------------------------------


def _stock(pages: list[Page]) -> dict[str, Answer]:
    jieba.setLogLevel("ERROR")
    schema = Schema(kind=STORED, title=STORED, content=TEXT(analyzer=ChineseAnalyzer()))
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for page in pages:
        content = "\n".join((page.title, *page.lines))
        writer.add_document(kind=page.kind, title=page.title, content=content)
    writer.commit()
    searcher = index.searcher()
    every = QueryParser("content", schema)
    some = QueryParser("content", schema, group=OrGroup)

    def answer(parser: QueryParser, form: str) -> Answer:
        def ask(query: str) -> frozenset[Key]:
            hits = searcher.search(parser.parse(form.format(query)), limit=None)
            return frozenset((hit["kind"], hit["title"]) for hit in hits)

        return ask

    return {
        "jieba + Whoosh, AND": answer(every, "{}"),
        "jieba + Whoosh, OR": answer(some, "{}"),
        "jieba + Whoosh, quoted": answer(every, '"{}"'),
    }


def _souwen(engine: souwen.Engine) -> dict[str, Answer]:
    def answer(form: str, mode: str) -> Answer:
        def ask(query: str) -> frozenset[Key]:
            hits = engine.search(form.format(query), limit=MANY, mode=mode, collapse=False)
            return frozenset((str(hit.kind), hit.title) for hit in hits)

        return ask

    return {
        "souwen, bare (`mode=all`)": answer("{}", "all"),
        "souwen, quoted": answer('"{}"', "auto"),
    }


# --- the table -----------------------------------------------------------------------------------


def _score(answer: Answer, truth: dict[str, frozenset[Key]]) -> Score:
    """Score over all pairs of a query and a document, so that a query weighs by its answers."""
    answer(next(iter(truth)))  # what loads at the first search is not part of a search's time
    right = given = wanted = exact = empty = 0
    times = []
    for query, expected in truth.items():
        start = time.perf_counter()
        found = answer(query)
        times.append(time.perf_counter() - start)
        right += len(found & expected)
        given += len(found)
        wanted += len(expected)
        exact += found == expected
        empty += not found
    return Score(
        recall=right / wanted,
        precision=right / given if given else 1.0,
        exact=exact / len(truth),
        empty=empty / len(truth),
        milliseconds=1000 * sorted(times)[len(times) // 2],
    )


def _table(rows: list[tuple[str, Score]]) -> str:
    lines = [
        "| search | recall | precision | exactly right | nothing found | median ms |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {name} | {score.recall:.1%} | {score.precision:.1%} | {score.exact:.1%} "
        f"| {score.empty:.1%} | {score.milliseconds:.1f} |"
        for name, score in rows
    ]
    return "\n".join(lines)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare souwen with jieba's analyzer on Whoosh.")
    parser.add_argument("--seeds", type=Path, help="folder of scraped .txt pages")
    parser.add_argument("--queries", type=int, default=600, help="how many (default: 600)")
    parser.add_argument("--random-seed", type=int, default=1, help="which ones (default: 1)")
    return parser.parse_args()


def _default_folder() -> Path:
    """Give the measured pages where they are at hand, else the pages that come with souwen."""
    measured = Path(os.environ.get("SOUWEN_TEST_DATA") or ROOT.parent / "shared") / "seeds"
    return measured if measured.is_dir() else ROOT / "samples" / "pages"


def _is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
