"""A site that is taken in, again unchanged, and again when pages of it have changed.

    python benchmarks/weekly.py [--pages 100000] [--changed 5] [--jobs 2] [--work FOLDER]

What must be there is counted from the texts that the pages were made of, without souwen. Each step
runs in a process of its own. Prints Markdown; the exit code is 1 where a count is not right.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from build import build
from corpora import News, Text, article, page, recommendation, recommended, write
from measure import number, table

if TYPE_CHECKING:
    from measure import Figures

    State = tuple[set[int], set[int]]

_FAR = 10_000_000  # articles that the site does not have at first
_COUNTED = ("articles", "snippets", "added", "retired", "skipped")
_COSTS = ("seconds", "CPU seconds", "peak MB")
_DATED = re.compile("[0-9][年月日]|今天|昨天|前天|刚刚|前$|查看更多")
_STEMS = "甲乙丙丁戊己庚辛壬癸"


class Volumes(News):
    """The texts again and again, each time with another mark in front, so that all are different.

    Sentences of several texts, as `News` puts them together, may end in the middle as a page does.
    Those are left out whose first words, as a title, would be a date line or a footer.
    """

    def __init__(self) -> None:
        super().__init__()
        self.texts = [text for text in self.texts if not _DATED.search(text.title)]

    def __getitem__(self, number: int) -> Text:
        volume, place = divmod(number, len(self.texts))
        mark = "".join(_STEMS[int(digit)] for digit in str(volume))
        return self.texts[place]._replace(text=f"{mark}{self.texts[place].text}")


def main() -> int:
    """Measure, and print what was measured; return the exit code."""
    parser = argparse.ArgumentParser(description="Take a site in, change pages of it, and again.")
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--changed", type=float, default=5, help="percent of the pages")
    parser.add_argument("--jobs", type=int, default=2, help="worker processes")
    parser.add_argument("--work", type=Path, help="folder for temporary files")
    options = parser.parse_args()
    news, places = Volumes(), range(options.pages)
    before = [(place, recommended(place, options.pages)) for place in places]
    after = list(before)
    changed = range(0, options.pages, round(100 / options.changed))
    for place in changed:
        after[place] = (_FAR + place, [*before[place][1][:-1], _FAR + place + 1])
    nothing: State = (set(), set())
    first, second = _documents(news, before), _documents(news, after)
    with tempfile.TemporaryDirectory(prefix="souwen-weekly-", dir=options.work) as name:
        dump = Path(name) / "dump"
        add = partial(build, "dump", Path(name), options.jobs)
        dump_bytes = write(dump, (page(news, *before[place]) for place in places))
        rows = [
            _row("the first time", nothing, first, add()),
            _row("unchanged", first, first, add()),
        ]
        for place in changed:
            write(dump, [page(news, *after[place])], place)
        rows.append(_row(f"{len(changed):,} changed", first, second, add()))
    head = ["", *_COUNTED, "as counted apart", *_COSTS]
    print(f"{options.pages:,} pages, {number(dump_bytes / 1e6)} MB\n\n{table(head, rows)}")
    return 0 if all("yes" in row for row in rows) else 1


def _documents(news: News, site: list[tuple[int, list[int]]]) -> State:
    """Return the hashes of the articles and snippets on the pages, each once."""
    snippets = {other for _, others in site for other in others}
    return (
        {hash(article(news, number)) for number, _ in site},
        {hash(recommendation(news, number)[:2]) for number in snippets},
    )


def _row(step: str, old: State, new: State, figures: Figures) -> list[object]:
    added = sum(len(later - earlier) for earlier, later in zip(old, new, strict=True))
    retired = sum(len(earlier - later) for earlier, later in zip(old, new, strict=True))
    expected = [len(new[0]), len(new[1]), added, retired, 0]
    counts = [figures[name] for name in _COUNTED]
    agrees = "yes" if counts == expected else f"no: {expected}"
    return [step, *counts, agrees, *(figures[name] for name in _COSTS)]


if __name__ == "__main__":
    sys.exit(main())
