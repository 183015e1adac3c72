"""Reading, whoever writes, wherever it lies."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from souwen.corpus import opening
from souwen.corpus.counts import CorpusStats
from souwen.corpus.documents import Document, Flag, Kind, Record
from souwen.corpus.errors import AmbiguousIdError, LostError, NoDataError
from souwen.corpus.reader import CorpusReader
from souwen.corpus.sources import SourceInfo
from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from conftest import Dumps


def test_a_whole_document(dumps: Dumps) -> None:
    """A document is read with all its fields, its sources by key, its refs in their order."""
    flags = (Flag.NUMBER_MISMATCH, Flag.TRUNCATED)
    record = Record(0, Kind.ARTICLE, "题", "文\n\n本", "2025-01-02", "栏", "http://x", "r2", flags)
    dumps.pages(
        {"/d/b": [record], "/d/a": [record], "/d/0": [dumps.article("题", "文 本", ref="r1")]}
    )
    id_ = dumps.id_of(record)
    assert dumps.live() == [
        Document(
            id_,
            Kind.ARTICLE,
            "题",
            "文\n\n本",
            "2025-01-02",
            "栏",
            "http://x",
            flags,
            None,
            ("/d/0", "/d/a", "/d/b"),
            ("r1", "r2"),
            urls=("http://x",),
        )
    ]
    with CorpusReader(dumps.folder) as reader:
        assert reader.documents([id_], sources=False)[id_].sources == ()


def test_many_at_once(dumps: Dumps) -> None:
    """More documents than one statement takes come all, in the order that was asked for."""
    records = [dumps.snippet(str(number), position=number) for number in range(1, 1203)]
    dumps.pages({"/d/a": records})
    ids = sorted(map(dumps.id_of, records))
    with CorpusReader(dumps.folder) as reader:
        assert list(reader.documents(ids)) == ids
        assert list(reader.live_ids()) == ids
        assert [document.title for document in reader.live()] == [r.title for r in records]
        log = reader.changes_since(0, 700)
        assert log + reader.changes_since(log[-1][0], 700) == reader.changes_since(0)


def test_find(dumps: Dumps) -> None:
    """A document is found by its id, or by a beginning that no other has."""
    records = [dumps.article(str(number)) for number in range(40)]
    dumps.add({"/d/a": {"/d/a": [[record] for record in records]}})
    id_ = dumps.id_of(records[0])
    with CorpusReader(dumps.folder) as reader:
        for beginning in (id_, id_[:12], id_.upper(), f" {id_} "):
            found = reader.find(beginning)
            assert found
            assert found.id == id_
        firsts = [dumps.id_of(record)[0] for record in records]
        with pytest.raises(AmbiguousIdError, match="several documents"):
            reader.find(max(firsts, key=firsts.count))
        for beginning in ("", "xyz", "%", "\ud800", "0" * 17, id_ + "0"):
            assert reader.find(beginning) is None


def test_sources_and_stats(dumps: Dumps) -> None:
    """Every page is told with its file, and the counts leave retired documents apart."""
    page = [dumps.article("一"), dumps.snippet("二"), dumps.snippet("二", position=2)]
    dumps.add({"/d/a": {"/d/a": [page, [dumps.article("三")]]}})
    dumps.pages({"/d/b": [dumps.snippet("四")]})
    dumps.remove("/d/b")
    with CorpusReader(dumps.folder) as reader:
        first, second = reader.sources()
        assert first == SourceInfo(
            "/d/a#1", "/d/a", "utf-8", "text", "decoder 1, splitter 1", first.added_at, 2
        )
        assert first.added_at.startswith("20")
        assert second.key == "/d/a#2"
        assert reader.stats() == CorpusStats(3, 2, 1, 2, 4, 1)
        assert reader.ids_of_sources("/d/a#2").hex() == dumps.id_of(dumps.article("三"))
        assert len(reader.ids_of_sources("/d")) == 3 * 8
        assert reader.ids_of_sources("/x*") == b""


def test_two_pages_of_one_key(dumps: Dumps) -> None:
    """A file whose name looks like the page of another keeps its own page."""
    one, two, other = ([dumps.article(title)] for title in "一二三")
    dumps.add({"/d/a": {"/d/a": [one, two]}, "/d/a#2": {"/d/a#2": [other]}})
    with CorpusReader(dumps.folder) as reader:
        assert [source.key for source in reader.sources()] == ["/d/a#1", "/d/a#2", "/d/a#2"]
        assert reader.stats().documents == 3


def test_c52_a_reader_beside_a_writer(dumps: Dumps) -> None:
    """An open reader goes on during a write, sees its snapshot inside it and what is new after."""
    dumps.pages({"/d/a": [dumps.article("一")]})
    with CorpusReader(dumps.folder) as reader, CorpusWriter(dumps.folder) as writer:
        with reader.snapshot():
            dumps.read(writer, {"/d/b": {"/d/b": [[dumps.article("二")]]}})
            assert reader.stats().documents == 1
            writer.commit()
            with reader.snapshot():
                assert reader.stats().documents == 1
            assert reader.stats().documents == 1
        assert reader.stats().documents == 2


def test_from_several_threads(dumps: Dumps) -> None:
    """One reader answers several threads."""
    record = dumps.article("一")
    dumps.pages({"/d/a": [record]})
    found: list[int] = []
    with CorpusReader(dumps.folder) as reader:

        def look() -> None:
            for _ in range(50):
                with reader.snapshot():
                    found.append(len(reader.documents([dumps.id_of(record)])))

        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [1] * 200


def test_no_data(tmp_path: Path) -> None:
    """Where there is no corpus, one line says so, and nothing is made."""
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(NoDataError, match="souwen add"):
            CorpusReader(folder)
    (tmp_path / "file").touch()
    with pytest.raises(NoDataError):
        CorpusReader(tmp_path / "file")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    (tmp_path / "corpus.sqlite3").touch()  # a crash came before the tables
    with pytest.raises(NoDataError):
        CorpusReader(tmp_path)
    CorpusWriter(tmp_path).close()
    with CorpusReader(tmp_path) as reader:
        assert reader.stats().documents == 0


def test_a_writer_leaves_one_file(dumps: Dumps) -> None:
    """After a writer, the folder holds the database and nothing beside it."""
    dumps.pages({"/d/a": [dumps.article("一")]})
    assert {path.name for path in dumps.folder.iterdir()} == {"corpus.sqlite3", "corpus.json"}


def test_immutable(dumps: Dumps, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the folder cannot be written, nothing is made beside the file, and news are seen."""
    dumps.pages({"/d/a": [dumps.article("一")]})
    monkeypatch.setattr(opening.os, "access", lambda *_: False)
    with CorpusReader(dumps.folder) as reader:
        with reader.snapshot():
            assert reader.stats().documents == 1
        assert {path.name for path in dumps.folder.iterdir()} == {"corpus.sqlite3", "corpus.json"}
        dumps.pages({"/d/b": [dumps.article("二")]})
        with reader.snapshot():
            assert reader.stats().documents == 2


_LOOK = """
import os, sys
from pathlib import Path
from souwen.corpus.lock import WriterLock
from souwen.corpus.reader import CorpusReader
from souwen.corpus.errors import SouwenError
def look(folder):
    with CorpusReader(folder) as reader, reader.snapshot():
        print(reader.stats().documents)
    try:
        with WriterLock(folder, 1):
            print("locked")
    except SouwenError as error:
        print(error)
look(Path(sys.argv[1]))  # loads all that is needed: another user may not even see where it lies
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
look(Path(sys.argv[2]))
"""


def test_c56_a_read_only_folder(dumps_in: type[Dumps]) -> None:
    """In a folder that cannot be written reading works, and writing is refused in one line."""
    # Every run of pytest closes its own folder to other users, those of other runs too.
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        open_, closed = (dumps_in(Path(made).resolve() / name) for name in ("open", "closed"))
        for dumps in (open_, closed):
            dumps.folder.mkdir()
            dumps.pages({"/d/a": [dumps.article("一")]})
        closed.folder.chmod(0o555)
        run = subprocess.run(
            [sys.executable, "-W", "error", "-c", _LOOK, str(open_.folder), str(closed.folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        closed.folder.chmod(0o755)
        left = [path.name for path in closed.folder.iterdir()]
    if "setgroups" in run.stderr:
        pytest.skip("this process cannot be another user")
    assert run.stderr == ""
    refused = f"{closed.folder} cannot be written: Permission denied"
    assert run.stdout.splitlines() == ["1", "locked", "1", refused]
    assert set(left) == {"corpus.sqlite3", "corpus.json"}


_KILLED = """
import os, signal, sys
from pathlib import Path
from conftest import Dumps
from souwen.corpus.lock import WriterLock
from souwen.corpus.store import CorpusWriter
dumps = Dumps(Path(sys.argv[1]))
with WriterLock(dumps.folder), CorpusWriter(dumps.folder) as writer:
    dumps.read(writer, {"/d/a": {"/d/a": [[dumps.article("一")]]}})
    writer.commit()
    dumps.read(writer, {"/d/b": {"/d/b": [[dumps.article("二")]]}})
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_writer_loses_only_what_was_not_committed(dumps: Dumps) -> None:
    """After a kill, readers see the last commit, and the next writer needs no help."""
    path = os.pathsep.join((str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")))
    run = subprocess.run(
        [sys.executable, "-c", _KILLED, str(dumps.folder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert run.returncode == -9, run.stderr
    assert [document.title for document in dumps.live()] == ["一"]
    assert dumps.pages({"/d/b": [dumps.article("二")]}).added == 1


def test_copy(dumps: Dumps, tmp_path: Path) -> None:
    """A copy holds the same and is its own."""
    dumps.pages({"/d/a": [dumps.article("一")]})
    other = tmp_path / "other"
    other.mkdir()
    with CorpusReader(dumps.folder) as reader:
        reader.copy_to(other)
    with CorpusWriter(other) as writer:
        writer.remove("/d/a")
        writer.apply_removals()
    assert len(dumps.live()) == 1


@pytest.mark.parametrize("table", ["documents", "sightings"])
def test_what_is_gone_is_not_unknown(dumps_in: type[Dumps], tmp_path: Path, table: str) -> None:
    """Where rows are gone, nobody is told that there never was a document, or fewer sources."""
    dumps = dumps_in(tmp_path)
    records = [dumps.article("一"), dumps.article("二")]
    dumps.pages({f"/d/{number}": [record] for number, record in enumerate(records)})
    with CorpusReader(dumps.folder) as reader:
        assert reader.find("0" * 16) is None
        assert len(list(reader.sources())) == 2
    with closing(sqlite3.connect(dumps.folder / "corpus.sqlite3")) as database, database:
        column = "number" if table == "documents" else "document"
        assert database.execute(f"DELETE FROM {table} WHERE {column} = 1").rowcount == 1
    with CorpusReader(dumps.folder) as reader:
        with pytest.raises(LostError):
            reader.find(dumps.id_of(records[0]))
        if table == "sightings":
            with pytest.raises(LostError):
                list(reader.sources())
