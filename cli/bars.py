"""Bars on a terminal: how many documents there are of each month, or of each year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .width import cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: More months than these are shown by the year.
MOST_MONTHS = 24
_LONGEST, _SHORTEST = 40, 4  # cells of a bar
_BLOCK, _PARTS = "█", "▏▎▍▌▋▊▉"
_EIGHTHS = 8
_MONTHS_OF_A_YEAR = 12


def bars(months: Sequence[tuple[str, int]], width: int | None) -> Iterator[str]:
    """Yield a line a month from the first to the last, or a line a year where they are many.

    Args:
        months: each that has any (`2025-04`), with how many; in order.
        width: cells of a line; None for any.
    """
    counts = _whole(months)
    if not counts:
        return
    most = max(counts.values())
    number = len(f"{most:,}")
    room = _LONGEST
    if width is not None:
        taken = max(map(cells, counts)) + number + len("    ")
        room = max(min(_LONGEST, width - taken), _SHORTEST)
    for label, count in counts.items():
        yield f"{label}  {count:>{number},}  {_bar(count, most, room)}".rstrip()


def _whole(months: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Return the counts with the months, or years, between that have none."""
    if not months:
        return {}
    first, last = (_number(month) for month in (months[0][0], months[-1][0]))
    found = dict(months)
    if last - first < MOST_MONTHS:
        labels = (_label(number) for number in range(first, last + 1))
        return {label: found.get(label, 0) for label in labels}
    years = {f"{year:04}": 0 for year in range(first // 12, last // 12 + 1)}
    for month, count in months:
        years[month[:4]] += count
    return years


def _number(month: str) -> int:
    year, _, of_year = month.partition("-")
    return int(year) * _MONTHS_OF_A_YEAR + int(of_year) - 1


def _label(number: int) -> str:
    return f"{number // _MONTHS_OF_A_YEAR:04}-{number % _MONTHS_OF_A_YEAR + 1:02}"


def _bar(count: int, most: int, room: int) -> str:
    """Draw a count; what is there at all is seen."""
    eighths = -(-count * room * _EIGHTHS // most)
    whole, part = divmod(eighths, _EIGHTHS)
    return _BLOCK * whole + (_PARTS[part - 1] if part else "")
