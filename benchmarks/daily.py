"""What a data folder costs day by day: the same dump again, and a few new pages."""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from costs import index_folder
from pages import pages, write
from spread import Spread

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pages import News

_FAR = 10_000_000  # texts of pages that no dump here holds


@dataclass(frozen=True, slots=True)
class Day:
    """Seconds; `more_documents` is how many came with 1 % new pages."""

    hashing: Spread
    again: Spread
    more: Spread
    more_documents: int


def measure_day(folder: Path, dump: Path, news: News, documents: int, rounds: int) -> Day:
    """Add an unchanged dump again, beside reading and hashing it; then 1 % new pages."""
    hashing, again, more = [], [], []
    extra = max(documents // 100, 21)
    with souwen.open(index_folder(folder, "dump")) as engine:
        for _ in range(rounds):
            hashing.append(_seconds(lambda: _hash(dump)))
            again.append(_seconds(lambda: engine.add([dump])))
        for turn in range(rounds):
            new = folder / f"new{turn}"
            first = _FAR + turn * documents
            write(new, pages(news, extra, first), first)
            more.append(_seconds(lambda new=new: engine.add([new])))  # type: ignore[misc]
    return Day(Spread.of(hashing), Spread.of(again), Spread.of(more), extra)


def _hash(dump: Path) -> None:
    for path in sorted(dump.rglob("*")):
        if path.is_file():
            blake2b(path.read_bytes(), digest_size=16).hexdigest()


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
