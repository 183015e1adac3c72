"""Who reads which state: one thread brings the index level, nobody else waits for it."""

from __future__ import annotations

import sqlite3
import tempfile
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.corpus.errors import LockedError, SouwenError
from souwen.corpus.lock import WriterLock
from souwen.engine.session import Session
from souwen.search import follow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    WritePage = Callable[[Path, str], Path]


@pytest.fixture
def behind(tmp_path: Path, write_page: WritePage) -> Path:
    """Return a data folder of two documents whose index shows the first."""
    data = tmp_path / "data"
    with souwen.open(data) as engine:
        engine.add([write_page(tmp_path / "a.txt", "甲医保")])
    with souwen.open(data) as engine, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "catch_up", lambda *_: None)  # a crash came first
        engine.add([write_page(tmp_path / "b.txt", "乙医保")])
        assert not engine.stats().index.up_to_date
    return data


@contextmanager
def searching_in_a_thread(engine: souwen.Engine) -> Iterator[list[int]]:
    """Search in another thread, whose total is in the list when this is left."""
    totals: list[int] = []
    thread = threading.Thread(target=lambda: totals.append(engine.search("医保").total))
    thread.start()
    try:
        yield totals
    finally:
        thread.join(60)
        assert not thread.is_alive()


def test_others_go_on_while_one_thread_catches_up(
    behind: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Searches and documents answer from the state there is, until the new one is there."""
    begun, may_go_on = threading.Event(), threading.Event()
    catch_up = follow.catch_up
    times = []

    def slow(*given: object) -> None:
        times.append(1)
        begun.set()
        assert may_go_on.wait(60)
        catch_up(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(follow, "catch_up", slow)
    with souwen.open(behind) as engine:
        with searching_in_a_thread(engine) as totals:
            assert begun.wait(60)
            (hit,) = engine.search("医保")
            assert engine.document(hit.id) is not None
            assert len(list(engine.export())) == 2
            assert not totals
            may_go_on.set()
        assert totals == [2]
        assert engine.search("医保").total == 2
    assert len(times) == 1


def test_what_is_there_must_do_while_another_process_writes(behind: Path) -> None:
    """An index that is behind is searched as it is while the lock is held, and caught up later."""
    with souwen.open(behind, lock_timeout=0) as engine:
        with WriterLock(behind):
            assert engine.search("医保").total == 1
        assert engine.search("医保").total == 1  # that state was looked at already
    with souwen.open(behind) as engine:
        assert engine.search("医保").total == 2


def test_where_nothing_can_be_searched_yet_the_writer_is_named(behind: Path) -> None:
    """Without any index, while another process holds the lock, a search says who does."""
    for path in sorted((behind / "index").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    with souwen.open(behind) as engine:
        with WriterLock(behind), pytest.raises(LockedError, match="is being written by process"):
            engine.search("医保")
        assert engine.search("医保").total == 2


def test_a_rehearsal_changes_nothing(
    behind: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The corpus is copied for it, and the copy goes when it ends."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    before = (behind / "corpus.sqlite3").read_bytes()
    session = Session(behind, 0)
    with session.rehearsing() as writer:
        assert list(temporary.rglob("corpus.sqlite3"))
        assert writer.remove("*") == 2
        assert writer.apply_removals() == 2
        writer.commit()
    session.close()
    assert not list(temporary.iterdir())
    assert (behind / "corpus.sqlite3").read_bytes() == before


def test_a_closed_session_lends_nothing(behind: Path) -> None:
    """After its end a session says so, and a reader that was lent is closed when it comes back."""
    session = Session(behind, 0)
    with session.reading() as reader:
        session.close()
        assert reader.seq() > 0
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        reader.seq()
    session.close()
    for use in (session.reading, session.searching, session.writing):
        with pytest.raises(SouwenError, match="this engine is closed"), use():
            pass
