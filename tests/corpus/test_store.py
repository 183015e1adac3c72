"""Taking pages in, again and again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from souwen.corpus.counts import Counts
from souwen.corpus.database import Database
from souwen.corpus.errors import SouwenError
from souwen.corpus.reader import CorpusReader
from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Dumps


def test_purge(dumps: Dumps) -> None:
    """Purged documents are gone, the log still says so, and they can come back."""
    gone, kept = dumps.article("去"), dumps.article("留")
    dumps.pages({"/d/a": [gone], "/d/b": [kept]})
    indexed = dumps.seq()
    dumps.remove("/d/a")
    with CorpusWriter(dumps.folder) as writer:
        assert writer.purge() == 1
        assert writer.purge() == 0
    with CorpusReader(dumps.folder) as reader:
        assert reader.documents([dumps.id_of(gone)]) == {}
        assert reader.stats().retired == 0
    assert [change[1:] for change in dumps.changes(indexed)] == [(dumps.id_of(gone), True)]
    assert b"\xe5\x8e\xbb" not in (dumps.folder / "corpus.sqlite3").read_bytes()
    assert dumps.pages({"/d/c": [gone]}).added == 1
    assert [change[1:] for change in dumps.changes(indexed)] == [(dumps.id_of(gone), False)]


def test_the_log_only_grows(dumps: Dumps) -> None:
    """Every change gets a higher place than all before, and stands there once, the latest."""
    page = [dumps.snippet("甲"), dumps.snippet("乙", position=2)]
    dumps.pages({"/d/a": page})
    first = dumps.changes()
    dumps.pages({"/d/b": [dumps.snippet("甲", published="2025-01-01")]})
    second = dumps.changes()
    assert [seq for seq, _, _ in second] == sorted({seq for seq, _, _ in second})
    assert second[0] == first[1]
    assert second[1][0] > first[1][0]
    assert {id_ for _, id_, _ in second} == {dumps.id_of(record) for record in page}
    assert dumps.changes(dumps.seq()) == []


def test_an_unfinished_container_is_read_again(dumps: Dumps) -> None:
    """A run that ends inside a file keeps what was committed, and looks at the file again."""
    one, two = dumps.article("一"), dumps.article("二")
    with CorpusWriter(dumps.folder) as writer:
        writer.begin("/d/a", "00", "v")
        writer.put(dumps.member("/d/a!1", [[one]]))
        writer.commit()
        writer.put(dumps.member("/d/a!2", [[two]]))
        writer.close()
    assert [document.title for document in dumps.live()] == ["一"]
    with CorpusWriter(dumps.folder) as writer:
        assert not writer.unchanged("/d/a", "00", "v")
        writer.begin("/d/a", "00", "v")
        writer.put(dumps.member("/d/a!1", [[one]]))
        writer.put(dumps.member("/d/a!2", [[two]]))
        writer.finish(whole=True)
        writer.apply_removals()
        assert writer.counts() == Counts(2, 2, 0, 1, 0, 1, 0)
    with CorpusWriter(dumps.folder) as writer:
        assert writer.unchanged("/d/a", "00", "v")


def test_an_exception_leaves_the_last_commit(dumps: Dumps) -> None:
    """What was not committed when something was raised is not there."""
    dumps.pages({"/d/a": [dumps.article("一")]})

    def interrupted() -> None:
        with CorpusWriter(dumps.folder) as writer:
            dumps.read(writer, {"/d/b": {"/d/b": [[dumps.article("二")]]}})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [document.title for document in dumps.live()] == ["一"]


def test_a_container_not_read_whole(dumps: Dumps) -> None:
    """What could not be read stays, and the file is looked at again the next time."""
    one, two = {"/d/a!1": [[dumps.article("一")]]}, {"/d/a!2": [[dumps.article("二")]]}
    dumps.add({"/d/a": {**one, **two}})
    assert dumps.add({"/d/a": one}, whole=False).retired == 0
    assert len(dumps.live()) == 2
    with CorpusWriter(dumps.folder) as writer:
        assert [container.digest for container in writer.containers()] == [None]
    assert dumps.add({"/d/a": one}).retired == 1


def test_a_forced_encoding_holds(dumps: Dumps) -> None:
    """A file that was read in a forced encoding is unchanged, unless another one is forced."""
    with CorpusWriter(dumps.folder) as writer:
        writer.begin("/d/a", "00", "v", "big5")
        writer.finish(whole=True)
        assert writer.unchanged("/d/a", "00", "v")
        assert writer.unchanged("/d/a", "00", "v", "big5")
        assert not writer.unchanged("/d/a", "00", "v", "gb18030")
        assert not writer.unchanged("/d/a", "00", "v2")
        assert not writer.unchanged("/d/a", "01", "v")


def test_splitting_anew_from_what_is_kept(dumps: Dumps) -> None:
    """The kept texts can be given other pages, without the dump."""
    dumps.add({"/d/a": {"/d/a!1": [[dumps.article("一")]], "/d/a!2": [[dumps.article("二")]]}})
    with CorpusWriter(dumps.folder) as writer:
        for container in writer.containers():
            assert container.digest
            writer.begin(container.key, container.digest, "new", container.encoding)
            for member in writer.members(container.key):
                assert '"title"' in member.text
                title = member.key[-1]
                pages = dumps.member(member.key, [[dumps.article(title)]]).pages
                writer.put(replace(member, pages=pages))
            writer.finish(whole=True)
        assert writer.removal_size() == (2, 4)
        writer.apply_removals()
    assert {document.title for document in dumps.live()} == {"1", "2"}
    with CorpusReader(dumps.folder) as reader:
        assert {source.versions for source in reader.sources()} == {"new"}


def test_nothing_to_put_in(dumps: Dumps) -> None:
    """Putting without having begun is the caller's mistake."""
    with CorpusWriter(dumps.folder) as writer, pytest.raises(ValueError, match="no container"):
        writer.put(dumps.member("/d/a", []))


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is one line, not a traceback."""
    with pytest.raises(SouwenError):
        CorpusWriter(tmp_path / "none")


def test_a_purge_without_room_for_a_second_file(
    dumps: Dumps, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The documents are gone; it is said that the file is still large, and how to mend it."""
    dumps.pages({f"/d/{n}": [dumps.article(f"{n}", "文" * 9_000)] for n in range(50)})
    size = (dumps.folder / "corpus.sqlite3").stat().st_size
    run = Database.run

    def full(database: Database, sql: str, *given: Any) -> Any:
        if sql == "VACUUM":
            raise SouwenError("the disk is full")
        return run(database, sql, *given)

    with monkeypatch.context() as patch, CorpusWriter(dumps.folder) as writer:
        patch.setattr(Database, "run", full)
        writer.remove("/d/*")
        writer.apply_removals()
        assert writer.purge() == 50
    assert "free for what comes; to give them back" in caplog.text
    with CorpusWriter(dumps.folder) as writer:
        assert writer.purge() == 0
    assert (dumps.folder / "corpus.sqlite3").stat().st_size < size / 2


def test_c55_a_full_disk(dumps: Dumps) -> None:
    """A full disk is named, what was committed is kept, and the next run works."""
    dumps.pages({"/d/a": [dumps.article("一")]})
    more = {f"/d/{n}": [dumps.article(f"{n}", "文" * 9_000)] for n in range(200)}
    files = {key: {key: [records]} for key, records in more.items()}

    def fill() -> None:
        with CorpusWriter(dumps.folder) as writer:
            writer._database.run("PRAGMA max_page_count = 200")
            dumps.read(writer, files)

    with pytest.raises(SouwenError, match="the disk is full"):
        fill()
    assert [document.title for document in dumps.live()] == ["一"]
    assert dumps.pages(more).added == 200
