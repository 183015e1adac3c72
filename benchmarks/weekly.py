"""A site that is taken in, again, and again when some of its pages have changed.

    python benchmarks/weekly.py [--pages 100000] [--changed 5] [--jobs 2] [--work FOLDER]

What must be there is counted from the texts that the pages were made of, without souwen. Each step
runs in a process of its own. Prints Markdown; the exit code is 1 where a count is not right.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pages import News, Text, article, news_path, page, recommendation, recommended, write
from report import table
from spread import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    _State = tuple[set[int], set[int]]

_STEP = """
import json, resource, sys, time
import souwen
data, dump, jobs = sys.argv[1:]
start = time.perf_counter()
with souwen.open(data) as engine:
    report = engine.add([dump], name="site", jobs=int(jobs), yes=True)
seconds = time.perf_counter() - start
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
status = open("/proc/self/status").read()
with souwen.open(data) as engine:
    stats = engine.stats()
print(json.dumps({
    "counts": [stats.articles, stats.snippets, report.added, report.retired, len(report.skipped)],
    "seconds": seconds,
    "processor": sum(one.ru_utime + one.ru_stime for one in used),
    "peak_mb": int(status.partition("VmHWM:")[2].split()[0]) / 1024,
}))
"""
_FAR = 10_000_000  # articles that the site does not have at first


_DATED = re.compile("[0-9][年月日]|今天|昨天|前天|刚刚|前$|查看更多")
_STEMS = "甲乙丙丁戊己庚辛壬癸"


class Volumes(News):
    """The texts again and again, each time with another mark in front, so that all are different.

    Sentences of several texts, as `News` puts them together, may end in the middle as a page does.
    Those are left out whose first words, as a title, would be a date line or a footer.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._plain = [one for one in self._texts if not _DATED.search(one.title)]

    def __getitem__(self, number: int) -> Text:
        volume, place = divmod(number, len(self._plain))
        mark = "".join(_STEMS[int(digit)] for digit in str(volume))
        found = self._plain[place]
        return Text(f"{mark}{found.text}", found.published)


@dataclass(frozen=True, slots=True)
class Site:
    """Which article each page has, and which it recommends.

    Attributes:
        pages: how many.
        every: each page of so many has changed; none without.
    """

    news: News
    pages: int
    every: int | None = None

    def changed(self) -> Iterator[int]:
        """Give the numbers of the pages that have changed."""
        return iter(range(0, self.pages, self.every) if self.every else ())

    def shown(self, place: int) -> tuple[int, list[int]]:
        """Give the article of a page, and the articles that it recommends."""
        others = recommended(place, self.pages)
        if self.every and place % self.every == 0:
            return _FAR + place, [*others[:-1], _FAR + place + 1]
        return place, others

    def text(self, place: int) -> str:
        """Give a page as it is saved."""
        return page(self.news, *self.shown(place))

    def documents(self) -> tuple[set[int], set[int]]:
        """Give the hashes of the articles and snippets on its pages, each once."""
        articles: set[int] = set()
        shown: set[int] = set()
        for place in range(self.pages):
            number, others = self.shown(place)
            articles.add(hash(article(self.news, number)))
            shown.update(others)
        return articles, {hash(recommendation(self.news, one)[:2]) for one in shown}


def main() -> int:
    """Measure, and print what was measured; give the exit code."""
    parser = argparse.ArgumentParser(description="Take a site in, change some of it, and again.")
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--changed", type=float, default=5, help="percent of the pages")
    parser.add_argument("--jobs", type=int, default=2, help="worker processes")
    parser.add_argument("--work", type=Path, help="folder for temporary files")
    options = parser.parse_args()
    if not news_path().is_file():
        print(f"no texts to measure with: {news_path()} is not there", file=sys.stderr)
        return 0
    news = Volumes(news_path())
    before = Site(news, options.pages)
    after = Site(news, options.pages, round(100 / options.changed))
    changed = list(after.changed())
    first, second = before.documents(), after.documents()
    with tempfile.TemporaryDirectory(prefix="souwen-weekly-", dir=options.work) as name:
        data, dump = Path(name) / "data", Path(name) / "dump"
        write(dump, map(before.text, range(options.pages)))
        rows = [("the first time", (set(), set()), first, _add(data, dump, options.jobs))]
        rows.append(("unchanged", first, first, _add(data, dump, options.jobs)))
        for place in changed:
            write(dump, [after.text(place)], place)
        rows.append((f"{len(changed):,} changed", first, second, _add(data, dump, options.jobs)))
    print(f"{options.pages:,} pages\n\n{_table(rows)}")
    return 0 if all(one["counts"] == _expected(old, new) for _, old, new, one in rows) else 1


def _add(data: Path, dump: Path, jobs: int) -> dict[str, Any]:
    command = [sys.executable, "-c", _STEP, *map(str, (data, dump, jobs))]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    print(done.stdout.strip(), file=sys.stderr, flush=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def _expected(old: _State, new: _State) -> list[int]:
    """Give articles, snippets, added, retired and skipped."""
    added = sum(len(later - earlier) for earlier, later in zip(old, new, strict=True))
    retired = sum(len(earlier - later) for earlier, later in zip(old, new, strict=True))
    return [len(new[0]), len(new[1]), added, retired, 0]


def _table(rows: list[tuple[str, _State, _State, dict[str, Any]]]) -> str:
    head = ["", "articles", "snippets", "added", "retired", "skipped"]
    head += ["as counted apart", "seconds", "CPU seconds", "peak MB"]
    lines = []
    for label, old, new, one in rows:
        counts = [f"{count:,}" for count in one["counts"]]
        agrees = "yes" if one["counts"] == _expected(old, new) else f"no: {_expected(old, new)}"
        costs = [number(one[name]) for name in ("seconds", "processor", "peak_mb")]
        lines.append([label, *counts, agrees, *costs])
    return table(head, lines)


if __name__ == "__main__":
    sys.exit(main())
