"""What a whole question matches at several floors of coverage: a table in Markdown.

    python benchmarks/floor.py NEWS.jsonl.gz

The first 3,000 texts of the dump are asked what `floor.tsv` beside has, a line a question: its
text, the ids of the texts that speak of it, and of those that only have its words. Both were read.
"""

from __future__ import annotations

import argparse
import gzip
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from measure import table

import souwen
from souwen.search.matching import coverage

if TYPE_CHECKING:
    from collections.abc import Mapping

FLOORS = ((1, 1), (9, 10), (17, 20), (4, 5), (3, 4))
_TEXTS = 3_000
_MOST = 200  # hits that are looked at


def main() -> None:
    """Measure, and print the table; words with spaces between have no floor, and are one row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dump", type=Path)
    arguments = parser.parse_args()
    judged: dict[str, Mapping[str, bool]] = {}
    for line in Path(__file__).with_suffix(".tsv").read_text("utf-8").splitlines():
        question, right, beside = line.split("\t")
        judged[question] = {id_: id_ in right.split() for id_ in (right + " " + beside).split()}
    with tempfile.TemporaryDirectory() as name:
        dump = Path(name) / "news.jsonl"
        with gzip.open(arguments.dump, "rt", encoding="utf-8") as lines:
            dump.write_text("".join(islice(lines, _TEXTS)), "utf-8")
        with souwen.open(Path(name) / "data") as engine:
            engine.add(dump)
            whole = {text: found for text, found in judged.items() if " " not in text}
            words = {text: found for text, found in judged.items() if " " in text}
            rows = []
            for floor in FLOORS:
                coverage.FLOOR = floor
                rows.append([f"{floor[0] / floor[1]:.2f}", *_row(engine, whole)])
            rows.append(["words", *_row(engine, words)])
    print(f"{len(whole)} questions, {len(words)} times words\n")
    print(table(["floor", "matches", "of it", "beside", "share of it", "found", "not read"], rows))


def _row(engine: souwen.Engine, judged: Mapping[str, Mapping[str, bool]]) -> list[str]:
    """Ask by relevance and by date, which must match the same, and count what was read."""
    read: list[bool | None] = []
    for question, known in judged.items():
        by_relevance, by_date = (
            {hit.refs[0] for hit in hits if hit.matches == "all"}
            for hits in (
                engine.search(question, limit=_MOST, collapse=False, sort=sort)
                for sort in ("relevance", "newest")
            )
        )
        if by_relevance != by_date:
            raise ValueError(f"{question}: by date other matches than by relevance")
        read += [known.get(id_) for id_ in by_relevance]
    right, beside = read.count(True), read.count(False)
    there = sum(sum(known.values()) for known in judged.values())
    shares = (f"{right / max(right + beside, 1):.3f}", f"{right / there:.3f}")
    return [*map(str, (len(read), right, beside)), *shares, str(read.count(None))]


if __name__ == "__main__":
    main()
