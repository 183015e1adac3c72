"""Whether a file is a corpus that this version can use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.corpus.database import Database
from souwen.corpus.errors import DamagedError, OutdatedError
from souwen.corpus.reader import CorpusReader
from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Dumps


def test_another_file_is_left_alone(tmp_path: Path) -> None:
    """A file that is no corpus, or that of a newer version, is refused and not touched."""
    path = tmp_path / "corpus.sqlite3"
    path.write_bytes(b"no database at all" * 100)
    for opening in (CorpusWriter, CorpusReader):
        with pytest.raises(DamagedError, match=r"corpus\.sqlite3"):
            opening(tmp_path)
    assert path.read_bytes() == b"no database at all" * 100


def test_c50_a_newer_corpus_is_refused(dumps: Dumps) -> None:
    """A corpus of a newer version is one clear line, for readers and writers."""
    dumps.pages({"/d/a": [dumps.article("一")]})
    database = Database(dumps.folder / "corpus.sqlite3", "mode=rw")
    database.run("PRAGMA user_version = 99")
    for opening in (CorpusWriter, CorpusReader):
        with pytest.raises(OutdatedError, match="a newer souwen"):
            opening(dumps.folder)
    database.run("PRAGMA user_version = 2")
    database.run("PRAGMA application_id = 7")
    for opening in (CorpusWriter, CorpusReader):
        with pytest.raises(DamagedError, match="no corpus of souwen"):
            opening(dumps.folder)
    database.run(f"PRAGMA application_id = {0x7377656E}")
    database.close()
