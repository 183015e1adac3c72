"""A database that SQLite calls damaged is made anew of what can be read."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.errors import DamagedError
from souwen.corpus.salvage import salvage
from souwen.corpus.store import CorpusWriter
from souwen.corpus.witness import WITNESS_NAME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Dumps

    Damage = Callable[[bytearray], bytearray]

_PAGE = 4096
_TABLES = ("containers", "members", "sources", "documents", "texts", "sightings", "purged")


@pytest.fixture
def many(tmp_path: Path, dumps_in: type[Dumps]) -> Dumps:
    """Give a corpus of some pages of the file for each table, a purged document among them."""
    dumps = dumps_in(tmp_path / "data")
    dumps.folder.mkdir()
    files = {
        f"/d/{number}": [dumps.article(f"第{number}篇", "文" * (number * 97 % 4000))]
        for number in range(300)
    }
    dumps.pages(files | {"/d/x": [dumps.article("要删的")]})
    with CorpusWriter(dumps.folder) as writer:
        writer.remove("/d/x")
        writer.apply_removals()
        writer.purge()
        writer.block(["0123456789abcdef"])
    return dumps


def _path(dumps: Dumps) -> Path:
    return dumps.folder / "corpus.sqlite3"


def _rows(dumps: Dumps) -> dict[str, set[tuple[object, ...]]]:
    with closing(sqlite3.connect(_path(dumps))) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        tables = (*_TABLES, "blocked", "meta")
        return {each: set(database.execute(f"SELECT * FROM {each}")) for each in tables}


def _without_head(content: bytearray) -> bytearray:
    content[:100] = bytes(100)
    return content


def _shuffled(content: bytearray) -> bytearray:
    pages = [content[at : at + _PAGE] for at in range(0, len(content), _PAGE)]
    plain = [at for at, page in enumerate(pages) if at and page[0] in {2, 5, 10, 13}]
    moved = random.Random(7).sample(plain, len(plain))
    for at, page in zip(plain, [pages[at] for at in moved], strict=True):
        pages[at] = page
    return bytearray().join(pages)


def _no_pages_above(content: bytearray) -> bytearray:
    for at in range(0, len(content), _PAGE):
        if not at or content[at] == 5:
            content[at : at + _PAGE] = bytes(_PAGE)
    return content


@pytest.mark.parametrize("damage", [_without_head, _shuffled, _no_pages_above])
def test_where_all_rows_are_there_all_come_back(many: Dumps, damage: Damage) -> None:
    """Pages that are not where they belong, and what only leads to others, cost nothing."""
    before = _rows(many)
    _path(many).write_bytes(damage(bytearray(_path(many).read_bytes())))
    assert salvage(many.folder)
    assert _rows(many) == before
    assert not salvage(many.folder)
    assert not many.problems()
    assert sorted(path.name for path in many.folder.iterdir() if path.is_dir()) == []


@pytest.mark.parametrize("left", [0.9, 0.5, 0.2])
@pytest.mark.parametrize("ending", [b"", b"\0"])
def test_what_is_left_is_whole_and_the_rest_is_missed(
    many: Dumps, left: float, ending: bytes
) -> None:
    """Of a file that is cut, or ends in zeros, the rows that are left are right, and no others.

    The counts are as they were, so what is gone is told.
    """
    before, content = _rows(many), _path(many).read_bytes()
    end = int(left * len(content))
    _path(many).write_bytes(content[:end] + ending * (len(content) - end))
    assert salvage(many.folder)
    after = _rows(many)
    for table in (*_TABLES, "blocked"):
        assert after[table] <= before[table]
    assert after["documents"] < before["documents"]
    assert many.problems()
    with CorpusWriter(many.folder, accept=True) as writer:
        writer.discard_damaged()
        writer.repair()
    assert not many.problems()


@pytest.mark.parametrize("damage", [_without_head, _no_pages_above])
def test_what_is_in_the_log_counts(many: Dumps, tmp_path: Path, damage: Damage) -> None:
    """Committed rows that are in the write-ahead log alone come back, whatever the file is."""
    with closing(sqlite3.connect(_path(many))) as holding:
        holding.execute("BEGIN")
        holding.execute("SELECT count(*) FROM documents").fetchone()
        many.pages({"/d/new": [many.article("新来的")]})
        before = _rows(many)
        for name in ("corpus.sqlite3", "corpus.sqlite3-wal"):
            shutil.copy(many.folder / name, tmp_path / name)
    content = bytearray((tmp_path / "corpus.sqlite3").read_bytes())
    _path(many).write_bytes(damage(content))
    shutil.copy(tmp_path / "corpus.sqlite3-wal", many.folder)
    assert salvage(many.folder)
    assert _rows(many) == before


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE texts SET body = CAST(x'ff41' AS TEXT) WHERE document = 7",
        "UPDATE documents SET url = CAST(x'ff41' AS TEXT) WHERE number = 7",
        "UPDATE sources SET key = CAST(x'ff41' AS TEXT) WHERE id = 7",
    ],
)
def test_texts_that_are_none(many: Dumps, damage: str) -> None:
    """A row that cannot be read as text is left out, though SQLite finds no fault in it."""
    before = _rows(many)
    with closing(sqlite3.connect(_path(many))) as database, database:
        database.execute(damage)
    assert salvage(many.folder)
    after = _rows(many)
    assert all(after[table] <= before[table] for table in before)
    assert sum(len(before[table] - after[table]) for table in before) == 1
    assert many.problems()


def test_what_it_says_of_itself(many: Dumps) -> None:
    """Where its id or its last change is gone, the witness knows them."""
    before = _rows(many)
    with closing(sqlite3.connect(_path(many))) as database, database:
        database.execute("DELETE FROM meta WHERE key IN ('id', 'seq')")
    assert salvage(many.folder)
    assert _rows(many) == before


@pytest.mark.parametrize("gone", ["deleted", "emptied"])
def test_a_database_that_is_gone(many: Dumps, gone: str) -> None:
    """Where the witness knows of one, an empty one is made, of the same id, that misses all."""
    before = _rows(many)["meta"]
    _path(many).unlink()
    if gone == "emptied":
        _path(many).touch()
    assert salvage(many.folder)
    after = _rows(many)
    assert not after["documents"]
    assert {row for row in after["meta"] if row[0] in {"id", "seq"}} <= before
    assert many.problems()


def test_what_is_no_corpus_is_left_alone(many: Dumps, tmp_path: Path) -> None:
    """Rubbish, and the database of another program, are refused and not touched."""
    other = tmp_path / "other"
    with closing(sqlite3.connect(other)) as database, database:
        database.execute("CREATE TABLE precious (a, b, c)")
        database.execute("INSERT INTO precious VALUES (1, 2, 3)")
    for content in (other.read_bytes(), b"x" * 9_000, bytes(9_000)):
        _path(many).write_bytes(content)
        with pytest.raises(DamagedError, match="nothing of a corpus"):
            salvage(many.folder)
        assert _path(many).read_bytes() == content


def test_nothing_is_made_where_nothing_was(tmp_path: Path) -> None:
    """A folder without a corpus and without a witness stays empty."""
    assert not salvage(tmp_path)
    assert not list(tmp_path.iterdir())
    assert not (tmp_path / WITNESS_NAME).exists()
