"""Damage is found and, where it can be, made good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.corpus.database import Database
from souwen.corpus.errors import DamagedError
from souwen.corpus.reader import CorpusReader
from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Dumps


@pytest.fixture
def filled(dumps: Dumps) -> Dumps:
    """Give a corpus with an article and a snippet that lends it its date."""
    snippet = dumps.snippet("甲", "摘要", published="2025-01-01", channel="栏")
    dumps.pages({"/d/a": [dumps.article("甲", "全文"), snippet]})
    return dumps


@pytest.fixture
def broken(filled: Dumps) -> Iterator[Database]:
    """Give a bare connection for doing damage, and its undoing."""
    path = filled.folder / "corpus.sqlite3"
    sound = path.read_bytes()
    database = Database(path, "mode=rw")
    yield database
    database.close()
    path.write_bytes(sound)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE documents SET published = '2024-01-01' WHERE kind = 'article'", "does not show"),
        ("UPDATE documents SET channel = NULL WHERE kind = 'snippet'", "does not show"),
        ("UPDATE documents SET article = NULL", "does not show"),
        ("UPDATE documents SET retired = 1 WHERE kind = 'article'", "does not show"),
        ("UPDATE texts SET body = 'x'", "is not what it was"),
        ("UPDATE members SET text = x'00'", "a page's text"),
        ("DELETE FROM texts", "is gone"),
        ("DELETE FROM sources", "belongs to nothing"),
        ("UPDATE documents SET seq = 1", "share their place"),
        ("UPDATE meta SET value = 0 WHERE key = 'seq'", "log of changes is at 0"),
        ("UPDATE meta SET value = 0 WHERE key = 'seq'", "it ends at change 0, but 2 were"),
        ("UPDATE meta SET value = 'x' WHERE key = 'id'", "not the corpus that corpus.json knows"),
        ("UPDATE sightings SET url = 'x'", "a source of"),
        ("UPDATE sources SET key = 'x'", "the source x is not what it was"),
        ("UPDATE containers SET versions = 'x'", "the file /d/a is not what it was"),
        ("UPDATE members SET encoding = 'x'", "the text /d/a is not what it was"),
        ("UPDATE documents SET channel = 'x'", "what is said of"),
        ("DELETE FROM sightings WHERE position = 0", "0 sources of"),
        ("DELETE FROM documents WHERE kind = 'snippet'", "it counts 2 documents, and 1 are there"),
        ("DELETE FROM members", "the rows of members are not those it counts"),
        ("DROP TABLE sightings", "no such table"),
    ],
)
def test_damage_is_told(filled: Dumps, broken: Database, damage: str, said: str) -> None:
    """Each sort of damage is one line that says what is wrong."""
    broken.run(damage)
    found = filled.problems()
    assert any(said in line for line in found), found
    assert all(line.startswith("corpus: ") and "\n" not in line for line in found)


def test_repair(filled: Dumps) -> None:
    """What documents show is worked out anew, and the changes are logged."""
    before = filled.live()
    database = Database(filled.folder / "corpus.sqlite3", "mode=rw")
    database.run("UPDATE documents SET published = '1999-01-01', article = NULL, retired = 1")
    database.run("UPDATE meta SET value = 0 WHERE key = 'seq'")
    database.close()
    with CorpusWriter(filled.folder, accept=True) as writer:
        assert writer.repair() == 2
        assert writer.repair() == 0
    assert filled.live() == before


def test_a_damaged_page(tmp_path: Path, filled: Dumps) -> None:
    """A file with a page overwritten is reported as damaged, never as something else."""
    data = bytearray((filled.folder / "corpus.sqlite3").read_bytes())
    copy = tmp_path / "copy"
    copy.mkdir()
    for start in range(4096, len(data), 4096):
        broken = data[:]
        broken[start : start + 4096] = b"\xff" * 4096
        (copy / "corpus.sqlite3").write_bytes(broken)
        try:
            with CorpusReader(copy) as reader:
                found = list(reader.problems(deep=True))
                assert found
        except DamagedError as error:
            assert "\n" not in str(error)  # noqa: PT017 - either is right
