"""A corpus is opened to write: made, brought up to date, compared with its witness."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from souwen.corpus.opening_to_write import open_to_write
from souwen.corpus.store import CorpusWriter
from souwen.corpus.witness import read_witness

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from conftest import Dumps


def test_a_new_one_has_its_witness_at_once(tmp_path: Path) -> None:
    """The id that is given to a new corpus is known outside before anything is put in."""
    database, witness = open_to_write(tmp_path, (), accept=False)
    database.close()
    assert read_witness(tmp_path) == witness == (witness.corpus, 0)


def test_a_loss_that_is_accepted_is_said(
    dumps: Dumps, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is one warning, and what was lost is not counted as being there."""
    dumps.pages({"/d/a": [dumps.article("一")]})
    shutil.copy(dumps.folder / "corpus.sqlite3", tmp_path / "older")
    dumps.pages({"/d/b": [dumps.article("二")]})
    shutil.copy(tmp_path / "older", dumps.folder / "corpus.sqlite3")
    with CorpusWriter(dumps.folder, accept=True):
        pass
    (line,) = (record.getMessage() for record in caplog.records if record.levelname == "WARNING")
    assert "it ends at change 1, but 2 were committed" in line
    with CorpusWriter(dumps.folder):
        pass


def test_the_triggers_are_not_in_the_file(dumps: Dumps) -> None:
    """What keeps the hashes belongs to the connection of the writer; the file holds tables only."""
    dumps.pages({"/d/a": [dumps.article("一")]})
    database, _ = open_to_write(dumps.folder, (), accept=False)
    sorts = {sort for (sort,) in database.all("SELECT type FROM sqlite_master")}
    assert sorts == {"table", "index"}
    assert database.value("SELECT count(*) FROM temp.sqlite_master WHERE type = 'trigger'")
    database.close()
