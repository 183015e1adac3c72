"""The file beside the database that knows the last committed change."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.errors import LostError
from souwen.corpus.reader import CorpusReader
from souwen.corpus.store import CorpusWriter
from souwen.corpus.witness import WITNESS_NAME, Witness, compare, read_witness, write_witness

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Dumps


def test_it_knows_each_commit(dumps: Dumps) -> None:
    """After each command it has the id of the corpus and its last change."""
    for number in range(3):
        dumps.pages({f"/d/{number}": [dumps.article(str(number))]})
        witness = read_witness(dumps.folder)
        assert witness is not None
        assert witness.seq == dumps.seq()
        with CorpusReader(dumps.folder) as reader:
            assert witness.corpus == reader.id()


def test_a_commit_in_the_middle_counts(dumps: Dumps) -> None:
    """What a long run committed is known outside before it ends."""
    with CorpusWriter(dumps.folder) as writer:
        dumps.read(writer, {"/d/a": {"/d/a": [[dumps.article("一")]]}})
        writer.commit()
        witness = read_witness(dumps.folder)
        assert witness is not None
        assert witness.seq == 1


def test_changes_that_are_gone_are_told(dumps: Dumps, tmp_path: Path) -> None:
    """A database that goes back to an older state is an error for readers and writers."""
    dumps.pages({"/d/a": [dumps.article("一")]})
    shutil.copy(dumps.folder / "corpus.sqlite3", tmp_path / "older")
    dumps.pages({"/d/b": [dumps.article("二")]})
    newer = (dumps.folder / "corpus.sqlite3").read_bytes()
    shutil.copy(tmp_path / "older", dumps.folder / "corpus.sqlite3")
    for opening in (CorpusReader, CorpusWriter):
        with pytest.raises(LostError, match="it ends at change 1, but 2 were committed"):
            opening(dumps.folder)
    assert any("it ends at change 1" in line for line in dumps.problems())
    (dumps.folder / "corpus.sqlite3").write_bytes(newer)
    assert len(dumps.live()) == 2


def test_what_is_accepted_is_another_corpus(dumps: Dumps, tmp_path: Path) -> None:
    """Whoever accepts the loss gets a corpus of another id, which no index passes for its own."""
    dumps.pages({"/d/a": [dumps.article("一")]})
    shutil.copy(dumps.folder / "corpus.sqlite3", tmp_path / "older")
    dumps.pages({"/d/b": [dumps.article("二")]})
    before = read_witness(dumps.folder)
    shutil.copy(tmp_path / "older", dumps.folder / "corpus.sqlite3")
    with CorpusWriter(dumps.folder, accept=True):
        pass
    now = read_witness(dumps.folder)
    assert before is not None
    assert now is not None
    assert (now.seq, before.seq) == (1, 2)
    assert now.corpus != before.corpus
    assert [document.title for document in dumps.live()] == ["一"]


def test_another_corpus_in_its_place(tmp_path: Path) -> None:
    """A corpus of another id is told, however many changes it has."""
    write_witness(tmp_path, Witness("one", 5))
    with pytest.raises(LostError, match="not the corpus that"):
        compare(tmp_path, read_witness(tmp_path), Witness("other", 9))
    compare(tmp_path, read_witness(tmp_path), Witness("one", 9))
    compare(tmp_path, None, Witness("other", 1))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_in_its_place_blocks_nothing(dumps: Dumps) -> None:
    """What is no file is as good as no witness, until the next command that writes."""
    dumps.pages({"/d/a": [dumps.article("一")]})
    (dumps.folder / WITNESS_NAME).unlink()
    os.mkfifo(dumps.folder / WITNESS_NAME)
    assert len(dumps.live()) == 1
    assert any(WITNESS_NAME in line for line in dumps.problems())
    dumps.pages({"/d/b": [dumps.article("二")]})
    assert not dumps.problems()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"corpus": 1, "seq": "x"}', b"\xff"])
def test_one_that_cannot_be_read_stops_nothing(dumps: Dumps, content: bytes) -> None:
    """A damaged witness is told by a check, and written anew by the next command that writes."""
    dumps.pages({"/d/a": [dumps.article("一")]})
    (dumps.folder / WITNESS_NAME).write_bytes(content)
    assert len(dumps.live()) == 1
    assert any(WITNESS_NAME in line for line in dumps.problems())
    dumps.pages({"/d/b": [dumps.article("二")]})
    assert not dumps.problems()
