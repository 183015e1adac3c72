"""The records in a file of SQLite are read whatever became of the pages around."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from souwen.corpus.btree import Cell, PageFile

if TYPE_CHECKING:
    from pathlib import Path

    from souwen.corpus.btree import Value

_SIZE = 4096
_VALUES = st.one_of(
    st.none(),
    st.integers(-(1 << 63), (1 << 63) - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.binary(max_size=30),
    st.integers(1, 20_000).map(lambda size: "长" * size),  # on pages of its own
)
_ROWS = st.lists(st.tuples(_VALUES, _VALUES), max_size=40)
_TABLES = (
    "CREATE TABLE numbered (number INTEGER PRIMARY KEY, one, other)",
    "CREATE TABLE named (name TEXT PRIMARY KEY, one, other) WITHOUT ROWID",
)


def _written(path: Path, rows: list[tuple[Value, Value]], deleted: int = 0) -> bytes:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database, database:
        for table in _TABLES:
            database.execute(table)
        for number, row in enumerate(rows):
            database.execute("INSERT INTO numbered VALUES (?, ?, ?)", (number * 3 - 5, *row))
            database.execute("INSERT INTO named VALUES (?, ?, ?)", (f"第{number}", *row))
        database.execute("DELETE FROM numbered WHERE number < ?", (deleted * 3 - 5,))
    return path.read_bytes()


def _read(content: bytes) -> tuple[list[Cell], PageFile]:
    pages = PageFile(content)
    cells = [cell for page in pages.pages() for cell in page if len(cell.values) == 3]
    return sorted(cells, key=repr), pages


def _meant(rows: list[tuple[Value, Value]], deleted: int = 0) -> list[Cell]:
    cells = [Cell(number * 3 - 5, (None, *row)) for number, row in enumerate(rows)][deleted:]
    cells += [Cell(None, (f"第{number}", *row)) for number, row in enumerate(rows)]
    return sorted(cells, key=repr)


@given(_ROWS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_all_records_are_read(tmp_path: Path, rows: list[tuple[Value, Value]]) -> None:
    """Of a whole file every row is given as SQL gives it, once, and every page is accounted for."""
    cells, pages = _read(_written(tmp_path / "file", rows))
    assert cells == _meant(rows)
    assert (pages.knows_free, pages.unread) == (True, 0)


def test_free_pages_are_passed_over(tmp_path: Path) -> None:
    """What was deleted is not read, where the list of free pages is whole; else that is told."""
    rows: list[tuple[Value, Value]] = [(number, "长" * 700) for number in range(300)]
    content = bytearray(_written(tmp_path / "file", rows, deleted=200))
    cells, pages = _read(bytes(content))
    assert cells == _meant(rows, deleted=200)
    assert pages.knows_free
    content[36:40] = (99_999).to_bytes(4, "big")
    assert not PageFile(bytes(content)).knows_free


def test_a_damaged_page_costs_what_is_in_it(tmp_path: Path) -> None:
    """Pages above that are gone, the first of all too, take nothing with them."""
    rows: list[tuple[Value, Value]] = [(number, "长" * 300) for number in range(900)]
    content = bytearray(_written(tmp_path / "file", rows))
    kinds = {at: content[at] for at in range(_SIZE, len(content), _SIZE)}
    above = [at for at, kind in kinds.items() if kind == 5]
    leaf = next(at for at, kind in kinds.items() if kind == 13)
    assert above
    for at in (0, *above):
        content[at : at + _SIZE] = bytes(_SIZE)
    cells, pages = _read(bytes(content))
    assert cells == _meant(rows)
    assert not pages.knows_free
    gone = int.from_bytes(content[leaf + 3 : leaf + 5], "big")
    content[leaf : leaf + _SIZE] = bytes(_SIZE)
    cells, pages = _read(bytes(content))
    assert len(cells) == len(_meant(rows)) - gone
    assert pages.unread == len(above) + 2


@given(
    st.lists(st.tuples(st.integers(0, 1 << 20), st.binary(min_size=1, max_size=200)), max_size=30)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_garbage_ends(tmp_path: Path, hits: list[tuple[int, bytes]]) -> None:
    """Whatever stands in the file, reading it ends, and raises nothing."""
    kept = tmp_path / "kept"
    if not kept.exists():
        _written(kept, [(number, "长" * (number * 37 % 5000)) for number in range(60)])
    content = bytearray(kept.read_bytes())
    for at, what in hits:
        start = at % len(content)
        content[start : start + len(what)] = what
    _read(bytes(content))
    _read(bytes(content[: hits[0][0] if hits else 50]))


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\0", bytes(10_000)])
def test_what_is_no_database(content: bytes) -> None:
    """A file that is none holds nothing."""
    assert _read(content)[0] == []
