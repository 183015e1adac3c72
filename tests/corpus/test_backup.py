"""A data folder is copied while others write, and put back."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.backup import back_up, restore, verify
from souwen.corpus.errors import DamagedError, LostError, RequestError
from souwen.corpus.reader import CorpusReader
from souwen.corpus.sealed import read_sealed, seal, write_sealed
from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Dumps


@pytest.fixture
def filled(dumps: Dumps) -> Dumps:
    """Give a corpus of two documents, and a dictionary."""
    dumps.pages({"/d/a": [dumps.article("一"), dumps.snippet("二", published="2025-01-01")]})
    (dumps.folder / "dictionary.tsv").write_text("新农合\n", "utf-8")
    return dumps


def _titles(folder: Path) -> list[str]:
    with CorpusReader(folder) as reader:
        assert not list(reader.problems(deep=True))
        return [document.title for document in reader.live()]


def test_there_and_back(filled: Dumps, tmp_path: Path) -> None:
    """What is restored is what was there, the dictionary too; later additions are gone."""
    before = filled.live()
    made = back_up(filled.folder, tmp_path / "a" / "backup")
    assert (made.documents, made.seq) == (2, filled.seq())
    assert verify(tmp_path / "a" / "backup") == made
    filled.pages({"/d/b": [filled.article("三")]})
    (filled.folder / "dictionary.tsv").write_text("别的\n", "utf-8")
    restore(tmp_path / "a" / "backup", filled.folder)
    assert filled.live() == before
    assert (filled.folder / "dictionary.tsv").read_text("utf-8") == "新农合\n"
    assert filled.pages({"/d/b": [filled.article("三")]}).added == 1


def test_the_restored_one_is_another_corpus(filled: Dumps, tmp_path: Path) -> None:
    """It has an id of its own, so that no index of the old one is taken for its index."""
    with CorpusReader(filled.folder) as reader:
        old = reader.id()
    back_up(filled.folder, tmp_path / "backup")
    restore(tmp_path / "backup", filled.folder)
    with CorpusReader(filled.folder) as reader:
        assert reader.id() != old


def test_into_an_empty_folder(filled: Dumps, tmp_path: Path) -> None:
    """A backup makes a data folder where there was none."""
    back_up(filled.folder, tmp_path / "backup")
    (tmp_path / "new").mkdir()
    restore(tmp_path / "backup", tmp_path / "new")
    assert _titles(tmp_path / "new") == ["一", "二"]
    assert not list((tmp_path / "new").glob("restore.*"))


def test_while_another_writes(dumps: Dumps, tmp_path: Path) -> None:
    """Each backup that is made during a long run is one whole state of it."""
    dumps.pages({"/d/first": [dumps.article("始")]})
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            with CorpusWriter(dumps.folder) as writer:
                for _ in range(5):
                    number += 1
                    records = [dumps.article(f"文{number}"), dumps.snippet(f"摘{number}")]
                    dumps.read(writer, {f"/d/{number}": {f"/d/{number}": [records]}})
                    writer.commit()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(10):
            back_up(dumps.folder, tmp_path / str(number))
    finally:
        stop.set()
        thread.join()
    for number in range(10):
        target = tmp_path / f"restored {number}"
        target.mkdir()
        made = restore(tmp_path / str(number), target)
        assert len(_titles(target)) == made.documents


@pytest.mark.parametrize("name", ["corpus.sqlite3", "dictionary.tsv", "backup.json"])
@pytest.mark.parametrize("damage", ["cut", "flipped", "gone"])
def test_a_damaged_backup_replaces_nothing(
    filled: Dumps, tmp_path: Path, name: str, damage: str
) -> None:
    """It is told before anything of the data folder changes."""
    back_up(filled.folder, tmp_path / "backup")
    path = tmp_path / "backup" / name
    content = path.read_bytes()
    at = len(content) // 2
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(content[:at])
    else:
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    before = {path.name: path.read_bytes() for path in filled.folder.iterdir()}
    with pytest.raises((DamagedError, RequestError)) as caught:
        restore(tmp_path / "backup", filled.folder)
    assert "\n" not in str(caught.value)
    assert {path.name: path.read_bytes() for path in filled.folder.iterdir()} == before


def test_names_that_lead_elsewhere_are_refused(filled: Dumps, tmp_path: Path) -> None:
    """A manifest may name nothing but the files that a backup has."""
    back_up(filled.folder, tmp_path / "backup")
    path = tmp_path / "backup" / "backup.json"
    values = json.loads(path.read_bytes())
    values["files"]["../../x"] = "0"
    path.write_text(json.dumps(values))
    with pytest.raises(DamagedError):
        restore(tmp_path / "backup", filled.folder)


def test_a_folder_with_something_in_it_is_not_used(filled: Dumps, tmp_path: Path) -> None:
    """A backup overwrites nothing."""
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "mine").touch()
    for target in (tmp_path / "x", tmp_path / "x" / "mine", filled.folder):
        with pytest.raises(RequestError, match="not empty"):
            back_up(filled.folder, target)


def test_of_a_corpus_that_lost_something_there_is_none(filled: Dumps, tmp_path: Path) -> None:
    """A backup of less than what should be there would pass for a whole one."""
    with CorpusWriter(filled.folder) as writer:
        writer.repair()
    witness = filled.folder / "corpus.json"
    sound = witness.read_bytes()
    values = json.loads(sound)
    witness.write_text(json.dumps({**values, "seq": 999}))
    with pytest.raises(LostError):
        back_up(filled.folder, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()
    witness.write_bytes(sound)


def test_the_persons_own_words_come_back_whole(filled: Dumps, tmp_path: Path) -> None:
    """With their checksum; those of the folder go, and damaged ones are not backed up."""
    words = filled.folder / "dictionary.tsv"
    write_sealed(words, b"one\n")
    back_up(filled.folder, tmp_path / "with")
    write_sealed(words, b"another\n")
    restore(tmp_path / "with", filled.folder)
    assert read_sealed(words, "") == b"one\n"
    words.write_bytes(b"damaged\n")
    with pytest.raises(DamagedError, match="another than souwen wrote"):
        back_up(filled.folder, tmp_path / "damaged")
    restore(tmp_path / "with", filled.folder)
    assert read_sealed(words, "") == b"one\n"
    words.unlink()
    seal(words, None)
    back_up(filled.folder, tmp_path / "without")
    write_sealed(words, b"another\n")
    restore(tmp_path / "without", filled.folder)
    assert read_sealed(words, "") is None
