"""The measuring loop: ways to do the same take turns, round by round; tables have the medians."""

from __future__ import annotations

import os
import re
import resource
import statistics
import subprocess
import time
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    Figures = dict[str, float]  # of one way in one round
    Measured = dict[str, "Spread"]  # the same of all rounds

Key = TypeVar("Key")
Asked = TypeVar("Asked")
_SHARES = (50, 95, 99)


class Spread(NamedTuple):
    """A figure of every round; it prints as the median with the least and the most."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.values)

    def __str__(self) -> str:
        least, most = min(self.values), max(self.values)
        return number(self.median) + (f" ({number(least)}-{number(most)})" if least < most else "")


def interleaved(rounds: int, ways: Mapping[Key, Callable[[int], Figures]]) -> dict[Key, Measured]:
    """Run every way once a round; a way that gives no figures is left out.

    Every other round goes backwards, so that no way always runs behind the same other one.
    """
    values: dict[Key, dict[str, list[float]]] = {key: {} for key in ways}
    for turn in range(rounds):
        for key in list(ways)[:: -1 if turn % 2 else 1]:
            for name, value in ways[key](turn).items():
                values[key].setdefault(name, []).append(value)
    return {
        key: {name: Spread(tuple(of_rounds)) for name, of_rounds in figures.items()}
        for key, figures in values.items()
        if figures
    }


class Clock:
    """Adds up seconds while it is entered: of the wall, and of the processor in all threads."""

    wall = processor = 0.0

    def __init__(self, processor: Callable[[], float] = time.process_time) -> None:
        self._used = processor

    def __enter__(self) -> Self:
        self.wall -= time.perf_counter()
        self.processor -= self._used()
        return self

    def __exit__(self, *_: object) -> None:
        self.processor += self._used()
        self.wall += time.perf_counter()


def run(*command: object) -> tuple[Clock, str]:
    """Run a process; return what it took, and what it printed."""
    # As pip leaves a package: compiled, so that not every process compiles it anew.
    variables = {key: os.environ[key] for key in os.environ if key != "PYTHONDONTWRITEBYTECODE"}
    with Clock(_used_by_children) as clock:
        done = subprocess.run(
            list(map(str, command)), check=True, stdout=subprocess.PIPE, text=True, env=variables
        )
    return clock, done.stdout


def _used_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def milliseconds(ask: Callable[[Asked], object], queries: Sequence[Asked]) -> Figures:
    """Return percentiles of what queries take: of the wall, and of the processor in this thread.

    Nothing is returned where one of them is answered by None.
    """
    clocks = []
    for query in queries:
        with Clock(time.thread_time) as clock:
            answer = ask(query)
        if answer is None:
            return {}
        clocks.append(clock)
    wall = sorted(1000 * clock.wall for clock in clocks)
    processor = sorted(1000 * clock.processor for clock in clocks)
    at = {share: share * len(queries) // 100 for share in _SHARES}
    return {f"p{share}": wall[at[share]] for share in _SHARES} | {
        f"CPU p{share}": processor[at[share]] for share in _SHARES
    }


def number(value: float) -> str:
    """Write a number with about three digits that count."""
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:,.0f}"
    digits = 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 3
    return f"{value:.{digits}f}"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table of which the first column is text and the others are numbers."""
    lines = [f"| {' | '.join(head)} |", "|---" + "|---:" * (len(head) - 1) + "|"]
    for row in rows:
        cells = (number(cell) if isinstance(cell, int | float) else str(cell) for cell in row)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def put_into(path: Path, text: str, name: str = "measured") -> None:
    """Put a text between the markers of this name in a file."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    whole, replaced = path.read_text("utf-8"), f"{begin}\n\n{text}\n\n{end}"
    path.write_text(re.sub(f"{begin}.*{end}", lambda _: replaced, whole, flags=re.DOTALL), "utf-8")
