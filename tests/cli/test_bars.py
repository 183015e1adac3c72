"""Bars of months and years."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from souwen.cli.bars import MOST_MONTHS, bars
from souwen.cli.width import cells

MONTHS = st.dictionaries(
    st.builds("{:04}-{:02}".format, st.integers(1, 9999), st.integers(1, 12)),
    st.integers(1, 10**7),
    max_size=30,
)


def test_months() -> None:
    """Each month from the first to the last has a line, over the end of a year too."""
    assert list(bars([("2024-11", 1), ("2025-01", 1_000)], 30)) == [
        "2024-11      1  ▏",
        "2024-12      0",
        "2025-01  1,000  ██████████████",
    ]


def test_years() -> None:
    """Many months are shown by the year, those without any too."""
    assert list(bars([("2022-12", 2), ("2024-11", 1), ("2024-12", 3)], None)) == [
        "2022  2  " + "█" * 20,
        "2023  0",
        "2024  4  " + "█" * 40,
    ]
    assert not list(bars([], 80))


@given(MONTHS, st.sampled_from([None, 8, 30, 200]))
def test_any_counts(counted: dict[str, int], width: int | None) -> None:
    """Nothing is lost, what is there at all is seen, and a line is no longer than the terminal."""
    lines = list(bars(sorted(counted.items()), width))
    assert sum(int(line.split()[1].replace(",", "")) for line in lines) == sum(counted.values())
    assert all((len(line.split()) == 3) == (line.split()[1] != "0") for line in lines)
    assert len({line[:7] for line in lines}) == len(lines) < 10_000
    if lines and "-" in lines[0].split()[0]:
        assert len(lines) <= MOST_MONTHS
    assert all(cells(line) <= max(width or 70, 28) for line in lines)
