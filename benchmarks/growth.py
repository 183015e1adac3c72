"""How a search grows for a string whose parts are everywhere, and which itself stands nowhere.

    python benchmarks/growth.py [--pages 9000 36000 108000] [--news 5000 10000 20000] [--turns 15]
                                [--work FOLDER] [--write]

All that lets documents be left out early is useless for such a string: each has to be looked into.
It is asked bare and quoted, with and without a filter by source: over short pages of one template,
over whole news texts, of their most common pairs of characters, and over the same with a footer
that has all the parts. Prints milliseconds of the processor, the median of the turns; --write puts
the table into docs/performance.md. The exit code is 1 where a time grew faster than the documents.
"""

from __future__ import annotations

import argparse
import heapq
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora import ROOT, News
from measure import Clock, put_into, table

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_STRING = "医保缴费比上"
_PLACES = ("佳木斯", "鹤岗", "汕头", "昌江", "宝鸡", "天水", "遵义", "漳州", "大同", "苏州", "东莞")
_TITLES = ("{}医保报销比例{}是多少", "{}社保缴费基数{}上调", "{}职工医保缴费{}档")
_BODY = (
    "根据{}最新规定，职工医保按月缴费，缴费比例为{}%，比上一年度有所提高。医保报销按比例计算，"
    "缴费基数为{}元，职工医保缴费后可用。费比较高的项目另行规定，未参保缴纳的不在其中。编号{}。"
)
_TOLERANCE = 1.15  # a busy machine is no growth
_WAYS: tuple[dict[str, str], ...] = ({}, {"source": "d/*"})


def main() -> int:
    """Measure, and print the table; return the exit code."""
    parser = argparse.ArgumentParser(description="Measure how searches grow with the documents.")
    parser.add_argument("--pages", type=int, nargs="*", default=[9_000, 36_000, 108_000])
    parser.add_argument("--news", type=int, nargs="*", default=[5_000, 10_000, 20_000])
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("--work", type=Path, help="folder for temporary files")
    parser.add_argument("--write", action="store_true", help="put the table into the docs")
    options = parser.parse_args()
    news = News() if options.news else None
    texts = [(text.title, text.text) for text in news.texts] if news else []
    asked = _nowhere([text for both in texts for text in both]) if texts else ""
    print(f"asked of the news: {asked}", file=sys.stderr)
    footed = [(title, f"{text}\n{_filled(at)}") for at, (title, text) in enumerate(texts)]
    runs: list[tuple[str, str, Sequence[int], Callable[[int], Iterable[tuple[str, str]]]]] = [
        ("pages", _STRING, options.pages, _pages),
        ("news", asked, options.news, lambda size: texts[:size]),
        ("news with a footer", _STRING, options.news, lambda size: footed[:size]),
    ]
    rows, grew = [], False
    for name, string, sizes, texts_of in runs:
        before: list[float] = []
        for size in sizes:
            with tempfile.TemporaryDirectory(prefix="souwen-growth-", dir=options.work) as work:
                times = _times(Path(work), texts_of(size), string, options.turns)
            rows.append([f"{name}: {string}", size, *times])
            print(*rows[-1], file=sys.stderr)
            each = [taken / size for taken in times]
            grew |= any(now > _TOLERANCE * then for now, then in zip(each, before, strict=False))
            before = each
    head = ["texts", "documents", '"quoted"', "with `--source`", "bare", "with `--source`"]
    text = table(head, rows)
    print(text)
    if options.write:
        put_into(ROOT / "docs" / "performance.md", text, "growth")
    return int(grew)


def _pages(size: int) -> Iterable[tuple[str, str]]:
    for number in range(size):
        chance = random.Random(number)
        title = chance.choice(_TITLES).format(
            chance.choice(_PLACES), chance.randrange(3_000, 30_000)
        )
        yield title, _filled(number)


def _filled(number: int) -> str:
    """Return the body of a page, in which all parts of the string stand."""
    chance = random.Random(-number)
    amount = chance.randrange(3_000, 30_000)
    return _BODY.format(chance.choice(_PLACES), chance.randrange(2, 20), amount, number)


def _nowhere(texts: Sequence[str]) -> str:
    """Return a string as long that stands in no text, of the pairs that most texts have.

    The rarest of its pairs is in as many texts as that of any such string, but those with a pair
    or a character twice.
    """
    pairs = Counter(
        pair
        for text in texts
        for pair in {text[at : at + 2] for at in range(len(text) - 1)}
        if all("一" <= character <= "鿿" for character in pair)
    )
    after: dict[str, list[tuple[str, int]]] = {}
    for pair, count in pairs.most_common(5_000):
        after.setdefault(pair[0], []).append((pair[1], count))
    found = [(-count, pair) for pair, count in pairs.items()]
    heapq.heapify(found)
    while True:
        rarest, string = heapq.heappop(found)
        if len(string) == len(_STRING):
            if not any(string in text for text in texts):
                return string
            continue
        for character, count in after.get(string[-1], ()):
            if character not in string:
                heapq.heappush(found, (max(rarest, -count), string + character))


def _times(work: Path, texts: Iterable[tuple[str, str]], string: str, turns: int) -> list[float]:
    """Take texts in; return the median of each way of asking, in milliseconds."""
    dump = work / "d.jsonl"
    with dump.open("w", encoding="utf-8") as file:
        for number, (title, body) in enumerate(texts):
            row = {"id": str(number), "title": title, "body": body, "kind": "article"}
            print(json.dumps(row), file=file)
    with souwen.open(work / "data") as engine:
        engine.add([dump], name="d")
        return [
            _median(engine, query, way, turns) for query in (f'"{string}"', string) for way in _WAYS
        ]


def _median(engine: souwen.Engine, query: str, way: dict[str, Any], turns: int) -> float:
    taken = []
    for turn in range(turns + 1):
        with Clock(time.thread_time) as clock:
            total = engine.search(query, **way).total
        assert not total or query[0] != '"'
        if turn:  # the first one maps the index
            taken.append(1000 * clock.processor)
    return statistics.median(taken)


if __name__ == "__main__":
    sys.exit(main())
