"""A corpus of form 1 is brought up to date in place."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from souwen.corpus import migrate as migrate_module
from souwen.corpus import schema
from souwen.corpus.errors import OlderError
from souwen.corpus.reader import CorpusReader
from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from conftest import Dumps

_GONE = ("arrived", "first_seq", "shown_seq", "shown", "shown_xor", "text_hash", "hash")


@pytest.fixture
def older(dumps: Dumps) -> Dumps:
    """Give a corpus of form 1, made of one of today by taking away what that had not."""
    snippet = dumps.snippet("甲", "摘要", published="2025-01-01", channel="栏", url="http://x")
    dumps.pages({"/d/a": [dumps.article("甲", "全文"), snippet], "/d/b": [dumps.article("旧")]})
    dumps.remove("/d/b")
    connection = sqlite3.connect(dumps.folder / "corpus.sqlite3")
    with connection:
        connection.execute("DROP INDEX documents_by_shown")
        connection.execute("DROP TABLE blocked")
        connection.execute("DELETE FROM meta WHERE key <> 'seq'")
        for column in _GONE:
            connection.execute(f"ALTER TABLE documents DROP COLUMN {column}")
        for table in ("containers", "members", "sources", "sightings", "purged"):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN hash")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    (dumps.folder / "corpus.json").unlink()
    return dumps


def test_a_reader_alone_does_not_change_it(older: Dumps) -> None:
    """Whoever only reads says that it is older, and changes nothing."""
    before = (older.folder / "corpus.sqlite3").read_bytes()
    assert schema.is_older(older.folder)
    with pytest.raises(OlderError, match="form 1, this one uses 2"):
        CorpusReader(older.folder)
    assert (older.folder / "corpus.sqlite3").read_bytes() == before
    with CorpusWriter(older.folder):
        pass


def test_everything_is_there_afterwards(older: Dumps, caplog: pytest.LogCaptureFixture) -> None:
    """Documents, sources and the log are as they were, every row has its hash, one line says so."""
    with CorpusWriter(older.folder):
        pass
    (line,) = (record.getMessage() for record in caplog.records if record.levelno > 20)
    assert "brought up to date, from form 1 to form 2" in line
    assert older.problems() == []
    assert not schema.is_older(older.folder)
    assert not schema.is_older(older.folder / "none")
    article, snippet = older.live()
    assert (article.title, snippet.url, snippet.published) == ("甲", "http://x", "2025-01-01")
    assert article.arrived is not None
    with CorpusReader(older.folder) as reader:
        assert reader.stats().retired == 1
        assert len(reader.id() or "") == 32
    assert older.pages({"/d/b": [older.article("旧")]}).added == 1
    assert older.problems() == []


def test_interrupted_it_is_the_old_one(older: Dumps, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error on the way leaves the older form, which the next command brings up to date."""
    before = (
        sqlite3.connect(older.folder / "corpus.sqlite3")
        .execute("SELECT * FROM documents")
        .fetchall()
    )
    with monkeypatch.context() as patch:
        patch.setattr(migrate_module, "_DOCUMENTS", "no statement")
        with pytest.raises(Exception, match="syntax error"):
            CorpusWriter(older.folder)
    connection = sqlite3.connect(older.folder / "corpus.sqlite3")
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert connection.execute("SELECT * FROM documents").fetchall() == before
    connection.close()
    with CorpusWriter(older.folder):
        pass
    assert older.problems() == []
